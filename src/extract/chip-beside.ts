/** Bare models that what stands beside them shows to be chips: "H100 servers", "2 400 H100", H200を240枚. */

import type { Hit } from '../knowledge/hits.ts'
import { hitsOf, type Reading } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import { classified } from './classifier.ts'
import type { Figure } from './counted.ts'
import { follows, isYear } from './figure.ts'
import { findFigures } from './figures.ts'

/** Most words, or characters where words are unspaced, between a model and the goods it belongs to: "servers with eight B200s". */
const reach = { spaced: 4, unspaced: 8 } as const

/** The bare models that goods or a count beside them bear out. */
export function borneOut(reading: Reading, chips: readonly Hit<'chip'>[]): readonly Hit<'chip'>[] {
  if (reading.language === null || chips.length === 0) return []
  const goods = [...hitsOf(reading, 'unit'), ...hitsOf(reading, 'beside-chip')].sort((a, b) => a.first - b.first)
  const counted = countedModels(reading, chips)
  const most = reach[reading.language.source.words]
  let from = 0
  return chips.filter((chip) => {
    while (from < goods.length && goods[from]!.last < chip.first - longestNoun - most) from++
    for (let i = from; i < goods.length && goods[i]!.first <= chip.last + most + 1; i++)
      if (isBeside(reading, chip, goods[i]!, most)) return true
    return chip.use.support === 'text' && counted.has(chip.first)
  })
}

/** Most words or characters in a noun: bounds the search backwards. */
const longestNoun = 12

/** No more than a few words of the same clause between. */
function isBeside(reading: Reading, chip: Hit, noun: Hit, most: number): boolean {
  const [left, right] = chip.first > noun.last ? [noun, chip] : [chip, noun]
  if (right.first <= left.last || right.first - left.last > most + 1) return false
  if (reading.sentenceOf[left.last] !== reading.sentenceOf[right.first]) return false
  const { starts, ends } = reading.words
  return !/[,;:()\u3001]/.test(cut(reading.shadow.text, ends[left.last] ?? 0, starts[right.first] ?? 0))
}

/** First words of the models that a figure counts, right behind it or by a counting word. */
function countedModels(reading: Reading, chips: readonly Hit<'chip'>[]): ReadonlySet<number> {
  const counted = new Set<number>()
  const keyOf = (word: number, id: string): string => `${reading.sentenceOf[word]} ${id}`
  const firsts = new Map<string, number[]>()
  for (const { first, use } of chips) {
    const key = keyOf(first, use.id)
    const places = firsts.get(key)
    if (places === undefined) firsts.set(key, [first])
    else places.push(first)
  }
  for (const figure of findFigures(reading)) {
    if (!isCount(figure)) continue
    const found = classified(reading, figure)
    if (found !== null && found.of !== null) {
      const key = keyOf(figure.first, found.of)
      for (const first of firsts.get(key) ?? []) counted.add(first)
      firsts.delete(key)
    }
    if (!reading.language!.source.numbers.positional && follows(reading, figure.last)) counted.add(figure.last + 1)
  }
  return counted
}

/** Several pieces, and no year. */
function isCount(figure: Figure): boolean {
  return figure.low > 1 && Number.isInteger(figure.low) && !figure.loose && !isYear(figure)
}
