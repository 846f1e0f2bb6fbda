/** What the store holds of a stretch of time: articles by when they were first seen, feeds that were not seen, what was sent. */

import { sql } from 'kysely'
import type { Unseen } from '../types/digest.ts'
import { maskedUrl } from '../types/fault.ts'
import type { Store } from './database.ts'
import { isLatest } from './finding.ts'

export interface SeenArticle {
  readonly label: string
  readonly language: string
  readonly outlet: string | null
  readonly backfill: boolean
}

/** Each document first seen in [from, until), ms, through its latest finding. */
export async function articlesSeen(store: Store, from: number, until: number): Promise<SeenArticle[]> {
  const rows = await store
    .selectFrom('finding')
    .innerJoin('document', 'document.id', 'finding.document')
    .select(['finding.label', 'finding.language', 'finding.outlet', 'finding.backfill'])
    .where('document.first_seen', '>=', from)
    .where('document.first_seen', '<', until)
    .where(isLatest)
    .execute()
  return rows.map(({ backfill, ...row }) => ({ ...row, backfill: backfill === 1 }))
}

/** Ids of stories with an article first seen in [from, until). */
export async function storiesSeen(store: Store, from: number, until: number): Promise<string[]> {
  const rows = await store
    .selectFrom('story_document')
    .innerJoin('document', 'document.id', 'story_document.document')
    .select('story_document.story')
    .distinct()
    .where('document.first_seen', '>=', from)
    .where('document.first_seen', '<', until)
    .orderBy('story_document.story')
    .execute()
  return rows.map(({ story }) => story)
}

/** How many of the stories seen in [from, until) began in it, and how many before. */
export async function countStoriesSeen(
  store: Store,
  from: number,
  until: number,
): Promise<{ readonly storiesNew: number; readonly storiesContinuing: number }> {
  const ids = await storiesSeen(store, from, until)
  if (ids.length === 0) return { storiesNew: 0, storiesContinuing: 0 }
  const rows = await store
    .selectFrom('story')
    .select('id')
    .where('id', 'in', ids)
    .where('first_seen', '>=', from)
    .execute()
  return { storiesNew: rows.length, storiesContinuing: ids.length - rows.length }
}

export async function countAlertsSent(store: Store, from: number, until: number): Promise<number> {
  const row = await store
    .selectFrom('alert')
    .select((one) => one.fn.countAll<number>().as('count'))
    .where('kind', 'in', ['alert', 'correction'])
    .where('sent', '>=', from)
    .where('sent', '<', until)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Companies that reports of circumvention first seen before `until` name. */
export async function companiesNamedBefore(store: Store, until: number): Promise<ReadonlySet<string>> {
  const rows = await store
    .selectFrom('finding_name')
    .innerJoin('finding', 'finding.id', 'finding_name.finding')
    .innerJoin('document', 'document.id', 'finding.document')
    .select('finding_name.name')
    .distinct()
    .where('finding_name.kind', '=', 'company')
    .where('finding.label', '=', 'circumvention')
    .where('document.first_seen', '<', until)
    .execute()
  return new Set(rows.map(({ name }) => name))
}

/** Steps of the stories' histories before `until`, oldest first. */
export async function stepsOf(
  store: Store,
  stories: readonly string[],
  until: number,
): Promise<{ readonly story: string; readonly at: number; readonly posture: string | null }[]> {
  if (stories.length === 0) return []
  const rows = await store
    .selectFrom('story_event')
    .select(['story', 'at', 'posture'])
    .where('story', 'in', stories)
    .where('at', '<', until)
    .orderBy('story')
    .orderBy('number')
    .execute()
  return rows.map((row) => ({ ...row, at: Number(row.at) }))
}

/** Feeds that were down, silent or stopped in [from, until), and those whose pages could not be had. */
export async function unseenFeeds(store: Store, from: number, until: number): Promise<Unseen[]> {
  const feeds = await store
    .selectFrom('feed')
    .select(['id', 'outlet', 'url', 'problem', 'stopped', 'first_polled'])
    .select((one) => [
      one
        .selectFrom('entry')
        .select(sql<number>`count(*)`.as('count'))
        .whereRef('entry.feed', '=', 'feed.id')
        .where('entry.first_seen', '>=', from)
        .where('entry.first_seen', '<', until)
        .as('entries'),
      one
        .selectFrom('entry')
        .innerJoin('page', 'page.id', 'entry.page')
        .select(sql<number>`count(distinct page.id)`.as('count'))
        .whereRef('entry.feed', '=', 'feed.id')
        .where('page.fetched_at', '>=', from)
        .where('page.fetched_at', '<', until)
        .where('page.body', 'is', null)
        .as('refused'),
    ])
    .orderBy('outlet')
    .orderBy('id')
    .execute()
  return feeds.flatMap(({ outlet, url, problem, stopped, first_polled, entries, refused }): Unseen[] => {
    const one = { outlet, url: maskedUrl(url), count: 0, problem }
    const unseen: Unseen[] = []
    if (stopped !== 0) unseen.push({ ...one, state: 'stopped' })
    else if (problem !== null) unseen.push({ ...one, state: 'down' })
    else if (first_polled !== null && Number(entries ?? 0) === 0) unseen.push({ ...one, state: 'silent' })
    if (Number(refused ?? 0) > 0) unseen.push({ ...one, state: 'refused', count: Number(refused), problem: null })
    return unseen
  })
}
