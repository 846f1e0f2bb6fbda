/** A firm once introduced, wherever else it stands, and under which of its names: all are one firm. */

import { type Reading, wordsOf } from '../knowledge/reading.ts'
import { indexSpans } from '../text/spans.ts'
import { cut } from '../text/units.ts'
import type { Span } from '../types/text.ts'
import { type Firm, mostRepeated, standingAlone } from './firm-places.ts'
import { shortNames } from './firm-short.ts'

/** A mention with the fullest name that the text gives the firm. */
export interface NamedFirm extends Firm {
  readonly whole: string
}

export type Taken = (span: Span) => readonly unknown[]

/** Most firms whose names are compared with one another. */
const mostCompared = 200

/** The firms introduced, each under its fullest name, and all that name them again: "Hao Global LLC … Hao Global … Hao". */
export function withLaterNames(reading: Reading, firms: readonly Firm[], taken: Taken): NamedFirm[] {
  const wholes = wholeNames(reading, firms)
  const found: NamedFirm[] = firms.map((firm) => ({ ...firm, whole: wholes.get(firm.name) ?? firm.name }))
  const own = indexSpans(firms, (firm) => firm.span)
  const free = (span: Span): boolean => own(span).length === 0 && taken(span).length === 0
  for (const [name, whole] of [...wholes].slice(0, mostRepeated))
    for (const span of standingAlone(reading, name).filter(free)) add(found, reading, span, name, whole)
  const named = indexSpans(found, (firm) => firm.span)
  const left = (span: Span): boolean => named(span).length === 0 && taken(span).length === 0
  for (const [name, whole] of shortNames(reading, firms.slice(0, mostCompared), wholes, left))
    for (const span of whole.spans) add(found, reading, span, name, whole.name)
  return found
}

function add(found: NamedFirm[], reading: Reading, span: Span, name: string, whole: string): void {
  const sentence = reading.sentenceOf[wordsOf(reading, span).first] ?? -1
  if (sentence >= 0 && found.length < mostRepeated) found.push({ span, sentence, name, rule: 'again', whole })
}

/** Name without legal form → the fullest name: with the form, or that of the one firm whose name begins with it, or holds it between place and trade (苏州菱川智算科技). */
function wholeNames({ document, language }: Reading, firms: readonly Firm[]): ReadonlyMap<string, string> {
  const wholes = new Map<string, string>()
  for (const { name, span } of firms) {
    const surface = cut(document.text, span.start, span.end)
    if (surface.length > (wholes.get(name)?.length ?? 0)) wholes.set(name, surface)
  }
  const names = [...wholes.keys()].slice(0, mostCompared)
  for (const name of names) {
    if (wholes.get(name) !== name) continue
    const unspaced = language?.source.words === 'unspaced'
    const longer = names.filter(
      (other) => other.startsWith(`${name} `) || (unspaced && other !== name && other.includes(name)),
    )
    // One firm may stand under two names here, with and without its form.
    const owners = new Set(longer.map((other) => wholes.get(other)!))
    if (owners.size === 1) wholes.set(name, [...owners][0]!)
  }
  return wholes
}
