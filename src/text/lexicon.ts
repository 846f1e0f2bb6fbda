/** Phrases with what they are used for, compiled into one trie. */

import { phraseKey } from './phrase.ts'
import { compileTrie, type Trie } from './trie.ts'

export interface Lexicon<Use> {
  readonly trie: Trie
  /** uses[term]: what the phrase found may mean. */
  readonly uses: readonly (readonly Use[])[]
}

/** Phrases in the order in which they came, each once, with all its uses. */
export function compileLexicon<Use>(entries: Iterable<readonly [phrase: string, use: Use]>): Lexicon<Use> {
  const terms = new Map<string, Use[]>()
  for (const [phrase, use] of entries) {
    const key = phraseKey(phrase)
    const uses = terms.get(key)
    if (uses === undefined) terms.set(key, [use])
    else uses.push(use)
  }
  return { trie: compileTrie([...terms.keys()]), uses: [...terms.values()] }
}
