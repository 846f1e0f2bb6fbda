/** Says a trouble once, not each time that it is met again: a Redis that is down is met many times a second. */

import type { Logger } from 'pino'
import type { Fault } from '../../src/types/fault.ts'

/** After so long it is said again, in ms. */
const againMs = 60_000

export function complaintsTo(log: Logger): (fault: Fault) => void {
  let last = { message: '', at: 0 }
  return ({ message }) => {
    const now = Date.now()
    if (message === last.message && now - last.at < againMs) return
    last = { message, at: now }
    log.warn({ problem: message }, 'queue in trouble')
  }
}
