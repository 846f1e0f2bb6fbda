/** Whether a chip was under export control on a date, by destination. */

import type { Control } from './schema.ts'

export interface ControlStatus {
  readonly destination: string
  readonly status: 'controlled' | 'licence' | 'free' | 'unknown'
  readonly rule: string | null
  readonly policy: string | null
  readonly since: string | null
  readonly asOf: string | null
}

/** The destination that every article of this field is about: its status is always given, `unknown` where not sourced. */
const always = 'CN'

/**
 * For each destination of the chip's dated table the entry in force on `published` (the day, UTC): the latest that
 * was effective by then; `unknown` before the first and where the article has no date. Never today's status.
 */
export function controlAt(table: readonly Control[], published: string | null): ControlStatus[] {
  const asOf = published?.slice(0, 10) ?? null
  const destinations = new Set([always, ...table.map((entry) => entry.destination)])
  return [...destinations].map((destination) => {
    const inForce =
      asOf === null
        ? undefined
        : latest(table.filter((entry) => entry.destination === destination && entry.effective <= asOf))
    if (inForce === undefined) return { destination, status: 'unknown', rule: null, policy: null, since: null, asOf }
    return {
      destination,
      status: inForce.status,
      rule: inForce.rule ?? null,
      policy: inForce.policy ?? null,
      since: inForce.effective,
      asOf,
    }
  })
}

function latest(entries: readonly Control[]): Control | undefined {
  return entries.reduce<Control | undefined>(
    (best, entry) => (best === undefined || entry.effective > best.effective ? entry : best),
    undefined,
  )
}
