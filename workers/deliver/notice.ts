/** A row of the outbox → the notice that a channel carries: the same at each attempt. */

import { noticeOf } from '../../src/alert/message.ts'
import type { Shape } from '../../src/digest/format.ts'
import { digestNotice } from '../../src/digest/notice.ts'
import { type Teller, tellerOf } from '../../src/knowledge/telling.ts'
import type { Wording } from '../../src/knowledge/wording.ts'
import { digestOfWeek } from '../../src/store/digest.ts'
import type { AlertRow } from '../../src/store/schema.ts'
import type { Digest } from '../../src/types/digest.ts'
import { Fault } from '../../src/types/fault.ts'
import type { Alert, AlertContent, Notice } from '../../src/types/notice.ts'
import type { Context } from '../context.ts'
import { writeDigest } from '../digest/write.ts'

type Needs = Pick<Context, 'config' | 'knowledge' | 'store' | 'delivery'>

/** Throws Fault delivery-refused where the row tells of what is not there any more. */
export async function noticeFor(row: AlertRow, context: Needs): Promise<Notice> {
  const wording = wordingFor(context)
  if (row.kind === 'digest') return digestNoticeFor(row, wording, context)
  const kind = row.kind === 'correction' ? 'correction' : 'alert'
  const alert = { key: row.key, story: row.story, revision: row.revision, destination: row.destination } as Alert
  return noticeOf(JSON.parse(row.content) as AlertContent, alert, wording, kind, context.delivery.version)
}

/** Throws Fault config-invalid. */
export function wordingFor({ config, knowledge }: Pick<Context, 'config' | 'knowledge'>): Wording {
  const wording = knowledge().sources.wording[config.language]
  if (wording === undefined) throw new Fault('config-invalid', `language: there are no words in "${config.language}".`)
  return wording
}

async function digestNoticeFor(row: AlertRow, wording: Wording, { store }: Needs): Promise<Notice> {
  const { week } = JSON.parse(row.content) as { readonly week: string }
  const digest = await digestOfWeek(store, week)
  if (digest === null) throw new Fault('delivery-refused', `The store has no digest of ${week}.`)
  const teller = tellerOf(wording)
  const document = await mailOf(digest, teller)
  return digestNotice(digest, { key: row.key as Notice['key'], destination: row.destination }, document, teller)
}

/** Gmail cuts a mail's HTML off at 102 KB; the whole digest lies in the data folder. */
const mostHtmlBytes = 100_000

/** The digest for a mail: of as many stories as fit the articles and facts too, of the others the words and figures. */
async function mailOf(digest: Digest, teller: Teller): Promise<NonNullable<Notice['document']>> {
  const written = async (shape: Shape): Promise<NonNullable<Notice['document']>> => {
    const texts = await writeDigest(digest, ['html', 'markdown'], teller, shape)
    const of = (name: string): string => texts.find((one) => one.format === name)?.text ?? ''
    return { html: of('html'), text: of('markdown') }
  }
  let mail = await written({})
  for (const whole of [20, 10, 5, 3, 1, 0]) {
    if (Buffer.byteLength(mail.html) <= mostHtmlBytes) break
    mail = await written({ whole, brief: true })
  }
  return mail
}
