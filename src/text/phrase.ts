/** Names and pattern words in the form in which the trie keeps them. */

import { fold } from './shadow.ts'
import { splitWords } from './words.ts'

/**
 * Folded words with one space between them, none beside a character of an unspaced script nor where two words
 * touch; a `*` after a word stays ("centre* de données" → "centre* de données", "4090D" → "4090d").
 */
export function phraseKey(phrase: string): string {
  const folded = fold(phrase)
  const words = splitWords(folded)
  let key = ''
  for (let i = 0; i < words.count; i++) {
    const start = words.starts[i] ?? 0
    const end = words.ends[i] ?? 0
    const touching = i === 0 || words.ends[i - 1] === start || words.single[i] === 1 || words.single[i - 1] === 1
    key += `${touching ? '' : ' '}${folded.slice(start, end)}${folded[end] === '*' ? '*' : ''}`
  }
  return key
}
