/** Puts a stored document into the index that search reads. */

import { type Kysely, sql } from 'kysely'
import { dayOf } from './dialect/portable.ts'
import { insertWords } from './dialect/search.ts'
import type { Tables } from './schema.ts'
import { wordsOf } from './words.ts'

/** Doing so twice changes nothing. */
export async function indexDocument(db: Kysely<Tables>, id: string, text: string, titleLength: number): Promise<void> {
  const { rows } = await sql<{ number: number }>`insert into search_document (document, language, day)
    select id, language, coalesce(substr(published, 1, 10), ${dayOf(sql`first_seen`)}) from document where id = ${id}
    on conflict (document) do nothing returning number`.execute(db)
  const number = rows[0]?.number
  if (number === undefined) return
  const title = wordsOf(text.slice(0, titleLength))
  const body = wordsOf(text.slice(titleLength))
  await insertWords(number, { title, body }).execute(db)
}
