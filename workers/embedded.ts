/** The runner inside this process: claims what is due, works it side by side, and stops cleanly. */

import PQueue from 'p-queue'
import { isOfStore } from '../src/store/problem.ts'
import { spendSpare } from '../src/store/spare.ts'
import { type Horizon, untilNext } from '../src/store/tally.ts'
import { claim, fail, release, renew, type Task, type TaskKind } from '../src/store/task.ts'
import { asFault } from '../src/types/fault.ts'
import { type Bell, createBell } from './bell.ts'
import type { Context } from './context.ts'
import { failPoint } from './failpoints.ts'
import { handlers } from './handlers.ts'

export interface Progress {
  readonly kind: TaskKind
  readonly outcome: 'done' | 'retried' | 'quarantined' | 'lost'
  readonly problem: string | null
}

export interface RunOptions {
  /** Ends when nothing is due within this many ms; null: never. */
  readonly idleMs: number | null
  /** Stops claiming; what is in hand is finished or given back. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** Longest sleep: rows that other processes add are seen within it. */
const longestSleepMs = 1_000
/** How long what is in hand may still take once the signal has come, and what was given back to fall over. */
const graceMs = { inHand: 7_000, givenBack: 1_000 }
/** Holds that a run which ends by itself still waits for: the longest Crawl-delay, and a margin. */
const heldMs = 90_000
/** For how long the store may be found busy before the run ends of it. */
const busyPatienceMs = 60_000

/** Everything that one run shares. */
interface Run {
  readonly context: Context
  readonly queue: PQueue
  readonly inHand: Map<number, Task>
  /** Those in hand whose outcome the store did not take: they are given back as soon as it takes that. */
  readonly unsettled: Map<number, Task>
  readonly bell: Bell
  readonly options: RunOptions
  /** `trouble`: what ends the run; null: nothing. `busySince`: ms; null: the last claim went well. */
  readonly state: { trouble: unknown; busySince: number | null }
}

/**
 * Resolves when there is nothing left (idleMs) or when it was told to stop and has. Throws the store's Fault where it
 * takes nothing more (a full disk): what was in hand is given back then, and nothing is put into quarantine for it.
 */
export async function runEmbedded(context: Context, options: RunOptions): Promise<void> {
  const queue = new PQueue({ concurrency: context.config.work.concurrency })
  const state = { trouble: null, busySince: null }
  const run: Run = { context, queue, inHand: new Map(), unsettled: new Map(), bell: createBell(), options, state }
  const leaseMs = context.config.work.leaseSeconds * 1_000
  const renewal = setInterval(() => void renewAll(run, leaseMs), leaseMs / 3)
  options.signal.addEventListener('abort', run.bell.ring)
  try {
    await claimAndWork(run, leaseMs)
    await letGo(run)
  } finally {
    clearInterval(renewal)
    options.signal.removeEventListener('abort', run.bell.ring)
  }
  if (run.state.trouble !== null) throw run.state.trouble
}

async function claimAndWork(run: Run, leaseMs: number): Promise<void> {
  const { idleMs, signal } = run.options
  while (!signal.aborted && run.state.trouble === null) {
    let wait: number | null = null
    try {
      await giveBack(run)
      if (run.queue.pending < run.context.config.work.concurrency) {
        if (await claimOne(run, leaseMs)) continue
        wait = await untilNext(run.context.store, horizonOf(idleMs))
        if (wait === null && run.inHand.size === 0 && idleMs !== null) return
      }
    } catch (error) {
      meet(run, error)
    }
    await run.bell.wait(Math.min(Math.max(wait ?? longestSleepMs, 5), longestSleepMs))
  }
}

function horizonOf(idleMs: number | null): Horizon {
  return idleMs === null ? { dueMs: 86_400_000, heldMs: 86_400_000 } : { dueMs: idleMs, heldMs }
}

async function claimOne(run: Run, leaseMs: number): Promise<boolean> {
  const { context, inHand, queue, state } = run
  const { work, fetch } = context.config
  const claims = { leaseMs, attempts: work.attempts, hostPauseMs: fetch.hostPauseSeconds * 1_000 }
  const task = await claim(context.store, claims)
  state.busySince = null
  if (task === null) return false
  failPoint('after-claim')
  inHand.set(task.id, task)
  void queue.add(() => workOne(task, run))
  return true
}

/** A store that others keep busy is waited for; anything else that it or the runner throws ends the run. */
function meet({ context, state }: Run, error: unknown): void {
  const fault = asFault(error)
  const isBusy = isOfStore(fault) && fault.retry === 'soon'
  if (isBusy) state.busySince ??= Date.now()
  if (isBusy && Date.now() - (state.busySince ?? 0) < busyPatienceMs)
    context.log.warn({ problem: fault.message }, 'store busy')
  else state.trouble ??= error
}

async function giveBack({ context, inHand, unsettled }: Run): Promise<void> {
  const tasks = [...unsettled.values()]
  if (tasks.length === 0) return
  await release(context.store, ...tasks)
  for (const { id } of tasks) {
    unsettled.delete(id)
    inHand.delete(id)
  }
}

/**
 * Waits for what is in hand, but not where the store is in trouble; what is left is given back first and cut short then,
 * so that it finds nothing to spoil.
 */
async function letGo(run: Run): Promise<void> {
  const { context, queue, inHand } = run
  if (run.state.trouble === null) await Promise.race([queue.onIdle(), sleep(graceMs.inHand)])
  const late = [...inHand.values()]
  inHand.clear()
  if (late.length === 0) return
  await giveBackLast(run, late)
  context.cutShort.abort()
  await Promise.all([context.threads.close(), context.fetcher.close()])
  await Promise.race([queue.onIdle(), sleep(graceMs.givenBack)])
}

/** On a full disk with the room that was kept for this. What cannot be given back comes back when its lease ends. */
async function giveBackLast({ context, state }: Run, late: readonly Task[]): Promise<void> {
  try {
    await release(context.store, ...late)
  } catch (error) {
    state.trouble ??= error
    if (asFault(error).code === 'store-full') spendSpare(context.config.place)
    await release(context.store, ...late).catch((again) =>
      context.log.error({ tasks: late.length, problem: asFault(again).message }, 'tasks not given back'),
    )
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref())
}

/** A lease that cannot be renewed is no fault yet: the finish checks it again. */
async function renewAll({ context, inHand }: Run, leaseMs: number): Promise<void> {
  for (const task of inHand.values()) {
    await renew(context.store, task, leaseMs).catch((error) =>
      context.log.warn({ task: task.key, problem: asFault(error).message }, 'lease not renewed'),
    )
  }
}

/** Never rejects: what a task throws goes into its row, what the store throws decides about the run. */
async function workOne(task: Task, run: Run): Promise<void> {
  const { context, inHand, unsettled, bell, options } = run
  try {
    const progress = await outcomeOf(task, run)
    inHand.delete(task.id)
    options.onProgress(progress)
  } catch (error) {
    const fault = asFault(error)
    if (isOfStore(fault)) {
      if (inHand.has(task.id)) unsettled.set(task.id, task)
      meet(run, fault)
    } else {
      inHand.delete(task.id)
      context.log.error({ task: task.key, problem: fault.message }, 'the store could not take the outcome')
    }
  } finally {
    bell.ring()
  }
}

/** Throws the faults of the store: they say nothing about the task. */
async function outcomeOf(task: Task, { context, inHand }: Run): Promise<Progress> {
  const { kind, key } = task
  try {
    await handlers[kind](task, context)
    failPoint('after-commit')
    return { kind, outcome: 'done', problem: null }
  } catch (error) {
    const fault = asFault(error)
    const problem = fault.message
    if (fault.code === 'lease-lost' || !inHand.has(task.id)) return { kind, outcome: 'lost', problem }
    if (isOfStore(fault)) throw fault
    const outcome = await fail(context.store, task, fault, context.config.work.attempts)
    context.log.warn({ kind, key, code: fault.code, problem, outcome }, 'task failed')
    return { kind, outcome, problem }
  }
}
