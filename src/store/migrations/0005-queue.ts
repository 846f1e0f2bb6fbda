/** Indexes for the questions that are asked all the time, and how PostgreSQL is to clean up behind a queue. */

import { type Kysely, type Migration, sql } from 'kysely'
import { portable } from '../dialect/portable.ts'

export const queue: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    // Whether a host is being asked; what it is to be asked next; what of a kind may be worked; when the next is due.
    await sql`create index task_busy on task (host) where state = 'claimed'`.execute(db)
    await sql`create index task_of_host on task (host, priority, due) where state = 'due'`.execute(db)
    await sql`create index task_of_kind on task (kind, priority, due) where state = 'due'`.execute(db)
    await sql`create index task_next on task (due) where state = 'due'`.execute(db)
    await sql`create index host_held on host (free_at)`.execute(db)
    await sql`create index unassigned_since on unassigned (since, document)`.execute(db)
    await sql`create index document_seen on document (first_seen)`.execute(db)
    await cleanUp.execute(db)
  },
}

/**
 * A task is written some four times in its short life and deleted: PostgreSQL keeps each version until a vacuum, which by
 * default waits for a fifth of the table to be dead and then takes its time. Here it comes after 200 dead rows and a
 * hundredth of the table, and does not pause; pages are left half empty, so that a new version finds room beside the old.
 */
const cleanUp = portable({
  sqlite: sql`select 1`,
  postgres: sql`alter table task set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 200, autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05,
    autovacuum_analyze_threshold = 500)`,
})
