/** The index for full-text search, of what is stored already too. */

import type { Kysely, Migration } from 'kysely'
import { createSearchWords } from '../dialect/search.ts'
import { indexDocument } from '../index-document.ts'
import type { Tables } from '../schema.ts'

/** `number`: what the words are kept under. `day`: of the article, else when it was first seen. */
export const search: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('search_document')
      .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('document', 'text', (column) => column.notNull().unique().references('document.id'))
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .execute()
    await createSearchWords(db)
    await indexAll(db)
  },
}

/** Texts at a time. */
const batch = 100

async function indexAll(db: Kysely<Tables>): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('document')
      .select(['id', 'text', 'title_length'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(batch)
      .execute()
    for (const { id, text, title_length } of rows) await indexDocument(db, id, text, title_length)
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}
