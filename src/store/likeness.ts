/** What stories are found by: fingerprints, the keys they are looked up with, and the likenesses found. */

import { sql, type Transaction } from 'kysely'
import type { Tables } from './schema.ts'

type Db = Transaction<Tables>

/** Most documents that one key brings, the latest first: a key of more tells nothing, and cost must not grow. */
const mostPerKey = 40
/** Keys in one query. */
const keysAtOnce = 100
/** Most documents of one neighbourhood. */
const mostNeighbours = 300

export interface KeptPrint {
  readonly document: string
  /** Days since 1970. */
  readonly day: number
  /** JSON of story/fingerprint.ts. */
  readonly json: string
  readonly keys: readonly string[]
}

/** Documents other than its own that share a key and lie within `window` days. By index, a bounded number for each key. */
export async function candidatesFor(
  db: Db,
  print: KeptPrint,
  window: number,
): Promise<{ readonly document: string; readonly json: string }[]> {
  const found = new Set<string>()
  for (let from = 0; from < print.keys.length; from += keysAtOnce) {
    const parts = print.keys.slice(from, from + keysAtOnce).map(
      (key) => sql`select document from (select document from story_key where key = ${key}
          and day >= ${print.day - window} and day <= ${print.day + window} order by day desc limit ${mostPerKey}) one`,
    )
    const { rows } = await sql<{ document: string }>`${sql.join(parts, sql` union `)}`.execute(db)
    for (const { document } of rows) found.add(document)
  }
  found.delete(print.document)
  return found.size === 0
    ? []
    : db
        .selectFrom('fingerprint')
        .select(['document', 'json'])
        .where('document', 'in', [...found])
        .execute()
}

/** Forgets what was known of a document's likeness: its finding has changed, or reports nothing any more. */
export async function forgetPrint(db: Db, document: string): Promise<void> {
  await db.deleteFrom('story_edge').where('a', '=', document).execute()
  await db.deleteFrom('story_edge').where('b', '=', document).execute()
  await db.deleteFrom('story_key').where('document', '=', document).execute()
  await db.deleteFrom('fingerprint').where('document', '=', document).execute()
}

export async function keepPrint(db: Db, { document, day, json, keys }: KeptPrint): Promise<void> {
  await db.insertInto('fingerprint').values({ document, json }).execute()
  if (keys.length > 0)
    await db
      .insertInto('story_key')
      .values([...new Set(keys)].map((key) => ({ key, day, document })))
      .execute()
}

export interface KeptEdge {
  readonly a: string
  readonly b: string
  readonly score: number
  readonly shared: readonly string[]
}

export async function keepEdges(db: Db, edges: readonly KeptEdge[]): Promise<void> {
  if (edges.length === 0) return
  await db
    .insertInto('story_edge')
    .values(edges.map(({ a, b, score, shared }) => ({ a, b, score, shared: JSON.stringify(shared) })))
    .execute()
}

export interface KeptNeighbourhood {
  readonly documents: readonly string[]
  readonly edges: readonly KeptEdge[]
  readonly storyOf: ReadonlyMap<string, string>
  readonly stories: readonly { readonly id: string; readonly opened: number }[]
}

/**
 * Everything that hangs together with the given documents by likenesses of `least` or more, at most `mostNeighbours`
 * documents, with every likeness among them, lesser ones too.
 */
export async function neighbourhoodOf(db: Db, seeds: readonly string[], least: number): Promise<KeptNeighbourhood> {
  const documents = new Set(seeds)
  let frontier = [...documents]
  while (frontier.length > 0 && documents.size < mostNeighbours) {
    const rows = await db
      .selectFrom('story_edge')
      .select(['a', 'b'])
      .where((one) => one.or([one('a', 'in', frontier), one('b', 'in', frontier)]))
      .where('score', '>=', least)
      .orderBy('a')
      .orderBy('b')
      .execute()
    const reached = new Set(rows.flatMap(({ a, b }) => [a, b]))
    frontier = [...reached].filter((id) => !documents.has(id))
    for (const id of frontier) documents.add(id)
  }
  const all = [...documents]
  const edges = await db.selectFrom('story_edge').selectAll().where('a', 'in', all).where('b', 'in', all).execute()
  const places = await db
    .selectFrom('story_document')
    .innerJoin('story', 'story.id', 'story_document.story')
    .select(['story_document.document', 'story.id', 'story.opened'])
    .where('story_document.document', 'in', all)
    .execute()
  const stories = new Map(places.map(({ id, opened }) => [id, { id, opened: Number(opened) }]))
  return {
    documents: all,
    edges: edges.map((edge) => ({ ...edge, shared: JSON.parse(edge.shared) as string[] })),
    storyOf: new Map(places.map(({ document, id }) => [document, id])),
    stories: [...stories.values()],
  }
}

/** The other documents of a document's story, as far as they have a fingerprint. */
export async function companionsOf(db: Db, document: string): Promise<string[]> {
  const rows = await db
    .selectFrom('story_document as own')
    .innerJoin('story_document as other', 'other.story', 'own.story')
    .innerJoin('fingerprint', 'fingerprint.document', 'other.document')
    .select('other.document')
    .where('own.document', '=', document)
    .where('other.document', '!=', document)
    .execute()
  return rows.map((row) => row.document)
}
