/** One message: the task that it names is claimed, if it is still to be done and its host is free, and worked. */

import { claimGiven } from '../../src/store/claim.ts'
import { nextOfHost } from '../../src/store/ready.ts'
import type { Sendable } from '../../src/store/relay.ts'
import { release, type Task } from '../../src/store/task.ts'
import { asFault, type Fault } from '../../src/types/fault.ts'
import { failPoint } from '../failpoints.ts'
import type { Gate } from '../gate.ts'
import { type Hand, leaseMsOf, meet, workOne } from '../in-hand.ts'
import type { Post } from './post.ts'

export interface Receiver extends Hand {
  readonly gate: Gate
  readonly post: Post
  /** Messages in work. Each resolves once its work has ended; `letGo` ends the wait for it, not the work. */
  readonly working: Map<Promise<void>, () => void>
  readonly stopping: { now: boolean }
  readonly complain: (fault: Fault) => void
}

/** Never rejects: to Redis a message is done with once it was looked at, whatever came of it. */
export function receive(id: number, receiver: Receiver): Promise<void> {
  if (receiver.stopping.now) return Promise.resolve()
  const { working } = receiver
  return new Promise((letGo) => {
    const work = claimAndWork(id, receiver)
      .catch((error) => meet(receiver, error))
      .then(() => {
        working.delete(work)
        letGo()
      })
    working.set(work, letGo)
  })
}

/**
 * A task that was abandoned may have killed its worker: it is worked alone, so that it takes no other with it when it
 * does so again.
 */
async function claimAndWork(id: number, receiver: Receiver): Promise<void> {
  const { gate } = receiver
  const outcome = await gate.beside(() => take(id, receiver, false))
  if (outcome === 'abandoned') await gate.alone(() => take(id, receiver, true))
}

async function take(id: number, receiver: Receiver, alone: boolean): Promise<'abandoned' | 'seen'> {
  const { context, inHand, state, stopping } = receiver
  const { work, fetch } = context.config
  const task = await claimGiven(context.store, id, {
    leaseMs: leaseMsOf(context),
    attempts: work.attempts,
    hostPauseMs: fetch.hostPauseSeconds * 1_000,
    alone,
  })
  state.busySince = null
  if (task === null || task === 'abandoned') return task ?? 'seen'
  failPoint('after-claim', task.key)
  if (stopping.now) {
    await release(context.store, task)
    return 'seen'
  }
  inHand.set(task.id, task)
  await workOne(task, receiver)
  await sendNextOfHost(task, receiver)
  return 'seen'
}

/** What may be asked for later than that is left to the reconciler, in ms. */
const longestTimerMs = 120_000

/** What a host is asked for goes one after another: the end of one is when the next is sent, once the pause is over. */
async function sendNextOfHost({ host }: Task, receiver: Receiver): Promise<void> {
  const { context, stopping } = receiver
  if (host === null || stopping.now) return
  const next = await nextOfHost(context.store, host, longestTimerMs)
  if (next === null) return
  if (next.waitMs === 0) await sendNow([next], receiver)
  // Where the process ends before its time, the reconciler sends it.
  else setTimeout(() => void sendNow([next], receiver), next.waitMs).unref()
}

/** A message that is not sent is no loss: the reconciler sends it. */
export async function sendNow(tasks: readonly Sendable[], receiver: Receiver): Promise<void> {
  if (receiver.stopping.now || tasks.length === 0) return
  await receiver.post.send(tasks).catch((error) => receiver.complain(asFault(error)))
}
