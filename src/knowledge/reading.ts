/** One pass of a document through the matcher: its words, sentences and every phrase that we know. */

import { matchPattern, type WordRange } from '../text/match.ts'
import { makeShadow, type Shadow, toOriginal } from '../text/shadow.ts'
import { findPhrases } from '../text/trie.ts'
import { splitWords, type Words } from '../text/words.ts'
import type { Mention } from '../types/mention.ts'
import type { Document, Span } from '../types/text.ts'
import type { CompiledLanguage, Knowledge, PatternTag } from './compile.ts'
import type { Use, UseType } from './use.ts'

/** A known phrase in the text, by words, first and last included. */
export interface Hit<Kind extends UseType = UseType> extends WordRange {
  readonly use: UseOf<Use, Kind>
}

type UseOf<One, Kind> = One extends { readonly type: infer Types } ? (Kind extends Types ? One : never) : never

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
  readonly hits: ReadonlyMap<UseType, readonly Hit[]>
  /** All hits that begin at a word. */
  readonly at: (word: number) => readonly Hit[]
}

/** Pure and linear in the text. */
export function readText(document: Document, knowledge: Knowledge): Reading {
  const shadow = makeShadow(document.text)
  const words = splitWords(shadow.text)
  const language = knowledge.languages.get(document.language.code) ?? null
  const { sentenceOf, firstWord } = placeSentences(document, shadow, words)
  const hits = new Map<UseType, Hit[]>()
  const starting: (Hit[] | undefined)[] = []
  const lexicons = language === null ? [knowledge.shared] : [knowledge.shared, language.lexicon]
  for (const lexicon of lexicons) {
    const found = findPhrases(lexicon.trie, shadow.text, words)
    for (let i = 0; i < found.count; i++) {
      const first = found.first[i] ?? 0
      const last = found.last[i] ?? 0
      if (sentenceOf[first] === -1 || sentenceOf[first] !== sentenceOf[last]) continue
      for (const use of lexicon.uses[found.term[i] ?? 0] ?? []) {
        if (use.type === 'chip' && first < last && isArticleAndFigure(document, shadow, words, first)) continue
        const hit: Hit = { first, last, use }
        const list = hits.get(use.type)
        if (list === undefined) hits.set(use.type, [hit])
        else list.push(hit)
        const here = starting[first]
        if (here === undefined) starting[first] = [hit]
        else here.push(hit)
      }
    }
  }
  const nothing: readonly Hit[] = []
  return {
    document,
    knowledge,
    language,
    shadow,
    words,
    sentenceOf,
    firstWord,
    hits,
    at: (word) => starting[word] ?? nothing,
  }
}

/** "a 100-GPU hall", "elle a 10 000 puces", "A 10,000-card hall": a small word and a figure spell no A100 or A10. */
function isArticleAndFigure({ text }: Document, shadow: Shadow, words: Words, first: number): boolean {
  const end = words.ends[first] ?? 0
  if (end - (words.starts[first] ?? 0) !== 1 || shadow.text[end] !== ' ') return false
  const letter = text[originalStart(shadow, words, first)] ?? ''
  return (
    letter !== letter.toUpperCase() ||
    /^[.,' ]\d{3}(?!\d)/.test(shadow.text.slice(words.ends[first + 1], (words.ends[first + 1] ?? 0) + 5))
  )
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
export function hitsOf<Kind extends UseType>(reading: Reading, type: Kind): readonly Hit<Kind>[] {
  return (reading.hits.get(type) ?? []) as unknown as readonly Hit<Kind>[]
}

/** The longest hit of a use that begins at a word. */
export function longestAt<Kind extends UseType>(reading: Reading, word: number, type: Kind): Hit<Kind> | null {
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
  return /^[\u30a1-\u30fa\u30fc]$/.test(reading.shadow.text.slice(reading.words.starts[word], reading.words.ends[word]))
}

/** Whether two words in katakana stand with nothing between them. */
function adjoins(reading: Reading, left: number, right: number): boolean {
  if (left < 0 || right >= reading.words.count || reading.words.ends[left] !== reading.words.starts[right]) return false
  return isKatakana(reading, left) && isKatakana(reading, right)
}

/** A pattern found in a sentence. */
export interface Cue extends WordRange {
  readonly sentence: number
  readonly tag: PatternTag
  readonly pattern: string
}

/** Kinds a mention counts as in patterns: its own, and classes such as {restricted} that knowledge derives. */
export type KindsOf = (mention: Mention) => readonly string[]

/** Every pattern of the document's language that is found, in order of sentences. */
export function findCues(reading: Reading, mentions: readonly Mention[], kindsOf: KindsOf): Cue[] {
  const { language } = reading
  if (language === null) return []
  const places = placeSlots(reading, language, mentions, kindsOf)
  const cues: Cue[] = []
  places.forEach((bySlot, sentence) => {
    if (bySlot === undefined) return
    const lookUp = (slot: number): readonly WordRange[] => bySlot.get(slot) ?? []
    for (const anchor of bySlot.keys()) {
      for (const pattern of language.byAnchor.get(anchor) ?? []) {
        for (const range of matchPattern(pattern, lookUp, language.gap))
          cues.push({ ...range, sentence, tag: pattern.tag, pattern: pattern.source })
      }
    }
  })
  return cues
}

function placeSlots(
  reading: Reading,
  language: CompiledLanguage,
  mentions: readonly Mention[],
  kindsOf: KindsOf,
): readonly (Map<number, WordRange[]> | undefined)[] {
  const bySentence: (Map<number, WordRange[]> | undefined)[] = new Array(reading.document.sentences.length)
  const put = (sentence: number, slot: number, range: WordRange): void => {
    bySentence[sentence] ??= new Map()
    const ranges = bySentence[sentence].get(slot)
    if (ranges === undefined) bySentence[sentence].set(slot, [range])
    else ranges.push(range)
  }
  for (const mention of mentions) {
    for (const kind of kindsOf(mention)) {
      for (const slot of language.kindSlots.get(kind) ?? []) put(mention.sentence, slot, wordsOf(reading, mention.span))
    }
  }
  for (const hit of hitsOf(reading, 'slot')) put(reading.sentenceOf[hit.first] ?? 0, hit.use.slot, hit)
  for (const bySlot of bySentence) for (const ranges of bySlot?.values() ?? []) ranges.sort((a, b) => a.first - b.first)
  return bySentence
}
