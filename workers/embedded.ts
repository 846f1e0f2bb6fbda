/** The runner inside this process: claims what is due, works it side by side, and stops cleanly. */

import PQueue from 'p-queue'
import { untilNext } from '../src/store/tally.ts'
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

/** Everything that one run shares. */
interface Run {
  readonly context: Context
  readonly queue: PQueue
  readonly inHand: Map<number, Task>
  readonly bell: Bell
  readonly options: RunOptions
}

/** Resolves when there is nothing left (idleMs) or when it was told to stop and has. */
export async function runEmbedded(context: Context, options: RunOptions): Promise<void> {
  const queue = new PQueue({ concurrency: context.config.work.concurrency })
  const run: Run = { context, queue, inHand: new Map(), bell: createBell(), options }
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
}

async function claimAndWork(run: Run, leaseMs: number): Promise<void> {
  const { context, queue, inHand, bell, options } = run
  const { work, fetch } = context.config
  const claims = { leaseMs, attempts: work.attempts, hostPauseMs: fetch.hostPauseSeconds * 1_000 }
  const { idleMs } = options
  const horizon = idleMs === null ? { dueMs: 86_400_000, heldMs: 86_400_000 } : { dueMs: idleMs, heldMs }
  while (!options.signal.aborted) {
    let wait: number | null = null
    if (queue.pending < work.concurrency) {
      const task = await claim(context.store, claims)
      if (task !== null) {
        failPoint('after-claim')
        inHand.set(task.id, task)
        void queue.add(() => workOne(task, run))
        continue
      }
      wait = await untilNext(context.store, horizon)
      if (wait === null && inHand.size === 0 && idleMs !== null) return
    }
    await bell.wait(Math.min(Math.max(wait ?? longestSleepMs, 5), longestSleepMs))
  }
}

/** Waits for what is in hand; what takes too long is given back first and cut short then, so that it finds nothing to spoil. */
async function letGo({ context, queue, inHand }: Run): Promise<void> {
  await Promise.race([queue.onIdle(), sleep(graceMs.inHand)])
  const late = [...inHand.values()]
  inHand.clear()
  for (const task of late) await release(context.store, task)
  if (late.length === 0) return
  context.cutShort.abort()
  await Promise.all([context.threads.close(), context.fetcher.close()])
  await Promise.race([queue.onIdle(), sleep(graceMs.givenBack)])
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

/** Never rejects: what a task throws goes into its row, and what the store then throws into the log. */
async function workOne(task: Task, run: Run): Promise<void> {
  const { context, inHand, bell, options } = run
  try {
    options.onProgress(await outcomeOf(task, run))
  } catch (error) {
    context.log.error({ task: task.key, problem: asFault(error).message }, 'the store could not take the outcome')
  } finally {
    inHand.delete(task.id)
    bell.ring()
  }
}

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
    const outcome = await fail(context.store, task, fault, context.config.work.attempts)
    context.log.warn({ kind, key, code: fault.code, problem, outcome }, 'task failed')
    return { kind, outcome, problem }
  }
}
