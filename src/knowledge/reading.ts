/** One pass of a document through the matcher: its words, sentences and every phrase that we know. */

import { findPhrases, type Hits } from '../text/find-phrases.ts'
import type { WordRange } from '../text/match.ts'
import { makeShadow, type Shadow, toOriginal } from '../text/shadow.ts'
import { cut } from '../text/units.ts'
import { numbersOf } from '../text/word-starts.ts'
import { splitWords, type Words } from '../text/words.ts'
import type { Document, Span } from '../types/text.ts'
import type { CompiledLanguage, Knowledge } from './compile.ts'
import { type Hit, type HitIndex, indexHits, isIn, type PlainUse, type UseSet } from './hits.ts'
import type { SlotsOf } from './slots.ts'
import type { UseType } from './use.ts'

/** What the recognisers and the classifier read. Word and sentence numbers index `words` and `document.sentences`. */
export interface Reading {
  readonly document: Document
  readonly knowledge: Knowledge
  /** null: we have no file for the document's language. */
  readonly language: CompiledLanguage | null
  readonly shadow: Shadow
  readonly words: Words
  /** Sentence of each word; -1 between sentences. */
  readonly sentenceOf: Int32Array
  /** Words of sentence s: firstWord[s] up to, not including, firstWord[s + 1]. */
  readonly firstWord: Int32Array
  readonly hits: HitIndex
  /** Phrases of the language that fill slots of its patterns, each within one sentence. */
  readonly parts: Hits
  /** All hits that begin at a word. */
  readonly at: (word: number) => readonly Hit[]
}

/** Pure and linear in the text. */
export function readText(document: Document, knowledge: Knowledge): Reading {
  const shadow = makeShadow(document.text)
  const words = splitWords(shadow.text)
  const numbers = numbersOf(shadow.text, words)
  const language = knowledge.languages.get(document.language.code) ?? null
  const { sentenceOf, firstWord } = placeSentences(document, shadow, words)
  const isChip = (first: number, last: number): boolean =>
    first === last || !isArticleAndFigure(document, shadow, words, first)
  const found = [knowledge.shared, ...(language === null ? [] : [language.lexicon])].map(({ trie, uses }) => ({
    uses,
    hits: withinSentences(findPhrases(trie, shadow.text, words, numbers), sentenceOf),
  }))
  const hits = indexHits(found, words.count, isChip)
  const own = found[1]?.hits
  return {
    document,
    knowledge,
    language,
    shadow,
    words,
    sentenceOf,
    firstWord,
    hits,
    parts: language === null || own === undefined ? noHits : partsOf(own, language.slotsOf),
    at: hits.at,
  }
}

/** "a 100-GPU hall", "elle a 10 000 puces", "A 10,000-card hall": a small word and a figure spell no A100 or A10. */
function isArticleAndFigure({ text }: Document, shadow: Shadow, words: Words, first: number): boolean {
  const end = words.ends[first] ?? 0
  if (end - (words.starts[first] ?? 0) !== 1 || shadow.text[end] !== ' ') return false
  const letter = text[originalStart(shadow, words, first)] ?? ''
  return (
    letter !== letter.toUpperCase() ||
    /^[.,' ]\d{3}(?!\d)/.test(cut(shadow.text, words.ends[first + 1], (words.ends[first + 1] ?? 0) + 5))
  )
}

const noHits: Hits = { count: 0, term: new Int32Array(0), first: new Int32Array(0), last: new Int32Array(0) }

/** Those that begin and end in the same sentence; moved to the front of the same arrays. */
function withinSentences({ count, term, first, last }: Hits, sentenceOf: Int32Array): Hits {
  let kept = 0
  for (let i = 0; i < count; i++) {
    const sentence = sentenceOf[first[i]!]!
    if (sentence === -1 || sentence !== sentenceOf[last[i]!]) continue
    term[kept] = term[i]!
    first[kept] = first[i]!
    last[kept++] = last[i]!
  }
  return { count: kept, term, first, last }
}

/** What fills slots. */
function partsOf(found: Hits, slotsOf: SlotsOf): Hits {
  const term = new Int32Array(found.count)
  const first = new Int32Array(found.count)
  const last = new Int32Array(found.count)
  let count = 0
  for (let i = 0; i < found.count; i++) {
    const own = found.term[i]!
    if (slotsOf.first[own] === slotsOf.first[own + 1]) continue
    term[count] = own
    first[count] = found.first[i]!
    last[count++] = found.last[i]!
  }
  return { count, term, first, last }
}

function placeSentences(
  document: Document,
  shadow: Shadow,
  words: Words,
): { sentenceOf: Int32Array; firstWord: Int32Array } {
  const sentenceOf = new Int32Array(words.count).fill(-1)
  const firstWord = new Int32Array(document.sentences.length + 1)
  let word = 0
  document.sentences.forEach(({ span }, sentence) => {
    while (word < words.count && originalStart(shadow, words, word) < span.start) word++
    firstWord[sentence] = word
    while (word < words.count && originalStart(shadow, words, word) < span.end) sentenceOf[word++] = sentence
  })
  firstWord[document.sentences.length] = word
  return { sentenceOf, firstWord }
}

function originalStart(shadow: Shadow, words: Words, word: number): number {
  return shadow.starts[words.starts[word] ?? 0] ?? 0
}

/** Hits of one use, ascending by first word. */
export function hitsOf<Kind extends PlainUse>(reading: Reading, type: Kind): readonly Hit<Kind>[] {
  return reading.hits.of(type) as unknown as readonly Hit<Kind>[]
}

/** Hits of one use that begin at a word. */
export function hitsAt<Kind extends PlainUse>(reading: Reading, word: number, type: Kind): readonly Hit<Kind>[] {
  if (!reading.hits.has(word, type)) return none
  return reading.at(word).filter(({ use }) => use.type === type) as unknown as readonly Hit<Kind>[]
}

const none: readonly never[] = []

/** Whether a hit of one of several uses begins at a word. */
export function beginsAny(reading: Reading, word: number, types: UseSet): boolean {
  return reading.hits.hasAny(word, types) && reading.at(word).some(({ use }) => isIn(types, use.type))
}

/** The longest hit of a use that begins at a word. */
export function longestAt<Kind extends UseType>(reading: Reading, word: number, type: Kind): Hit<Kind> | null {
  if (!reading.hits.has(word, type)) return null
  let longest: Hit | null = null
  for (const hit of reading.at(word))
    if (hit.use.type === type && (longest === null || hit.last > longest.last)) longest = hit
  return longest as unknown as Hit<Kind> | null
}

/** The author's characters behind words first..last. */
export function spanOf(reading: Reading, first: number, last: number): Span {
  return toOriginal(reading.shadow, reading.words.starts[first] ?? 0, reading.words.ends[last] ?? 0)
}

/** The words behind a span of the original that begins and ends at words. */
export function wordsOf(reading: Reading, span: Span): WordRange {
  const { words, shadow } = reading
  let low = 0
  let high = words.count
  while (low < high) {
    const middle = (low + high) >> 1
    if ((shadow.ends[(words.ends[middle] ?? 1) - 1] ?? 0) <= span.start) low = middle + 1
    else high = middle
  }
  let last = low
  while (last + 1 < words.count && originalStart(shadow, words, last + 1) < span.end) last++
  return { first: low, last }
}

/**
 * Whether words first..last are a name of their own, not part of a longer run of letters and digits ("H100X"), nor,
 * for a name of few katakana, of a longer word in katakana ("デル" in "モデル", "タイ" in "タイミング").
 */
export function standsAlone(reading: Reading, first: number, last: number): boolean {
  if (reading.words.joined[first] === 1 || reading.words.joined[last + 1] === 1) return false
  if (last - first >= fewKatakana || !isKatakana(reading, first) || !isKatakana(reading, last)) return true
  return !adjoins(reading, first - 1, first) && !adjoins(reading, last, last + 1)
}

/** Names of up to so many katakana are often found within longer words; longer names hardly ever. */
const fewKatakana = 3

function isKatakana(reading: Reading, word: number): boolean {
  return /^[\u30a1-\u30fa\u30fc]$/.test(cut(reading.shadow.text, reading.words.starts[word], reading.words.ends[word]))
}

/** Whether two words in katakana stand with nothing between them. */
function adjoins(reading: Reading, left: number, right: number): boolean {
  if (left < 0 || right >= reading.words.count || reading.words.ends[left] !== reading.words.starts[right]) return false
  return isKatakana(reading, left) && isKatakana(reading, right)
}
