/** Quantities of chips, servers and wafers: a figure with what is counted behind it. */

import { useSet } from '../knowledge/hits.ts'
import { hitsAt, hitsOf, longestAt, type Reading } from '../knowledge/reading.ts'
import { toOriginal } from '../text/shadow.ts'
import { cut } from '../text/units.ts'
import type { QuantityMention } from '../types/mention.ts'
import type { Id } from '../types/text.ts'
import { classified } from './classifier.ts'
import type { Counted, Figure, Tally } from './counted.ts'
import { follows, isYear, joinOf, openedRange } from './figure.ts'
import { findFigures } from './figures.ts'
import { type Hedge, hedgeAround } from './hedge.ts'
import { leftOut } from './left-out.ts'
import { machineAt, makesChips, pieceAt } from './piece.ts'

/** Most words between the figure and the thing counted: "2,000 high-end Nvidia AI chips". */
const reach = 4

/** Quantities in the document's language; [] for a language we have no file for. */
export function findQuantities(reading: Reading): QuantityMention[] {
  const { language } = reading
  if (language === null) return []
  const named = wordsInNames(reading)
  const tallies: Tally[] = []
  const mentions: QuantityMention[] = []
  let last: Tally | undefined
  for (const figure of mergedFigures(reading)) {
    const open = isCount(figure) && !named.has(figure.first)
    tallies.push({ figure, counted: open ? count(reading, figure, last) : null })
    const counted = open ? leftOut(reading, tallies) : null
    if (counted === null) continue
    last = { figure, counted }
    tallies[tallies.length - 1] = last
    mentions.push(mentionOf(reading, figure, counted))
  }
  return mentions
}

function isCount({ loose, low }: Figure): boolean {
  return !loose && low > 0 && Number.isInteger(low)
}

function mentionOf(reading: Reading, figure: Figure, counted: Counted): QuantityMention {
  const hedge = hedgeAround(reading, figure, figure.first, counted.last)
  const start = reading.words.starts[figure.first] ?? 0
  return {
    kind: 'quantity',
    span: toOriginal(reading.shadow, start, reading.words.ends[counted.last] ?? 0),
    sentence: reading.sentenceOf[figure.first] ?? 0,
    rule: `${reading.language!.source.language}/quantities/${counted.unit}` as Id<'Rule'>,
    low: hedge.atMost && figure.low === figure.high ? null : figure.low,
    high: hedge.atLeast && figure.low === figure.high ? null : figure.high,
    about: hedge.about,
    unit: counted.unit,
    of: counted.of,
  }
}

/** Figures of the text, two that make a range as one. */
function mergedFigures(reading: Reading): Figure[] {
  const figures = findFigures(reading)
  const merged: Figure[] = []
  for (let i = 0; i < figures.length; i++) {
    const range = rangeWith(reading, figures[i]!, figures[i + 1])
    merged.push(range ?? figures[i]!)
    if (range !== null) i++
  }
  return merged
}

function count(reading: Reading, figure: Figure, before: Tally | undefined): Counted | null {
  if (isPriced(reading, figure) || isModel(reading, figure)) return null
  const counted = classified(reading, figure)
  if (counted !== null) return counted
  const hedge = hedgeAround(reading, figure, figure.first, figure.last)
  const found = isBareYear(figure, hedge) ? null : whatIsCounted(reading, figure, before)
  return found === null || isTime(reading, found) ? null : found
}

/** "2,000 GPU hours": the noun is part of a measure. */
function isTime(reading: Reading, { last }: Counted): boolean {
  return follows(reading, last) && longestAt(reading, last + 1, 'measure') !== null
}

/** Words of a chip's longer name: the 910C of "Ascend 910C" counts nothing, nor the 910 of a bare 910C. */
function wordsInNames(reading: Reading): ReadonlySet<number> {
  const words = new Set<number>()
  for (const { first, last } of hitsOf(reading, 'chip'))
    for (let word = last > first ? first : first + 1; word <= last; word++) words.add(word)
  return words
}

function rangeWith(reading: Reading, first: Figure, second: Figure | undefined): Figure | null {
  if (second === undefined || reading.sentenceOf[first.first] !== reading.sentenceOf[second.first]) return null
  const join = joinOf(reading, first.last, second.first)
  const opened = openedRange(reading, first.first) !== null || longestAt(reading, first.last + 1, 'through') !== null
  if (join === null || (join === 'word' && !opened)) return null
  const scale = second.scaled && !first.scaled ? second.scale : 1
  const low = first.low * scale
  return low < second.high ? { ...second, first: first.first, low } : null
}

/** A currency sign before the figure: "$2,400 GPU" counts nothing. */
function isPriced(reading: Reading, { start }: Figure): boolean {
  return /\p{Sc} ?$/u.test(cut(reading.shadow.text, Math.max(0, start - 2), start))
}

/** "RTX 5090 cards" counts nothing: the figure is part of a name that begins before it. */
function isModel(reading: Reading, { first }: Figure): boolean {
  for (let from = first - 1; from >= Math.max(0, first - 3); from--)
    if (hitsAt(reading, from, 'chip').some(({ last }) => last >= first)) return true
  return false
}

/** "in 2025 H100 prices" counts nothing, where no "more than" makes the year a number. */
function isBareYear(figure: Figure, hedge: Hedge): boolean {
  if (hedge.about || hedge.atLeast || hedge.atMost) return false
  return isYear(figure)
}

/** Looks past adjectives and company names for a unit or a chip; a function word, a figure or a comma ends the search. */
function whatIsCounted(reading: Reading, figure: Figure, before: Tally | undefined): Counted | null {
  let word = behindFigure(reading, figure)
  let maker = false
  const most = reading.language!.source.quantities.classifiers === undefined ? reach : 0
  for (let step = 0; step <= most; step++) {
    if (!follows(reading, word)) return null
    word++
    const found =
      countedAt(reading, word) ?? pieceAt(reading, figure, word, before) ?? machineAt(reading, figure, word, maker)
    if (found !== null) return found
    if (step === 0 && hyphenBefore(reading, word)) return null
    const link = longestAt(reading, word, 'link')
    // "22 tonnes of chips", "two makers of chips": the head of the phrase is something else.
    if (link !== null && step > 0) return null
    const more = step === 0 ? longestAt(reading, word, 'more') : null
    if (link === null && more === null && reading.hits.hasAny(word, enders)) return null
    if (isDigits(reading, word)) return null
    const name = longestAt(reading, word, 'company')
    maker ||= name !== null && makesChips(reading, name.use.id)
    word = link?.last ?? name?.last ?? more?.last ?? word
  }
  return null
}

const enders = useSet('stop', 'number', 'currency', 'scale', 'measure', 'machine', 'piece')

/** Last word of the figure, of a hedge behind it and of "of the": "2,000-plus GPUs", "2,400 of the H100s". */
function behindFigure(reading: Reading, { last, low }: Figure): number {
  if (!follows(reading, last)) return last
  const hedge = (['about-after', 'atLeast-after'] as const).map((type) => longestAt(reading, last + 1, type)?.last)
  const word = Math.max(last, ...hedge.map((end) => end ?? last))
  const partitive = low >= several && follows(reading, word) ? longestAt(reading, word + 1, 'partitive') : null
  return partitive?.last ?? word
}

/** From so many on "of the" counts: "one of the chips" and "two of the latest chips" count nothing. */
const several = 10

function isDigits(reading: Reading, word: number): boolean {
  return /^\d/.test(cut(reading.shadow.text, reading.words.starts[word], reading.words.ends[word]))
}

/** "71-jährige", "24-inch": what hangs on the figure by a hyphen is one word with it, and ends what it says. */
function hyphenBefore(reading: Reading, word: number): boolean {
  return cut(reading.shadow.text, reading.words.ends[word - 1] ?? 0, reading.words.starts[word]) === '-'
}

function countedAt(reading: Reading, word: number): Counted | null {
  const unit = longestAt(reading, word, 'unit')
  const chip = longestAt(reading, word, 'chip')
  if (chip !== null && (unit === null || chip.last >= unit.last)) {
    const after = follows(reading, chip.last) ? longestAt(reading, chip.last + 1, 'unit') : null
    return { unit: after?.use.unit ?? 'chip', of: chip.use.id as Id<'Chip'>, last: after?.last ?? chip.last }
  }
  if (unit === null) return null
  const model = follows(reading, unit.last)
    ? (longestAt(reading, unit.last + 1, 'chip') ?? chipAfterName(reading, unit.last))
    : null
  return { unit: unit.use.unit, of: model === null ? null : (model.use.id as Id<'Chip'>), last: unit.last }
}

/** "400 puces Nvidia A100": the model behind the maker's name. */
function chipAfterName(reading: Reading, word: number): ReturnType<typeof longestAt<'chip'>> {
  const company = longestAt(reading, word + 1, 'company')
  if (company === null || !follows(reading, company.last)) return null
  return longestAt(reading, company.last + 1, 'chip')
}
