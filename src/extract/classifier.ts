/** Quantities in languages that count with a counting word: 3.6万颗B200, 320台搭载H100的服务器, GPU 500块. */

import { useSet } from '../knowledge/hits.ts'
import { longestAt, type Reading } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import type { Id } from '../types/text.ts'
import type { Counted, Figure } from './counted.ts'
import { follows, gluedNoun } from './figure.ts'
import { hedgeBefore } from './hedge.ts'

/** How far behind its counting word the thing counted may stand, in characters or Latin words. */
const reach: Readonly<Record<Counted['unit'], number>> = { chip: 10, wafer: 10, server: 24 }

/**
 * What a figure counts by the counting word behind it: the noun or chip that follows in the same clause; where none
 * does, what this sentence or the one before speaks of ("共7000颗。"). null in a language that has no such words.
 */
export function classified(reading: Reading, figure: Figure): Counted | null {
  if (!follows(reading, figure.last)) return null
  const word = figure.last + 1
  if (!reading.hits.has(word, 'classifier')) return null
  const hits = reading.at(word).filter((hit) => hit.use.type === 'classifier')
  const last = Math.max(word, ...hits.map((hit) => hit.last))
  const units = hits.flatMap((hit) => (hit.use.type === 'classifier' && hit.last === last ? [hit.use.unit] : []))
  if (units.length === 0) return null
  const named = nounBefore(reading, figure, last) ?? nounBehind(reading, last, units)
  return named ?? understood(reading, last, units, isPart(reading, figure.first))
}

/** GPU70枚, サーバー約50台, B200を1万5000枚: the thing counted stands before its figure, small words between at most. */
function nounBefore(reading: Reading, figure: Figure, last: number): Counted | null {
  const glued = reading.language!.latinNouns.get(gluedNoun(reading, figure.first) ?? '')
  if (glued !== undefined) return { unit: glued, of: null, last }
  for (let end = figure.first - 1; end >= Math.max(0, figure.first - nearby); ) {
    if (!sameClause(reading, end)) return null
    for (let from = end; from >= Math.max(0, end - longestNoun); from--) {
      if (!reading.hits.spans(from, end, nouns)) continue
      for (const hit of reading.at(from)) {
        if (hit.last !== end) continue
        const unit = hit.use.type === 'chip' ? 'chip' : hit.use.type === 'unit' ? hit.use.unit : null
        if (unit === null) continue
        return { unit, of: hit.use.type === 'chip' ? (hit.use.id as Id<'Chip'>) : null, last }
      }
    }
    const word = smallWordTo(reading, end)
    if (word === null) return null
    end = word - 1
  }
  return null
}

/** Where the small word or hedge that ends at a character begins: それぞれ. Behind "and" another noun comes. */
function smallWordTo(reading: Reading, end: number): number | null {
  if (longestAt(reading, end, 'to') !== null) return null
  for (let from = end; from >= Math.max(0, end - longestSmall); from--)
    if (reading.hits.spans(from, end, small)) return from
  return null
}

/** Most characters between a noun and the figure behind it, and in the noun but one. */
const nearby = 6
const longestNoun = 12
/** Most characters in a small word but one. */
const longestSmall = 3
const small = useSet('stop', 'link', 'about', 'atLeast', 'atMost')
const nouns = useSet('chip', 'unit')

function nounBehind(reading: Reading, from: number, units: readonly Counted['unit'][]): Counted | null {
  const furthest = from + Math.max(...units.map((unit) => reach[unit]))
  for (let word = from + 1; word <= furthest; word++) {
    if (!sameClause(reading, word - 1)) return null
    if (reading.hits.has(word, 'classifier') && isCounting(reading, word)) return null
    const chip = longestAt(reading, word, 'chip')
    const of = chip === null ? null : (chip.use.id as Id<'Chip'>)
    if (chip !== null && units.includes('chip')) return { unit: 'chip', of, last: chip.last }
    const noun = longestAt(reading, word, 'unit')
    if (noun !== null && units.includes(noun.use.unit)) return { unit: noun.use.unit, of: null, last: noun.last }
  }
  return null
}

const numbers = useSet('number', 'scale')

/** A counting word behind a number begins another quantity. */
function isCounting(reading: Reading, word: number): boolean {
  const before = word - 1
  const { text } = reading.shadow
  if (/\d/.test(text[reading.words.starts[before] ?? 0] ?? '')) return true
  return reading.hits.hasAny(before, numbers)
}

function sameClause(reading: Reading, word: number): boolean {
  const { words, sentenceOf, shadow } = reading
  if (word + 1 >= words.count || sentenceOf[word] !== sentenceOf[word + 1]) return false
  return !/[,;:()、]/.test(cut(shadow.text, words.ends[word] ?? 0, words.starts[word + 1] ?? 0))
}

/** No noun follows: the counting word ends its phrase, and the text has just spoken of such things. */
function understood(
  reading: Reading,
  last: number,
  units: readonly Counted['unit'][],
  isPart: boolean,
): Counted | null {
  const next = reading.words.starts[last + 1]
  const touching = next !== undefined && next === reading.words.ends[last]
  const small = reading
    .at(last + 1)
    .some(({ use }) => use.type === 'stop' || use.type === 'link' || use.type.endsWith('-after'))
  if (touching && !small && !isPart) return null
  const nouns = nounsNear(reading, reading.sentenceOf[last] ?? 0)
  const unit = units.find((one) => nouns.has(one))
  return unit === undefined ? null : { unit, of: null, last }
}

/** "其中至少312块", 首批40塊: part of what was counted, a hedge between at most. */
function isPart(reading: Reading, first: number): boolean {
  const before = hedgeBefore(reading, first).first - 1
  for (let from = before; from >= Math.max(0, before - longestSmall); from--)
    if (reading.at(from).some(({ use, last }) => use.type === 'part' && last === before)) return true
  return false
}

/** Most sentences before a counting word whose nouns it may mean: its paragraph's and one before that. */
const memory = 5

/** What this sentence, its paragraph and the sentence before that name; the segmenter keeps sentences short, hostile text included. */
function nounsNear(reading: Reading, sentence: number): ReadonlySet<Counted['unit']> {
  const found = new Set<Counted['unit']>()
  const end = reading.firstWord[sentence + 1] ?? 0
  const { sentences } = reading.document
  let from = sentence
  while (from > 0 && sentence - from < memory && sentences[from - 1]?.paragraph === sentences[sentence]?.paragraph)
    from--
  if (sentence - from < memory) from = Math.max(0, from - 1)
  for (let word = reading.firstWord[from] ?? 0; word < end; word++) {
    if (!reading.hits.hasAny(word, nouns)) continue
    for (const { use } of reading.at(word)) {
      if (use.type === 'chip') found.add('chip')
      else if (use.type === 'unit') found.add(use.unit)
    }
  }
  return found
}
