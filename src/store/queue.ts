/** Which documents wait for their place among the stories, and which stories for another look. */

import { sql, type Transaction } from 'kysely'
import { clock } from './dialect/portable.ts'
import type { Tables } from './schema.ts'
import { enqueue, enqueueSooner } from './task.ts'

/** The one task that gives findings their place among the stories: its row is the lock that holds across processes. */
export const assignment = { kind: 'assign-story', key: 'all', priority: 1 } as const

/** Marks a document whose finding is new or has changed; its place is found with the next batch. */
export async function markUnassigned(db: Transaction<Tables>, document: string): Promise<void> {
  await db
    .insertInto('unassigned')
    .values({ document, since: clock as never })
    .onConflict((conflict) => conflict.column('document').doNothing())
    .execute()
  await enqueueSooner(db, assignment)
}

async function oldestWaiting(db: Transaction<Tables>, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('unassigned')
    .select('document')
    .orderBy('since')
    .orderBy('document')
    .limit(most)
    .execute()
  return rows.map(({ document }) => document)
}

/** Documents that wait, oldest first, and stories whose alerts are to be thought over. */
export async function takeBatch(
  db: Transaction<Tables>,
  size: number,
): Promise<{ readonly documents: readonly string[]; readonly rechecks: readonly string[] }> {
  const documents = await oldestWaiting(db, size)
  if (documents.length > 0) await db.deleteFrom('unassigned').where('document', 'in', documents).execute()
  const due = await db
    .selectFrom('story')
    .select('id')
    .where('recheck_at', '<=', clock as never)
    .limit(size)
    .execute()
  const rechecks = due.map(({ id }) => id)
  if (rechecks.length > 0) await db.updateTable('story').set({ recheck_at: null }).where('id', 'in', rechecks).execute()
  return { documents, rechecks }
}

/**
 * Takes the document that has waited longest out of the queue and leaves a task of its own in quarantine, with what the
 * batch's task failed of: one that cannot be placed must not keep the others from their places. Null where none waits, or
 * where the task never failed: that its worker was killed says nothing about the document.
 */
export async function setFirstAside(db: Transaction<Tables>): Promise<string | null> {
  const { kind, key } = assignment
  const task = await db
    .selectFrom('task')
    .select('last_error')
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst()
  const first = await oldestWaiting(db, 1)
  const [document] = first
  if (document === undefined || task === undefined || task.last_error === null) return null
  await db.deleteFrom('unassigned').where('document', '=', document).execute()
  await enqueue(db, { ...assignment, key: document })
  await db
    .updateTable('task')
    .set({ state: 'quarantined', last_error: task.last_error })
    .where('kind', '=', kind)
    .where('key', '=', document)
    .where('state', '=', 'due')
    .execute()
  return document
}

/** The next batch's task: at once while documents wait, else when the first cool-down ends; none where nothing waits. */
export async function enqueueNextBatch(db: Transaction<Tables>): Promise<void> {
  const waiting = await db.selectFrom('unassigned').select('document').orderBy('since').limit(1).executeTakeFirst()
  if (waiting !== undefined) return enqueueSooner(db, assignment)
  const next = await db
    .selectFrom('story')
    .select((one) => one.fn.min('recheck_at').as('at'))
    .where('recheck_at', 'is not', null)
    .executeTakeFirst()
  if (next?.at !== null && next?.at !== undefined) await enqueueSooner(db, { ...assignment, due: Number(next.at) })
}

export async function recheckStory(db: Transaction<Tables>, story: string, at: number): Promise<void> {
  await sql`update story set recheck_at = case when recheck_at is null or recheck_at > ${at} then ${at} else recheck_at end
    where id = ${story}`.execute(db)
}
