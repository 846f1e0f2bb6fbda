/** The tasks that a process has in hand: worked, their leases renewed, given back where it stops or the store does not take them. */

import { isOfStore } from '../src/store/problem.ts'
import { spendSpare } from '../src/store/spare.ts'
import { fail, release, renew, type Task, type TaskKind } from '../src/store/task.ts'
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

/** How long what is in hand may still take once the signal has come, and what was given back to fall over. */
const graceMs = { inHand: 7_000, givenBack: 1_000 }

export interface Hand {
  readonly context: Context
  readonly inHand: Map<number, Task>
  /** Those in hand whose outcome the store did not take: they are given back as soon as it takes that. */
  readonly unsettled: Map<number, Task>
  /** Rung whenever a task leaves the hand, or should. */
  readonly bell: Bell
  readonly onProgress: (progress: Progress) => void
  /** For how long the store may be found busy or out of reach before that ends the run, in ms. */
  readonly busyPatienceMs: number
  /** `trouble`: what ends the run; null: nothing. `busySince`: ms; null: the store was well when last asked. */
  readonly state: { trouble: unknown; busySince: number | null }
}

export function openHand(context: Context, options: Pick<Hand, 'onProgress' | 'busyPatienceMs'>): Hand {
  const state = { trouble: null, busySince: null }
  return { ...options, context, inHand: new Map(), unsettled: new Map(), bell: createBell(), state }
}

export function leaseMsOf({ config }: Context): number {
  return config.work.leaseSeconds * 1_000
}

/** Renews the leases of what is in hand, three times in each; answers what ends that. */
export function keepLeases(hand: Hand): () => void {
  const leaseMs = leaseMsOf(hand.context)
  let renewing = false
  const renewal = setInterval(async () => {
    if (renewing) return
    renewing = true
    await renewAll(hand, leaseMs)
    renewing = false
  }, leaseMs / 3)
  return () => clearInterval(renewal)
}

/** A lease that cannot be renewed is no fault yet: the finish checks it again, and may just have been. */
async function renewAll({ context, inHand }: Hand, leaseMs: number): Promise<void> {
  for (const task of inHand.values()) {
    await renew(context.store, task, leaseMs).catch((error) => {
      const fault = asFault(error)
      if (fault.code !== 'lease-lost') context.log.warn({ task: task.key, problem: fault.message }, 'lease not renewed')
    })
  }
}

/** A store that others keep busy is waited for; anything else that it or the runner throws ends the run. */
export function meet({ context, state, busyPatienceMs }: Hand, error: unknown): void {
  const fault = asFault(error)
  const isBusy = isOfStore(fault) && fault.retry === 'soon'
  if (isBusy) state.busySince ??= Date.now()
  if (isBusy && Date.now() - (state.busySince ?? 0) < busyPatienceMs)
    context.log.warn({ problem: fault.message }, 'store busy')
  else state.trouble ??= error
}

export async function giveBack({ context, inHand, unsettled }: Hand): Promise<void> {
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
 * so that it finds nothing to spoil. `idle` resolves once nothing is worked any more.
 */
export async function letGo(hand: Hand, idle: () => Promise<unknown>): Promise<void> {
  const { context, inHand } = hand
  if (hand.state.trouble === null) await Promise.race([idle(), sleep(graceMs.inHand)])
  const late = [...inHand.values()]
  inHand.clear()
  if (late.length === 0) return
  await giveBackLast(hand, late)
  context.cutShort.abort()
  await Promise.all([context.threads.close(), context.fetcher.close()])
  await Promise.race([idle(), sleep(graceMs.givenBack)])
}

/** On a full disk with the room that was kept for this. What cannot be given back comes back when its lease ends. */
async function giveBackLast({ context, state }: Hand, late: readonly Task[]): Promise<void> {
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

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref())
}

/** Never rejects: what a task throws goes into its row, what the store throws decides about the run. */
export async function workOne(task: Task, hand: Hand): Promise<void> {
  const { context, inHand, unsettled, bell, onProgress } = hand
  try {
    const progress = await outcomeOf(task, hand)
    inHand.delete(task.id)
    onProgress(progress)
  } catch (error) {
    const fault = asFault(error)
    if (isOfStore(fault)) {
      if (inHand.has(task.id)) unsettled.set(task.id, task)
      meet(hand, fault)
    } else {
      inHand.delete(task.id)
      context.log.error({ task: task.key, problem: fault.message }, 'the store could not take the outcome')
    }
  } finally {
    bell.ring()
  }
}

/** Throws the faults of the store: they say nothing about the task. */
async function outcomeOf(task: Task, { context, inHand }: Hand): Promise<Progress> {
  const { kind, key } = task
  try {
    await handlers[kind](task, context)
    failPoint('after-commit')
    return { kind, outcome: 'done', problem: null }
  } catch (error) {
    const fault = asFault(error)
    const problem = fault.message
    if (fault.code === 'lease-lost' || !inHand.has(task.id)) {
      context.log.info({ kind, key, problem }, 'task lost to another worker')
      return { kind, outcome: 'lost', problem }
    }
    if (isOfStore(fault)) throw fault
    const outcome = await fail(context.store, task, fault, context.config.work.attempts)
    context.log.warn({ kind, key, code: fault.code, problem, outcome }, 'task failed')
    return { kind, outcome, problem }
  }
}
