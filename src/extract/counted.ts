/** What money and quantities are made of: figures, and what is counted by them. */

import type { QuantityMention } from '../types/mention.ts'
import type { Id } from '../types/text.ts'

/** A figure at words first..last; `end` is the shadow offset behind it. Low and high as in types/mention.ts `Amount`. */
export interface Figure {
  readonly first: number
  readonly last: number
  /** Shadow offset of the first digit or letter; behind a currency sign that is glued to it. */
  readonly start: number
  readonly end: number
  readonly low: number
  readonly high: number
  /** A scale word or abbreviation was read: "milliards", "bn". */
  readonly scaled: boolean
  /** The scale is one letter set apart from the digits ("160 m"): money only if a currency stands beside it. */
  readonly loose: boolean
  /** What the last scale multiplies by; 1 without one: lends itself to the first figure of "10–15 million". */
  readonly scale: number
  /** Written in digits. */
  readonly digits: boolean
  /** Hedged from within: "70多亿". */
  readonly atLeast: boolean
}

/** What a figure counts; `last`: the last word of it. */
export interface Counted {
  readonly unit: QuantityMention['unit']
  readonly of: Id<'Chip'> | null
  readonly last: number
}

/** A figure of the text and what it counts; null where it counts none of these things, or leaves them out. */
export interface Tally {
  readonly figure: Figure
  readonly counted: Counted | null
}
