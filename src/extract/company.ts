/** Companies and organisations: known names, and unknown firms by their legal form or by what the text calls them. */

import { type Hit, hitsOf, type Reading, spanOf, standsAlone, wordsOf } from '../knowledge/reading.ts'
import { indexSpans } from '../text/spans.ts'
import type { CompanyMention, OrganisationMention } from '../types/mention.ts'
import type { Id, Span } from '../types/text.ts'
import { rightCase } from './region.ts'

/** Mentions of known companies and of organisations, then of firms known by their form only (company: null). */
export function findParties(reading: Reading): (CompanyMention | OrganisationMention)[] {
  const known = [...knownParties(reading, 'company'), ...knownParties(reading, 'organisation')]
  return [...known, ...unknownFirms(reading, known)]
}

function knownParties(reading: Reading, type: 'company' | 'organisation'): (CompanyMention | OrganisationMention)[] {
  const blocks = indexSpans(
    hitsOf(reading, 'block').filter((block) => block.use.kind === 'company'),
    (block) => spanOf(reading, block.first, block.last),
  )
  const hits = hitsOf(reading, type).filter((hit) => isNamed(reading, hit, blocks))
  const certain = new Set(hits.filter((hit) => !hit.use.ambiguous).map((hit) => hit.use.id))
  const introduced = new Set(hitsOf(reading, 'introducer').map((hit) => hit.last))
  const mentions: (CompanyMention | OrganisationMention)[] = []
  for (const hit of hits) {
    if (hit.use.ambiguous && !certain.has(hit.use.id) && !isCalledFirm(reading, hit, introduced)) continue
    const place = { span: spanOf(reading, hit.first, hit.last), sentence: reading.sentenceOf[hit.first] ?? 0 }
    if (type === 'company') {
      mentions.push({
        kind: 'company',
        ...place,
        rule: `companies/${hit.use.id}` as Id<'Rule'>,
        company: hit.use.id as Id<'Company'>,
      })
    } else {
      mentions.push({
        kind: 'organisation',
        ...place,
        rule: `organisations/${hit.use.id}` as Id<'Rule'>,
        organisation: hit.use.id as Id<'Organisation'>,
      })
    }
  }
  return mentions
}

/** Standing alone, in the right letter case, with a capital where its script has capitals, and not blocked. */
function isNamed(reading: Reading, hit: Hit<'company'>, blocks: (span: Span) => readonly Hit[]): boolean {
  if (!standsAlone(reading, hit.first, hit.last)) return false
  const span = spanOf(reading, hit.first, hit.last)
  const surface = reading.document.text.slice(span.start, span.end)
  if (!rightCase(surface, hit.use.exact)) return false
  if (/[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(surface) && !/\p{Lu}/u.test(surface)) return false
  return !blocks(span).some((block) => block.first <= hit.first && hit.last <= block.last)
}

/** "Gate Inc", "la société Gate": the text itself says that an ambiguous name is a firm's. */
function isCalledFirm(reading: Reading, hit: Hit, introduced: ReadonlySet<number>): boolean {
  return introduced.has(hit.first - 1) || reading.at(hit.last + 1).some((next) => next.use.type === 'form')
}

/** Longest name of an unknown firm, in words. */
const longestName = 4

/** A firm known by its form or its introduction: the whole, and the name without the legal form. */
interface Firm {
  readonly span: Span
  readonly sentence: number
  readonly name: string
  readonly rule: string
}

function unknownFirms(reading: Reading, known: readonly (CompanyMention | OrganisationMention)[]): CompanyMention[] {
  if (reading.language === null) return []
  const taken = indexSpans(known, (mention) => mention.span)
  const firms: Firm[] = []
  const add = (first: number, last: number, nameLast: number, rule: string): void => {
    const span = spanOf(reading, first, last)
    if (taken(span).length > 0) return
    const name = reading.document.text.slice(span.start, spanOf(reading, first, nameLast).end)
    firms.push({ span, sentence: reading.sentenceOf[first] ?? 0, name, rule })
  }
  for (const form of hitsOf(reading, 'form')) {
    const first = nameStart(reading, form.first)
    if (first !== null && standsAlone(reading, form.first, form.last)) add(first, form.last, form.first - 1, 'form')
  }
  for (const introducer of hitsOf(reading, 'introducer')) {
    const name = nameAfter(reading, introducer.last)
    if (name !== null) add(name.first, name.last, name.last, 'introducer')
  }
  const again = laterNames(reading, firms, taken)
  return [...firms, ...again].map((firm) => ({
    kind: 'company',
    span: firm.span,
    sentence: firm.sentence,
    rule: `${reading.language?.source.language}/companies/${firm.rule}` as Id<'Rule'>,
    company: null,
  }))
}

/** Most repetitions looked for: names in hostile text cost no more. */
const mostRepeated = 1_000

/** The firm's short name, once introduced, wherever else it stands: "Hao Global LLC … Hao Global". */
function laterNames(reading: Reading, firms: readonly Firm[], taken: (span: Span) => readonly unknown[]): Firm[] {
  const { text } = reading.document
  const found: Firm[] = []
  const own = indexSpans(firms, (firm) => firm.span)
  for (const name of [...new Set(firms.map((firm) => firm.name))].slice(0, mostRepeated)) {
    for (
      let at = text.indexOf(name);
      at !== -1 && found.length < mostRepeated;
      at = text.indexOf(name, at + name.length)
    ) {
      const span = { start: at, end: at + name.length }
      const whole = !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(span.end))
      if (!whole || own(span).length > 0 || taken(span).length > 0) continue
      const sentence = reading.sentenceOf[wordsOf(reading, span).first] ?? -1
      if (sentence >= 0) found.push({ span, sentence, name, rule: 'again' })
    }
  }
  return found
}

/** First of the capitalised words that end right before `word`, or null where there are none. */
function nameStart(reading: Reading, word: number): number | null {
  let first = word
  while (first > 0 && word - first < longestName && isNameWord(reading, first - 1) && touches(reading, first - 1))
    first--
  while (first < word && reading.at(first).some((hit) => hit.use.type === 'stop' && hit.last === first)) first++
  return first === word ? null : first
}

/** The capitalised words after an introducer; one lower-case word, as a nationality, may stand between. */
function nameAfter(reading: Reading, word: number): { readonly first: number; readonly last: number } | null {
  let first = word + 1
  const isDemonym = reading.at(first).some((hit) => hit.use.type === 'region' && hit.use.via === 'demonym')
  if (isDemonym) first++
  if (
    reading.sentenceOf[first] !== reading.sentenceOf[word] ||
    !isNameWord(reading, first) ||
    !nearby(reading, word, first)
  )
    return null
  let last = first
  while (last - first + 1 < longestName && isNameWord(reading, last + 1) && touches(reading, last)) last++
  const isPlace = reading.at(first).some((hit) => hit.use.type === 'region')
  return isPlace && first === last ? null : { first, last }
}

/** A space, or an opening quotation mark, and nothing else between an introducer and the name. */
function nearby(reading: Reading, from: number, to: number): boolean {
  const between = reading.shadow.text.slice(reading.words.ends[from] ?? 0, reading.words.starts[to] ?? 0)
  return /^[\p{L}\s"'(-]*$/u.test(between) && between.length < 24
}

function touches(reading: Reading, word: number): boolean {
  const between = reading.shadow.text.slice(reading.words.ends[word] ?? 0, reading.words.starts[word + 1] ?? 0)
  return /^(?: |-|&| & |\.|')$/.test(between) && reading.sentenceOf[word] === reading.sentenceOf[word + 1]
}

function isNameWord(reading: Reading, word: number): boolean {
  if (word < 0 || word >= reading.words.count) return false
  const { start } = spanOf(reading, word, word)
  if (!/^[\p{Lu}\p{N}]/u.test(reading.document.text.slice(start, start + 2))) return false
  return !reading.at(word).some((hit) => hit.use.type === 'stop' && hit.last === word)
}
