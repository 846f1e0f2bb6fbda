/** Regions: countries, groups and cities by name, demonym or capital. */

import { type Hit, hitsOf, type Reading, spanOf, standsAlone } from '../knowledge/reading.ts'
import { indexSpans } from '../text/spans.ts'
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
    const span = spanOf(reading, hit.first, hit.last)
    if (blocks(span).some((block) => block.first <= hit.first && hit.last <= block.last)) continue
    const surface = reading.document.text.slice(span.start, span.end)
    if (!rightCase(surface, hit.use.exact)) continue
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
    const gap = reading.shadow.text.slice(reading.words.ends[left] ?? 0, reading.words.starts[right] ?? 0)
    if (gap !== ' ' || reading.firstWord[reading.sentenceOf[word] ?? 0] === word) return false
    const { start } = spanOf(reading, word, word)
    const isStop = reading.at(word).some((other) => other.use.type === 'stop')
    return !isStop && /^\p{Lu}/u.test(reading.document.text.slice(start, start + 2))
  })
}
