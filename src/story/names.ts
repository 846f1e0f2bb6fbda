/** Names that no list knows: small firms, people, ships. What two articles share of them is telling, in any language. */

import type { Knowledge } from '../knowledge/compile.ts'
import { fold } from '../text/shadow.ts'
import { indexSpans, overlaps } from '../text/spans.ts'
import type { StoredFinding } from '../types/story.ts'

/** A word in Latin letters that begins with a capital, or is written in capitals; particles of names may stand between. */
const capitalised = /\p{Lu}[\p{Script=Latin}\p{M}\d'’&-]+/gu

/** Most names of one article. */
const mostNames = 60

/**
 * Pairs of neighbouring capitalised words ("harbour bay", "bay systems", "jochen wessling"), and single words of firms
 * found by their form or written amid a script without capitals. Without what our lists know, stop words and legal forms.
 */
export function uncommonNames({ document, finding }: StoredFinding, knowledge: Knowledge): string[] {
  const language = knowledge.sources.languages[document.language.code]
  const dull = dullWords(knowledge, document.language.code)
  const known = indexSpans(
    finding.mentions.filter((mention) => mention.kind !== 'company' || mention.company !== null),
    (mention) => mention.span,
  )
  const firms = finding.mentions.filter((mention) => mention.kind === 'company' && mention.company === null)
  const single = language?.words === 'unspaced'
  const names = new Set<string>()
  let before: { readonly word: string; readonly end: number } | null = null
  for (const found of document.text.slice(document.titleLength).matchAll(capitalised)) {
    const start = document.titleLength + found.index
    const span = { start, end: start + found[0].length }
    const word = fold(found[0]).replace(/'s$/, '')
    if (word.length < 2 || dull.has(word) || known(span).length > 0) {
      before = null
      continue
    }
    if (before !== null && /^[ \u00a0-]$/.test(document.text.slice(before.end, start)))
      names.add(`${before.word} ${word}`)
    if (word.length > 3 && (single || firms.some((firm) => overlaps(firm.span, span)))) names.add(word)
    before = { word, end: span.end }
  }
  return [...names].slice(0, mostNames)
}

const dullByLanguage = new WeakMap<Knowledge, Map<string, ReadonlySet<string>>>()

/** Stop words of the language, legal forms and nouns for firms of all: they are part of no name that tells anything. */
function dullWords(knowledge: Knowledge, code: string): ReadonlySet<string> {
  const made = dullByLanguage.get(knowledge) ?? new Map<string, ReadonlySet<string>>()
  dullByLanguage.set(knowledge, made)
  const ready = made.get(code)
  if (ready !== undefined) return ready
  const words = new Set((knowledge.sources.languages[code]?.stop ?? []).map(fold))
  for (const { companies } of Object.values(knowledge.sources.languages))
    for (const phrase of [...companies.forms, ...companies.nouns])
      for (const word of fold(phrase).split(/[^\p{L}\p{N}]+/u)) words.add(word)
  made.set(code, words)
  return words
}
