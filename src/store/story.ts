/** Stories, who is in them, and what happened to them. */

import { sql, type Transaction } from 'kysely'
import type { News, StoredFinding, Story, StoryEvent } from '../types/story.ts'
import type { Id } from '../types/text.ts'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import { isLatest, type StoredRow, storedColumns, storedFinding } from './finding.ts'
import type { StoryRow, Tables } from './schema.ts'

type Reader = Store | Transaction<Tables>

export interface KeptStory extends Story {
  /** ms */
  readonly opened: number
  /** JSON of story/facts.ts. */
  readonly facts: string
}

/** A story; one that was merged is given as the one it points on to. */
export async function storyById(db: Reader, id: string): Promise<KeptStory | null> {
  let row = await db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirst()
  for (let step = 0; step < 20 && row?.merged_into != null; step++)
    row = await db.selectFrom('story').selectAll().where('id', '=', row.merged_into).executeTakeFirst()
  return row === undefined ? null : withDocuments(db, row as StoryRow)
}

async function withDocuments(db: Reader, row: StoryRow): Promise<KeptStory> {
  const documents = await db
    .selectFrom('story_document')
    .select(['document', 'why'])
    .where('story', '=', row.id)
    .orderBy('joined')
    .orderBy('document')
    .execute()
  const iso = (ms: number): string => new Date(Number(ms)).toISOString()
  return {
    id: row.id as Id<'Story'>,
    revision: row.revision,
    documents: documents.map(({ document, why }) => ({ id: document as Id<'Document'>, why })),
    seen: { first: iso(row.first_seen), last: iso(row.last_seen) },
    mergedInto: row.merged_into as Id<'Story'> | null,
    opened: Number(row.opened),
    facts: row.facts,
  }
}

/** Every document of a story with its latest finding, in the order they joined. */
export async function membersOf(db: Reader, story: string): Promise<StoredFinding[]> {
  const rows = await db
    .selectFrom('story_document')
    .innerJoin('document', 'document.id', 'story_document.document')
    .innerJoin('finding', 'finding.document', 'document.id')
    .select(storedColumns)
    .where('story_document.story', '=', story)
    .where(isLatest)
    .orderBy('story_document.joined')
    .orderBy('document.id')
    .execute()
  return rows.map((row) => storedFinding(row as StoredRow))
}

/** A document with its latest finding; null where there is none. */
export async function findingOf(db: Reader, document: string): Promise<StoredFinding | null> {
  const row = await db
    .selectFrom('finding')
    .innerJoin('document', 'document.id', 'finding.document')
    .select(storedColumns)
    .where('document.id', '=', document)
    .where(isLatest)
    .executeTakeFirst()
  return row === undefined ? null : storedFinding(row as StoredRow)
}

export async function openStory(db: Transaction<Tables>, id: string, facts: string): Promise<void> {
  await db
    .insertInto('story')
    .values({
      id,
      revision: 0,
      facts,
      opened: clock as never,
      first_seen: clock as never,
      last_seen: clock as never,
      merged_into: null,
      recheck_at: null,
    })
    .execute()
}

export async function putDocument(
  db: Transaction<Tables>,
  story: string,
  document: string,
  why: string,
): Promise<void> {
  await db
    .insertInto('story_document')
    .values({ document, story, why, joined: clock as never })
    .onConflict((conflict) => conflict.column('document').doUpdateSet({ story, why, joined: clock as never }))
    .execute()
}

export async function mergeStory(db: Transaction<Tables>, story: string, into: string): Promise<void> {
  await db.updateTable('story').set({ merged_into: into, recheck_at: null }).where('id', '=', story).execute()
}

/** Writes what the story tells now; `seen` in ms. */
export async function reviseStory(
  db: Transaction<Tables>,
  id: string,
  told: { readonly revision: number; readonly facts: string; readonly seen: readonly [number, number] },
): Promise<void> {
  await db
    .updateTable('story')
    .set({ revision: told.revision, facts: told.facts, first_seen: told.seen[0], last_seen: told.seen[1] })
    .where('id', '=', id)
    .execute()
}

export async function addEvent(
  db: Transaction<Tables>,
  story: string,
  event: Omit<StoryEvent, 'at'> & { readonly posture: string | null },
): Promise<void> {
  const { kind, revision, why, news, posture } = event
  await sql`insert into story_event (story, number, at, kind, revision, why, news, posture)
    values (${story}, (select coalesce(max(number), 0) + 1 from story_event where story = ${story}), ${clock},
      ${kind}, ${revision}, ${why}, ${JSON.stringify(news)}, ${posture})`.execute(db)
}

export async function eventsOf(db: Reader, story: string): Promise<StoryEvent[]> {
  const rows = await db.selectFrom('story_event').selectAll().where('story', '=', story).orderBy('number').execute()
  return rows.map((row) => ({
    at: new Date(Number(row.at)).toISOString(),
    kind: row.kind as StoryEvent['kind'],
    revision: row.revision,
    why: row.why,
    news: JSON.parse(row.news) as News[],
  }))
}

/** Ids of the stories that were merged into one, directly or through others: what was told of them was told of it. */
export async function ancestorsOf(db: Reader, story: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`with recursive ancestor(id) as (
    select id from story where merged_into = ${story}
    union select story.id from story join ancestor on story.merged_into = ancestor.id) select id from ancestor`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

export interface StoryFilter {
  /** ms of the database's clock: stories with an article first seen from then on, and before. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly limit: number
}

/** Stories that stand for themselves, latest first. */
export async function listStories(db: Reader, { since, until, limit }: StoryFilter): Promise<KeptStory[]> {
  let query = db.selectFrom('story').selectAll().where('merged_into', 'is', null)
  if (since !== undefined) query = query.where('last_seen', '>=', since)
  if (until !== undefined) query = query.where('first_seen', '<', until)
  const rows = await query.orderBy('last_seen', 'desc').orderBy('id').limit(limit).execute()
  const stories: KeptStory[] = []
  for (const row of rows) stories.push(await withDocuments(db, row as StoryRow))
  return stories
}
