/** The runner inside this process: claims what is due, works it side by side, and stops cleanly. */

import PQueue from 'p-queue'
import { claim, fail, release, renew, type Task, type TaskKind, untilNext } from '../src/store/task.ts'
import { asFault } from '../src/types/fault.ts'
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
/** How long what is in hand may still take once the signal has come. */
const graceMs = 8_000

/** Resolves when there is nothing left (idleMs) or when it was told to stop and has. */
export async function runEmbedded(context: Context, { idleMs, signal, onProgress }: RunOptions): Promise<void> {
  const { store, config } = context
  const queue = new PQueue({ concurrency: config.work.concurrency })
  const inHand = new Map<number, Task>()
  const claims = {
    leaseMs: config.work.leaseSeconds * 1_000,
    attempts: config.work.attempts,
    hostPauseMs: config.fetch.hostPauseSeconds * 1_000,
  }
  const renewal = setInterval(() => {
    for (const task of inHand.values())
      renew(store, task, claims.leaseMs).catch((error) =>
        context.log.warn({ task: task.key, problem: asFault(error).message }, 'lease'),
      )
  }, claims.leaseMs / 3)
  try {
    while (!signal.aborted) {
      if (queue.pending >= config.work.concurrency) {
        await Promise.race([oneDone(queue), sleep(longestSleepMs, signal)])
        continue
      }
      const task = await claim(store, claims)
      if (task !== null) {
        failPoint('after-claim')
        inHand.set(task.id, task)
        void queue.add(() => work(task, context, onProgress).finally(() => inHand.delete(task.id)))
        continue
      }
      const wait = await untilNext(store)
      if (queue.pending === 0 && idleMs !== null && (wait === null || wait > idleMs)) return
      await Promise.race([
        sleep(Math.min(wait ?? longestSleepMs, longestSleepMs), signal),
        ...(queue.pending > 0 ? [oneDone(queue)] : []),
      ])
    }
    await Promise.race([queue.onIdle(), sleep(graceMs, null)])
    for (const task of inHand.values()) await release(store, task)
  } finally {
    clearInterval(renewal)
  }
}

/** The next task of the queue to end; the listener goes with it. */
function oneDone(queue: PQueue): Promise<void> {
  return new Promise((resolve) => queue.once('next', () => resolve()))
}

/** Ends early when the signal comes; its listener goes with it. */
function sleep(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.max(5, ms))
    signal?.addEventListener('abort', end, { once: true })
  })
}

async function work(task: Task, context: Context, onProgress: (progress: Progress) => void): Promise<void> {
  try {
    await handlers[task.kind](task, context)
    failPoint('after-commit')
    onProgress({ kind: task.kind, outcome: 'done', problem: null })
  } catch (error) {
    const fault = asFault(error)
    if (fault.code === 'lease-lost') {
      onProgress({ kind: task.kind, outcome: 'lost', problem: fault.message })
      return
    }
    const outcome = await fail(context.store, task, fault, context.config.work.attempts)
    context.log.warn(
      { kind: task.kind, key: task.key, code: fault.code, problem: fault.message, outcome },
      'task failed',
    )
    onProgress({ kind: task.kind, outcome, problem: fault.message })
  }
}
