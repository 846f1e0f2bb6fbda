/** Entries of feeds and the pages they point at: one page for an address, however many feeds carry it. */

import { createHash } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import type { Transaction } from 'kysely'
import type { Entry } from '../types/feed.ts'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import type { EntryRow, PageRow, Tables } from './schema.ts'
import { enqueue } from './task.ts'
import { storable } from './text.ts'

/** Canonical address → id; an entry without one has a page of its own, never fetched. */
export function pageIdOf(feed: string, entry: Entry, url: string | null): string {
  return createHash('sha256')
    .update(url ?? `entry\n${feed}\n${entry.id}`)
    .digest('hex')
}

export interface NewEntry {
  readonly entry: Entry
  /** Canonical. */
  readonly url: string | null
  readonly backfill: boolean
}

/** Entries not seen before, their pages and the tasks that follow; says how many were new. */
export async function addEntries(db: Transaction<Tables>, feed: string, entries: readonly NewEntry[]): Promise<number> {
  let added = 0
  for (const { entry, url, backfill } of entries) {
    const key = storable(entry.id)
    const known = await db
      .selectFrom('entry')
      .select('key')
      .where('feed', '=', feed)
      .where('key', '=', key)
      .executeTakeFirst()
    if (known !== undefined) continue
    added++
    const page = pageIdOf(feed, entry, url)
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('page')
      .values({
        id: page,
        url,
        final_url: null,
        content_type: null,
        body: null,
        fetched_at: null,
        problem: null,
        first_seen: clock as never,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    await db
      .insertInto('entry')
      .values({
        feed,
        key,
        page,
        title: storable(entry.title),
        link: storable(entry.link),
        published: entry.published,
        updated: entry.updated,
        summary: storable(entry.summary),
        content: storable(entry.content),
        authors: JSON.stringify(entry.authors.map(storable)),
        first_seen: clock as never,
        backfill: backfill ? 1 : 0,
      })
      .execute()
    if (numInsertedOrUpdatedRows !== 1n) continue
    const priority = backfill ? 20 : 10
    if (url === null) await enqueue(db, { kind: 'analyse-page', key: page, priority })
    else await enqueue(db, { kind: 'fetch-page', key: page, host: new URL(url).host, priority })
  }
  return added
}

/** Bytes of a page, kept deflated. */
function packBody(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes)
}

/** `limit`: most bytes that come out. */
export function unpackBody(body: Uint8Array, limit: number): Uint8Array {
  return inflateSync(body, { maxOutputLength: limit })
}

export async function pageById(store: Store, id: string): Promise<PageRow | undefined> {
  return (await store.selectFrom('page').selectAll().where('id', '=', id).executeTakeFirst()) as PageRow | undefined
}

/** What came of fetching a page; `bytes` null: it could not be had, and `problem` says why. */
export interface FetchedPage {
  readonly url: string | null
  readonly contentType: string | null
  readonly bytes: Uint8Array | null
  readonly problem: string | null
}

export async function recordFetch(db: Transaction<Tables>, id: string, fetched: FetchedPage): Promise<void> {
  await db
    .updateTable('page')
    .set({
      final_url: fetched.url,
      content_type: fetched.contentType,
      body: fetched.bytes === null ? null : packBody(fetched.bytes),
      fetched_at: clock as never,
      problem: fetched.problem,
    })
    .where('id', '=', id)
    .execute()
}

/** Why a page that was fetched cannot be read. */
export async function noteProblem(db: Transaction<Tables>, id: string, problem: string): Promise<void> {
  await db.updateTable('page').set({ problem }).where('id', '=', id).execute()
}

export interface CarriedEntry extends EntryRow {
  readonly outlet: string
  readonly feed_language: string | null
}

/** The entries that point at a page, first seen first, each with its feed's outlet and language. */
export async function entriesOfPage(store: Store, page: string): Promise<CarriedEntry[]> {
  return (await store
    .selectFrom('entry')
    .innerJoin('feed', 'feed.id', 'entry.feed')
    .selectAll('entry')
    .select(['feed.outlet', 'feed.language as feed_language'])
    .where('page', '=', page)
    .orderBy('entry.first_seen')
    .orderBy('entry.feed')
    .execute()) as CarriedEntry[]
}

export function entryOf(row: EntryRow): Entry {
  return {
    id: row.key,
    title: row.title,
    link: row.link,
    published: row.published,
    updated: row.updated,
    summary: row.summary,
    content: row.content,
    authors: JSON.parse(row.authors) as string[],
  }
}
