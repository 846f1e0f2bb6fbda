/** The feeds watched, and how each is doing. */

import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Store } from './database.ts'
import { clock, waitForLock } from './dialect/portable.ts'
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

/** Values of `stopped`; `byHand` outlasts a restart although the configuration still names the feed. */
export const stops = { watched: 0, ended: 1, byHand: 2 } as const

/** Makes the store watch exactly the configured feeds beside those added by hand; each new one is polled at once. */
export async function syncFeeds(store: Store, feeds: readonly WatchedFeed[]): Promise<void> {
  await store.transaction().execute(async (db) => {
    const wanted = new Set<string>()
    for (const feed of feeds) wanted.add(await watch(db, feed))
    const rows = await db.selectFrom('feed').select(['id', 'source', 'stopped', 'problem']).execute()
    for (const row of rows) {
      if (wanted.has(row.id) || (row.source === 'cli' && row.stopped !== stops.byHand)) continue
      if (row.stopped !== stops.ended || row.problem !== removed) await unwatch(db, row.id)
    }
    await revivePolls(db, null)
  })
}

/** Polls that an earlier version put into quarantine, of one feed or of all: no feed is given up. */
async function revivePolls(db: Store | Transaction<Tables>, id: string | null): Promise<void> {
  const which = id === null ? sql`key in (select id from feed where stopped = 0)` : sql`key = ${id}`
  await sql`update task set state = 'due', attempts = 0, due = ${clock}
    where kind = 'poll-feed' and state = 'quarantined' and ${which}`.execute(db)
}

/** `problem` of a feed that the operator no longer wants. */
const removed = 'removed'

type Known = Pick<FeedRow, 'id' | 'url' | 'source' | 'stopped' | 'problem'>

/** The row that stands for a feed: that of its address, else that of its id, whose address has changed then. */
async function knownAs(db: Transaction<Tables>, { id, url }: WatchedFeed): Promise<Known | undefined> {
  const rows = await db
    .selectFrom('feed')
    .select(['id', 'url', 'source', 'stopped', 'problem'])
    .where((one) => one.or([one('url', '=', url), one('id', '=', id)]))
    .execute()
  return rows.find((row) => row.url === url) ?? rows[0]
}

/**
 * Adds a feed, or takes it up again; its poll is due at once unless one is waiting. What was removed by hand, or is gone
 * for good, is taken up again only `byHand`. Gives the id of its row.
 */
export async function watch(
  db: Transaction<Tables>,
  feed: WatchedFeed,
  { byHand = false }: { readonly byHand?: boolean } = {},
): Promise<string> {
  await waitForLock('feeds').execute(db)
  const known = await knownAs(db, feed)
  if (known === undefined) {
    await insertFeed(db, feed)
    await enqueue(db, pollTask(feed.id, feed.url))
    return feed.id
  }
  const moved = known.url !== feed.url
  const ended = known.stopped === stops.ended && (moved || known.problem === removed)
  const revived = known.stopped !== stops.watched && (byHand || ended)
  await db
    .updateTable('feed')
    .set({
      url: feed.url,
      outlet: feed.outlet,
      language: feed.language,
      ...(byHand ? { source: feed.source } : {}),
      ...(moved ? { etag: null, last_modified: null, first_polled: null } : {}),
      ...(revived ? { stopped: stops.watched } : {}),
      ...(revived || moved
        ? { failures: 0, problem: known.stopped === stops.byHand && !revived ? removed : null }
        : {}),
    })
    .where('id', '=', known.id)
    .execute()
  if (moved || revived) await dropPoll(db, known.id)
  if (known.stopped === stops.watched || revived) {
    await enqueue(db, pollTask(known.id, feed.url))
    await revivePolls(db, known.id)
  }
  return known.id
}

async function insertFeed(db: Transaction<Tables>, { id, url, outlet, language, source }: WatchedFeed): Promise<void> {
  const unpolled = { etag: null, last_modified: null, first_polled: null, last_poll: null, last_ok: null }
  await db
    .insertInto('feed')
    .values({ id, url, outlet, language, source, ...unpolled, last_status: null, problem: null })
    .execute()
}

/** The task that polls a feed, before the pages that wait; `due` in ms of the database's clock, absent: now. */
export function pollTask(id: string, url: string, due?: number): NewTask {
  return { kind: 'poll-feed', key: id, host: new URL(url).host, priority: 5, ...(due === undefined ? {} : { due }) }
}

/** Stops polling; what the feed brought stays. `byHand`: although the configuration names it. */
export async function unwatch(
  db: Store | Transaction<Tables>,
  id: string,
  { byHand = false }: { readonly byHand?: boolean } = {},
): Promise<void> {
  await db
    .updateTable('feed')
    .set({ stopped: byHand ? stops.byHand : stops.ended, problem: removed })
    .where('id', '=', id)
    .execute()
  await dropPoll(db, id)
}

/** The poll that waits or is stuck; one in hand ends by itself. */
async function dropPoll(db: Store | Transaction<Tables>, id: string): Promise<void> {
  await db
    .deleteFrom('task')
    .where('kind', '=', 'poll-feed')
    .where('key', '=', id)
    .where('state', '!=', 'claimed')
    .execute()
}

export async function feedById(store: Store | Transaction<Tables>, id: string): Promise<FeedRow | undefined> {
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
  const rowOf = (feed: WatchedFeed): ListedFeed | undefined =>
    listed.find(({ url }) => url === feed.url) ?? listed.find(({ id }) => id === feed.id)
  const watched = feeds.map((feed) => foreseeWatch(rowOf(feed), feed))
  const wanted = new Set(watched.map(({ id }) => id))
  const kept = listed
    .filter(({ id }) => !wanted.has(id))
    .map((feed) =>
      feed.source === 'cli' && feed.stopped !== stops.byHand
        ? feed
        : { ...feed, stopped: stops.ended, problem: removed, next_poll: null },
    )
  return [...kept, ...watched].sort((one, other) => (one.outlet < other.outlet ? -1 : 1))
}

/** What `watch` makes of a row. */
function foreseeWatch(known: ListedFeed | undefined, feed: WatchedFeed): ListedFeed {
  if (known === undefined) return { ...unpolled, ...feed }
  const { url, outlet, language } = feed
  const moved = known.url !== url
  const revived = known.stopped === stops.ended && (moved || known.problem === removed)
  return {
    ...known,
    url,
    outlet,
    language,
    ...(moved ? { etag: null, last_modified: null, first_polled: null, next_poll: null } : {}),
    ...(revived ? { stopped: stops.watched } : {}),
    ...(revived || moved ? { failures: 0, problem: known.stopped === stops.byHand ? removed : null } : {}),
  }
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

/** A feed that was stopped meanwhile stays as it is. */
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
      ...(result.gone ? { stopped: stops.ended } : {}),
    })
    .where('id', '=', id)
    .where('stopped', '=', stops.watched)
    .execute()
}
