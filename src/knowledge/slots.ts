/** Which slots of a language's patterns its terms fill. */

import type { Use } from './use.ts'

/** Term t fills slots[first[t]] up to, not including, slots[first[t + 1]]. */
export interface SlotsOf {
  readonly first: Int32Array
  readonly slots: Int32Array
}

export function slotsByTerm(uses: readonly (readonly Use[])[]): SlotsOf {
  const first = new Int32Array(uses.length + 1)
  const slots: number[] = []
  uses.forEach((own, term) => {
    for (const use of own) if (use.type === 'slot') slots.push(use.slot)
    first[term + 1] = slots.length
  })
  return { first, slots: Int32Array.from(slots) }
}

/** Of the slots that a term fills only the first stays among its uses. */
export function withOneSlot(uses: readonly Use[]): readonly Use[] {
  const first = uses.findIndex((use) => use.type === 'slot')
  return uses.filter((use, index) => use.type !== 'slot' || index === first)
}
