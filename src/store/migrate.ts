/** Brings a store to this program's tables, each migration whole or not at all; refuses a store from the future. */

import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { Fault } from '../types/fault.ts'
import { tableNamed } from './dialect/portable.ts'
import { first } from './migrations/0001-first.ts'
import { stories } from './migrations/0002-stories.ts'
import { judgements } from './migrations/0003-judgements.ts'
import { search } from './migrations/0004-search.ts'
import { queue } from './migrations/0005-queue.ts'
import { shownPlace } from './place.ts'
import type { Tables } from './schema.ts'

/** In order of their names; a migration that has shipped is never altered. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-stories': stories,
  '0003-judgements': judgements,
  '0004-search': search,
  '0005-queue': queue,
}

/** Safe for several processes at once. Throws Fault store-unusable for a store that a newer program wrote. */
export async function migrate(store: Kysely<Tables>, place: string): Promise<void> {
  if (!(await lacksMigrations(store, place))) return
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/** For those who may not migrate. Throws Fault store-unusable for a store of any other version than this program's. */
export async function demandVersion(store: Kysely<Tables>, place: string): Promise<void> {
  if (await lacksMigrations(store, place))
    throw new Fault(
      'store-unusable',
      `The store in ${shownPlace(place)} was written by an older Detour: "detour once" or "detour run" brings it up to date.`,
    )
}

/** Throws Fault store-unusable for a store that a newer program wrote. */
async function lacksMigrations(store: Kysely<Tables>, place: string): Promise<boolean> {
  const known = Object.keys(migrations)
  const applied = await appliedMigrations(store)
  const newer = applied.find((name) => !known.includes(name))
  if (newer !== undefined)
    throw new Fault(
      'store-unusable',
      `The store in ${shownPlace(place)} was written by a newer Detour (it knows "${newer}"). Install that version, or name another store.`,
    )
  return applied.length < known.length
}

async function appliedMigrations(store: Kysely<Tables>): Promise<string[]> {
  if (!(await isMade(store))) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(store)
  return rows.map((row) => row.name)
}

/** Whether a store was ever made there. */
export async function isMade(store: Kysely<Tables>): Promise<boolean> {
  const { rows } = await tableNamed('kysely_migration').execute(store)
  return rows.length > 0
}
