/** Named points at which a test has this process killed: DETOUR_FAIL="after-claim:3,before-commit:1", or for one task's key "after-claim@key". */

import { environment } from '../src/config.ts'

export type FailPoint =
  | 'after-claim'
  | 'while-fetching'
  | 'while-delivering'
  | 'after-delivery'
  | 'before-commit'
  | 'after-commit'

const passages = new Map<string, number>()

/** Counts a passage; at the one that DETOUR_FAIL names the process ends as by kill -9: nothing is cleaned up. */
export function failPoint(point: FailPoint, key?: string): void {
  if (isReached(point, key)) process.kill(process.pid, 'SIGKILL')
}

/** The same amid work that has begun: once the event loop has let it send what it had to send. */
export async function failDuring<Result>(point: FailPoint, work: Promise<Result>): Promise<Result> {
  if (isReached(point)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2)
  return work
}

function isReached(point: FailPoint, key?: string): boolean {
  const plan = environment().DETOUR_FAIL
  if (plan === undefined) return false
  const count = (passages.get(point) ?? 0) + 1
  passages.set(point, count)
  return plan.split(',').some((one) => one === `${point}:${count}` || one === `${point}@${key}`)
}
