/** Task publish-digest: the digest of the last whole week, into the store, onto the disk and into the outbox. */

import { join } from 'node:path'
import type { Transaction } from 'kysely'
import { type Config, weekdays } from '../src/config.ts'
import { nextDue, type Schedule, weekBefore } from '../src/digest/week.ts'
import { tellerOf } from '../src/knowledge/telling.ts'
import { databaseTime, type Store } from '../src/store/database.ts'
import { digestOfWeek, keepDigest } from '../src/store/digest.ts'
import { putNotice } from '../src/store/outbox.ts'
import type { Tables } from '../src/store/schema.ts'
import { enqueue, finish, reschedule } from '../src/store/task.ts'
import type { Handler } from './context.ts'
import { wordingFor } from './deliver/notice.ts'
import { digestFor } from './digest/gather.ts'
import { saveDigest, writeDigest } from './digest/write.ts'
import { failPoint } from './failpoints.ts'

const weekly = { kind: 'publish-digest', key: 'weekly', priority: 5 } as const

/** Where the digests of an installation lie. */
export function digestFolder(config: Config): string {
  return join(config.data, 'digests')
}

export const publishDigest: Handler = async (task, context) => {
  const { store, config } = context
  const { zone, formats, destinations } = config.digest
  const week = weekBefore(await databaseTime(store), zone)
  const wording = wordingFor(context)
  const wanted = { week, zone, language: config.language, version: context.delivery.version }
  const digest = (await digestOfWeek(store, week)) ?? (await digestFor(store, wanted, context.knowledge()))
  await saveDigest(await writeDigest(digest, formats, tellerOf(wording)), digestFolder(config))
  await finish(
    store,
    task,
    async (db) => {
      await keepDigest(db, digest)
      for (const destination of destinations)
        await putNotice(db, {
          key: `digest.${week}.${destination}`,
          kind: 'digest',
          story: null,
          revision: null,
          destination,
          rule: null,
          content: { week },
        })
      await enqueue(db, { ...weekly, due: nextDue(await databaseTime(db), scheduleOf(config)) })
    },
    () => failPoint('before-commit'),
  )
}

/** One that is overdue stays so: a daemon that was down publishes when it is back. */
export async function scheduleDigest(store: Store | Transaction<Tables>, config: Config): Promise<void> {
  await reschedule(store, { ...weekly, due: nextDue(await databaseTime(store), scheduleOf(config)) })
}

function scheduleOf({ digest: { weekday, time, zone } }: Config): Schedule {
  return { weekday: weekdays.indexOf(weekday) + 1, time, zone }
}
