/** Patterns as the language files write them: words in order, `*`, `(a|b)`, `…` and `{kind}`; nothing else. */

import { phraseKey } from './phrase.ts'

/**
 * `any`: one of these phrases, as the trie keeps them, or a mention of one of these kinds, or a word of a list so
 * named. `gap`: any words, up to the gap of the language.
 */
export type Item =
  | { readonly type: 'any'; readonly phrases: readonly string[]; readonly kinds: readonly string[] }
  | { readonly type: 'gap' }

/** A pattern that cannot be read; the message quotes it and says what is wrong. */
export class PatternError extends Error {}

const token = /\(([^()]*)\)|\{([a-z][a-z-]*)\}|(…|\.\.\.)|([^\s(){}|…]+)/gu

/** `"(contreband*|clandestin*) … {chip}"` → words, gap, kind. Throws PatternError. */
export function parsePattern(source: string): readonly Item[] {
  const items: Item[] = []
  let plain: string[] = []
  const flush = (): void => {
    if (plain.length > 0) items.push(anyItem([plain.join(' ')], source))
    plain = []
  }
  let consumed = 0
  for (const found of source.matchAll(token)) {
    refuseRest(source.slice(consumed, found.index), source)
    consumed = found.index + found[0].length
    const [, alternatives, kind, gap, word] = found
    if (word !== undefined) {
      plain.push(word)
      continue
    }
    flush()
    if (alternatives !== undefined) items.push(anyItem(alternatives.split('|'), source))
    else if (kind !== undefined) items.push({ type: 'any', phrases: [], kinds: [kind] })
    else if (gap !== undefined) items.push({ type: 'gap' })
  }
  refuseRest(source.slice(consumed), source)
  flush()
  if (items.length === 0) throw new PatternError(`the pattern "${source}" is empty`)
  if (items[0]?.type === 'gap' || items.at(-1)?.type === 'gap')
    throw new PatternError(`the pattern "${source}" begins or ends with …`)
  return items
}

function refuseRest(rest: string, source: string): void {
  if (rest.trim() !== '')
    throw new PatternError(`the pattern "${source}" has "${rest.trim()}", which is neither a word, (a|b), {kind} nor …`)
}

function anyItem(alternatives: readonly string[], source: string): Item {
  const kinds: string[] = []
  const phrases: string[] = []
  for (const alternative of alternatives) {
    const kind = /^\s*\{([a-z][a-z-]*)\}\s*$/.exec(alternative)?.[1]
    if (kind !== undefined) kinds.push(kind)
    else phrases.push(phraseKey(alternative))
  }
  if (alternatives.some((alternative) => alternative.includes('…')))
    throw new PatternError(`the pattern "${source}" has … inside brackets`)
  if (phrases.includes('')) throw new PatternError(`the pattern "${source}" has an empty alternative`)
  return { type: 'any', phrases, kinds }
}
