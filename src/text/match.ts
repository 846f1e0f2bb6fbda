/** Finds patterns (text/pattern.ts) in a sentence from the places where their words and mentions stand. */

/** A stretch of words, first and last included. */
export interface WordRange {
  readonly first: number
  readonly last: number
}

/** A pattern compiled: `slots[i]` names what item i must be, `gaps[i]` whether words may stand before it. */
export interface CompiledPattern<Tag> {
  readonly tag: Tag
  readonly source: string
  readonly slots: readonly number[]
  readonly gaps: readonly boolean[]
  /** The slot whose presence makes the pattern worth trying. */
  readonly anchor: number
}

const none: readonly WordRange[] = []

/** The longest chain of alternatives followed at once: bounds the work on hostile text. */
const maxPaths = 64

/**
 * Where the pattern stands in one sentence: the shortest stretch for each beginning, none overlapping.
 * `places(slot)` gives a slot's ranges in the sentence, ascending by first; `gap` is the most words under a `…`.
 */
export function matchPattern<Tag>(
  pattern: CompiledPattern<Tag>,
  places: (slot: number) => readonly WordRange[],
  gap: number,
): readonly WordRange[] {
  const opening = pattern.slots[0]
  if (opening === undefined) return none
  let found: WordRange[] | null = null
  let end = -1
  for (const start of places(opening)) {
    if (start.first <= end) continue
    const last = follow(pattern, places, gap, start.last)
    if (last === null) continue
    found ??= []
    found.push({ first: start.first, last })
    end = last
  }
  return found ?? none
}

/** Last word of the shortest way through the items after the first, or null where there is none. */
function follow<Tag>(
  pattern: CompiledPattern<Tag>,
  places: (slot: number) => readonly WordRange[],
  gap: number,
  from: number,
): number | null {
  if (pattern.slots.length === 1) return from
  let ends: readonly number[] = [from]
  for (let item = 1; item < pattern.slots.length; item++) {
    ends = nextEnds(ends, places(pattern.slots[item]!), pattern.gaps[item] === true ? gap : 0)
    if (ends.length === 0) return null
  }
  return ends.length === 1 ? ends[0]! : Math.min(...ends)
}

/** Where those places end that begin behind one of `ends`, at most `reach` words between; `places` ascend. */
function nextEnds(ends: readonly number[], places: readonly WordRange[], reach: number): readonly number[] {
  const furthest = (ends.length === 1 ? ends[0]! : Math.max(...ends)) + reach + 1
  const next: number[] = []
  for (const { first, last } of places) {
    if (first > furthest) break
    if (!isReached(ends, first, reach) || next.includes(last)) continue
    next.push(last)
    if (next.length >= maxPaths) break
  }
  return next
}

function isReached(ends: readonly number[], first: number, reach: number): boolean {
  for (const end of ends) if (first > end && first - end - 1 <= reach) return true
  return false
}
