/** Which words of a sentence stand in quotation marks. */

import { type Reading, spanOf } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'

const opening = '「『«„《'
const closing = '」』»”》'
/** Open where nothing is open, and close where something is: "…" and „…“. */
const either = '"“＂'

/** A test of words: within quotation marks? A mark that closes what the sentence never opened began in a sentence before. */
export function quotedWords(reading: Reading, sentence: number): (word: number) => boolean {
  const span = reading.document.sentences[sentence]?.span
  if (span === undefined) return () => false
  const stretches = quotationsIn(turned(cut(reading.document.text, span.start, span.end)))
  return (word) => {
    const at = spanOf(reading, word, word).start - span.start
    return stretches.some(({ start, end }) => start <= at && at < end)
  }
}

/** Some write »so«: the marks are turned round. */
function turned(text: string): string {
  const first = text.indexOf('»')
  if (first === -1 || text.indexOf('«') <= first) return text
  return text.replace(/[«»]/g, (mark) => (mark === '»' ? '«' : '»'))
}

/** Most quotations that one sentence is read for: hostile text costs no more. */
const mostQuotations = 50

interface Stretch {
  readonly start: number
  readonly end: number
}

function quotationsIn(text: string): Stretch[] {
  const found: Stretch[] = []
  let open: number | null = null
  for (let index = 0; index < text.length && found.length < mostQuotations; index++) {
    const mark = text.charAt(index)
    const closes = closing.includes(mark) || (either.includes(mark) && open !== null)
    if (closes) {
      if (open !== null || found.length === 0) found.push({ start: open ?? 0, end: index })
      open = null
    } else if (opening.includes(mark) || either.includes(mark)) open ??= index
  }
  return open === null ? found : [...found, { start: open, end: text.length }]
}
