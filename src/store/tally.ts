/** What waits, what is in hand and what is stuck: read by the runner before it sleeps, and by people. */

import { sql } from 'kysely'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import { isLatest } from './finding.ts'

export interface Horizon {
  /** Tasks due later than this many ms from now do not count. */
  readonly dueMs: number
  /** Nor do tasks for hosts that are held longer than this. */
  readonly heldMs: number
}

/**
 * Milliseconds until a task may be claimed or a lease runs out, or a little less: 0 now, null when nothing within the
 * horizon is waiting. A task for a host that is being asked waits for that task's end, not for a time. Looks at the first of
 * each sort only: it is asked whenever nothing can be claimed, however much waits.
 */
export async function untilNext(store: Store, { dueMs, heldMs }: Horizon): Promise<number | null> {
  const isIdle = sql`not exists (select 1 from task busy where busy.state = 'claimed' and busy.host = one.host)`
  const later = sql`(select due from task one where state = 'due' and due > ${clock} and due <= ${clock} + ${dueMs}
    and coalesce((select free_at from host where host.name = one.host), 0) <= ${clock} + ${heldMs} and ${isIdle}
    order by due limit 1)`
  const held = sql`(select free_at from host where free_at > ${clock} and free_at <= ${clock} + ${heldMs}
    and exists (select 1 from task one where one.host = host.name and state = 'due' and due <= ${clock} and ${isIdle})
    order by free_at limit 1)`
  const now = sql`(select due from task one where state = 'due' and due <= ${clock}
    and not exists (select 1 from host where host.name = one.host and host.free_at > ${clock}) and ${isIdle}
    order by priority, due limit 1)`
  const lease = sql`(select min(lease_until) from task where state = 'claimed')`
  const { rows } = await sql<{ wait: number | null }>`select min(ready) - ${clock} as wait from (
    select ${now} as ready union all select ${later} union all select ${held} union all select ${lease}) waiting`.execute(
    store,
  )
  const wait = rows[0]?.wait
  return wait === null || wait === undefined ? null : Math.max(0, Number(wait))
}

/** What was added to the store since a time on its clock, in ms. */
export interface Yield {
  readonly feedsPolled: number
  readonly entriesNew: number
  readonly pagesFetched: number
  /** Pages that could not be had or read: the entries' own text was analysed. */
  readonly pagesRefused: number
  readonly analysed: number
}

export async function yieldSince(store: Store, since: number): Promise<Yield> {
  const { rows } = await sql<Record<keyof Yield, number>>`select
    (select count(*) from feed where last_poll >= ${since}) as "feedsPolled",
    (select count(*) from entry where first_seen >= ${since}) as "entriesNew",
    (select count(*) from page where fetched_at >= ${since} and problem is null) as "pagesFetched",
    (select count(*) from page where fetched_at >= ${since} and problem is not null) as "pagesRefused",
    (select count(*) from finding where first_seen >= ${since}) as "analysed"`.execute(store)
  const counts = Object.entries(rows[0] ?? {}).map(([name, count]) => [name, Number(count)])
  return Object.fromEntries(counts) as unknown as Yield
}

/** How many findings there are under each label, by the latest analysis of each document. */
export async function countLabels(store: Store): Promise<Readonly<Record<string, number>>> {
  const rows = await store
    .selectFrom('finding')
    .select(['label', sql<number>`count(*)`.as('count')])
    .where(isLatest)
    .groupBy('label')
    .execute()
  return Object.fromEntries(rows.map(({ label, count }) => [label, Number(count)]))
}
