/** Figures that leave out what they count because the text has just counted it: "of which 600", "another 3,000". */

import { type UseSet, useSet } from '../knowledge/hits.ts'
import { beginsAny, longestAt, type Reading } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import type { Counted, Figure, Tally } from './counted.ts'
import { follows, isYear } from './figure.ts'
import { hedgeAround } from './hedge.ts'
import { meantBy } from './piece.ts'

/** Smallest figure of a list that leaves its noun out; smaller ones are ages, days, pages and models. */
const listedFrom = 1000

/** Most words between the comma and such a figure: "son successeur 15 488". */
const reach = 4

/** Most words between "en a" and its figure: "en aurait déjà livré plus de". */
const far = 5

/** Most sentences back that a pronoun points. */
const memory = 3

/** What the last tally counts: what the text has just counted where no noun says so, else what its own noun says. */
export function leftOut(reading: Reading, tallies: readonly Tally[]): Counted | null {
  const { figure, counted } = tallies.at(-1)!
  const { classifiers } = reading.language!.source.quantities
  if (classifiers !== undefined || isYear(figure) || isMeasured(reading, figure) || namesNoun(reading, figure))
    return counted
  const before = hedgeAround(reading, figure, figure.first, figure.last).first
  const last = lastBefore(reading, tallies, 1, (one) => one.counted !== null || !isAside(reading, one.figure))
  const apart = last === undefined ? Number.POSITIVE_INFINITY : sentences(reading, last.figure, figure)
  const part = partBeside(reading, figure, before)
  if (part !== null && last?.counted && apart <= 1 && figure.low < last.figure.high)
    return { ...last.counted, last: Math.max(part, figure.last) }
  if (part !== null && counted === null && part > figure.last && !(last?.counted && apart <= 1)) {
    const meant = meantBy(reading, figure)
    return meant === null ? null : { ...meant, last: part }
  }
  if (counted !== null || !endsPhrase(reading, figure)) return counted
  const listed = endsWith(reading, before, more) !== null || isListed(reading, figure, before, last)
  if (last?.counted && apart === 0 && listed) return { ...last.counted, last: figure.last }
  if (!pointsBack(reading, before)) return null
  const meant = lastBefore(reading, tallies, memory, (one) => one.counted !== null)
  return meant?.counted ? { ...meant.counted, last: figure.last } : null
}

/** The last tally that passes a test, before the one at the end and at most so many sentences back: a long text costs no more. */
function lastBefore(
  reading: Reading,
  tallies: readonly Tally[],
  most: number,
  test: (tally: Tally) => boolean,
): Tally | undefined {
  const { figure } = tallies.at(-1)!
  for (let at = tallies.length - 2; at >= 0; at--) {
    const one = tallies[at]!
    if (sentences(reading, one.figure, figure) > most) return undefined
    if (test(one)) return one
  }
  return undefined
}

function sentences(reading: Reading, from: Figure, to: Figure): number {
  return (reading.sentenceOf[to.first] ?? 0) - (reading.sentenceOf[from.first] ?? 0)
}

/** A unit, a chip or a word for pieces right behind the figure. */
function namesNoun(reading: Reading, { last }: Figure): boolean {
  return follows(reading, last) && beginsAny(reading, last + 1, nouns)
}
const nouns = useSet('unit', 'chip', 'piece', 'machine')

/** A year or a sum, between what was counted and what takes part of it: "90 servers worth $7m, of which 40". */
function isAside(reading: Reading, figure: Figure): boolean {
  return isYear(figure) || isSum(reading, figure)
}

/** A sum, a share, a weight or a kind: "600 €", "12 %", "22 tonnes". */
function isMeasured(reading: Reading, figure: Figure): boolean {
  if (isSum(reading, figure)) return true
  const { last } = figure
  return follows(reading, last) && reading.hits.hasAny(last + 1, measures)
}

const measures = useSet('measure', 'scale')

function isSum(reading: Reading, figure: Figure): boolean {
  const { text } = reading.shadow
  if (/\p{Sc} ?$/u.test(cut(text, Math.max(0, figure.start - 2), figure.start))) return true
  if (/^ ?[\p{Sc}%‰°]/u.test(cut(text, figure.end, figure.end + 2))) return true
  const link = follows(reading, figure.last) ? longestAt(reading, figure.last + 1, 'link') : null
  const word = link?.last ?? figure.last
  return follows(reading, word) && longestAt(reading, word + 1, 'currency') !== null
}

/** "of which 600", "600 of them", with a comma between at most: the last word of the whole; null: no such words. */
function partBeside(reading: Reading, { last }: Figure, before: number): number | null {
  if (follows(reading, last)) {
    const behind = longestAt(reading, last + 1, 'part')
    if (behind !== null) return behind.last
  }
  return endsWith(reading, before, parts) === null ? null : last
}

const more = useSet('more')
const parts = useSet('part')

/** First word of a phrase of some use that ends right before a word. */
function endsWith(reading: Reading, word: number, types: UseSet): number | null {
  if (!/^[ ,']{0,2}$/.test(gapAfter(reading, word - 1))) return null
  for (let from = word - 1; from >= Math.max(0, word - reach); from--)
    if (reading.hits.spans(from, word - 1, types)) return from
  return null
}

/** Punctuation or a small word behind the figure: no noun follows. */
function endsPhrase(reading: Reading, { last, end }: Figure): boolean {
  const behind = cut(reading.shadow.text, end, end + 2)
  if (/^ ?[,;:.)!?"]/.test(behind) || reading.sentenceOf[last + 1] !== reading.sentenceOf[last]) return true
  return longestAt(reading, last + 1, 'stop') !== null && longestAt(reading, last + 1, 'link') === null
}

/** "…485,000 chips, Meta 224,000 and Google 169,000": a name or noun behind a comma, and no figure but the one before. */
function isListed(reading: Reading, figure: Figure, before: number, last: Tally | undefined): boolean {
  if (last === undefined || figure.low < listedFrom) return false
  if (longestAt(reading, before - 1, 'stop') !== null || !follows(reading, before - 1)) return false
  const from = last.counted?.last ?? last.figure.last
  for (let word = before - 1; word > from && word >= before - reach; word--) {
    if (/[,;]/.test(gapAfter(reading, word - 1)) || longestAt(reading, word, 'to') !== null) return word < before
  }
  return false
}

/** "un hébergeur en aurait déjà pris plus de": the pronoun a few words before, in the same clause. */
function pointsBack(reading: Reading, before: number): boolean {
  for (let word = before - 1; word >= Math.max(0, before - far) && follows(reading, word); word--) {
    const pronoun = longestAt(reading, word, 'left-out')
    if (pronoun !== null) return pronoun.last < before
  }
  return false
}

function gapAfter(reading: Reading, word: number): string {
  return cut(reading.shadow.text, reading.words.ends[word] ?? 0, reading.words.starts[word + 1] ?? 0)
}
