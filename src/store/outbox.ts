/** The outbox: what is to be told to whom, written with what brought it about, delivered by tasks of their own. */

import { sql, type Transaction } from 'kysely'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import type { AlertRow, Tables } from './schema.ts'
import { enqueue } from './task.ts'

type Reader = Store | Transaction<Tables>

export interface NewNotice {
  /** One for each story, revision and destination, or week and destination: a second row under it is never written. */
  readonly key: string
  readonly kind: 'alert' | 'correction' | 'digest'
  readonly story: string | null
  readonly revision: number | null
  readonly destination: string
  readonly rule: string | null
  /** Fixed from here on, so that each attempt says the same. */
  readonly content: unknown
}

/** Writes the row and the task that delivers it, at `due` (ms) or at once. Writing one twice changes nothing. */
export async function putNotice(db: Transaction<Tables>, notice: NewNotice, due?: number): Promise<void> {
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
  if (numInsertedOrUpdatedRows !== 1n) return
  await enqueue(db, { kind: 'deliver-alert', key: notice.key, priority: 0, ...(due === undefined ? {} : { due }) })
}

export async function noticeByKey(db: Reader, key: string): Promise<AlertRow | undefined> {
  return (await db.selectFrom('alert').selectAll().where('key', '=', key).executeTakeFirst()) as AlertRow | undefined
}

/** Counts an attempt before it is made, so that one whose outcome was lost is counted too. Null: it is not to be sent any more. */
export async function beginAttempt(store: Store, key: string): Promise<AlertRow | null> {
  const { rows } = await sql<AlertRow>`update alert set attempts = attempts + 1
    where key = ${key} and state = 'due' returning *`.execute(store)
  return rows[0] ?? null
}

/** One that was dropped meanwhile stays so: what came after it corrects it. */
export async function recordSent(db: Transaction<Tables>, key: string, receipt: string): Promise<void> {
  await db
    .updateTable('alert')
    .set({ state: 'sent', receipt, sent: clock as never })
    .where('key', '=', key)
    .where('state', '=', 'due')
    .execute()
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

/** Takes notices back: none of them goes out from here on. `why` is a sentence for the list of what was sent. */
export async function dropNotices(db: Transaction<Tables>, keys: readonly string[], why: string): Promise<void> {
  if (keys.length === 0) return
  await db
    .updateTable('alert')
    .set({ state: 'dropped', problem: why })
    .where('key', 'in', keys)
    .where('state', '=', 'due')
    .execute()
  await db.deleteFrom('task').where('kind', '=', 'deliver-alert').where('key', 'in', keys).execute()
}

export const noticeStates = ['due', 'sent', 'quarantined', 'dropped'] as const
export type NoticeState = (typeof noticeStates)[number]

export interface NoticeFilter {
  readonly state?: NoticeState | undefined
  readonly destination?: string | undefined
  readonly limit: number
}

/** A notice with what its task says of it. */
export type ListedNotice = Omit<AlertRow, 'content' | 'state'> & {
  readonly state: NoticeState
  /** When the next attempt is due, in ms; null: none is. */
  readonly next: number | null
}

/** The latest first. What was tried in vain until nothing more is to be hoped for is `quarantined`. */
export async function listNotices(store: Store, { state, destination, limit }: NoticeFilter): Promise<ListedNotice[]> {
  const shown = sql<NoticeState>`case when task.state = 'quarantined' then 'quarantined' else alert.state end`
  let query = store
    .selectFrom('alert')
    .leftJoin('task', (join) => join.onRef('task.key', '=', 'alert.key').on('task.kind', '=', 'deliver-alert'))
    .select(['alert.key', 'alert.kind', 'alert.story', 'alert.revision', 'alert.destination', 'alert.rule'])
    .select(['alert.attempts', 'alert.receipt', 'alert.created', 'alert.sent'])
    .select([
      shown.as('state'),
      sql<string | null>`coalesce(task.last_error, alert.problem)`.as('problem'),
      sql<number | null>`case when task.state = 'due' then task.due end`.as('next'),
    ])
  if (state !== undefined) query = query.where(shown, '=', state)
  if (destination !== undefined) query = query.where('alert.destination', '=', destination)
  return query.orderBy('alert.created', 'desc').orderBy('alert.key').limit(limit).execute() as never
}

/** Lets notices in quarantine be tried anew, one by its key or all of them. Answers their keys. */
export async function retryNotices(store: Store, key: string | null): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`update task set state = 'due', attempts = 0, due = ${clock}
    where kind = 'deliver-alert' and state = 'quarantined' and ${key === null ? sql`true` : sql`key = ${key}`} returning key`.execute(
    store,
  )
  return rows.map((row) => row.key).sort()
}
