/** Whose money a sum is where its own words leave it open: "pesos", or millions with no currency behind them. */

import { useSet } from '../knowledge/hits.ts'
import { hitsOf, longestAt, type Reading } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import type { Figure } from './counted.ts'
import { follows } from './figure.ts'
import { hedgeBefore } from './hedge.ts'

/** A figure with its currency: shadow offsets and words that the whole covers. */
export interface Sum {
  readonly figure: Figure
  readonly currency: string
  readonly assumed: boolean
  readonly start: number
  readonly end: number
  readonly first: number
  readonly last: number
}

/** Smallest figure that is read as money without a currency: millions. Smaller ones are counts of anything. */
const elidedFrom = 1e6

/** Shortest word for millions, in letters: "70B" and "4 M" count anything. */
const shortestScale = 4

/** How often the text names each country or group, by its code. */
export function countriesNamed(reading: Reading): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const { use } of hitsOf(reading, 'region')) times.set(use.code, (times.get(use.code) ?? 0) + 1)
  return times
}

/** The currency of a word or sign; of one that several countries use, that of the country which the text names most. */
export function currencyOf(
  reading: Reading,
  use: { readonly code: string; readonly others: readonly string[] },
  named: ReadonlyMap<string, number>,
): string {
  if (use.others.length === 0) return use.code
  const { currencies } = reading.knowledge.sources
  let best = use.code
  let most = 0
  for (const code of [use.code, ...use.others]) {
    const country = currencies[code]?.country
    const times = country === undefined ? 0 : (named.get(country) ?? 0)
    if (times <= most) continue
    best = code
    most = times
  }
  return best
}

/**
 * "unas ventas de 6.200 millones": a figure in millions behind which nothing is counted takes the currency of the
 * sum before it (not one in brackets, which only converts), or of the first behind it, unless the figure in millions before it counts something else.
 */
export function elidedSums(
  reading: Reading,
  figures: readonly Figure[],
  sums: readonly (Sum | null)[],
): readonly (Sum | null)[] {
  const everywhere = reading.language!.source.money.elided
  let before: Sum | null = null
  let other = false
  return figures.map((figure, i) => {
    const sum = sums[i] ?? null
    if (sum !== null) {
      if (!inBrackets(reading, sum)) before = sum
      other = false
      return sum
    }
    if (figure.low < elidedFrom || !figure.scaled) return null
    const model = other ? null : (before ?? sums.slice(i).find((next) => next !== null) ?? null)
    const open = everywhere || isPart(reading, figure)
    if (model === null || figure.loose || !open || countsSomething(reading, figure)) {
      other = true
      return null
    }
    before = model
    const { start, end, first, last } = figure
    return { figure, currency: model.currency, assumed: true, start, end, first, last }
  })
}

const parts = useSet('part')

/** "dont 1 milliard", "of which 1 billion": part of the sum before, in languages that leave no currency out elsewhere. */
function isPart(reading: Reading, { first }: Figure): boolean {
  const before = hedgeBefore(reading, first).first - 1
  for (let from = before; from >= Math.max(0, before - 3); from--)
    if (reading.hits.spans(from, before, parts)) return true
  return false
}

/** "160 millones de dólares (unos 137 millones de euros)". */
function inBrackets(reading: Reading, sum: Sum): boolean {
  const before = cut(reading.shadow.text, Math.max(0, sum.start - 40), sum.start)
  return before.lastIndexOf('(') > before.lastIndexOf(')')
}

function startOf(reading: Reading, word: number): number {
  return reading.words.starts[word] ?? 0
}

/** A scale of millions ends the figure, and no linking word, noun or percent sign joins anything to it. */
function countsSomething(reading: Reading, figure: Figure): boolean {
  const scale = longestAt(reading, figure.last, 'scale')
  if (scale === null || scale.use.value < elidedFrom || figure.end - startOf(reading, scale.first) < shortestScale)
    return true
  if (!follows(reading, figure.last)) return /^ ?[%‰°]/.test(cut(reading.shadow.text, figure.end, figure.end + 2))
  const next = figure.last + 1
  return (['link', 'unit', 'chip'] as const).some((type) => longestAt(reading, next, type) !== null)
}

/** "20 dollars 43 cents", "150円25銭", "15 dollars 50" where the phrase ends: a sum with the small change behind it. */
export function withChange(reading: Reading, sum: Sum | null, next: Figure | undefined): Sum | null {
  if (sum === null || next === undefined || next.low >= 100 || sum.figure.low !== sum.figure.high) return sum
  const last = lastWordBefore(reading, sum.last, sum.end)
  const near = next.first - last - 1
  if (!follows(reading, last) || near < 0 || near > 1) return sum
  if (near === 1 && longestAt(reading, last + 1, 'to') === null) return sum
  const minor = follows(reading, next.last) ? longestAt(reading, next.last + 1, 'minor') : null
  if (minor === null && !(near === 0 && isBareChange(reading, sum, next))) return sum
  const value = Number((sum.figure.low + next.low * (minor?.use.value ?? 0.01)).toFixed(2))
  const end = minor === null ? next.end : (reading.words.ends[minor.last] ?? sum.end)
  return { ...sum, figure: { ...sum.figure, low: value, high: value }, end, last: minor?.last ?? next.last }
}

/** "17 USD 25." but not "17 USD 25%" or "17 USD 25 workers": two digits of whole units that end their phrase. */
function isBareChange(reading: Reading, sum: Sum, next: Figure): boolean {
  const isWhole = Number.isInteger(sum.figure.low) && Number.isInteger(next.low) && next.low >= 10
  return (
    isWhole && !sum.figure.scaled && /^(?:[.,;!?)»”"]|\s*$)/.test(cut(reading.shadow.text, next.end, next.end + 40))
  )
}

/** The last word that begins before a shadow offset, from `word` on: a code behind the figure is one. */
function lastWordBefore(reading: Reading, word: number, offset: number): number {
  let last = word
  while ((reading.words.starts[last + 1] ?? Number.POSITIVE_INFINITY) < offset) last++
  return last
}

/** "90 EUR million": a scale behind the sign or code of an unscaled figure; `end`: shadow offset behind the sign. */
export function scaledBehind(
  reading: Reading,
  figure: Figure,
  end: number,
): { readonly figure: Figure; readonly end: number } {
  const word = lastWordBefore(reading, figure.last, end)
  const scale =
    figure.scaled || word === figure.last || !follows(reading, word) ? null : longestAt(reading, word + 1, 'scale')
  const behind = reading.words.ends[scale?.last ?? word] ?? end
  if (scale === null || behind - startOf(reading, scale.first) < shortestScale) return { figure, end }
  const { value } = scale.use
  return { figure: { ...figure, low: figure.low * value, high: figure.high * value, scaled: true }, end: behind }
}

/**
 * "85万シンガポール ドル": the name of a country and that of its currency, set apart; the name may be one that other
 * countries use as well, as "dollar".
 */
export function nationalAt(reading: Reading, word: number): { readonly code: string; readonly last: number } | null {
  const { currencies } = reading.knowledge.sources
  const region = longestAt(reading, word, 'region')
  const name =
    region === null || !follows(reading, region.last) ? null : longestAt(reading, region.last + 1, 'currency')
  if (region === null || name === null) return null
  const signs = currencies[name.use.code]?.shared ?? []
  const own = Object.entries(currencies).find(
    ([code, { country, shared }]) =>
      country === region.use.code && (code === name.use.code || shared.some((sign) => signs.includes(sign))),
  )
  return own === undefined ? null : { code: own[0], last: name.last }
}
