/** Sentences of a text, paragraph by paragraph. */

import type { Sentence } from '../types/text.ts'
import { sentenceEnds } from './sentence-breaks.ts'
import { fold } from './shadow.ts'
import { cut, unitAt } from './units.ts'

const paragraphBreak = /\r?\n[ \t]*(?:\r?\n[ \t]*)+/g

/** Ends of what looks like sentences in from..to of a text, the last of them `to`. */
type Splitter = (text: string, from: number, to: number) => readonly number[]

const splitters = new Map<string, Splitter>()

/** Marks of which some language may have rules of its own: the semicolon asks in Greek. */
const probe = 'A; b. C! D? E: F· G… H, I'

/** Made once for each language: opening a segmenter takes as long as splitting an article. */
function splitterOf(language: string): Splitter {
  const known = splitters.get(language)
  if (known !== undefined) return known
  const segmenter = new Intl.Segmenter([language, 'en'], { granularity: 'sentence' })
  const segmented: Splitter = (text, from, to) => {
    const ends: number[] = []
    for (const { segment, index } of segmenter.segment(cut(text, from, to))) ends.push(from + index + segment.length)
    return ends
  }
  const own = segmented(probe, 0, probe.length)
  const byRules = sentenceEnds(probe, 0, probe.length)
  const isPlain = byRules !== null && byRules.join() === own.join()
  const made: Splitter = isPlain
    ? (text, from, to) => sentenceEnds(text, from, to) ?? segmented(text, from, to)
    : segmented
  splitters.set(language, made)
  return made
}

/**
 * Splits at blank lines into paragraphs, at line ends and sentence ends into sentences.
 * `abbreviations` ("M.", "Inc.", "z. B.") end no sentence. Every non-space character is in one sentence.
 * Intl.Segmenter, where it is asked, is fed one line at a time: it is quadratic in the length of what it is given, so very
 * long lines are cut at `maxChunk`.
 */
export function splitSentences(text: string, language: string, abbreviations: readonly string[]): Sentence[] {
  const endsIn = splitterOf(language)
  const endings = abbreviationTest(abbreviations)
  const sentences: Sentence[] = []
  let paragraph = 0
  for (const [from, to] of paragraphs(text)) {
    for (const [lineFrom, lineTo] of lines(text, from, to)) {
      for (const [start, end] of chunks(text, lineFrom, lineTo))
        addSentences(text, start, endsIn(text, start, end), endings, paragraph, sentences)
    }
    paragraph++
  }
  return sentences
}

/** Longest stretch given to the segmenter at once, in code units; news paragraphs are far shorter. */
const maxChunk = 4_000

function* chunks(text: string, from: number, to: number): Generator<readonly [number, number]> {
  let start = from
  while (to - start > maxChunk) {
    const space = cut(text, start + 1, start + maxChunk + 1).lastIndexOf(' ')
    let end = space === -1 ? start + maxChunk : start + 1 + space
    const unit = unitAt(text, end)
    if (unit >= 0xdc00 && unit <= 0xdfff) end++
    yield [start, end]
    start = end
  }
  yield [start, to]
}

function* paragraphs(text: string): Generator<readonly [number, number]> {
  let start = 0
  for (const hit of text.matchAll(paragraphBreak)) {
    if (hit.index > start) yield [start, hit.index]
    start = hit.index + hit[0].length
  }
  if (start < text.length) yield [start, text.length]
}

function* lines(text: string, from: number, to: number): Generator<readonly [number, number]> {
  let start = from
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) {
    const end = at > start && unitAt(text, at - 1) === 13 ? at - 1 : at
    if (end > start) yield [start, end]
    start = at + 1
  }
  if (start < to) yield [start, to]
}

function addSentences(
  text: string,
  from: number,
  ends: readonly number[],
  endsInAbbreviation: (text: string, from: number, to: number) => boolean,
  paragraph: number,
  into: Sentence[],
): void {
  const to = ends.at(-1) ?? from
  let start = from
  let segment = from
  for (const end of ends) {
    const unfinished = endsInAbbreviation(text, segment, end) || startsLower(text, end, to)
    segment = end
    if (unfinished && end < to) continue
    push(text, start, end, paragraph, into)
    start = end
  }
}

function push(text: string, from: number, to: number, paragraph: number, into: Sentence[]): void {
  let start = from
  let end = to
  while (start < end && isSpace(unitAt(text, start))) start++
  while (end > start && isSpace(unitAt(text, end - 1))) end--
  if (start < end) into.push({ span: { start, end }, paragraph })
}

/** What `\\s` is. */
function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 9 && code <= 13)
  return /\s/.test(String.fromCharCode(code))
}

/** A "sentence" that goes on in lower case is none: "…", "U.S. prosecutors", "Yahoo! said". */
function startsLower(text: string, at: number, to: number): boolean {
  if (at >= to) return false
  const code = unitAt(text, at)
  return code < 0x80 ? code >= 0x61 && code <= 0x7a : /\p{Ll}/u.test(text.charAt(at))
}

/** More than any abbreviation has, in code units: bounds the search backwards. */
const longestWord = 64
const lastWord = /(?:^|[\s("'\u2019«])([\p{L}\p{N}.-]+)\.$/u

const abbreviationTests = new WeakMap<readonly string[], ReturnType<typeof abbreviationTest>>()

/** Made once for each list: a language's is the same for all its texts. */
function abbreviationTest(abbreviations: readonly string[]): (text: string, from: number, to: number) => boolean {
  const made = abbreviationTests.get(abbreviations)
  if (made !== undefined) return made
  const known = new Set(abbreviations.map((abbreviation) => fold(abbreviation).replace(/\.$/, '')))
  const test = (text: string, from: number, to: number): boolean => {
    let end = to
    while (end > from && isSpace(unitAt(text, end - 1))) end--
    if (end === from || unitAt(text, end - 1) !== 0x2e) return false
    const last = lastWord.exec(cut(text, Math.max(from, end - longestWord), end))?.[1]
    if (last === undefined) return false
    return known.has(fold(last)) || /^\p{Lu}$/u.test(last)
  }
  abbreviationTests.set(abbreviations, test)
  return test
}
