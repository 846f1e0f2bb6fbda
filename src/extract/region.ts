/** Regions: countries, groups and cities by name, demonym or capital. */

import type { Hit } from '../knowledge/hits.ts'
import { hitsOf, type Reading, spanOf, standsAlone } from '../knowledge/reading.ts'
import { indexSpans } from '../text/spans.ts'
import { cut } from '../text/units.ts'
import type { RegionMention } from '../types/mention.ts'
import type { Id } from '../types/text.ts'

/** Region mentions; whether one lies within a company's or currency's name is settled in overlap.ts. */
export function findRegions(reading: Reading): RegionMention[] {
  const blocks = indexSpans(
    hitsOf(reading, 'block').filter((hit) => hit.use.kind === 'region'),
    (hit) => spanOf(reading, hit.first, hit.last),
  )
  const mentions: RegionMention[] = []
  for (const hit of hitsOf(reading, 'region')) {
    if (!standsAlone(reading, hit.first, hit.last)) continue
    if (hit.use.part !== null && !isOneWord(reading, hit)) continue
    const { part } = hit.use
    const span =
      part === null ? spanOf(reading, hit.first, hit.last) : spanOf(reading, hit.first + part, hit.first + part)
    if (blocks(span).some((block) => block.first <= hit.first && hit.last <= block.last)) continue
    const surface = cut(reading.document.text, span.start, span.end)
    if (!rightCase(surface, hit.use.exact) || isCommonWord(surface, hit)) continue
    if (hit.use.ambiguous && besideName(reading, hit)) continue
    mentions.push({
      kind: 'region',
      span,
      sentence: reading.sentenceOf[hit.first] ?? 0,
      rule: hit.use.rule as Id<'Rule'>,
      region: hit.use.code as Id<'Region'>,
      via: hit.use.via,
    })
  }
  return mentions
}

/** A compound has nothing between its characters, and no figure before it: "6日 ロイター" and "8日米商務省" are dates. */
function isOneWord(reading: Reading, hit: Hit): boolean {
  const { starts, ends } = reading.words
  const start = starts[hit.first] ?? 0
  const whole = (ends[hit.last] ?? 0) - start === hit.last - hit.first + 1
  return whole && !/\d/.test(reading.shadow.text[start - 1] ?? '') && standsAlone(reading, hit.last, hit.last)
}

/** "la paz", "sonora", "florida": a city or capital has its capital letter, where its script has capitals. */
function isCommonWord(surface: string, hit: Hit<'region'>): boolean {
  if (hit.use.via !== 'city' && hit.use.via !== 'capital') return false
  return /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(surface) && !/\p{Lu}/u.test(surface)
}

/** Compares letters and digits only, so that "U.S" answers to "U.S." */
export function rightCase(surface: string, exact: string | null): boolean {
  return exact === null || lettersOf(surface) === lettersOf(exact)
}

/** Letters and digits only. */
export function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

/** "Jordan Peele", "Michael Jordan", "Georgia Tech": an ambiguous name beside another capitalised word is a person or a firm. */
function besideName(reading: Reading, hit: Hit): boolean {
  const neighbours = [
    [hit.first - 1, hit.first],
    [hit.last, hit.last + 1],
  ] as const
  return neighbours.some(([left, right]) => {
    const word = left === hit.last ? right : left
    if (reading.sentenceOf[word] !== reading.sentenceOf[hit.first]) return false
    const gap = cut(reading.shadow.text, reading.words.ends[left] ?? 0, reading.words.starts[right] ?? 0)
    if (gap !== ' ' || reading.firstWord[reading.sentenceOf[word] ?? 0] === word) return false
    const { start } = spanOf(reading, word, word)
    return !reading.hits.has(word, 'stop') && /^\p{Lu}/u.test(cut(reading.document.text, start, start + 2))
  })
}
