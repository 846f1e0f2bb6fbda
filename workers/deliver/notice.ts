/** A row of the outbox → the notice that a channel carries: the same at each attempt. */

import { noticeOf } from '../../src/alert/message.ts'
import { digestNotice } from '../../src/digest/notice.ts'
import { tellerOf } from '../../src/knowledge/telling.ts'
import type { Wording } from '../../src/knowledge/wording.ts'
import { digestOfWeek } from '../../src/store/digest.ts'
import type { AlertRow } from '../../src/store/schema.ts'
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
  const written = await writeDigest(digest, ['html', 'markdown'], teller)
  const of = (name: string): string => written.find((one) => one.format === name)?.text ?? ''
  const document = { html: of('html'), text: of('markdown') }
  return digestNotice(digest, { key: row.key as Notice['key'], destination: row.destination }, document, teller)
}
