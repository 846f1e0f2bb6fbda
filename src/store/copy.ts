/** Moves a store to another database: every row, in one transaction, counted on both sides. */

import { sql, type Transaction } from 'kysely'
import { Fault } from '../types/fault.ts'
import { openStore } from './database.ts'
import { continueNumbers } from './dialect/portable.ts'
import { indexDocument } from './index-document.ts'
import { holderOf } from './lock.ts'
import { shownPlace } from './place.ts'
import { readStore } from './read.ts'
import type { Tables } from './schema.ts'

type Name = keyof Tables

/** Tables with their keys, each after those that it refers to. */
const copied = {
  feed: ['id'],
  page: ['id'],
  entry: ['feed', 'key'],
  document: ['id'],
  finding: ['id'],
  finding_name: ['kind', 'name', 'finding'],
  judgement: ['id'],
  task: ['id'],
  host: ['name'],
  story: ['id'],
  story_document: ['document'],
  story_event: ['story', 'number'],
  unassigned: ['document'],
  fingerprint: ['document'],
  story_key: ['key', 'day', 'document'],
  story_edge: ['a', 'b'],
  alert: ['key'],
  digest: ['key'],
} as const satisfies Partial<Record<Name, readonly string[]>>

/** Why the others are not copied; a test knows that every table is in one of the two lists. */
export const notCopied: Readonly<Record<string, string>> = {
  daemon: 'says who works on this store now',
  search_document: 'made anew with each document',
  search_words: 'made anew with each document',
}

export const copiedTables = Object.keys(copied) as (keyof typeof copied)[]

/** Tables whose rows are numbered by the database. */
const numbered = ['task', 'judgement'] as const

/** Fractions in other columns are a clock's, and PostgreSQL takes none there. */
const reals: ReadonlySet<string> = new Set(['score', 'day'])

export interface CopiedTable {
  readonly table: string
  readonly rows: number
}

/** Rows at a time: of pages some megabytes. */
const batch = 200

/**
 * Copies everything into an empty store, all or nothing, and leaves the source as it is. Throws Fault store-locked while a
 * daemon works on the source, store-unusable where the target holds something already, internal where counts differ.
 */
export async function copyStore(
  from: string,
  to: string,
  onProgress: (table: string, rows: number, of: number) => void,
): Promise<CopiedTable[]> {
  let begun = false
  return readStore(from, async (source) => {
    if (begun)
      throw new Fault(
        'store-locked',
        `The store in ${shownPlace(from)} changed while it was copied: stop its daemon first.`,
      )
    begun = true
    const holder = await holderOf(source)
    if (holder !== null)
      throw new Fault(
        'store-locked',
        `A daemon (process ${holder.pid} on ${holder.machine}) works on the store in ${shownPlace(from)}: stop it first.`,
      )
    const target = await openStore(to, { create: true })
    try {
      return await source.transaction().execute((reader) =>
        target.transaction().execute(async (writer) => {
          await demandEmpty(writer, to)
          const made: CopiedTable[] = []
          for (const table of copiedTables)
            made.push({ table, rows: await copyTable(reader, writer, table, onProgress) })
          for (const table of numbered) await continueNumbers(table, 'id').execute(writer)
          return made
        }),
      )
    } finally {
      await target.destroy()
    }
  })
}

async function demandEmpty(db: Transaction<Tables>, to: string): Promise<void> {
  for (const table of copiedTables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db)
    if (rows.length > 0)
      throw new Fault(
        'store-unusable',
        `The store in ${shownPlace(to)} is not empty (its table "${table}" has rows): name an empty database or a new folder.`,
      )
  }
}

type Row = Readonly<Record<string, unknown>>

async function copyTable(
  reader: Transaction<Tables>,
  writer: Transaction<Tables>,
  table: keyof typeof copied,
  onProgress: (table: string, rows: number, of: number) => void,
): Promise<number> {
  const total = await countRows(reader, table)
  let done = 0
  for (let last: Row | null = null; ; ) {
    const rows = await nextRows(reader, table, last)
    if (rows.length === 0) break
    await writer
      .insertInto(table)
      .values(rows.map(plain) as never)
      .execute()
    if (table === 'document')
      for (const row of rows) await indexDocument(writer, String(row.id), String(row.text), Number(row.title_length))
    done += rows.length
    onProgress(table, done, total)
    last = rows.at(-1) ?? null
  }
  const written = await countRows(writer, table)
  if (written !== total)
    throw new Fault(
      'internal',
      `Of ${total} rows of "${table}" ${written} arrived; nothing was kept. Please report this.`,
    )
  return total
}

/** The rows after `last`, in the order of the table's key. */
async function nextRows(db: Transaction<Tables>, table: keyof typeof copied, last: Row | null): Promise<Row[]> {
  const columns: readonly string[] = copied[table]
  const key = sql.join(columns.map((column) => sql.ref(column)))
  const after = last === null ? sql`` : sql`where (${key}) > (${sql.join(columns.map((column) => last[column]))})`
  const { rows } = await sql<Row>`select * from ${sql.table(table)} ${after} order by ${key} limit ${batch}`.execute(db)
  return rows
}

function plain(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, bindable(column, value)]))
}

function bindable(column: string, value: unknown): unknown {
  // libsql gives bytes as what it does not take itself.
  if (value instanceof ArrayBuffer) return Buffer.from(value)
  return typeof value === 'number' && !reals.has(column) ? Math.round(value) : value
}

async function countRows(db: Transaction<Tables>, table: keyof typeof copied): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db)
  return Number(rows[0]?.count ?? 0)
}
