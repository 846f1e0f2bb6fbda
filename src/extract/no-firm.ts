/** What looks like a firm's name and is none: operations, ships, laws, courts, people. */

import { hitsAt, type Reading } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'

/** Longest word of a language file that makes a name no firm's ("Task Force"), in words or characters. */
const longestHead = 4

/** "Operation Gatekeeper", "Chip Security Act", 守门人行动: the name's first or last word, or the next without a space, says so. */
export function namesOther(reading: Reading, first: number, last: number): boolean {
  const heads = (word: number): readonly number[] => hitsAt(reading, word, 'other-name').map(({ last }) => last)
  if (reading.language?.source.words !== 'unspaced' && heads(first).some((end) => end <= last)) return true
  for (let word = Math.max(first, last - longestHead); word <= last; word++) if (heads(word).includes(last)) return true
  const joined = reading.words.ends[last] === reading.words.starts[last + 1]
  return joined && reading.sentenceOf[last + 1] === reading.sentenceOf[last] && heads(last + 1).length > 0
}

/**
 * Whether "named" stands behind a firm's noun, not another's: the nearest before it in its sentence decides ("an exporter", "a ship").
 * Without either it names somebody or something that the sentence does not call a firm.
 */
export function introducesFirm(reading: Reading, introducer: WordRange): boolean {
  const nearest = (type: 'firm-noun' | 'other-noun'): number => {
    const opening = reading.firstWord[reading.sentenceOf[introducer.first] ?? 0] ?? 0
    for (let word = introducer.last; word >= Math.max(opening, introducer.first - reach); word--)
      if (hitsAt(reading, word, type).some(({ last }) => last <= introducer.last)) return word
    return -1
  }
  const firm = nearest('firm-noun')
  return firm !== -1 && firm >= nearest('other-noun')
}

/** Most words between a noun and "named": "une société de Bichkek, immatriculée en mai et baptisée X". */
const reach = 12
