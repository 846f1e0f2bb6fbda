/** How a worker comes by a task: one guarded UPDATE, a lease on the database's clock, and a token that rises with each claim. */

import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Store } from './database.ts'
import { clock, larger, lockingFree, powerOfTwo, smaller, tryLock } from './dialect/portable.ts'
import type { Tables, TaskRow } from './schema.ts'
import { attemptsOf, firstWaitMs, neverGivenUp, patience, quarantine, type Task, type TaskKind } from './task.ts'

export interface ClaimOptions {
  readonly leaseMs: number
  readonly attempts: number
  readonly hostPauseMs: number
  /** Absent: any, first what was abandoned. */
  readonly which?: 'due' | 'abandoned'
}

/**
 * The next task that is due or whose worker let its lease run out, or null. A host is asked for one thing at a time,
 * and left alone between two for its pause.
 * A task that was claimed `attempts` times without being finished goes into quarantine: its worker died each time.
 * A task of `neverGivenUp` is put off instead, and then worked again.
 */
export async function claim(store: Store, options: ClaimOptions): Promise<Task | null> {
  for (;;) {
    const row = await store.transaction().execute(async (db) => {
      await putOffAbandoned(db, options.attempts)
      return claimRow(db, options)
    })
    if (row === null) return null
    const task = await unlessSpent(store, row, options.attempts)
    if (task !== null) return task
  }
}

/**
 * The task of that id, if it is due and its host free; null: it is not, or not any more. 'abandoned': its worker let its
 * lease run out; that is claimed `alone` only.
 */
export async function claimGiven(
  store: Store,
  id: number,
  { alone, ...options }: Omit<ClaimOptions, 'which'> & { readonly alone: boolean },
): Promise<Task | 'abandoned' | null> {
  const row = await store.transaction().execute(async (db) => {
    const found = await freeRow(db, sql`${id} and (${abandoned} or ${isDue})`)
    if (found === null || found.mine === 0) return null
    return found.abandoned === 1 && !alone ? 'abandoned' : await take(db, id, options)
  })
  return row === null || row === 'abandoned' ? row : unlessSpent(store, row, options.attempts)
}

/** Whether any worker let a lease run out. */
export async function hasAbandoned(store: Store): Promise<boolean> {
  const { rows } = await sql`select 1 from task where ${abandoned} limit 1`.execute(store)
  return rows.length > 0
}

async function unlessSpent(store: Store, row: ClaimedRow, attempts: number): Promise<Task | null> {
  const { id, key, token, priority, host } = row
  const kind = row.kind as TaskKind
  if (row.attempts <= attemptsOf(kind, attempts) || neverGivenUp.has(kind))
    return { id, kind, key, attempts: row.attempts, token, priority, host }
  await quarantine(store, row, row.last_error ?? died(row.attempts - 1))
  return null
}

function died(attempts: number): string {
  return `Its worker ended ${attempts} times before it was finished.`
}

/** Tasks of `neverGivenUp` whose workers died, time and again, as if they had failed: `patientMs` in SQL. */
export async function putOffAbandoned(db: Store | Transaction<Tables>, attempts: number): Promise<void> {
  const doubled = sql<number>`${firstWaitMs} * ${powerOfTwo(smaller(sql`attempts - 1`, sql`20`))}`
  const wait = smaller(sql`${patience.longest}`, larger(sql`${patience.least}`, doubled))
  await sql`update task set state = 'due', lease_until = null, last_error = coalesce(last_error, ${died(attempts)}),
      due = ${clock} + ${wait}
    where kind in (${sql.join([...neverGivenUp])}) and state = 'claimed' and lease_until <= ${clock} and attempts >= ${attempts}`.execute(
    db,
  )
}

/**
 * Where many claim at once, each takes what no other is at. A host's lock keeps two from finding it free at once; once it
 * is held, whether the host is free is looked at again, for the look before may have been too early.
 */
async function claimRow(db: Transaction<Tables>, options: ClaimOptions): Promise<ClaimedRow | null> {
  const taken: string[] = []
  for (;;) {
    const next = await nextFree(db, taken, options.which)
    if (next === null) return null
    const row = next.mine === 1 ? await take(db, next.id, options) : null
    if (row !== null) return row
    taken.push(next.host ?? '')
  }
}

/** Whether a task's host may be asked now. */
const hostIsFree = sql`(host is null or (
  not exists (select 1 from host where host.name = task.host and host.free_at > ${clock})
  and not exists (select 1 from task busy where busy.state = 'claimed' and busy.host = task.host)))`

export const abandoned = sql`state = 'claimed' and lease_until <= ${clock}`
export const isDue = sql`state = 'due' and due <= ${clock} and ${hostIsFree}`

interface FreeTask {
  readonly id: number
  readonly host: string | null
  /** 1: nobody else is about to ask its host; 0: another is. */
  readonly mine: number
  /** 1: its worker let its lease run out. */
  readonly abandoned: number
}

/** By priority and time, before these what was abandoned; none of the hosts `taken`. */
async function nextFree(
  db: Transaction<Tables>,
  taken: readonly string[],
  which: ClaimOptions['which'],
): Promise<FreeTask | null> {
  const others = taken.length === 0 ? sql`` : sql`and coalesce(host, '') not in (${sql.join(taken)})`
  const left = sql`(select id from task where ${abandoned} ${others} order by lease_until limit 1 ${lockingFree})`
  const due = sql`(select id from task where ${isDue} ${others} order by priority, due limit 1 ${lockingFree})`
  return freeRow(db, { abandoned: left, due, any: sql`coalesce(${left}, ${due})` }[which ?? 'any'])
}

async function freeRow(db: Transaction<Tables>, id: RawBuilder<unknown>): Promise<FreeTask | null> {
  const { rows } =
    await sql<FreeTask>`select id, host, case when host is null then 1 else ${tryLock(sql`host`)} end as mine,
    case when ${abandoned} then 1 else 0 end as abandoned from task where id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** Claims it, if it still may be, and leaves its host alone from now on for its pause. */
async function take(
  db: Transaction<Tables>,
  id: number,
  { leaseMs, hostPauseMs }: Omit<ClaimOptions, 'which'>,
): Promise<ClaimedRow | null> {
  const { rows } = await sql<ClaimedRow>`
    update task set state = 'claimed', attempts = attempts + 1, token = token + 1, lease_until = ${clock} + ${leaseMs}
    where id = ${id} and (${abandoned} or ${isDue})
    returning id, kind, key, attempts, token, priority, host, last_error`.execute(db)
  const row = rows[0] ?? null
  if (row !== null && row.host !== null && hostPauseMs > 0) {
    const free = sql<number>`${clock} + ${hostPauseMs}`
    await sql`insert into host (name, free_at) values (${row.host}, ${free})
      on conflict (name) do update set free_at = ${larger(sql`host.free_at`, free)}`.execute(db)
  }
  return row
}

type ClaimedRow = Omit<Task, 'kind'> & Pick<TaskRow, 'kind' | 'host' | 'last_error'>
