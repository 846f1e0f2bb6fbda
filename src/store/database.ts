/** Opens the store: SQLite through libsql and Kysely, durable before it is quick. */

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type Migration,
  Migrator,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'
import Libsql from 'libsql'
import { Fault } from '../types/fault.ts'
import { first } from './migrations/0001-first.ts'
import type { Tables } from './schema.ts'

export type Store = Kysely<Tables>

/** In order of their names; a migration that has shipped is never altered. */
const migrations: Readonly<Record<string, Migration>> = { '0001-first': first }

/** How long a writer waits for another before it gives up, in ms. */
const busyMs = 5_000

export function storePath(data: string): string {
  return join(data, 'detour.db')
}

/** Opens, or with `create` makes, the store of a data folder. Throws Fault store-unusable with what to do. */
export async function openStore(data: string, { create }: { readonly create: boolean }): Promise<Store> {
  const path = storePath(data)
  if (!create && !existsSync(path)) {
    throw new Fault('store-unusable', `There is no store in ${data} yet: "detour once" or "detour run" makes one.`)
  }
  try {
    mkdirSync(data, { recursive: true })
    const store = new Kysely<Tables>({ dialect: dialectOf(connect(path)) })
    await migrate(store, data)
    return store
  } catch (error) {
    throw explainStore(error, path)
  }
}

/** The three pragmas that make an acknowledged row survive a killed process and a lost power supply. */
function connect(path: string): InstanceType<typeof Libsql> {
  const database = new Libsql(path)
  database.exec(`pragma busy_timeout = ${busyMs}`)
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  database.exec('pragma foreign_keys = on')
  return database
}

function dialectOf(database: InstanceType<typeof Libsql>) {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: (): Driver => new GuardedDriver({ database: guarded(database) as never }),
    createIntrospector: (db: Kysely<never>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** SQLite does roll back a CREATE TABLE: a process killed amid a migration leaves the store as it was. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * BEGIN IMMEDIATE, for a transaction that reads before it writes would fail with SQLITE_BUSY_SNAPSHOT; the busy
 * timeout set again after each transaction, for libsql forgets it.
 */
class GuardedDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${busyMs}`))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection)
    await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${busyMs}`))
  }
}

/** No boolean is ever bound: libsql aborts the process on one, which nothing could catch. */
function guarded(database: InstanceType<typeof Libsql>): unknown {
  return {
    close: () => database.close(),
    prepare: (source: string) => {
      const statement = database.prepare(source)
      const check = (parameters: readonly unknown[]): unknown[] => {
        if (parameters.some((value) => typeof value === 'boolean'))
          throw new TypeError(`a boolean was bound in: ${source}`)
        return [...parameters]
      }
      return {
        reader: /^\s*(?:select|with|pragma|explain)|\breturning\b/i.test(source),
        all: (parameters: readonly unknown[]) => statement.all(...check(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...check(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...check(parameters)),
      }
    },
  }
}

async function migrate(store: Store, data: string): Promise<void> {
  const known = Object.keys(migrations)
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => ({ ...migrations }) } })
  const applied = await appliedMigrations(store)
  const newer = applied.find((name) => !known.includes(name))
  if (newer !== undefined) {
    throw new Fault(
      'store-unusable',
      `The store in ${data} was written by a newer Detour (it knows "${newer}"). Install that version, or name another data folder.`,
    )
  }
  if (applied.length === known.length) return
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

async function appliedMigrations(store: Store): Promise<string[]> {
  const table = await sql<{
    name: string
  }>`select name from sqlite_master where type = 'table' and name = 'kysely_migration'`.execute(store)
  if (table.rows.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(store)
  return rows.map((row) => row.name)
}

/** What went wrong with the store, in a sentence, for errors of SQLite and of the file system. */
export function explainStore(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error
  const { code, message } = error as { code?: string; message?: string }
  const text = `${code ?? ''} ${message ?? ''}`
  if (/SQLITE_FULL|ENOSPC|disk is full/i.test(text))
    return new Fault(
      'store-full',
      `The disk that holds ${path} is full: make room, then start again; nothing finished is lost.`,
      { cause: error },
    )
  if (/EACCES|EROFS|EPERM|READONLY|CANTOPEN|unable to open|read-only/i.test(text)) {
    return new Fault(
      'store-unusable',
      `The store ${path} cannot be opened for writing: check that the folder exists and that this user may write to it.`,
      { cause: error },
    )
  }
  if (/NOTADB|CORRUPT|malformed|not a database/i.test(text)) {
    return new Fault(
      'store-unusable',
      `The store ${path} is damaged or no Detour store: put a back-up in its place, or move it away to begin anew.`,
      { cause: error },
    )
  }
  if (/ENOTDIR|EEXIST/.test(text))
    return new Fault('store-unusable', `${path} cannot be made: a file stands where its folder should be.`, {
      cause: error,
    })
  return new Fault('store-unusable', `The store ${path} cannot be used: ${message ?? String(error)}.`, { cause: error })
}

/** The database's clock, in ms: leases and due times are never read off a machine's own. */
export const clock = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`

export async function databaseTime(store: Store): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${clock} as now`.execute(store)
  return Number(rows[0]?.now ?? 0)
}
