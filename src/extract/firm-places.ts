/** A firm that no list knows, and where a name of it stands in the text. */

import type { Reading } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import type { Span } from '../types/text.ts'

/** The whole with its legal form, and the name without it. */
export interface Firm {
  readonly span: Span
  readonly sentence: number
  readonly name: string
  readonly rule: string
}

/** Most repetitions looked for: names in hostile text cost no more. */
export const mostRepeated = 1_000

/** Where a name stands as words of its own, with an ending of the language at most. */
export function standingAlone(reading: Reading, name: string): Span[] {
  const { text } = reading.document
  const spans: Span[] = []
  for (
    let at = text.indexOf(name);
    at !== -1 && spans.length < mostRepeated;
    at = text.indexOf(name, at + name.length)
  ) {
    const span = { start: at, end: at + name.length }
    const tail = /^[\p{L}\p{N}]{0,8}/u.exec(cut(text, span.end, span.end + 8))?.[0] ?? ''
    const ended = !runsOn(text, span.end) || reading.language?.source.endings.includes(tail) === true
    if (!runsOn(text, at) && ended) spans.push(span)
  }
  return spans
}

/** Whether a word of a script that writes spaces goes on across an offset. */
function runsOn(text: string, at: number): boolean {
  const spaced = /[\p{L}\p{N}]/u
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
  const [before, after] = [text.charAt(at - 1), text.charAt(at)]
  return spaced.test(before) && spaced.test(after) && !unspaced.test(before) && !unspaced.test(after)
}
