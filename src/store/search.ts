/** Full-text search over the stored articles: those that have it in their title first, then the newest. */

import { sql } from 'kysely'
import type { Store } from './database.ts'
import { hasPhrases } from './dialect/search.ts'
import { isLatest } from './finding.ts'
import { type Phrase, phrasesOf, snippetOf } from './words.ts'

export interface SearchFilter {
  /** "zh" stands for "zh-Hans" and "zh-Hant" too. */
  readonly language?: string | undefined
  /** Days, YYYY-MM-DD. */
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly limit: number
}

export interface Hit {
  readonly document: string
  readonly url: string | null
  readonly outlet: string | null
  readonly language: string
  /** Of the article, else when it was first seen. */
  readonly day: string
  readonly title: string
  readonly inTitle: boolean
  readonly snippet: string
  /** Of the latest finding. */
  readonly finding: string | null
  readonly label: string | null
  readonly story: string | null
}

/** Characters of a snippet. */
const snippetLength = 160

/** null: nothing in the query can be searched for. */
export async function searchArticles(store: Store, query: string, filter: SearchFilter): Promise<Hit[] | null> {
  const phrases = phrasesOf(query)
  if (phrases.length === 0) return null
  const titled = await documentsWith(store, phrases, true, filter)
  // Those with it in their title are among the others too.
  const others =
    titled.length >= filter.limit
      ? []
      : await documentsWith(store, phrases, false, { ...filter, limit: filter.limit + titled.length })
  const inTitle = new Set(titled)
  const ids = [...new Set([...titled, ...others])].slice(0, filter.limit)
  return hitsOf(store, ids, inTitle, phrases)
}

async function documentsWith(
  store: Store,
  phrases: readonly Phrase[],
  inTitle: boolean,
  { language, since, until, limit }: SearchFilter,
): Promise<string[]> {
  let query = store.selectFrom('search_document').select('document').where(hasPhrases(phrases, inTitle))
  if (since !== undefined) query = query.where('day', '>=', since)
  if (until !== undefined) query = query.where('day', '<=', until)
  if (language !== undefined)
    query = query.where((one) =>
      one.or([
        one('language', '=', language),
        one(sql<string>`substr(language, 1, ${sql.lit(language.length + 1)})`, '=', `${language}-`),
      ]),
    )
  const rows = await query.orderBy('day', 'desc').orderBy('document').limit(limit).execute()
  return rows.map(({ document }) => document)
}

async function hitsOf(
  store: Store,
  ids: readonly string[],
  inTitle: ReadonlySet<string>,
  phrases: readonly Phrase[],
): Promise<Hit[]> {
  if (ids.length === 0) return []
  const rows = await store
    .selectFrom('search_document')
    .innerJoin('document', 'document.id', 'search_document.document')
    .leftJoin('finding', (join) => join.onRef('finding.document', '=', 'document.id').on(isLatest))
    .leftJoin('story_document', 'story_document.document', 'document.id')
    .select(['document.id', 'document.url', 'document.language', 'document.text', 'document.title_length'])
    .select(['search_document.day', 'finding.outlet', 'finding.id as finding', 'finding.label', 'story_document.story'])
    .where('document.id', 'in', ids)
    .execute()
  const found = new Map(
    rows.map(({ id, text, title_length, ...row }) => [
      id,
      {
        ...row,
        document: id,
        title: text.slice(0, title_length),
        inTitle: inTitle.has(id),
        snippet: snippetOf(text.slice(title_length).trim(), phrases, snippetLength),
      },
    ]),
  )
  return ids.flatMap((id) => found.get(id) ?? [])
}
