/** Whether capitalised words are somebody's name: told by a title, a given name, an initial, or an age behind it. */

import { type Reading, spanOf, wordsOf } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'

/** Most places at which a surname is looked for: hostile text that repeats one costs no more. */
const mostPlaces = 20

/** "CEO Andy Vesey", "Jürgen W.", "Guillaume Trottier-Chen, 37 ans"; a trade at the end makes a firm of it ("Oscar Trading"). */
export function isPerson(reading: Reading, { first, last }: WordRange): boolean {
  for (let word = first - 1; word <= Math.min(first, last - 1); word++)
    if (ends(reading, word, 'person-title') && reading.sentenceOf[word] === reading.sentenceOf[last]) return true
  if (ends(reading, last, 'trade')) return false
  for (let word = first; word === first || word < last; word++) if (begins(reading, word, 'given-name')) return true
  if (last > first && isInitial(reading, last)) return true
  return hasAge(reading, last) || (first === last && isSurname(reading, first))
}

function ends(reading: Reading, word: number, type: 'person-title' | 'trade'): boolean {
  return reading.at(word).some(({ use, last }) => use.type === type && last === word)
}

function begins(reading: Reading, word: number, type: 'given-name'): boolean {
  return reading.at(word).some(({ use }) => use.type === type)
}

/** "Jürgen W.": newsrooms leave out the names of the accused. */
function isInitial(reading: Reading, word: number): boolean {
  const { start, end } = spanOf(reading, word, word)
  return end - start === 1 && reading.document.text.charAt(end) === '.'
}

function hasAge(reading: Reading, last: number): boolean {
  const { end } = spanOf(reading, last, last)
  return /^(?:, | \()\d\d(?:[,)]| ans\b| años\b| Jahre\b)/u.test(reading.document.text.slice(end, end + 12))
}

/** Whether a word stands elsewhere right behind a given name: "Moira Standish said … Standish". */
function isSurname(reading: Reading, word: number): boolean {
  const { text } = reading.document
  const { start, end } = spanOf(reading, word, word)
  const name = text.slice(start, end)
  let at = text.indexOf(name)
  for (let place = 0; place < mostPlaces && at !== -1; place++) {
    const before = /(\p{Lu}[\p{L}'’-]+) $/u.exec(text.slice(Math.max(0, at - 30), at))?.[1]
    if (before !== undefined) {
      const { last } = wordsOf(reading, { start: at - before.length - 1, end: at - 1 })
      if (begins(reading, last, 'given-name')) return true
    }
    at = text.indexOf(name, at + name.length)
  }
  return false
}
