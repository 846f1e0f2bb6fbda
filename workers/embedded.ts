/** The runner inside this process: claims what is due, works it side by side, and stops cleanly. */

import PQueue from 'p-queue'
import { claim, hasAbandoned } from '../src/store/claim.ts'
import { type Horizon, untilNext } from '../src/store/tally.ts'
import type { Context } from './context.ts'
import { failPoint } from './failpoints.ts'
import { giveBack, type Hand, keepLeases, leaseMsOf, letGo, meet, openHand, type Progress, workOne } from './in-hand.ts'

export interface RunOptions {
  /** Ends when nothing is due within this many ms; null: never. */
  readonly idleMs: number | null
  /** Stops claiming; what is in hand is finished or given back. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** Longest sleep: rows that other processes add are seen within it. */
const longestSleepMs = 1_000
/** Holds that a run which ends by itself still waits for: the longest Crawl-delay, and a margin. */
const heldMs = 90_000
/** For how long the store may be found busy before the run ends of it. */
const busyPatienceMs = 60_000

/** Everything that one run shares. */
interface Run extends Hand {
  readonly queue: PQueue
  readonly options: RunOptions
  /** The task that nothing is to be begun beside, while it is in hand. */
  readonly alone: { task: number | null }
}

/**
 * Resolves when there is nothing left (idleMs) or when it was told to stop and has. Throws the store's Fault where it
 * takes nothing more (a full disk): what was in hand is given back then, and nothing is put into quarantine for it.
 */
export async function runEmbedded(context: Context, options: RunOptions): Promise<void> {
  const queue = new PQueue({ concurrency: context.config.work.concurrency })
  const hand = openHand(context, { onProgress: options.onProgress, busyPatienceMs })
  const run: Run = { ...hand, queue, options, alone: { task: null } }
  const stopRenewing = keepLeases(run)
  options.signal.addEventListener('abort', run.bell.ring)
  try {
    await claimAndWork(run)
    await letGo(run, () => queue.onIdle())
  } finally {
    stopRenewing()
    options.signal.removeEventListener('abort', run.bell.ring)
  }
  if (run.state.trouble !== null) throw run.state.trouble
}

async function claimAndWork(run: Run): Promise<void> {
  const { idleMs, signal } = run.options
  while (!signal.aborted && run.state.trouble === null) {
    let wait: number | null = null
    try {
      await giveBack(run)
      const outcome = await claimNext(run)
      if (outcome === 'claimed') continue
      if (outcome === 'nothing') {
        wait = await untilNext(run.context.store, horizonOf(idleMs))
        if (wait === null && run.inHand.size === 0 && idleMs !== null) return
      }
    } catch (error) {
      meet(run, error)
    }
    await run.bell.wait(Math.min(Math.max(wait ?? longestSleepMs, 5), longestSleepMs))
  }
}

export function horizonOf(idleMs: number | null): Horizon {
  return idleMs === null ? { dueMs: 86_400_000, heldMs: 86_400_000 } : { dueMs: idleMs, heldMs }
}

/**
 * A task that was abandoned may have killed its worker: it is worked alone, so that it takes no other with it when it does
 * so again. 'later': until something in hand is done.
 */
async function claimNext(run: Run): Promise<'claimed' | 'nothing' | 'later'> {
  const { context, inHand, queue, alone } = run
  if (inHand.has(alone.task ?? 0) || queue.pending >= context.config.work.concurrency) return 'later'
  if (!(await hasAbandoned(context.store))) return (await claimOne(run, 'due')) === null ? 'nothing' : 'claimed'
  if (inHand.size > 0) return 'later'
  alone.task = await claimOne(run, 'abandoned')
  return alone.task === null ? 'nothing' : 'later'
}

async function claimOne(run: Run, which: 'due' | 'abandoned'): Promise<number | null> {
  const { context, queue, state } = run
  const { work, fetch } = context.config
  const claims = { leaseMs: leaseMsOf(context), attempts: work.attempts, hostPauseMs: fetch.hostPauseSeconds * 1_000 }
  const task = await claim(context.store, { ...claims, which })
  state.busySince = null
  if (task === null) return null
  failPoint('after-claim', task.key)
  run.inHand.set(task.id, task)
  void queue.add(() => workOne(task, run))
  return task.id
}
