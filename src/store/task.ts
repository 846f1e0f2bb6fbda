/** Tasks: rows that are claimed (claim.ts), finished with their effects in one transaction, and deleted then. */

import { sql, type Transaction } from 'kysely'
import { Fault } from '../types/fault.ts'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import { noteEnqueued, type Sendable, tellEnqueued } from './relay.ts'
import type { Tables } from './schema.ts'
import { storable } from './text.ts'

export const taskKinds = [
  'poll-feed',
  'fetch-page',
  'analyse-page',
  'assign-story',
  'deliver-alert',
  'publish-digest',
] as const
export type TaskKind = (typeof taskKinds)[number]

/** Tasks without which a part of the line would stand still for good: they wait longer each time, at most a day. */
export const neverGivenUp: ReadonlySet<TaskKind> = new Set(['poll-feed', 'assign-story', 'publish-digest'])

/** Deliveries are tried for about a day: a mail server that is down overnight costs no alert. */
const deliveryAttempts = 30

export function attemptsOf(kind: TaskKind, attempts: number): number {
  return kind === 'deliver-alert' ? Math.max(attempts, deliveryAttempts) : attempts
}

/** A claimed task: `token` must still be the row's when it is finished. */
export interface Task {
  readonly id: number
  readonly kind: TaskKind
  readonly key: string
  readonly attempts: number
  readonly token: number
  readonly priority: number
  readonly host: string | null
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

type Writer = Store | Transaction<Tables>

/** A task with the same kind and key that is still there stays as it is. */
export async function enqueue(db: Writer, task: NewTask): Promise<void> {
  const added = await db
    .insertInto('task')
    .values(rowOf(task))
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
    .returning(sendable)
    .execute()
  note(db, added as never)
}

/** What a message of a task needs to know, and whether it may be worked now. */
const sendable = [
  'id',
  'kind',
  'priority',
  'host',
  sql<number>`case when due <= ${clock} then 1 else 0 end`.as('now'),
] as const

function note(db: Writer, added: readonly (Sendable & { readonly now: number })[]): void {
  if (db.isTransaction)
    noteEnqueued(
      db,
      added.filter(({ now }) => now === 1),
    )
}

/** The same, but one that waits for later comes forward; one in hand stays as it is. */
export async function enqueueSooner(db: Writer, task: NewTask): Promise<void> {
  const added = await db
    .insertInto('task')
    .values(rowOf(task))
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'key'])
        .doUpdateSet({ due: sql`case when excluded.due < task.due then excluded.due else task.due end` as never })
        .where('task.state', '=', 'due'),
    )
    .returning(sendable)
    .execute()
  note(db, added as never)
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

/** Runs the effects and deletes the task in one transaction. Throws Fault lease-lost, and nothing is written, where another worker has it. */
export async function finish(
  store: Store,
  task: Task,
  effects: (db: Transaction<Tables>) => Promise<void>,
  before?: () => void,
): Promise<void> {
  const transaction = await store.transaction().execute(async (db) => {
    const { numDeletedRows } = await db
      .deleteFrom('task')
      .where('id', '=', task.id)
      .where('token', '=', task.token)
      .where('state', '=', 'claimed')
      .executeTakeFirst()
    if (numDeletedRows !== 1n) throw lost(task)
    await effects(db)
    before?.()
    return db
  })
  tellEnqueued(store, transaction)
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

/** Before the second try, in ms. */
export const firstWaitMs = 30_000
/** Waits of a task of `neverGivenUp` whose attempts are used up, in ms. */
export const patience = { least: 3_600_000, longest: 86_400_000 }

/** Waiting before another try, in ms: 30 s, doubled each time, at most an hour (or `longest`), spread by a tenth with the task's id. */
export function backoffMs(attempts: number, id: number, longest = 3_600_000): number {
  const base = Math.min(longest, firstWaitMs * 2 ** (attempts - 1))
  return Math.round(base * (1 + ((id * 2_654_435_761) % 1_000) / 10_000))
}

/** The same for a task of `neverGivenUp` whose attempts are used up: it goes on, from once an hour down to once a day. */
function patientMs({ attempts, id }: Task): number {
  return Math.min(patience.longest, Math.max(patience.least, backoffMs(attempts, id, patience.longest)))
}

/**
 * Another try later, or quarantine: at once for a fault that no retry mends, else after the last attempt. A task
 * of `neverGivenUp` is always tried again. Not for faults of the store, which say nothing about the task: it is released then.
 */
export async function fail(
  store: Store,
  task: Task,
  fault: Fault,
  attempts: number,
): Promise<'retried' | 'quarantined'> {
  const spent = fault.retry === 'never' || task.attempts >= attemptsOf(task.kind, attempts)
  if (spent && !neverGivenUp.has(task.kind)) {
    await quarantine(store, task, fault.message)
    return 'quarantined'
  }
  const own = spent ? patientMs(task) : backoffMs(task.attempts, task.id)
  const wait = Math.round(Math.max(own, (fault.retryAfter ?? 0) * 1_000))
  await sql`update task set state = 'due', due = ${clock} + ${wait}, lease_until = null, last_error = ${storable(fault.message)}
    where id = ${task.id} and token = ${task.token} and state = 'claimed'`.execute(store)
  return 'retried'
}

export async function quarantine(
  store: Store,
  task: { readonly id: number; readonly token: number },
  reason: string,
): Promise<void> {
  await sql`update task set state = 'quarantined', lease_until = null, last_error = ${storable(reason)}
    where id = ${task.id} and token = ${task.token} and state = 'claimed'`.execute(store)
}

/** Gives tasks back untouched, all or none: the attempt does not count. */
export async function release(store: Store, ...tasks: readonly Task[]): Promise<void> {
  await store.transaction().execute(async (db) => {
    for (const { id, token } of tasks)
      await sql`update task set state = 'due', attempts = attempts - 1, due = ${clock}, lease_until = null
        where id = ${id} and token = ${token} and state = 'claimed'`.execute(db)
  })
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
