/** What people say of findings. */

import type { Kysely, Migration } from 'kysely'

/** Portable between SQLite and PostgreSQL: text, integer (64 bit). */
export const judgements: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('judgement')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('finding', 'text', (column) => column.notNull().references('finding.id'))
      .addColumn('document', 'text', (column) => column.notNull().references('document.id'))
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('field', 'text', (column) => column.notNull())
      .addColumn('value', 'text')
      .addColumn('note', 'text')
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('judgement_document').on('judgement').column('document').execute()
    await db.schema.createIndex('judgement_at').on('judgement').column('at').execute()
  },
}
