/** Tasks: rows that are claimed by one guarded UPDATE, finished with their effects in one transaction, and deleted then. */

import { sql, type Transaction } from 'kysely'
import { Fault } from '../types/fault.ts'
import { clock, type Store } from './database.ts'
import type { Tables, TaskRow } from './schema.ts'

export const taskKinds = [
  'poll-feed',
  'fetch-page',
  'analyse-page',
  'assign-story',
  'deliver-alert',
  'publish-digest',
] as const
export type TaskKind = (typeof taskKinds)[number]

/** A claimed task: `token` must still be the row's when it is finished. */
export interface Task {
  readonly id: number
  readonly kind: TaskKind
  readonly key: string
  readonly attempts: number
  readonly token: number
  readonly priority: number
}

export interface NewTask {
  readonly kind: TaskKind
  readonly key: string
  /** ms of the database's clock; absent: now. */
  readonly due?: number
  /** What one host is asked for is asked one after another, with a pause between. */
  readonly host?: string | null
  /** Lower goes first. */
  readonly priority?: number
}

export interface ClaimOptions {
  readonly leaseMs: number
  readonly attempts: number
  readonly hostPauseMs: number
}

type Writer = Store | Transaction<Tables>

/** A task with the same kind and key that is still there stays as it is. */
export async function enqueue(db: Writer, task: NewTask): Promise<void> {
  await db
    .insertInto('task')
    .values(rowOf(task))
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
    .execute()
}

/** The same, but one that waits for later comes forward; one in hand stays as it is. */
export async function enqueueSooner(db: Writer, task: NewTask): Promise<void> {
  await db
    .insertInto('task')
    .values(rowOf(task))
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'key'])
        .doUpdateSet({ due: sql`case when excluded.due < task.due then excluded.due else task.due end` as never })
        .where('task.state', '=', 'due'),
    )
    .execute()
}

/** The same, but one that waits for later takes the time given; one that is overdue, or in hand, stays as it is. */
export async function reschedule(db: Writer, task: NewTask & { readonly due: number }): Promise<void> {
  await db
    .insertInto('task')
    .values(rowOf(task))
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'key'])
        .doUpdateSet({ due: task.due })
        .where('task.state', '=', 'due')
        .where('task.due', '>', clock as never),
    )
    .execute()
}

function rowOf(task: NewTask): never {
  return {
    kind: task.kind,
    key: task.key,
    payload: '{}',
    state: 'due',
    attempts: 0,
    due: task.due ?? clock,
    lease_until: null,
    token: 0,
    host: task.host ?? null,
    priority: task.priority ?? 10,
    last_error: null,
    created: clock,
  } as never
}

/**
 * The next task that is due or whose worker let its lease run out, or null. A host is asked for one thing at a time,
 * and left alone between two for its pause.
 * A task that was claimed `attempts` times without being finished goes into quarantine: its worker died each time.
 */
export async function claim(store: Store, { leaseMs, attempts, hostPauseMs }: ClaimOptions): Promise<Task | null> {
  for (;;) {
    const row = await store.transaction().execute(async (db) => claimRow(db, leaseMs, hostPauseMs))
    if (row === null) return null
    if (row.attempts <= attempts)
      return {
        id: row.id,
        kind: row.kind as TaskKind,
        key: row.key,
        attempts: row.attempts,
        token: row.token,
        priority: row.priority,
      }
    await quarantine(store, row, row.last_error ?? `Its worker ended ${attempts} times before it was finished.`)
  }
}

async function claimRow(db: Transaction<Tables>, leaseMs: number, hostPauseMs: number): Promise<ClaimedRow | null> {
  const { rows } = await sql<ClaimedRow>`
    update task set state = 'claimed', attempts = attempts + 1, token = token + 1, lease_until = ${clock} + ${leaseMs}
    where id = coalesce(
      (select id from task where state = 'claimed' and lease_until <= ${clock} order by lease_until limit 1),
      (select id from task where state = 'due' and due <= ${clock}
        and (host is null or (
          not exists (select 1 from host where host.name = task.host and host.free_at > ${clock})
          and not exists (select 1 from task busy where busy.state = 'claimed' and busy.host = task.host)))
        order by priority, due limit 1))
    returning id, kind, key, attempts, token, priority, host, last_error`.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  if (row.host !== null && hostPauseMs > 0) {
    await sql`insert into host (name, free_at) values (${row.host}, ${clock} + ${hostPauseMs})
      on conflict (name) do update set free_at = max(host.free_at, ${clock} + ${hostPauseMs})`.execute(db)
  }
  return row
}

type ClaimedRow = Omit<Task, 'kind'> & Pick<TaskRow, 'kind' | 'host' | 'last_error'>

/** Runs the effects and deletes the task in one transaction. Throws Fault lease-lost, and nothing is written, where another worker has it. */
export async function finish(
  store: Store,
  task: Task,
  effects: (db: Transaction<Tables>) => Promise<void>,
  before?: () => void,
): Promise<void> {
  await store.transaction().execute(async (db) => {
    const { numDeletedRows } = await db
      .deleteFrom('task')
      .where('id', '=', task.id)
      .where('token', '=', task.token)
      .where('state', '=', 'claimed')
      .executeTakeFirst()
    if (numDeletedRows !== 1n) throw lost(task)
    await effects(db)
    before?.()
  })
}

function lost(task: Task): Fault {
  return new Fault(
    'lease-lost',
    `The task ${task.kind} ${task.key} was taken over by another worker; this result is dropped.`,
  )
}

/** Longer leases for long work. Throws Fault lease-lost. */
export async function renew(store: Store, task: Task, leaseMs: number): Promise<void> {
  const { rows } = await sql<{ id: number }>`update task set lease_until = ${clock} + ${leaseMs}
    where id = ${task.id} and token = ${task.token} and state = 'claimed' returning id`.execute(store)
  if (rows.length === 0) throw lost(task)
}

/** Waiting before another try, in ms: 30 s, doubled each time, at most an hour, spread by a tenth with the task's id. */
export function backoffMs(attempts: number, id: number): number {
  const base = Math.min(3_600_000, 30_000 * 2 ** (attempts - 1))
  return Math.round(base * (1 + ((id * 2_654_435_761) % 1_000) / 10_000))
}

/** Another try later, or quarantine: at once for a fault that no retry mends, else after the last attempt. */
export async function fail(
  store: Store,
  task: Task,
  fault: Fault,
  attempts: number,
): Promise<'retried' | 'quarantined'> {
  if (fault.retry === 'never' || task.attempts >= attempts) {
    await quarantine(store, task, fault.message)
    return 'quarantined'
  }
  const wait = Math.max(backoffMs(task.attempts, task.id), (fault.retryAfter ?? 0) * 1_000)
  await sql`update task set state = 'due', due = ${clock} + ${wait}, lease_until = null, last_error = ${fault.message}
    where id = ${task.id} and token = ${task.token} and state = 'claimed'`.execute(store)
  return 'retried'
}

async function quarantine(
  store: Store,
  task: { readonly id: number; readonly token: number },
  reason: string,
): Promise<void> {
  await sql`update task set state = 'quarantined', lease_until = null, last_error = ${reason}
    where id = ${task.id} and token = ${task.token} and state = 'claimed'`.execute(store)
}

/** Gives a task back untouched, at a shutdown: the attempt does not count. */
export async function release(store: Store, task: Task): Promise<void> {
  await sql`update task set state = 'due', attempts = attempts - 1, due = ${clock}, lease_until = null
    where id = ${task.id} and token = ${task.token} and state = 'claimed'`.execute(store)
}

export async function countTasks(store: Store): Promise<Readonly<Record<'due' | 'claimed' | 'quarantined', number>>> {
  const rows = await store
    .selectFrom('task')
    .select(['state', sql<number>`count(*)`.as('count')])
    .groupBy('state')
    .execute()
  const count = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0)
  return { due: count('due'), claimed: count('claimed'), quarantined: count('quarantined') }
}
