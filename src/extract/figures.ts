/** All figures of a text. */

import { useSet } from '../knowledge/hits.ts'
import type { Reading } from '../knowledge/reading.ts'
import { unitAt } from '../text/units.ts'
import type { Figure } from './counted.ts'
import { endOf, gluedNoun, gluedSign, isDigit, readFigure, standsFree } from './figure.ts'
import { readPositional } from './positional.ts'

/** The last text asked for and its figures. No WeakMap: its entries outlive every collection of young objects, and the text with them. */
let last: { readonly reading: Reading; readonly figures: readonly Figure[] } | null = null

/** Every figure of the text, ascending, none overlapping; looked for once. Needs a language; [] without one. */
export function findFigures(reading: Reading): readonly Figure[] {
  if (last?.reading !== reading) last = { reading, figures: readFigures(reading) }
  return last.figures
}

function readFigures(reading: Reading): Figure[] {
  const figures: Figure[] = []
  if (reading.language === null) return figures
  const { positional } = reading.language.source.numbers
  for (let word = 0; word < reading.words.count; word++) {
    if (!mayBegin(reading, word)) continue
    if (positional) {
      const glued = gluedNoun(reading, word)?.length ?? gluedSign(reading, word, reading.words.starts[word] ?? 0)
      const read = readPositional(reading, word, glued)
      if (read === null) continue
      if (read.figure !== null && (!read.figure.digits || standsFree(reading, read.figure))) figures.push(read.figure)
      word = read.last
      continue
    }
    const figure = readFigure(reading, word)
    if (figure === null) continue
    figures.push(figure)
    word = figure.last
  }
  return figures
}

const beginning = useSet('number', 'scale', 'fraction', 'article', 'vague')

/** Whether a figure may begin at a word: there are digits in it, or it is a word for a number. Spares most words all else. */
function mayBegin(reading: Reading, word: number): boolean {
  if (reading.hits.hasAny(word, beginning)) return true
  if (reading.words.digits[word] === 0) return false
  const end = endOf(reading, word)
  for (let at = reading.words.starts[word] ?? 0; at < end; at++)
    if (isDigit(unitAt(reading.shadow.text, at))) return true
  return false
}
