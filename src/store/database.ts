/** Opens the store: SQLite through libsql and Kysely, durable before it is quick. */

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql, type Transaction } from 'kysely'
import { Fault } from '../types/fault.ts'
import { sqliteDialect } from './driver.ts'
import { migrate } from './migrate.ts'
import { explainStore } from './problem.ts'
import type { Tables } from './schema.ts'

export type Store = Kysely<Tables>

export function storePath(data: string): string {
  return join(data, 'detour.db')
}

/** Opens, or with `create` makes, the store of a data folder, to write in it; `readStore` only reads. Throws Fault store-unusable or store-full with what to do. */
export async function openStore(data: string, { create }: { readonly create: boolean }): Promise<Store> {
  const path = storePath(data)
  if (!create && !existsSync(path)) throw noStore(data)
  let store: Store | null = null
  try {
    mkdirSync(data, { recursive: true })
    store = new Kysely<Tables>({ dialect: sqliteDialect(path, 'write') })
    await migrate(store, data)
    return store
  } catch (error) {
    await store?.destroy()
    throw explainStore(error, path)
  }
}

export function noStore(data: string): Fault {
  return new Fault('store-unusable', `There is no store in ${data} yet: "detour once" or "detour run" makes one.`)
}

/** The database's clock, in ms: leases and due times are never read off a machine's own. */
export const clock = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`

export async function databaseTime(store: Store | Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${clock} as now`.execute(store)
  return Number(rows[0]?.now ?? 0)
}
