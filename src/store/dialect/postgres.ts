/** The PostgreSQL dialect: Kysely's own over pg, with sessions that let go of a worker that is gone, and errors as Faults. */

import {
  CompiledQuery,
  type DatabaseIntrospector,
  type Dialect,
  type Kysely,
  PostgresAdapter,
  PostgresDriver,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
  type TableMetadata,
} from 'kysely'
import pg from 'pg'
import type { Purpose } from '../problem.ts'
import { checkParameters } from './bound.ts'
import { PortablePostgresCompiler } from './compiler.ts'
import { postgresFault } from './postgres-problem.ts'

/** Connections of one process: more only make the server's work wait inside it. */
const mostConnections = 10

/**
 * Of each session. A worker that stops in the middle of a transaction (paused, or its machine lost) holds locks; the server
 * ends the one after 30 s, and notices the other by TCP within about 15 s instead of two hours.
 */
const session: Readonly<Record<string, string>> = {
  idle_in_transaction_session_timeout: '30s',
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '2',
}

/** Of those who only read: nothing is written, and one transaction sees one state of the store. */
const reading = { default_transaction_read_only: 'on', default_transaction_isolation: 'repeatable read' }

export function postgresDialect(url: string, purpose: Purpose): Dialect {
  const pool = new pg.Pool({
    connectionString: withLibpqModes(url),
    max: mostConnections,
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    fallback_application_name: 'detour',
    types: { getTypeParser: parserOf as never },
  })
  const settings = Object.entries({ ...session, ...(purpose === 'reading' ? reading : {}) })
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () =>
      new PostgresDriver({
        pool: explained(pool, url),
        onCreateConnection: async (connection) => {
          const calls = settings.map(([name, value]) => `set_config('${name}', '${value}', false)`)
          await connection.executeQuery(CompiledQuery.raw(`select ${calls.join(', ')}`))
        },
      }),
    createIntrospector: introspect,
    createQueryCompiler: () => new PortablePostgresCompiler(),
  }
}

/** `sslmode` as PostgreSQL's own programs take it: pg 8 takes "require" for "verify-full", and warns of that. */
function withLibpqModes(url: string): string {
  return /[?&]sslmode=/.test(url) ? `${url}&uselibpqcompat=true` : url
}

const int8 = 20

/** Counts and times come as numbers, not as the text that pg gives for 64 bit: all of ours are below 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === int8 ? Number : pg.types.getTypeParser(oid, format as never)
}

/** The pool as Kysely takes it, with parameters checked and errors put into sentences. */
function explained(pool: pg.Pool, url: string): PostgresPool {
  // A connection that breaks while nothing is asked of it says so here; the next query meets it and tells.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect().catch((error: unknown) => {
        throw postgresFault(error, url) ?? error
      })
      const known = clients.get(client) ?? explainedClient(client, url)
      clients.set(client, known)
      return known
    },
  }
}

function explainedClient(client: pg.PoolClient, url: string): PostgresPoolClient {
  const query = async (source: string, parameters: readonly unknown[]): Promise<unknown> => {
    const checked = checkParameters(parameters, source)
    try {
      return await client.query(source, checked)
    } catch (error) {
      throw postgresFault(error, url) ?? error
    }
  }
  return { query: query as never, release: (destroy) => client.release(destroy) }
}

/**
 * The tables of the schema that is worked in, by name, which is all that migrating asks: another schema of the same
 * database may hold another store.
 */
function introspect(db: Kysely<unknown>): DatabaseIntrospector {
  const getTables = async (): Promise<TableMetadata[]> => {
    const { rows } = await sql<{ name: string; schema: string }>`select tablename as name, schemaname as schema
      from pg_catalog.pg_tables where schemaname = current_schema()`.execute(db)
    return rows.map((row) => ({ ...row, isView: false, columns: [] }))
  }
  return { getTables, getSchemas: async () => [], getMetadata: async () => ({ tables: await getTables() }) }
}
