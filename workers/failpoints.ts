/** Named points at which a test has this process killed: DETOUR_FAIL="after-claim:3,before-commit:1". */

import { environment } from '../src/config.ts'

export type FailPoint = 'after-claim' | 'while-fetching' | 'before-commit' | 'after-commit'

const passages = new Map<string, number>()

/** Counts a passage; at the one that DETOUR_FAIL names the process ends as by kill -9: nothing is cleaned up. */
export function failPoint(point: FailPoint): void {
  const plan = environment().DETOUR_FAIL
  if (plan === undefined) return
  const count = (passages.get(point) ?? 0) + 1
  passages.set(point, count)
  if (plan.split(',').includes(`${point}:${count}`)) process.kill(process.pid, 'SIGKILL')
}
