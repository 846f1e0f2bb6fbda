/** The clock of the workers on Redis: looks in the store, again and again, what is due, and sees that Redis has its message. */

import type { Logger } from 'pino'
import { isOfStore } from '../src/store/problem.ts'
import { asFault } from '../src/types/fault.ts'
import { createBell } from '../workers/bell.ts'
import { complaintsTo } from '../workers/queue/complaints.ts'
import { type Reconciliation, reconcile } from '../workers/queue/reconcile.ts'

export interface ClockOptions {
  readonly log: Logger
  readonly signal: AbortSignal
  readonly eachMs: number
}

/** Every so many looks also at the kinds of which enough wait. */
const wholeEach = 5

/** Until the signal comes. A store or a Redis that is out of reach is waited for; throws what else goes wrong. */
export async function runClock(reconciliation: Reconciliation, { log, signal, eachMs }: ClockOptions): Promise<void> {
  const complain = complaintsTo(log)
  const bell = createBell()
  signal.addEventListener('abort', bell.ring)
  try {
    for (let look = 0; !signal.aborted; look++) {
      await unlessAborted(reconcile(reconciliation, look % wholeEach === 0), signal).catch((error) => {
        const fault = asFault(error)
        if (fault.retry !== 'soon' || !(isOfStore(fault) || fault.code === 'queue-unusable')) throw fault
        complain(fault)
      })
      if (!signal.aborted) await bell.wait(eachMs)
    }
  } finally {
    signal.removeEventListener('abort', bell.ring)
  }
}

/** A Redis that is silent holds up nothing that is to end: what it says later is of no interest. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let cut = (): void => undefined
  const aborted = new Promise<void>((resolve) => {
    cut = resolve
    signal.addEventListener('abort', cut)
  })
  work.catch(() => undefined)
  try {
    await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', cut)
  }
}
