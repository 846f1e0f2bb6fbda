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
    for (const use of own) if (use.type === 'slot' && !slots.includes(use.slot, first[term])) slots.push(use.slot)
    first[term + 1] = slots.length
  })
  return { first, slots: Int32Array.from(slots) }
}

/** Slot s anchors the patterns of which patterns[first[s]] up to, not including, patterns[first[s + 1]] are the numbers. */
export interface ByAnchor {
  readonly first: Int32Array
  readonly patterns: Int32Array
}

export function patternsByAnchor(patterns: readonly { readonly anchor: number }[], slotCount: number): ByAnchor {
  const order = [...patterns.keys()].sort((a, b) => patterns[a]!.anchor - patterns[b]!.anchor || a - b)
  const first = new Int32Array(slotCount + 1)
  for (const { anchor } of patterns) first[anchor + 1]!++
  for (let slot = 0; slot < slotCount; slot++) first[slot + 1]! += first[slot]!
  return { first, patterns: Int32Array.from(order) }
}

/** Of the slots that a term fills only the first stays among its uses. */
export function withOneSlot(uses: readonly Use[]): readonly Use[] {
  const first = uses.findIndex((use) => use.type === 'slot')
  return uses.filter((use, index) => use.type !== 'slot' || index === first)
}
