/** The runner inside this process: claims what is due, works it side by side, and stops cleanly. */

import PQueue from 'p-queue'
import { type Horizon, untilNext } from '../src/store/tally.ts'
import { claim } from '../src/store/task.ts'
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
}

/**
 * Resolves when there is nothing left (idleMs) or when it was told to stop and has. Throws the store's Fault where it
 * takes nothing more (a full disk): what was in hand is given back then, and nothing is put into quarantine for it.
 */
export async function runEmbedded(context: Context, options: RunOptions): Promise<void> {
  const queue = new PQueue({ concurrency: context.config.work.concurrency })
  const run: Run = { ...openHand(context, { onProgress: options.onProgress, busyPatienceMs }), queue, options }
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
      if (run.queue.pending < run.context.config.work.concurrency) {
        if (await claimOne(run)) continue
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

async function claimOne(run: Run): Promise<boolean> {
  const { context, queue, state } = run
  const { work, fetch } = context.config
  const claims = { leaseMs: leaseMsOf(context), attempts: work.attempts, hostPauseMs: fetch.hostPauseSeconds * 1_000 }
  const task = await claim(context.store, claims)
  state.busySince = null
  if (task === null) return false
  failPoint('after-claim')
  run.inHand.set(task.id, task)
  void queue.add(() => workOne(task, run))
  return true
}
