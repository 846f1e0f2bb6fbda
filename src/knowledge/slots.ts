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

/**
 * Slot s anchors the patterns of which patterns[first[s]] up to, not including, patterns[first[s + 1]] are the numbers. Entry
 * e of `patterns` needs also the slots others[firstOther[e]] up to, not including, others[firstOther[e + 1]].
 */
export interface ByAnchor {
  readonly first: Int32Array
  readonly patterns: Int32Array
  readonly firstOther: Int32Array
  readonly others: Int32Array
}

/** `fillers[s]`: how many terms fill slot s; the slots that fewest fill are asked for first. */
export function patternsByAnchor(
  patterns: readonly { readonly anchor: number; readonly slots: readonly number[] }[],
  slotCount: number,
  fillers: Int32Array,
): ByAnchor {
  const order = [...patterns.keys()].sort((a, b) => patterns[a]!.anchor - patterns[b]!.anchor || a - b)
  const first = new Int32Array(slotCount + 1)
  for (const { anchor } of patterns) first[anchor + 1]!++
  for (let slot = 0; slot < slotCount; slot++) first[slot + 1]! += first[slot]!
  const firstOther = new Int32Array(order.length + 1)
  const others: number[] = []
  for (const [entry, pattern] of order.entries()) {
    const { anchor, slots } = patterns[pattern]!
    const own = [...new Set(slots)].filter((slot) => slot !== anchor)
    others.push(...own.sort((a, b) => fillers[a]! - fillers[b]!))
    firstOther[entry + 1] = others.length
  }
  return { first, patterns: Int32Array.from(order), firstOther, others: Int32Array.from(others) }
}

/** How many terms fill each slot. */
export function fillersOf({ slots }: SlotsOf, slotCount: number): Int32Array {
  const fillers = new Int32Array(slotCount)
  for (const slot of slots) fillers[slot]!++
  return fillers
}

/** Of the slots that a term fills only the first stays among its uses. */
export function withOneSlot(uses: readonly Use[]): readonly Use[] {
  const first = uses.findIndex((use) => use.type === 'slot')
  return uses.filter((use, index) => use.type !== 'slot' || index === first)
}
