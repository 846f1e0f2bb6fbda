/** Where a script writes neither spaces nor capitals, an unknown firm's name is told by what stands around it. */

import { type UseSet, useSet } from '../knowledge/hits.ts'
import { hitsAt, hitsOf, longestAt, type Reading, spanOf } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'
import { cut } from '../text/units.ts'
import { cuedNames } from './unspaced-cue.ts'
import { tradeNames } from './unspaced-trade.ts'

/** A name, the whole that it belongs to (with its legal form), and the rule that found it. */
export interface UnspacedFirm extends WordRange {
  readonly nameLast: number
  readonly rule: string
}

/** Longest and shortest name, in characters or Latin words; a katakana, which spells half a syllable, counts half. */
const longest = 12
const shortest = 2

/** Shortest name in quotation marks, in characters: shorter ones are words held at arm's length (企业“出海”). */
const shortestQuoted = 3

/** Firms by legal form, by a quoted name beside a word for a firm, or behind "名为"; [] where words are spaced. */
export function unspacedFirms(reading: Reading): UnspacedFirm[] {
  if (reading.language?.source.words !== 'unspaced') return []
  const firms: UnspacedFirm[] = []
  const add = (range: WordRange | null, rule: string): void => {
    if (range !== null) firms.push({ ...range, nameLast: range.last, rule })
  }
  for (const form of hitsOf(reading, 'form')) {
    const first = startOfName(reading, form)
    if (first !== null) firms.push({ first, last: form.last, nameLast: form.first - 1, rule: 'form' })
  }
  for (const noun of hitsOf(reading, 'firm-noun')) {
    add(quotedAfter(reading, noun.last) ?? quotedBefore(reading, noun.first), 'noun')
  }
  for (const introducer of hitsOf(reading, 'introducer'))
    add(quotedAfter(reading, introducer.last) ?? plainAfter(reading, introducer.last), 'introducer')
  for (const name of tradeNames(reading)) add(name, 'trade')
  for (const { rule, ...name } of cuedNames(reading)) add(name, rule)
  return [...firms, ...foreignFirms(reading)]
}

/** 販売会社ビットワークス, ハオ・グローバル社, 株式会社タカミネ通商: told by the word that touches the name. */
function foreignFirms(reading: Reading): UnspacedFirm[] {
  const found: (WordRange | null)[] = []
  for (const lead of hitsOf(reading, 'firm-lead')) found.push(runAfter(reading, lead.last))
  for (const trail of hitsOf(reading, 'firm-trail')) found.push(runBefore(reading, trail.first))
  for (const form of hitsOf(reading, 'form-before')) found.push(plainAfter(reading, form.last))
  return found.flatMap((range) => (range === null ? [] : [{ ...range, nameLast: range.last, rule: 'beside' }]))
}

const katakana = /^[\u30a1-\u30fa\u30fc]/u

/** Katakana or Latin: how Japanese writes the names of foreign firms, and few of its common nouns beside a firm's. */
function isForeign(reading: Reading, word: number): boolean {
  const { start } = spanOf(reading, word, word)
  const character = reading.document.text.charAt(start)
  return katakana.test(reading.shadow.text.charAt(reading.words.starts[word] ?? 0)) || /^\p{Lu}/u.test(character)
}

function runAfter(reading: Reading, word: number): WordRange | null {
  if (gapBehind(reading, word) !== '' || isForeign(reading, word)) return null
  let last = word
  while (isForeign(reading, last + 1) && isInside(reading, last, word)) last++
  return last - word < shortestRun ? null : unlessCommon(reading, word + 1, last)
}

function runBefore(reading: Reading, word: number): WordRange | null {
  if (gapBehind(reading, word - 1) !== '') return null
  let first = word
  while (isForeign(reading, first - 1) && (first === word || isInside(reading, first - 1, -1))) first--
  return word - first < shortestRun ? null : unlessCommon(reading, first, word - 1)
}

/** Fewest katakana of a name that no quotation marks and no legal form bear out. */
const shortestRun = 3

/** Whether a name may go on behind a word: nothing, a dot or a space between. */
function isInside(reading: Reading, word: number, opening: number): boolean {
  const gap = gapBehind(reading, word)
  return gap === '' || (word !== opening && (gap === '・' || gap === ' ' || gap === '·'))
}

/** A run that is all one known word for goods or firms is no name, nor is one within what is listed as no company. */
function unlessCommon(reading: Reading, first: number, last: number): WordRange | null {
  const common = reading
    .at(first)
    .some(
      ({ use, last: end }) => end === last && (use.type === 'unit' || use.type === 'firm-noun' || use.type === 'chip'),
    )
  const blocked = [...Array(last - first + 2).keys()].some((step) =>
    hitsAt(reading, first + step, 'block').some(({ use, last: end }) => use.kind === 'company' && end > last),
  )
  return common || blocked ? null : named(reading, first, last)
}

/** Whether words first..last are too many for a name. */
function isTooLong(reading: Reading, first: number, last: number): boolean {
  let length = 0
  for (let word = first; word <= last && length <= longest; word++)
    length += katakana.test(reading.shadow.text.charAt(reading.words.starts[word] ?? 0)) ? 0.5 : 1
  return length > longest
}

const forms = useSet('form')
const stops = useSet('stop')

/** Back from the legal form to a place's name, else to a function word or a mark. */
function startOfName(reading: Reading, form: WordRange): number | null {
  if (endsIn(reading, forms, form.first - 1, form.last)) return null
  let first = form.first
  let place: number | null = null
  while (form.first - first < longest && gapBehind(reading, first - 1) === '') {
    if (endsIn(reading, stops, first - 1, first - 1)) break
    first--
    if (hitsAt(reading, first, 'region').some((hit) => hit.last < form.first - 1)) place = first
  }
  const start = place ?? first
  return form.first - start < shortest ? null : start
}

/** Whether a phrase of some use begins at `word` or shortly before it and ends at `last`. */
function endsIn(reading: Reading, types: UseSet, word: number, last: number): boolean {
  for (let from = word; from >= Math.max(0, word - 3); from--) if (reading.hits.spans(from, last, types)) return true
  return false
}

/** What stands between a word and the next of its sentence; null where there is none. */
function gapBehind(reading: Reading, word: number): string | null {
  const { words, sentenceOf, shadow } = reading
  if (word < 0 || word + 1 >= words.count || sentenceOf[word] !== sentenceOf[word + 1]) return null
  return cut(shadow.text, words.ends[word] ?? 0, words.starts[word + 1] ?? 0)
}

/** 企业“涅瓦计算”: the name in quotation marks right behind the word. */
function quotedAfter(reading: Reading, word: number): WordRange | null {
  if (gapBehind(reading, word) !== '"') return null
  for (let last = word + 1; !isTooLong(reading, word + 1, last); last++) {
    if (/^ ?"/.test(gapBehind(reading, last) ?? '"')) return named(reading, word + 1, last, shortestQuoted)
  }
  return null
}

/** 「時代之門」公司: the name in quotation marks right before the word. */
function quotedBefore(reading: Reading, word: number): WordRange | null {
  if (gapBehind(reading, word - 1) !== '"') return null
  for (let first = word - 1; first >= 0 && !isTooLong(reading, first, word - 1); first--) {
    if (/"$/.test(gapBehind(reading, first - 1) ?? '')) return named(reading, first, word - 1, shortestQuoted)
  }
  return null
}

/** 名为里海数据的公司: the characters behind the word, up to a function word or a mark. */
function plainAfter(reading: Reading, word: number): WordRange | null {
  let last = word
  while (last - word <= longest && /^ ?$/.test(gapBehind(reading, last) ?? '.')) {
    if (longestAt(reading, last + 1, 'stop') !== null) break
    last++
  }
  return last - word > longest ? null : named(reading, word + 1, last)
}

/** A name is no single character, no place alone and no quotation with function words in it. */
function named(reading: Reading, first: number, last: number, least = shortest): WordRange | null {
  const { starts, ends } = reading.words
  if ((ends[last] ?? 0) - (starts[first] ?? 0) < least) return null
  for (let word = first; word <= last; word++)
    if (hitsAt(reading, word, 'stop').some((hit) => hit.last <= last)) return null
  return hitsAt(reading, first, 'region').some((hit) => hit.last >= last) ? null : { first, last }
}
