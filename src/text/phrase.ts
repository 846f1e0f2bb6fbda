/** Names and pattern words in the form in which the trie keeps them. */

import { fold } from './shadow.ts'
import { isSingleAt, wordEnd } from './words.ts'

/**
 * Folded words with one space between them, none beside a character of an unspaced script nor where two words
 * touch; a `*` after a word stays ("centre* de données" → "centre* de données", "4090D" → "4090d").
 */
export function phraseKey(phrase: string): string {
  const folded = fold(phrase)
  let key = ''
  let before = -1
  let singleBefore = false
  for (let at = 0; at < folded.length; ) {
    const end = wordEnd(folded, at)
    if (end === at) {
      at++
      continue
    }
    const single = isSingleAt(folded, at)
    const touching = before === -1 || before === at || single || singleBefore
    key += `${touching ? '' : ' '}${folded.slice(at, end)}${folded[end] === '*' ? '*' : ''}`
    before = end
    singleBefore = single
    at = end
  }
  return key
}
