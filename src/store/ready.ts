/** What may be worked now, for those who send messages of it. */

import { sql } from 'kysely'
import { abandoned, isDue } from './claim.ts'
import type { Store } from './database.ts'
import { clock, larger } from './dialect/portable.ts'
import type { Sendable } from './relay.ts'
import type { TaskKind } from './task.ts'

/** Due tasks of a kind whose host is free, the first to go first. */
export async function readyTasks(store: Store, kind: TaskKind, most: number): Promise<Sendable[]> {
  const { rows } = await sql<Sendable>`select id, kind, priority, host from task where kind = ${kind} and ${isDue}
    order by priority, due limit ${most}`.execute(store)
  return rows
}

/** Tasks whose worker let its lease run out, the one that has waited longest first. */
export async function abandonedTasks(store: Store, most: number): Promise<Sendable[]> {
  const { rows } = await sql<Sendable>`select id, kind, priority, host from task where ${abandoned}
    order by lease_until limit ${most}`.execute(store)
  return rows
}

/** Of a host that is asked for one thing at a time only the first is of use. */
export function oneOfEachHost(tasks: readonly Sendable[]): Sendable[] {
  const seen = new Set<string>()
  return tasks.filter(({ host }) => {
    if (host === null) return true
    const isFirst = !seen.has(host)
    seen.add(host)
    return isFirst
  })
}

/** What a host is to be asked for next, and in how many ms it may be; null: nothing within `horizonMs`. */
export async function nextOfHost(
  store: Store,
  host: string,
  horizonMs: number,
): Promise<(Sendable & { readonly waitMs: number }) | null> {
  const from = larger(sql`due`, sql`coalesce((select free_at from host where host.name = task.host), 0)`)
  const { rows } = await sql<Sendable & { readonly waitMs: number }>`
    select id, kind, priority, host, ${larger(sql`0`, sql`${from} - ${clock}`)} as "waitMs" from task
    where state = 'due' and host = ${host} and due <= ${clock} + ${horizonMs}
    order by priority, due limit 1`.execute(store)
  const row = rows[0]
  return row === undefined ? null : { ...row, waitMs: Number(row.waitMs) }
}
