/** Firms told by the trade that ends their name, where neither spaces nor capitals part it: 芯屿科技, 「三好精機」. */

import { hitsOf, type Reading, spanOf, wordsOf } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'

/** Longest and shortest core of a name, in characters: 菱川 of 菱川科技. */
const longestCore = 4
const shortestCore = 2

/** Most characters before a trade that are parted into words. */
const window = 24

/** What ends before a name as a word of its own. */
const edges: ReadonlySet<string> = new Set([
  'stop',
  'subject-mark',
  'possessive',
  'region',
  'place-suffix',
  'firm-noun',
  'firm-lead',
  'firm-before',
  'other-noun',
  'reported',
  'chip',
  'unit',
  'company',
  'organisation',
  'person-title',
])

/** Names in words, with the city before them; [] where words are spaced. */
export function tradeNames(reading: Reading): WordRange[] {
  if (reading.language?.source.words !== 'unspaced') return []
  const names: WordRange[] = []
  for (const trade of hitsOf(reading, 'tell')) {
    if (runsOn(reading, trade.last)) continue
    const core = coreBefore(reading, firstTrade(reading, trade.first))
    // What a verb or an adjective ends in is no name: かかった半導体, 微細な半導体.
    if (core === null || /\p{Script=Hiragana}/u.test(textBetween(reading, core.first, trade.last))) continue
    const told = core.coined
      ? isOpen(reading, core.first)
      : isAppositive(reading, core.first) || hasBracket(reading, trade.last)
    if (!told && !isRepeated(reading, core.first, trade.last)) continue
    names.push({ first: withCity(reading, core.first), last: trade.last })
  }
  return [...names, ...coinedBeforeNoun(reading)]
}

/** 泽朗维公司: characters that make no word between something known and a word for a firm, of which they are the name. */
function coinedBeforeNoun(reading: Reading): WordRange[] {
  const names: WordRange[] = []
  for (const noun of hitsOf(reading, 'firm-behind')) {
    if (!reading.at(noun.first).some(({ use, last }) => use.type === 'firm-noun' && last === noun.last)) continue
    const core = isPartOfNoun(reading, noun) ? null : coreBefore(reading, noun.first)
    if (core === null || !core.coined || noun.first - core.first <= shortestCore || !isOpen(reading, core.first))
      continue
    if (/\P{L}/u.test(textBetween(reading, core.first, noun.first - 1))) continue
    names.push({ first: core.first, last: noun.first - 1 })
  }
  return names
}

function textBetween(reading: Reading, first: number, last: number): string {
  const { start, end } = spanOf(reading, first, last)
  return reading.document.text.slice(start, end)
}

/** 会社 of 貿易会社. */
function isPartOfNoun(reading: Reading, { first, last }: WordRange): boolean {
  for (let from = first - 1; from >= Math.max(0, first - 8); from--)
    if (reading.at(from).some(({ use, last: end }) => use.type === 'firm-noun' && end === last)) return true
  return false
}

/** 商社、泉谷電子 and 大阪市の泉谷商事: a word for a firm or a place stands before, a mark or a small word between. */
function isAppositive(reading: Reading, first: number): boolean {
  const { words, shadow, sentenceOf } = reading
  if (sentenceOf[first - 1] !== sentenceOf[first]) return false
  const gap = shadow.text.slice(words.ends[first - 1] ?? 0, words.starts[first] ?? 0)
  const isSmall = gap === '' && reading.at(first - 1).some(({ use, last }) => use.type === 'stop' && last === first - 1)
  const before = isSmall ? first - 2 : first - 1
  if (!isSmall && gap !== '、' && gap !== ',') return false
  for (let from = before; from >= Math.max(0, before - 8); from--)
    if (reading.at(from).some(({ use, last }) => last === before && appositive.has(use.type))) return true
  return false
}

const appositive: ReadonlySet<string> = new Set(['firm-noun', 'firm-lead', 'region', 'place-suffix'])

/** 泉谷電子工業（横浜市）: newsrooms put a firm's seat or number behind its name. */
function hasBracket(reading: Reading, last: number): boolean {
  const { end } = spanOf(reading, last, last)
  return /^[（(]/.test(reading.document.text.charAt(end))
}

/** Whether the same characters stand twice in the text. */
function isRepeated(reading: Reading, first: number, last: number): boolean {
  const { text } = reading.document
  const { start, end } = spanOf(reading, first, last)
  const name = text.slice(start, end)
  const at = text.indexOf(name)
  return at < start || text.indexOf(name, end) !== -1
}

/** Back over trades that stand before a trade: 智能科技. */
function firstTrade(reading: Reading, first: number): number {
  for (let from = first - 1; from >= Math.max(0, first - longestCore); from--)
    if (reading.at(from).some(({ use, last }) => use.type === 'trade' && last === first - 1 && last > from))
      return hasRoom(reading, from) ? from : first
  return first
}

function hasRoom(reading: Reading, first: number): boolean {
  return touches(reading, first - 1) && touches(reading, first - 2) && !endsEdge(reading, first - 1)
}

/** Whether the name's last word is part of a longer one: another trade, or a word that makes a field of it (科技行业). */
function runsOn(reading: Reading, last: number): boolean {
  if (!touches(reading, last)) return false
  return reading
    .at(last + 1)
    .some(
      ({ use, last: end }) => use.type === 'firm-plain' || use.type === 'form' || (use.type === 'trade' && end > last),
    )
}

interface Core {
  readonly first: number
  /** Of characters that make no word: no dictionary holds a name that somebody made up. */
  readonly coined: boolean
}

/** Back from the trade over what makes no known word; a word alone is a name's core only where something known stands before it. */
function coreBefore(reading: Reading, trade: number): Core | null {
  const parts = wordsBefore(reading, trade)
  let first = trade
  for (const part of parts) {
    const length = part.last - part.first + 1
    if (endsEdge(reading, part.last)) break
    if (length > 1) {
      const short = trade - first === 1 && length === 2
      if (first !== trade && !short) break
      if (isField(reading, { first: part.first, last: trade - 1 }) || !isOpen(reading, part.first)) return null
      return length > longestCore ? null : { first: part.first, coined: short }
    }
    first = part.first
    if (trade - first > longestCore) return null
  }
  const length = trade - first
  return length < shortestCore || isField(reading, { first, last: trade - 1 }) ? null : { first, coined: true }
}

/** The words of the clause before a trade, from the last to the first. */
function wordsBefore(reading: Reading, trade: number): WordRange[] {
  let from = trade
  while (trade - from < window && touches(reading, from - 1)) from--
  if (from === trade) return []
  const { start, end } = spanOf(reading, from, trade - 1)
  const parts: WordRange[] = []
  for (const { segment, index } of segmentsOf(reading.document.text.slice(start, end)))
    parts.unshift(wordsOf(reading, { start: start + index, end: start + index + segment.length }))
  return parts
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

function segmentsOf(text: string): Iterable<Intl.SegmentData> {
  return segmenter.segment(text)
}

/** Whether something known, or nothing, stands before a word. */
function isOpen(reading: Reading, first: number): boolean {
  return !touches(reading, first - 1) || endsEdge(reading, first - 1)
}

/** Whether a phrase that no name goes on from ends at a word. */
function endsEdge(reading: Reading, word: number): boolean {
  for (let from = word; from >= Math.max(0, word - 5); from--)
    if (reading.at(from).some(({ use, last }) => last === word && edges.has(use.type))) return true
  return false
}

/** "金融科技", "车用电子": known words make a field of the trade; one of a single character does so only at the end of what stands before it. */
function isField(reading: Reading, { first, last }: WordRange): boolean {
  if (reading.at(first).some(({ use }) => use.type === 'number')) return true
  for (let word = first; word <= last; word++)
    for (const { use, last: end } of reading.at(word)) {
      const long = end > word
      if (end <= last && use.type === 'firm-plain' && (long || end === last)) return true
      if (end <= last && long && edges.has(use.type)) return true
    }
  return false
}

function withCity(reading: Reading, first: number): number {
  for (let from = first - 1; from >= Math.max(0, first - longestCore); from--)
    if (reading.at(from).some(({ use, last }) => use.type === 'region' && use.via === 'city' && last === first - 1))
      return from
  return first
}

/** Whether a word and the next stand together in one sentence. */
function touches(reading: Reading, word: number): boolean {
  const { words, sentenceOf } = reading
  if (word < 0 || word + 1 >= words.count || sentenceOf[word] !== sentenceOf[word + 1]) return false
  return words.ends[word] === words.starts[word + 1]
}
