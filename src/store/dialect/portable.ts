/** SQL that the databases spell differently: each has its words here, and the compilers (compiler.ts) choose between them. */

import { createQueryId, createRawBuilder, type OperationNode, type RawBuilder, type RawNode, sql } from 'kysely'

export type DialectName = 'sqlite' | 'postgres'

export interface PortableNode extends RawNode {
  readonly byDialect: Readonly<Record<DialectName, OperationNode>>
}

/** A piece of SQL in the words of each database; parameters are bound as in any other. */
export function portable<T>(words: Readonly<Record<DialectName, RawBuilder<unknown>>>): RawBuilder<T> {
  const byDialect = { sqlite: words.sqlite.toOperationNode(), postgres: words.postgres.toOperationNode() }
  const rawNode = { ...byDialect.sqlite, byDialect } as PortableNode
  return createRawBuilder<T>({ queryId: createQueryId(), rawNode })
}

/**
 * The database's clock, in ms: leases and due times are never read off a machine's own. It stands still within a statement,
 * without which PostgreSQL could not look times up in an index.
 */
export const clock = portable<number>({
  sqlite: sql`cast(unixepoch('subsec') * 1000 as integer)`,
  postgres: sql`floor(extract(epoch from statement_timestamp()) * 1000)::bigint`,
})

/** The larger of two numbers. */
export function larger(one: RawBuilder<number>, other: RawBuilder<number>): RawBuilder<number> {
  return portable<number>({ sqlite: sql`max(${one}, ${other})`, postgres: sql`greatest(${one}, ${other})` })
}

/** The smaller of two numbers. */
export function smaller(one: RawBuilder<number>, other: RawBuilder<number>): RawBuilder<number> {
  return portable<number>({ sqlite: sql`min(${one}, ${other})`, postgres: sql`least(${one}, ${other})` })
}

/** 2 to the power of a whole number from 0 to 60. */
export function powerOfTwo(exponent: RawBuilder<number>): RawBuilder<number> {
  return portable<number>({ sqlite: sql`(1 << ${exponent})`, postgres: sql`(1::bigint << (${exponent})::integer)` })
}

/** Day of a time in ms, as 2026-01-31, in UTC. */
export function dayOf(ms: RawBuilder<number>): RawBuilder<string> {
  return portable<string>({
    sqlite: sql`strftime('%Y-%m-%d', ${ms} / 1000, 'unixepoch')`,
    postgres: sql`to_char(to_timestamp(${ms} / 1000) at time zone 'UTC', 'YYYY-MM-DD')`,
  })
}

/** Ends a select: its rows are locked for this transaction, and those that another has locked are passed over. SQLite has one writer. */
export const lockingFree = portable<never>({ sqlite: sql``, postgres: sql`for update skip locked` })

/** 1 where this transaction has the lock of that name now, 0 where another holds it. SQLite has one writer. */
export function tryLock(name: RawBuilder<string>): RawBuilder<number> {
  return portable<number>({
    sqlite: sql`1`,
    postgres: sql`pg_try_advisory_xact_lock(hashtextextended(${name}, 0))::integer`,
  })
}

/** Waits until this transaction has the lock of that name, and keeps it until its end. SQLite has one writer. */
export function waitForLock(name: string): RawBuilder<unknown> {
  return portable({
    sqlite: sql`select 1`,
    postgres: sql`select pg_advisory_xact_lock(hashtextextended(${name}, 1))`,
  })
}

/** One row where there is a table of that name, none else. */
export function tableNamed(name: string): RawBuilder<unknown> {
  return portable({
    sqlite: sql`select 1 from sqlite_master where type = 'table' and name = ${name}`,
    postgres: sql`select 1 where to_regclass(${name}) is not null`,
  })
}

/** After rows were written with numbers of their own: the next one that the database gives is higher. SQLite sees to it itself. */
export function continueNumbers(table: string, column: string): RawBuilder<unknown> {
  const highest = sql`(select max(${sql.ref(column)}) from ${sql.table(table)})`
  return portable({
    sqlite: sql`select 1`,
    postgres: sql`select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(${highest}, 1), ${highest} is not null)`,
  })
}
