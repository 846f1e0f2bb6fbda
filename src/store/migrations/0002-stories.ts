/** Stories, what they are looked up by, the outbox of alerts, and digests. */

import { type Kysely, type Migration, sql } from 'kysely'

/** Portable between SQLite and PostgreSQL: text, integer (64 bit), real. */
export const stories: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await createStoryTables(db)
    await createLookUpTables(db)
    await createOutboxTables(db)
  },
}

async function createStoryTables(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('story')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('opened', 'bigint', (column) => column.notNull())
    .addColumn('first_seen', 'bigint', (column) => column.notNull())
    .addColumn('last_seen', 'bigint', (column) => column.notNull())
    .addColumn('merged_into', 'text')
    .addColumn('recheck_at', 'bigint')
    .execute()
  await db.schema.createIndex('story_last_seen').on('story').column('last_seen').execute()
  await db.schema.createIndex('story_merged').on('story').column('merged_into').execute()
  await sql`create index story_recheck on story (recheck_at) where recheck_at is not null`.execute(db)
  await db.schema
    .createTable('story_document')
    .addColumn('document', 'text', (column) => column.primaryKey().references('document.id'))
    .addColumn('story', 'text', (column) => column.notNull().references('story.id'))
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('joined', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('story_document_story').on('story_document').column('story').execute()
  await db.schema
    .createTable('story_event')
    .addColumn('story', 'text', (column) => column.notNull().references('story.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('news', 'text', (column) => column.notNull())
    .addColumn('posture', 'text')
    .addPrimaryKeyConstraint('story_event_key', ['story', 'number'])
    .execute()
  await db.schema.createIndex('story_event_at').on('story_event').column('at').execute()
}

async function createLookUpTables(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('unassigned')
    .addColumn('document', 'text', (column) => column.primaryKey().references('document.id'))
    .addColumn('since', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('fingerprint')
    .addColumn('document', 'text', (column) => column.primaryKey().references('document.id'))
    .addColumn('json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('story_key')
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('day', 'real', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull().references('document.id'))
    .addPrimaryKeyConstraint('story_key_key', ['key', 'day', 'document'])
    .execute()
  await db.schema.createIndex('story_key_document').on('story_key').column('document').execute()
  await db.schema
    .createTable('story_edge')
    .addColumn('a', 'text', (column) => column.notNull().references('document.id'))
    .addColumn('b', 'text', (column) => column.notNull().references('document.id'))
    .addColumn('score', 'real', (column) => column.notNull())
    .addColumn('shared', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('story_edge_key', ['a', 'b'])
    .execute()
  await db.schema.createIndex('story_edge_b').on('story_edge').column('b').execute()
}

async function createOutboxTables(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('alert')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('story', 'text')
    .addColumn('revision', 'integer')
    .addColumn('destination', 'text', (column) => column.notNull())
    .addColumn('rule', 'text')
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('problem', 'text')
    .addColumn('receipt', 'text')
    .addColumn('created', 'bigint', (column) => column.notNull())
    .addColumn('sent', 'bigint')
    .execute()
  await db.schema.createIndex('alert_story').on('alert').columns(['story', 'destination']).execute()
  await db.schema.createIndex('alert_created').on('alert').column('created').execute()
  await db.schema
    .createTable('digest')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('week', 'text', (column) => column.notNull())
    .addColumn('made', 'bigint', (column) => column.notNull())
    .addColumn('json', 'text', (column) => column.notNull())
    .execute()
}
