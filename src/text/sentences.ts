/** Sentences of a text, paragraph by paragraph. */

import type { Sentence } from '../types/text.ts'
import { fold } from './shadow.ts'

const paragraphBreak = /\r?\n[ \t]*(?:\r?\n[ \t]*)+/g
const lineBreak = /\r?\n/g

/**
 * Splits at blank lines into paragraphs, at line ends and sentence ends into sentences.
 * `abbreviations` ("M.", "Inc.", "z. B.") end no sentence. Every non-space character is in one sentence.
 * Intl.Segmenter is fed one line at a time: it is quadratic in the length of what it is given, so very long
 * lines are cut at `maxChunk`.
 */
export function splitSentences(text: string, language: string, abbreviations: readonly string[]): Sentence[] {
  const segmenter = new Intl.Segmenter(language === 'und' ? 'en' : language, { granularity: 'sentence' })
  const endings = abbreviationTest(abbreviations)
  const sentences: Sentence[] = []
  let paragraph = 0
  for (const [from, to] of pieces(text, 0, text.length, paragraphBreak)) {
    for (const [lineFrom, lineTo] of pieces(text, from, to, lineBreak)) {
      for (const [start, end] of chunks(text, lineFrom, lineTo))
        addSentences(text, start, end, segmenter, endings, paragraph, sentences)
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
    const space = text.lastIndexOf(' ', start + maxChunk)
    let end = space > start ? space : start + maxChunk
    const unit = text.charCodeAt(end)
    if (unit >= 0xdc00 && unit <= 0xdfff) end++
    yield [start, end]
    start = end
  }
  yield [start, to]
}

function* pieces(text: string, from: number, to: number, separator: RegExp): Generator<readonly [number, number]> {
  const finder = new RegExp(separator.source, 'g')
  finder.lastIndex = from
  let start = from
  for (let hit = finder.exec(text); hit !== null && hit.index < to; hit = finder.exec(text)) {
    if (hit.index > start) yield [start, hit.index]
    start = hit.index + hit[0].length
  }
  if (start < to) yield [start, to]
}

function addSentences(
  text: string,
  from: number,
  to: number,
  segmenter: Intl.Segmenter,
  endsInAbbreviation: (text: string) => boolean,
  paragraph: number,
  into: Sentence[],
): void {
  let start = from
  let end = from
  for (const { segment, index } of segmenter.segment(text.slice(from, to))) {
    end = from + index + segment.length
    const unfinished = endsInAbbreviation(segment) || startsLower(text, end, to)
    if (unfinished && end < to) continue
    push(text, start, end, paragraph, into)
    start = end
  }
  if (start < end) push(text, start, end, paragraph, into)
}

function push(text: string, from: number, to: number, paragraph: number, into: Sentence[]): void {
  let start = from
  let end = to
  while (start < end && /\s/.test(text[start] ?? '')) start++
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--
  if (start < end) into.push({ span: { start, end }, paragraph })
}

/** A "sentence" that goes on in lower case is none: "…", "U.S. prosecutors", "Yahoo! said". */
function startsLower(text: string, at: number, to: number): boolean {
  return at < to && /\p{Ll}/u.test(text.charAt(at))
}

function abbreviationTest(abbreviations: readonly string[]): (segment: string) => boolean {
  const known = new Set(abbreviations.map((abbreviation) => fold(abbreviation).replace(/\.$/, '')))
  return (segment) => {
    const last = /(?:^|[\s("'\u2019«])([\p{L}\p{N}.-]+)\.\s*$/u.exec(segment)?.[1]
    if (last === undefined) return false
    return known.has(fold(last)) || /^\p{Lu}$/u.test(last)
  }
}
