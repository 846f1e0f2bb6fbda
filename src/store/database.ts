/** Opens the store, durable before it is quick: SQLite through libsql or PostgreSQL through pg, under Kysely. */

import { existsSync, mkdirSync } from 'node:fs'
import { type CompiledQuery, type Dialect, Kysely, sql, type Transaction } from 'kysely'
import type { Fault } from '../types/fault.ts'
import { clock } from './dialect/portable.ts'
import { postgresDialect } from './dialect/postgres.ts'
import { explainPostgres } from './dialect/postgres-problem.ts'
import { sqliteDialect } from './driver.ts'
import { isMade, migrate } from './migrate.ts'
import { isPostgres, noStore, storePath } from './place.ts'
import { explainStore } from './problem.ts'
import type { Tables } from './schema.ts'

export type Store = Kysely<Tables>

/**
 * Opens, or with `create` makes, the store of a data folder or of a postgres:// address, to write in it; `readStore` only
 * reads. Throws Fault store-unusable or store-full with what to do.
 */
export async function openStore(place: string, options: OpenOptions): Promise<Store> {
  return isPostgres(place) ? openPostgres(place, options) : openSqlite(place, options)
}

export interface OpenOptions {
  readonly create: boolean
  /** Told of each statement that was run. */
  readonly onQuery?: (query: CompiledQuery) => void
}

async function openSqlite(data: string, { create, onQuery }: OpenOptions): Promise<Store> {
  const path = storePath(data)
  if (!create && !existsSync(path)) throw noStore(data)
  return opened(
    () => {
      mkdirSync(data, { recursive: true })
      return sqliteDialect(path, 'write')
    },
    (store) => migrate(store, data),
    (error) => explainStore(error, path),
    onQuery,
  )
}

async function openPostgres(url: string, { create, onQuery }: OpenOptions): Promise<Store> {
  return opened(
    () => postgresDialect(url, 'writing'),
    async (store) => {
      if (!create && !(await isMade(store))) throw noStore(url)
      await migrate(store, url)
    },
    (error) => explainPostgres(error, url),
    onQuery,
  )
}

/** Opened and prepared, or closed again with its fault. */
async function opened(
  dialect: () => Dialect,
  prepare: (store: Store) => Promise<void>,
  explain: (error: unknown) => Fault,
  onQuery: OpenOptions['onQuery'],
): Promise<Store> {
  let store: Store | null = null
  try {
    store = new Kysely<Tables>({
      dialect: dialect(),
      ...(onQuery === undefined ? {} : { log: ({ query }) => onQuery(query) }),
    })
    await prepare(store)
    return store
  } catch (error) {
    await store?.destroy()
    throw explain(error)
  }
}

export async function databaseTime(store: Store | Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${clock} as now`.execute(store)
  return Number(rows[0]?.now ?? 0)
}
