/** Reads a store and writes nothing at all, so that no permission to write is needed: beside a daemon, or while none runs. */

import { existsSync, statSync } from 'node:fs'
import { Kysely } from 'kysely'
import { Fault } from '../types/fault.ts'
import type { Store } from './database.ts'
import { postgresDialect } from './dialect/postgres.ts'
import { explainPostgres } from './dialect/postgres-problem.ts'
import { type Access, sqliteDialect } from './driver.ts'
import { demandVersion, isMade } from './migrate.ts'
import { isPostgres, noStore, storePath } from './place.ts'
import { explainStore } from './problem.ts'
import type { Tables } from './schema.ts'

/** Tries at a store that daemons start on and leave while it is read. */
const tries = 5

/**
 * What `work` finds in the store of a data folder or of a postgres:// address. It may be run again and must have no effects
 * of its own (it answers what is to be printed). Throws Fault store-unusable where the store is missing, of another version,
 * or may not be read.
 */
export async function readStore<Result>(place: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  return isPostgres(place) ? readPostgres(place, work) : readSqlite(place, work)
}

async function readPostgres<Result>(url: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  return withPostgres(url, async (store) => {
    if (!(await isMade(store))) throw noStore(url)
    await demandVersion(store, url)
    return work(store)
  })
}

async function withPostgres<Result>(url: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = connectToRead(url)
  try {
    return await work(store)
  } finally {
    await store.destroy()
  }
}

function connectToRead(url: string): Store {
  try {
    return new Kysely<Tables>({ dialect: postgresDialect(url, 'reading') })
  } catch (error) {
    throw explainPostgres(error, url)
  }
}

async function readSqlite<Result>(data: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const path = storePath(data)
  for (let left = tries; ; left--) {
    const before = look(path)
    if (before === null) throw noStore(data)
    try {
      const result = await readOnce(data, before.access, work)
      if (before.access === 'read' || look(path)?.state === before.state) return result
    } catch (error) {
      if (left === 0 || look(path)?.state === before.state) throw error
    }
    if (left === 0) throw new Fault('store-unusable', `The store ${path} changes all the time: try again.`)
  }
}

/** Throws Fault store-unusable where that cannot be told. */
export async function hasStore(place: string): Promise<boolean> {
  return isPostgres(place) ? withPostgres(place, isMade) : look(storePath(place)) !== null
}

interface Look {
  readonly access: Access
  /** Another one after whatever a writer could have spoilt for a reader that takes no lock. */
  readonly state: string
}

/**
 * With a -wal file the store is shared with whoever writes, or wrote last, there. Without one, or with an empty one, all is
 * in the database itself, and SQLite would make the file to read it: so it is read as it stands, and looked at again after.
 * null: there is no store. Throws Fault store-unusable where that cannot be told.
 */
function look(path: string): Look | null {
  try {
    const file = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (file === undefined) return null
    const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    return { access: wal === 0 ? 'still' : 'read', state: [file.ino, file.size, file.mtimeNs, wal === 0].join(' ') }
  } catch (error) {
    throw explainStore(error, path, 'reading')
  }
}

async function readOnce<Result>(
  data: string,
  access: Access,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const path = storePath(data)
  let store: Store | null = null
  try {
    store = new Kysely<Tables>({ dialect: sqliteDialect(path, access) })
    await demandVersion(store, data)
  } catch (error) {
    await store?.destroy()
    throw access === 'read' && !existsSync(`${path}-shm`) ? torn(path, error) : explainStore(error, path, 'reading')
  }
  try {
    return await work(store)
  } finally {
    await store.destroy()
  }
}

function torn(path: string, cause: unknown): Fault {
  return new Fault(
    'store-unusable',
    `The store ${path} was copied in the middle of its work (there is a -wal file but no -shm file), so it can only be read in a folder that may be written: copy it to one.`,
    { cause },
  )
}
