/** Short names of a firm whose full name the text gives: "Meridian" of "Meridian Lattice Pte Ltd", 恒锐达 of 东莞市恒锐达电子有限公司. */

import { useSet } from '../knowledge/hits.ts'
import { hitsAt, longestAt, type Reading, spanOf, wordsOf } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'
import { cut } from '../text/units.ts'
import type { Span } from '../types/text.ts'
import { type Firm, standingAlone } from './firm-places.ts'

/** A firm's fullest name, and where a short one stands for it. */
export interface ShortName {
  readonly name: string
  readonly spans: readonly Span[]
}

/** Fewest letters of a short name: three for initials, four else, and as many characters in a script without spaces. */
const fewest = { initials: 3, word: 4, unspaced: 2 } as const

const small = useSet('stop', 'firm-noun')
const titles = useSet('person-title')
const trades = useSet('trade')

/** Most places that one short name is looked at. */
const mostPlaces = 200

/** Short name → whose it is and where; none that two firms share, or that the text also uses for something else. */
export function shortNames(
  reading: Reading,
  firms: readonly Firm[],
  wholes: ReadonlyMap<string, string>,
  free: (span: Span) => boolean,
): ReadonlyMap<string, ShortName> {
  const owners = new Map<string, Set<string>>()
  for (const firm of firms) {
    for (const short of formsOf(reading, firm)) {
      if (wholes.has(short)) continue
      const own = owners.get(short) ?? new Set()
      owners.set(short, own.add(wholes.get(firm.name) ?? firm.name))
    }
  }
  const found = new Map<string, ShortName>()
  const unspaced = reading.language?.source.words === 'unspaced'
  for (const [short, own] of owners) {
    if (own.size !== 1) continue
    const places = standingAlone(reading, short).filter(free).slice(0, mostPlaces)
    const spans = unspaced ? places.filter((span) => isParted(reading, span)) : spacedPlaces(reading, short, places)
    if (spans.length > 0) found.set(short, { name: [...own][0]!, spans })
  }
  return found
}

/** The names a firm may go by, the longest first. */
function formsOf(reading: Reading, firm: Firm): string[] {
  const range = wordsOf(reading, { start: firm.span.start, end: firm.span.start + firm.name.length })
  if (reading.language?.source.words === 'unspaced') return coresOf(reading, range)
  const forms: string[] = []
  for (let last = range.last - 1; last >= range.first; last--) {
    const single = last === range.first
    if (single && !isOwnWord(reading, last)) continue
    forms.push(textOf(reading, range.first, last))
  }
  return forms
}

function textOf(reading: Reading, first: number, last: number): string {
  const { start, end } = spanOf(reading, first, last)
  return cut(reading.document.text, start, end)
}

/** A word that nothing we know is called by, and long enough to be told from others. */
function isOwnWord(reading: Reading, word: number): boolean {
  const text = textOf(reading, word, word)
  const initials = text === text.toUpperCase()
  if (text.length < (initials ? fewest.initials : fewest.word)) return false
  if (reading.at(word).some(({ last }) => last === word)) return false
  const ordinary = reading.language?.source.companies.ordinary ?? []
  return !ordinary.some((ending) => text.endsWith(ending)) && standingAlone(reading, text.toLowerCase()).length === 0
}

/**
 * Where a single word stands for the firm. Within a longer name ("Meridian Bank", "Lisa Meridian") or behind "Mr" it is somebody
 * else's, and the word is taken for none; a capital that only opens a sentence bears nothing out.
 */
function spacedPlaces(reading: Reading, short: string, places: readonly Span[]): Span[] {
  if (short.includes(' ')) return [...places]
  const spans: Span[] = []
  let borneOut = false
  for (const span of places) {
    const word = wordsOf(reading, span).first
    const inTitle = reading.document.titleLength > 0 && span.start < reading.document.titleLength
    const use = inTitle ? 'open' : useOf(reading, word)
    if (use === 'other') return []
    if (use === 'within') continue
    spans.push(span)
    borneOut ||= use === 'borne'
  }
  return borneOut ? spans : []
}

/** `borne`: a name by its capital; `open`: may be one; `within`: part of something longer; `other`: somebody else's name. */
function useOf(reading: Reading, word: number): 'borne' | 'open' | 'within' | 'other' {
  if (reading.at(word).some(({ last }) => last > word)) return 'other'
  const capitals = reading.language?.source.nouns !== 'capitalised'
  const before = neighbour(reading, word - 1, word - 1)
  if (endsTitle(reading, word - 1)) return 'other'
  if (neighbour(reading, word, word + 1)) return capitals ? 'other' : 'within'
  if (before) return capitals && !opensSentence(reading, word - 1) ? 'other' : 'within'
  if (opensSentence(reading, word)) return 'open'
  if (capitals) return 'borne'
  return longestAt(reading, word - 1, 'stop') === null ? 'borne' : 'open'
}

/** Whether word `other` begins with a capital, is no function word, and only a space or hyphen stands behind word `left`. */
function neighbour(reading: Reading, left: number, other: number): boolean {
  const { words, sentenceOf, shadow } = reading
  if (left < 0 || left + 1 >= words.count || sentenceOf[left] !== sentenceOf[left + 1]) return false
  if (!/^[ -]$/.test(cut(shadow.text, words.ends[left] ?? 0, words.starts[left + 1] ?? 0))) return false
  if (reading.hits.spans(other, other, small)) return false
  return /^\p{Lu}/u.test(textOf(reading, other, other))
}

function opensSentence(reading: Reading, word: number): boolean {
  return word === 0 || reading.sentenceOf[word - 1] !== reading.sentenceOf[word]
}

/** "Mr", "Frau", "el señor": what follows is a person's name. */
function endsTitle(reading: Reading, word: number): boolean {
  if (word < 0) return false
  const gap = cut(reading.shadow.text, reading.words.ends[word] ?? 0, reading.words.starts[word + 1] ?? 0)
  return /^\.? ?$/.test(gap) && reading.hits.spans(word, word, titles)
}

/** Without the place it opens with, and without the words for its trade: 苏州菱川智算科技 → 菱川智算科技, 菱川智算, 菱川. */
function coresOf(reading: Reading, name: WordRange): string[] {
  let { first, last } = name
  const place = hitsAt(reading, first, 'region')
  const end = Math.max(-1, ...place.map((hit) => hit.last))
  if (end !== -1 && end < last) first = end + 1
  const [suffix] = hitsAt(reading, first, 'place-suffix')
  if (end !== -1 && suffix !== undefined) first = suffix.last + 1
  const cores = first > name.first ? [{ first, last }] : []
  for (let trade = tradeEnding(reading, first, last); trade !== null; trade = tradeEnding(reading, first, last)) {
    last = trade - 1
    cores.push({ first, last })
  }
  return cores
    .filter((core) => core.last - core.first + 1 >= fewest.unspaced && !isKnown(reading, core))
    .map((core) => textOf(reading, core.first, core.last))
}

/** First word of a trade that ends a name, behind two characters at least. */
function tradeEnding(reading: Reading, first: number, last: number): number | null {
  for (let word = first + fewest.unspaced; word <= last; word++) if (reading.hits.spans(word, last, trades)) return word
  return null
}

function isKnown(reading: Reading, { first, last }: WordRange): boolean {
  return reading.at(first).some((hit) => hit.last >= last && hit.use.type !== 'trade')
}

/** Characters that no word parts may be part of a longer one: a mark, a function word or a verb of saying must stand on each side. */
function isParted(reading: Reading, span: Span): boolean {
  const { first, last } = wordsOf(reading, span)
  if (last - first >= surely) return true
  return opens(reading, first) && closes(reading, last)
}

/** From so many characters on, one more than the first, a name is hardly ever part of another word. */
const surely = 3

function opens(reading: Reading, first: number): boolean {
  if (opensSentence(reading, first) || reading.words.ends[first - 1] !== reading.words.starts[first]) return true
  for (let from = first - 1; from >= Math.max(0, first - surely); from--)
    if (reading.hits.spans(from, first - 1, parting)) return true
  return false
}

function closes(reading: Reading, last: number): boolean {
  if (opensSentence(reading, last + 1) || reading.words.ends[last] !== reading.words.starts[last + 1]) return true
  return reading.hits.hasAny(last + 1, parting)
}

const parting = useSet('stop', 'subject-mark', 'possessive', 'reported', 'firm-noun')
