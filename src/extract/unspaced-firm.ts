/** Where a script writes neither spaces nor capitals, an unknown firm's name is told by what stands around it. */

import { hitsOf, longestAt, type Reading } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'

/** A name, the whole that it belongs to (with its legal form), and the rule that found it. */
export interface UnspacedFirm extends WordRange {
  readonly nameLast: number
  readonly rule: string
}

/** Longest and shortest name, in characters or Latin words. */
const longest = 12
const shortest = 2

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
  return firms
}

/** Back from the legal form to a place's name, else to a function word or a mark. */
function startOfName(reading: Reading, form: WordRange): number | null {
  if (endsIn(reading, 'form', form.first - 1, form.last)) return null
  let first = form.first
  let place: number | null = null
  while (form.first - first < longest && gapBehind(reading, first - 1) === '') {
    if (endsIn(reading, 'stop', first - 1, first - 1)) break
    first--
    if (reading.at(first).some((hit) => hit.use.type === 'region' && hit.last < form.first - 1)) place = first
  }
  const start = place ?? first
  return form.first - start < shortest ? null : start
}

/** Whether a phrase of some use begins at `word` or shortly before it and ends at `last`. */
function endsIn(reading: Reading, type: 'form' | 'stop', word: number, last: number): boolean {
  for (let from = word; from >= Math.max(0, word - 3); from--)
    if (reading.at(from).some((hit) => hit.use.type === type && hit.last === last)) return true
  return false
}

/** What stands between a word and the next of its sentence; null where there is none. */
function gapBehind(reading: Reading, word: number): string | null {
  const { words, sentenceOf, shadow } = reading
  if (word < 0 || word + 1 >= words.count || sentenceOf[word] !== sentenceOf[word + 1]) return null
  return shadow.text.slice(words.ends[word] ?? 0, words.starts[word + 1] ?? 0)
}

/** 企业“涅瓦计算”: the name in quotation marks right behind the word. */
function quotedAfter(reading: Reading, word: number): WordRange | null {
  if (gapBehind(reading, word) !== '"') return null
  for (let last = word + 1; last <= word + longest; last++) {
    if (/^ ?"/.test(gapBehind(reading, last) ?? '"')) return named(reading, word + 1, last)
  }
  return null
}

/** 「時代之門」公司: the name in quotation marks right before the word. */
function quotedBefore(reading: Reading, word: number): WordRange | null {
  if (gapBehind(reading, word - 1) !== '"') return null
  for (let first = word - 1; first >= Math.max(0, word - longest); first--) {
    if (/"$/.test(gapBehind(reading, first - 1) ?? '')) return named(reading, first, word - 1)
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
function named(reading: Reading, first: number, last: number): WordRange | null {
  const { starts, ends } = reading.words
  if ((ends[last] ?? 0) - (starts[first] ?? 0) < shortest) return null
  for (let word = first; word <= last; word++)
    if (reading.at(word).some((hit) => hit.use.type === 'stop' && hit.last <= last)) return null
  return reading.at(first).some(({ use, last: end }) => use.type === 'region' && end >= last) ? null : { first, last }
}
