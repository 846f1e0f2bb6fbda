/** The outbox: what is to be told to whom, written with what brought it about, delivered by tasks of their own. */

import { sql, type Transaction } from 'kysely'
import { clock, type Store } from './database.ts'
import type { AlertRow, Tables } from './schema.ts'
import { enqueue } from './task.ts'

type Reader = Store | Transaction<Tables>

export type NoticeKind = 'alert' | 'correction' | 'digest' | 'test'

export interface NewNotice {
  /** One for each story, revision and destination, or week and destination: a second row under it is never written. */
  readonly key: string
  readonly kind: NoticeKind
  readonly story: string | null
  readonly revision: number | null
  readonly destination: string
  readonly rule: string | null
  /** Fixed from here on, so that each attempt says the same. */
  readonly content: unknown
}

/** Writes the row and the task that delivers it. Writing one twice changes nothing. */
export async function putNotice(db: Transaction<Tables>, notice: NewNotice): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('alert')
    .values({
      ...notice,
      content: JSON.stringify(notice.content),
      state: 'due',
      attempts: 0,
      problem: null,
      receipt: null,
      created: clock as never,
      sent: null,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 1n)
    await enqueue(db, { kind: 'deliver-alert' as never, key: notice.key, priority: 0 })
}

export async function noticeByKey(db: Reader, key: string): Promise<AlertRow | undefined> {
  return (await db.selectFrom('alert').selectAll().where('key', '=', key).executeTakeFirst()) as AlertRow | undefined
}

/** Counted before the attempt, so that one whose outcome was lost is counted too. */
export async function beginAttempt(store: Store, key: string): Promise<void> {
  await sql`update alert set attempts = attempts + 1 where key = ${key}`.execute(store)
}

export async function recordSent(db: Transaction<Tables>, key: string, receipt: string): Promise<void> {
  await db
    .updateTable('alert')
    .set({ state: 'sent', problem: null, receipt, sent: clock as never })
    .where('key', '=', key)
    .execute()
}

export async function recordFailure(
  store: Store,
  key: string,
  problem: string,
  state: 'due' | 'quarantined',
): Promise<void> {
  await store.updateTable('alert').set({ state, problem }).where('key', '=', key).where('state', '=', 'due').execute()
}

/** What was told, or is about to be, of a story or of those merged into it; the latest first. */
export async function toldOf(db: Reader, stories: readonly string[]): Promise<AlertRow[]> {
  return (await db
    .selectFrom('alert')
    .selectAll()
    .where('story', 'in', stories)
    .where('state', '!=', 'dropped')
    .orderBy('created', 'desc')
    .orderBy('revision', 'desc')
    .execute()) as AlertRow[]
}

/** Takes back what nobody has been sent yet: it is no longer so. Answers the keys. */
export async function dropUnsent(db: Transaction<Tables>, stories: readonly string[]): Promise<string[]> {
  const rows = await db
    .updateTable('alert')
    .set({ state: 'dropped', problem: 'Withdrawn before it was sent.' })
    .where('story', 'in', stories)
    .where('state', '=', 'due')
    .where('attempts', '=', 0)
    .returning('key')
    .execute()
  const keys = rows.map(({ key }) => key)
  if (keys.length > 0)
    await db.deleteFrom('task').where('kind', '=', 'deliver-alert').where('key', 'in', keys).execute()
  return keys
}

export interface NoticeFilter {
  readonly state?: string | undefined
  readonly destination?: string | undefined
  readonly limit: number
}

/** The latest first, each with when its next attempt is due (ms; null: none is). */
export async function listNotices(
  store: Store,
  { state, destination, limit }: NoticeFilter,
): Promise<(AlertRow & { readonly next: number | null })[]> {
  let query = store
    .selectFrom('alert')
    .leftJoin('task', (join) =>
      join.onRef('task.key', '=', 'alert.key').on('task.kind', '=', 'deliver-alert').on('task.state', '=', 'due'),
    )
    .selectAll('alert')
    .select('task.due as next')
  if (state !== undefined) query = query.where('alert.state', '=', state)
  if (destination !== undefined) query = query.where('alert.destination', '=', destination)
  return (await query.orderBy('alert.created', 'desc').orderBy('alert.key').limit(limit).execute()) as never
}
