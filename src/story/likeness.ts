/** Are these two findings about one affair? Log-odds, summed over what they share and what sets them apart. */

import { resemblance } from '../text/sketch.ts'
import { type Fingerprint, rareWeight } from './fingerprint.ts'

export interface Likeness {
  /** Probability that both are about one affair, 0..1. */
  readonly score: number
  /** Keys in common, weightiest first: what people are told; `copied` before them for a copy. */
  readonly shared: readonly string[]
}

/**
 * After Fellegi and Sunter (1969): each agreement adds its weight, each disagreement takes away. The numbers were set on the
 * "tune" half of test/golden/affairs.jsonl; the "golden" half measures them (docs/decisions/0005-stories.md).
 */
const prior = -5.2
/** Agreements tell on one another (a firm comes with its country), so the second counts less than the first, and so on. */
const discount = 0.86
const otherNames = -1.2
const otherAmounts = -1.1
const otherChips = -0.5
/** A text that is this much alike is a copy, or one shortened from the other. */
const copyFrom = 0.3
/** Log-odds taken away for each day beyond a week between two articles. */
const perDay = 0.06
/** Articles further apart than this are never compared, in days. */
export const windowDays = 60

const nothing: Likeness = { score: 0, shared: [] }

/** Stands first among what is shared where one text is that of the other. */
export const copied = 'copy'

/** Pure and symmetric. 0 where they share nothing rare: "Nvidia, China" in common is nothing. */
export function likenessOf(a: Fingerprint, b: Fingerprint): Likeness {
  const days = Math.abs(a.day - b.day)
  if (days > windowDays) return nothing
  const shared = Object.keys(a.keys)
    .filter((key) => b.keys[key] !== undefined)
    .sort((x, y) => (a.keys[y] ?? 0) - (a.keys[x] ?? 0) || (x < y ? -1 : 1))
  const copy = resemblance(a.sketch, b.sketch)
  if (copy >= copyFrom) return { score: Math.max(0.9, copy), shared: [copied, ...shared] }
  if (!shared.some((key) => Math.min(a.keys[key] ?? 0, b.keys[key] ?? 0) >= rareWeight)) return nothing
  const agreement = shared.reduce(
    (sum, key, rank) => sum + Math.min(a.keys[key] ?? 0, b.keys[key] ?? 0) * discount ** rank,
    0,
  )
  const logit = prior + agreement + disagreement(a, b) - perDay * Math.max(0, days - 7)
  return { score: Math.round((1 / (1 + Math.exp(-logit))) * 1_000) / 1_000, shared }
}

/** Both name firms or people of their own, sums, or models, and none is the same. */
function disagreement(a: Fingerprint, b: Fingerprint): number {
  return (
    (differ(a, b, ['name/', 'company/'], rareWeight) ? otherNames : 0) +
    (differ(a, b, ['amount/'], rareWeight) ? otherAmounts : 0) +
    (differ(a, b, ['chip/'], 0) ? otherChips : 0)
  )
}

function differ(a: Fingerprint, b: Fingerprint, kinds: readonly string[], least: number): boolean {
  const of = ({ keys }: Fingerprint): string[] =>
    Object.keys(keys).filter((key) => (keys[key] ?? 0) >= least && kinds.some((kind) => key.startsWith(kind)))
  const [ofA, ofB] = [of(a), of(b)]
  return ofA.length > 0 && ofB.length > 0 && !ofA.some((key) => b.keys[key] !== undefined)
}
