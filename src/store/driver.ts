/** The SQLite dialect: Kysely's own over libsql, with the guards that libsql needs. */

import { pathToFileURL } from 'node:url'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
} from 'kysely'
import Libsql from 'libsql'
import { checkParameters } from './dialect/bound.ts'
import { PortableSqliteCompiler } from './dialect/compiler.ts'
import { type Purpose, statementFault } from './problem.ts'

type Database = InstanceType<typeof Libsql>

interface Statement {
  readonly all: (...parameters: unknown[]) => unknown[]
  readonly run: (...parameters: unknown[]) => unknown
}

/** How long a writer waits for another before it gives up, in ms. */
const busyMs = 5_000

/**
 * What is done with the file: `write` makes it where there is none; `read` shares it with whoever writes, through the
 * -wal and -shm files beside it; `still` needs neither them nor a lock, and is right only while nobody writes.
 */
export type Access = 'write' | 'read' | 'still'

/** Throws what libsql throws; `explainStore` puts it into a sentence. */
export function sqliteDialect(path: string, access: Access): Dialect {
  const database = connect(path, access)
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: (): Driver => new GuardedDriver(database, path, access === 'write' ? 'writing' : 'reading'),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new PortableSqliteCompiler(),
  }
}

/** Read-only by the address, for libsql does not heed its own option `readonly`. */
const addresses: Readonly<Record<Access, (path: string) => string>> = {
  write: (path) => path,
  read: (path) => `${pathToFileURL(path).href}?mode=ro`,
  still: (path) => `${pathToFileURL(path).href}?mode=ro&immutable=1`,
}

/** WAL with synchronous=FULL: an acknowledged row survives a killed process and a lost power supply. */
const pragmas: Readonly<Record<Access, readonly string[]>> = {
  write: [`busy_timeout = ${busyMs}`, 'journal_mode = wal', 'synchronous = full', 'foreign_keys = on'],
  read: [`busy_timeout = ${busyMs}`],
  still: [],
}

function connect(path: string, access: Access): Database {
  const database = new Libsql(addresses[access](path))
  try {
    for (const pragma of pragmas[access]) database.exec(`pragma ${pragma}`)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** SQLite's schema changes are transactional, so a migration is whole or not at all; Kysely does not assume it. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * BEGIN IMMEDIATE where it may write, for a transaction that reads before it writes would fail with SQLITE_BUSY_SNAPSHOT; the busy timeout
 * set again after each transaction, for libsql forgets it; and no ROLLBACK of what SQLite has rolled back already, as
 * it does on a full disk, for the error of that would stand in the place of the one that matters.
 */
class GuardedDriver extends SqliteDriver {
  readonly #database: Database
  readonly #path: string
  readonly #purpose: Purpose

  constructor(database: Database, path: string, purpose: Purpose) {
    super({ database: guarded(database, path, purpose) as never })
    this.#database = database
    this.#path = path
    this.#purpose = purpose
  }

  override async beginTransaction(): Promise<void> {
    begin(this.#database, this.#path, this.#purpose)
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${busyMs}`))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
    await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${busyMs}`))
  }
}

/**
 * By `exec`, which lets go of its statement: a prepared one that found the store busy stays under way until it is garbage,
 * and keeps every later transaction from its commit (libsql 0.5.29).
 */
function begin(database: Database, path: string, purpose: Purpose): void {
  try {
    database.exec(purpose === 'writing' ? 'begin immediate' : 'begin')
  } catch (error) {
    throw statementFault(error, path, purpose) ?? error
  }
}

/** A single statement that writes waits for the store in a BEGIN of its own, for the same reason. */
function alone<Result>(database: Database, path: string, purpose: Purpose, work: () => Result): Result {
  if (database.inTransaction) return work()
  begin(database, path, purpose)
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    if (database.inTransaction) database.exec('rollback')
    throw error
  } finally {
    database.exec(`pragma busy_timeout = ${busyMs}`)
  }
}

/** Statements whose parameters are checked before they are bound and whose errors come as Faults. */
function guarded(database: Database, path: string, purpose: Purpose): unknown {
  const explained = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw statementFault(error, path, purpose) ?? error
    }
  }
  const statements = new Statements(database)
  return {
    close: () => database.close(),
    prepare: (source: string) => {
      const statement = explained(() => statements.of(source))
      const writes = /^\s*(?:insert|update|delete)\b/i.test(source)
      const run =
        <Result>(method: (parameters: unknown[]) => Result) =>
        (parameters: readonly unknown[]) =>
          explained(() => {
            const checked = checkParameters(parameters, source)
            try {
              return writes ? alone(database, path, purpose, () => method(checked)) : method(checked)
            } catch (error) {
              statements.forget(source)
              throw error
            }
          })
      return {
        reader: /^\s*(?:select|with|pragma|explain)|\breturning\b/i.test(source),
        all: run((parameters) => statement.all(...parameters)),
        run: run((parameters) => statement.run(...parameters)),
        // Read to its end at once: a statement that is kept must not be under way when it is used again.
        iterate: run((parameters) => statement.all(...parameters).values()),
      }
    },
  }
}

/** Statements kept: as many as there are kinds of queries, but for lists of differing length. */
const mostKept = 400

/**
 * Statements prepared once each. Every one holds memory outside of V8's heap until it is collected, which V8 sees no reason
 * to do: 1,600 findings given their stories cost 500 MB (libsql 0.5.29). One that failed is not used again.
 */
class Statements {
  readonly #database: Database
  readonly #kept = new Map<string, Statement>()

  constructor(database: Database) {
    this.#database = database
  }

  of(source: string): Statement {
    const kept = this.#kept.get(source) ?? (this.#database.prepare(source) as Statement)
    this.#kept.delete(source)
    this.#kept.set(source, kept)
    if (this.#kept.size > mostKept) this.forget(this.#kept.keys().next().value ?? '')
    return kept
  }

  forget(source: string): void {
    this.#kept.delete(source)
  }
}
