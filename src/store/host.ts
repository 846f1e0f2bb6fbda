/** What is kept for each host: its robots.txt for a day. */

import { sql } from 'kysely'
import type { Store } from './database.ts'
import { clock, larger } from './dialect/portable.ts'

/** The robots.txt kept for a host, or null where none is kept or it is more than its time old. */
export async function keptRobots(store: Store, host: string): Promise<string | null> {
  const row = await store
    .selectFrom('host')
    .select('robots')
    .where('name', '=', host)
    .where('robots_until', '>', clock as never)
    .executeTakeFirst()
  return row?.robots ?? null
}

export async function keepRobots(store: Store, host: string, robots: string, ms: number): Promise<void> {
  await sql`insert into host (name, free_at, robots, robots_until) values (${host}, ${clock}, ${robots}, ${clock} + ${Math.round(ms)})
    on conflict (name) do update set robots = ${robots}, robots_until = ${clock} + ${Math.round(ms)}`.execute(store)
}

/** No page of the host before `ms` from now, where that is later than what stands. */
export async function holdHost(store: Store, host: string, ms: number): Promise<void> {
  const free = sql<number>`${clock} + ${Math.round(ms)}`
  await sql`insert into host (name, free_at) values (${host}, ${free})
    on conflict (name) do update set free_at = ${larger(sql`host.free_at`, free)}`.execute(store)
}
