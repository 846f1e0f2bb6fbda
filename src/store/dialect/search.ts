/** The full-text index of each database: FTS5 in SQLite, a tsvector in PostgreSQL, both of words that come ready made. */

import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../schema.ts'
import type { Phrase } from '../words.ts'
import { portable } from './portable.ts'

/** A title's words and those of the rest, in order. */
export interface IndexedWords {
  readonly title: readonly string[]
  readonly body: readonly string[]
}

/**
 * `search_words`: words under the number that `search_document` gives a document. Neither database is asked to find the
 * words: FTS5's "ascii" takes everything that is not ASCII for a letter, and the tsvector is written out.
 */
export async function createSearchWords(db: Kysely<Tables>): Promise<void> {
  await portable({
    sqlite: sql`create virtual table search_words using fts5 (title, body, content = '', tokenize = 'ascii', prefix = '1 3')`,
    postgres: sql`create table search_words (number bigint primary key references search_document (number), words tsvector not null)`,
  }).execute(db)
  // Without "fastupdate", which puts new words on a heap that each search reads until the next vacuum.
  await portable({
    sqlite: sql`select 1`,
    postgres: sql`create index search_words_words on search_words using gin (words) with (fastupdate = off)`,
  }).execute(db)
}

export function insertWords(number: number, { title, body }: IndexedWords): RawBuilder<unknown> {
  return portable({
    sqlite: sql`insert into search_words (rowid, title, body) values (${number}, ${title.join(' ')}, ${body.join(' ')})`,
    postgres: sql`insert into search_words (number, words) values (${number}, ${vectorOf({ title, body })}::tsvector)`,
  })
}

/** Whether the document of a number has every phrase: somewhere, or in its title. */
export function hasPhrases(phrases: readonly Phrase[], inTitle: boolean): RawBuilder<boolean> {
  return portable<boolean>({
    sqlite: sql`search_document.number in (select rowid from search_words where search_words match ${ftsQuery(phrases, inTitle)})`,
    postgres: sql`search_document.number in (select number from search_words where words @@ ${tsQuery(phrases, inTitle)}::tsquery)`,
  })
}

/** `{title} : ("英伟 伟达" AND "smuggl" *)`: words are letters and digits only, so that quotation marks hold them. */
function ftsQuery(phrases: readonly Phrase[], inTitle: boolean): string {
  const all = phrases.map(({ words, open }) => `"${words.join(' ')}"${open ? ' *' : ''}`).join(' AND ')
  return inTitle ? `{title} : (${all})` : all
}

/** `('英伟' <-> '伟达') & 'smuggl':*`, with weight A for the title. */
function tsQuery(phrases: readonly Phrase[], inTitle: boolean): string {
  const weight = inTitle ? 'A' : ''
  return phrases
    .map(({ words, open }) => {
      const marked = words.map((word, at) => {
        const marks = `${open && at === words.length - 1 ? '*' : ''}${weight}`
        return `'${word}'${marks === '' ? '' : `:${marks}`}`
      })
      return `(${marked.join(' <-> ')})`
    })
    .join(' & ')
}

/** What a tsvector holds at most: positions, and positions of one word. */
const limits = { position: 16_383, places: 255 }
/** Positions between title and body, so that no phrase reaches over. */
const gap = 2

function vectorOf({ title, body }: IndexedWords): string {
  const places = new Map<string, string[]>()
  const put = (word: string, position: number, weight: string): void => {
    const own = places.get(word) ?? []
    if (own.length === 0) places.set(word, own)
    if (own.length < limits.places && position <= limits.position) own.push(`${position}${weight}`)
  }
  for (const [at, word] of title.entries()) put(word, at + 1, 'A')
  for (const [at, word] of body.entries()) put(word, at + 1 + title.length + gap, '')
  return [...places].map(([word, own]) => `'${word}'${own.length === 0 ? '' : `:${own.join(',')}`}`).join(' ')
}
