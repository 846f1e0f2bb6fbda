/** Signs and codes of currencies before and behind a figure: "$2.5bn", "12 €", "31 millions de $". */

import type { CompiledLanguage } from '../knowledge/compile.ts'
import { longestAt, type Reading } from '../knowledge/reading.ts'
import { toOriginal } from '../text/shadow.ts'
import { cut, unitAt } from '../text/units.ts'
import type { Figure } from './counted.ts'
import { follows, isAbbreviated } from './figure.ts'

export type Sign = CompiledLanguage['signs'][number]

/** "$2.5bn", "US$ 5 billion", "RM119.8 million". Signs in letters must stand in their own case and alone. */
export function signBefore(
  reading: Reading,
  start: number,
  signs: readonly Sign[],
): { readonly sign: Sign; readonly at: number } | null {
  const { text } = reading.shadow
  const end = text[start - 1] === ' ' ? start - 1 : start
  for (const sign of signsAt(signs, unitAt(text, end - 1), 'last')) {
    const at = end - sign.sign.length
    if (at >= 0 && text.startsWith(sign.sign, at) && signStands(reading, at, end, sign, 'before')) return { sign, at }
  }
  return null
}

/** Shadow offset behind the figure and the full stop of its scale: "2,4 Mrd. €". */
export function afterFigure(reading: Reading, figure: Figure): number {
  return isAbbreviated(reading, figure.last) ? figure.end + 1 : figure.end
}

export function signAfter(
  reading: Reading,
  end: number,
  signs: readonly Sign[],
): { readonly sign: Sign; readonly end: number } | null {
  const { text } = reading.shadow
  const start = text[end] === ' ' ? end + 1 : end
  for (const sign of signsAt(signs, unitAt(text, start), 'first')) {
    if (text.startsWith(sign.sign, start) && signStands(reading, start, start + sign.sign.length, sign, 'after'))
      return { sign, end: start + sign.sign.length }
  }
  return null
}

/** "31 millions de $": a linking word between the scale and the sign. */
export function signBeyondLink(reading: Reading, figure: Figure, signs: readonly Sign[]): ReturnType<typeof signAfter> {
  if (!figure.scaled || figure.loose || !follows(reading, figure.last)) return null
  const link = longestAt(reading, figure.last + 1, 'link')
  const found = link === null ? null : signAfter(reading, reading.words.ends[link.last] ?? 0, signs)
  // "2 milliards de $3 tickets": a sign with a figure of its own prices that one.
  return found === null || /^ ?\d/.test(cut(reading.shadow.text, found.end)) ? null : found
}

type ByUnit = ReadonlyMap<number, readonly Sign[]>

const byUnits = new WeakMap<readonly Sign[], { readonly first: ByUnit; readonly last: ByUnit }>()

/** The signs that begin or end with a unit, in their order; sorted once for each language. */
function signsAt(signs: readonly Sign[], unit: number, side: 'first' | 'last'): readonly Sign[] {
  let sorted = byUnits.get(signs)
  if (sorted === undefined) {
    sorted = { first: groupSigns(signs, 0), last: groupSigns(signs, -1) }
    byUnits.set(signs, sorted)
  }
  return sorted[side].get(unit) ?? []
}

function groupSigns(signs: readonly Sign[], at: 0 | -1): ByUnit {
  const groups = new Map<number, Sign[]>()
  for (const one of signs) {
    const unit = unitAt(one.sign, at === 0 ? 0 : one.sign.length - 1)
    groups.set(unit, [...(groups.get(unit) ?? []), one])
  }
  return groups
}

function signStands(reading: Reading, from: number, to: number, sign: Sign, side: 'before' | 'after'): boolean {
  const { text } = reading.shadow
  const first = text[from] ?? ''
  const last = text[to - 1] ?? ''
  const letters = /\p{L}/u
  if (letters.test(first) && /[\p{L}\p{N}]/u.test(text[from - 1] ?? '') && side === 'before') return false
  if (letters.test(last) && /\p{L}/u.test(text[to] ?? '')) return false
  if (side === 'after' && !letters.test(last) && /[\p{N}]/u.test(text[to] ?? '')) return false
  // "cad$", "hk $": the sign at its end says that it is one; "us $5" and "a $5" may say something else.
  if (!letters.test(sign.sign) || /^(?!us\b)\p{L}{2,} ?\p{Sc}$/u.test(sign.sign)) return true
  const { start, end } = toOriginal(reading.shadow, from, to)
  return /^[^\p{Ll}]*\p{Lu}/u.test(cut(reading.document.text, start, end))
}
