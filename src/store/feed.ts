/** The feeds watched, and how each is doing. */

import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { clock, type Store } from './database.ts'
import type { FeedRow, Tables } from './schema.ts'
import { enqueue, type NewTask } from './task.ts'

export interface WatchedFeed {
  readonly id: string
  readonly url: string
  readonly outlet: string
  readonly language: string | null
  readonly source: 'bundled' | 'own' | 'cli'
}

/** An id for a feed that was named by its address only. */
export function feedIdOf(url: string): string {
  const host = new URL(url).hostname.replace(/^www\./, '').replace(/[^a-z0-9]+/gi, '-')
  return `${host}-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`
}

/** Makes the store watch exactly the configured feeds beside those added by hand; each new one is polled at once. */
export async function syncFeeds(store: Store, feeds: readonly WatchedFeed[]): Promise<void> {
  await store.transaction().execute(async (db) => {
    const known = await db.selectFrom('feed').select(['id', 'url', 'source']).execute()
    const wanted = new Set(feeds.map((feed) => feed.url))
    for (const feed of feeds) await watch(db, feed)
    for (const row of known) if (row.source !== 'cli' && !wanted.has(row.url)) await unwatch(db, row.id)
    await revivePolls(db, null)
  })
}

/** Polls that an earlier version put into quarantine, of one feed or of all: no feed is given up. */
async function revivePolls(db: Store | Transaction<Tables>, id: string | null): Promise<void> {
  const which = id === null ? sql`key in (select id from feed where stopped = 0)` : sql`key = ${id}`
  await sql`update task set state = 'due', attempts = 0, due = ${clock}
    where kind = 'poll-feed' and state = 'quarantined' and ${which}`.execute(db)
}

/** Adds a feed, or takes it up again; its poll is due at once unless one is waiting. */
export async function watch(db: Store | Transaction<Tables>, feed: WatchedFeed): Promise<string> {
  const row = await db
    .insertInto('feed')
    .values({
      id: feed.id,
      url: feed.url,
      outlet: feed.outlet,
      language: feed.language,
      source: feed.source,
      etag: null,
      last_modified: null,
      first_polled: null,
      last_poll: null,
      last_ok: null,
      last_status: null,
      problem: null,
    })
    .onConflict((conflict) =>
      conflict.column('url').doUpdateSet({
        outlet: feed.outlet,
        language: feed.language,
        stopped: sql`case when problem like 'gone%' then stopped else 0 end` as never,
        problem: sql`case when problem = 'removed' then null else problem end` as never,
      }),
    )
    .returning(['id', 'stopped'])
    .executeTakeFirstOrThrow()
  if (row.stopped === 0) {
    await enqueue(db, pollTask(row.id, feed.url))
    await revivePolls(db, row.id)
  }
  return row.id
}

/** The task that polls a feed, before the pages that wait; `due` in ms of the database's clock, absent: now. */
export function pollTask(id: string, url: string, due?: number): NewTask {
  return { kind: 'poll-feed', key: id, host: new URL(url).host, priority: 5, ...(due === undefined ? {} : { due }) }
}

/** Stops polling; what the feed brought stays. */
export async function unwatch(db: Store | Transaction<Tables>, id: string): Promise<void> {
  await db.updateTable('feed').set({ stopped: 1, problem: 'removed' }).where('id', '=', id).execute()
  await db
    .deleteFrom('task')
    .where('kind', '=', 'poll-feed')
    .where('key', '=', id)
    .where('state', '!=', 'claimed')
    .execute()
}

export async function feedById(store: Store, id: string): Promise<FeedRow | undefined> {
  return (await store.selectFrom('feed').selectAll().where('id', '=', id).executeTakeFirst()) as FeedRow | undefined
}

export type ListedFeed = FeedRow & { readonly entries: number; readonly next_poll: number | null }

/** Each with what it brought, when it is polled next, and its problem: what it answered, or why its poll failed here. */
export async function listFeeds(store: Store): Promise<ListedFeed[]> {
  return (await store
    .selectFrom('feed')
    .selectAll()
    .select((one) => [
      one
        .selectFrom('entry')
        .select(sql<number>`count(*)`.as('count'))
        .whereRef('entry.feed', '=', 'feed.id')
        .as('entries'),
      one
        .selectFrom('task')
        .select('due')
        .where('kind', '=', 'poll-feed')
        .whereRef('task.key', '=', 'feed.id')
        .as('next_poll'),
      sql<
        string | null
      >`coalesce(feed.problem, (select last_error from task where kind = 'poll-feed' and key = feed.id))`.as('problem'),
    ])
    .orderBy('outlet')
    .execute()) as never
}

/** The same list as it will be once `syncFeeds` has run with these feeds. */
export function foreseeSync(listed: readonly ListedFeed[], feeds: readonly WatchedFeed[]): ListedFeed[] {
  const byUrl = new Map(listed.map((feed) => [feed.url, feed]))
  const wanted = new Set(feeds.map(({ url }) => url))
  const kept = listed
    .filter(({ url }) => !wanted.has(url))
    .map((feed) => (feed.source === 'cli' ? feed : { ...feed, stopped: 1, problem: 'removed', next_poll: null }))
  const watched = feeds.map(({ outlet, language, ...feed }) => {
    const { problem, stopped, ...known } = byUrl.get(feed.url) ?? { ...unpolled, ...feed }
    const gone = problem?.startsWith('gone') === true
    return { ...known, outlet, language, stopped: gone ? stopped : 0, problem: problem === 'removed' ? null : problem }
  })
  return [...kept, ...watched].sort((one, other) => (one.outlet < other.outlet ? -1 : 1))
}

const unpolled = {
  etag: null,
  last_modified: null,
  first_polled: null,
  last_poll: null,
  last_ok: null,
  last_status: null,
  failures: 0,
  problem: null,
  stopped: 0,
  entries: 0,
  next_poll: null,
} as const

/** What a poll brought, beside new entries. */
export interface PollResult {
  readonly status: number | null
  readonly etag: string | null
  readonly lastModified: string | null
  /** Why it failed; null: it did not. */
  readonly problem: string | null
  readonly gone: boolean
}

export async function recordPoll(db: Transaction<Tables>, id: string, result: PollResult): Promise<void> {
  const ok = result.problem === null
  await db
    .updateTable('feed')
    .set({
      last_poll: clock as never,
      last_status: result.status,
      problem: result.problem,
      failures: (ok ? 0 : sql`failures + 1`) as never,
      ...(ok ? { last_ok: clock as never, first_polled: sql`coalesce(first_polled, ${clock})` as never } : {}),
      ...(ok && result.status !== 304 ? { etag: result.etag, last_modified: result.lastModified } : {}),
      ...(result.gone ? { stopped: 1 } : {}),
    })
    .where('id', '=', id)
    .execute()
}
