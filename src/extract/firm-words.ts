/** Capitalised words that may be a firm's name: where one begins and ends, and what it is not. */

import { useSet } from '../knowledge/hits.ts'
import { hitsAt, type Reading, spanOf } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'
import { cut } from '../text/units.ts'

/** Longest name of an unknown firm, in words. */
const longestName = 4

/** First of the capitalised words that end with word `last`, or null where that is no name. */
export function nameStart(reading: Reading, last: number): number | null {
  if (!isNameWord(reading, last)) return null
  let first = last
  while (last - first + 1 < longestName && isNameWord(reading, first - 1) && touches(reading, first - 1)) first--
  while (first < last && isOrdinary(reading, first)) first++
  return first
}

/** Likewise with "of" and the like between, where something else proves the name: "Cascadia Hall of Invention", Inc. */
export function longNameStart(reading: Reading, last: number): number | null {
  const first = nameStart(reading, last)
  if (first === null) return null
  const link = first - 1
  const linked = reading.at(link).some(({ use, last: end }) => use.type === 'link' && end === link)
  if (!linked || separator(reading, link) !== ' ' || separator(reading, link - 1) !== ' ') return first
  const longer = nameStart(reading, link - 1)
  if (longer === null || reading.sentenceOf[longer] !== reading.sentenceOf[first]) return first
  const opens = longer === 0 || reading.sentenceOf[longer - 1] !== reading.sentenceOf[longer]
  const isHead = reading.at(longer).some(({ use }) => headless.has(use.type))
  return isHead || (opens && longer === link - 1) ? first : longer
}

const headless: ReadonlySet<string> = new Set([
  'other-noun',
  'person-title',
  'firm-noun',
  'firm-attribute',
  'organisation',
])

/** Where every noun has a capital: whether a word is one of the nouns we know, or a nationality ("die Kölner Firma"). */
export function isOrdinary(reading: Reading, word: number): boolean {
  if (reading.language?.source.nouns !== 'capitalised') return false
  if (isCompoundNoun(reading, word)) return true
  return (
    reading.hits.hasAny(word, ordinaryUses) || hitsAt(reading, word, 'region').some(({ use }) => use.via === 'demonym')
  )
}

const ordinaryUses = useSet('firm-noun', 'unit', 'currency', 'scale', 'number')
const goods = useSet('chip', 'unit')
const stops = useSet('stop')

/** Where every noun has a capital, one word alone is a name only if it does not end as ordinary nouns do. */
function isPlainNoun(reading: Reading, { first, last }: WordRange): boolean {
  const { nouns, companies } = reading.language!.source
  if (nouns !== 'capitalised' || first !== last) return false
  const { start, end } = spanOf(reading, first, last)
  const word = cut(reading.document.text, start, end)
  return !/.[\p{Lu}\p{N}]/u.test(word) && companies.ordinary.some((ending) => word.endsWith(ending))
}

/** What stands between a word and the next, in the shadow. */
export function separator(reading: Reading, word: number): string {
  return cut(reading.shadow.text, reading.words.ends[word] ?? 0, reading.words.starts[word + 1] ?? 0)
}

/** The capitalised words from `first` on, when they are no place's name. */
export function capitalisedRun(reading: Reading, first: number): WordRange | null {
  if (!isNameWord(reading, first) || isOrdinary(reading, first)) return null
  let last = first
  while (last - first + 1 < longestName && isNameWord(reading, last + 1) && touches(reading, last)) last++
  return unlessOrdinary(reading, { first, last })
}

export function unlessOrdinary(reading: Reading, name: WordRange): WordRange | null {
  const { first, last } = name
  return isPlace(reading, first, last) || isGoods(reading, first, last) || isPlainNoun(reading, name) ? null : name
}

function isPlace(reading: Reading, first: number, last: number): boolean {
  return hitsAt(reading, first, 'region').some((hit) => hit.last >= last)
}

/** "公司GPU", "chip maker H100": what it deals in, not its name. */
function isGoods(reading: Reading, first: number, last: number): boolean {
  if (!reading.hits.hasAny(first, goods)) return false
  return reading.at(first).some((hit) => (hit.use.type === 'chip' || hit.use.type === 'unit') && hit.last >= last)
}

export function touches(reading: Reading, word: number): boolean {
  return (
    /^(?: |-|&| & |\.|')$/.test(separator(reading, word)) && reading.sentenceOf[word] === reading.sentenceOf[word + 1]
  )
}

/** Capitalised (or beginning with a digit inside a name), and no function word. */
function isNameWord(reading: Reading, word: number): boolean {
  if (word < 0 || word >= reading.words.count) return false
  const { start } = spanOf(reading, word, word)
  if (!/^\p{Lu}/u.test(cut(reading.document.text, start, start + 2))) return false
  return !reading.hits.spans(word, word, stops)
}

/** "Beschichtungsspezialist", "Treuhandgesellschaft": a compound that ends in a word for a firm. */
export function isCompoundNoun(reading: Reading, word: number): boolean {
  const endings = reading.language?.source.companies.nounEndings ?? []
  if (endings.length === 0) return false
  const text = reading.shadow.text.slice(reading.words.starts[word], reading.words.ends[word])
  return text.length > shortestCompound && endings.some((ending) => text.endsWith(ending))
}

/** Fewest letters of a compound but one. */
const shortestCompound = 7
