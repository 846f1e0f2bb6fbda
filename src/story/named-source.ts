/** The outlet that an article gives as its source, where it has none of its own. */

import type { Knowledge } from '../knowledge/compile.ts'
import { fold } from '../text/shadow.ts'
import type { Claim } from '../types/finding.ts'
import type { StoredFinding } from '../types/story.ts'
import type { Span } from '../types/text.ts'

/** `own`: canonical name of the article's outlet; `outlets`: those with an article in the story, as they call themselves. */
export interface Outlets {
  readonly own: string
  readonly outlets: readonly string[]
  readonly nameOf: (outlet: string | null) => string
  readonly spellingsOf: (outlet: string | null) => readonly string[]
  readonly knowledge: Knowledge
}

/** An outlet named in the text. `credit`: by a dateline or a line of credits; `cited`: as one that reports. */
interface Named extends Span {
  readonly name: string
  readonly sentence: number
  readonly cited: boolean
  readonly credit: boolean
}

/** Sentences of the lead: at least so many behind the title, and this share of all. */
const leadSentences = 3
const leadShare = 1 / 3

/**
 * The last outlet of the chain in the sentence of the lead that first gives another outlet as a source; what a later sentence
 * says of other reports is background. Else the agency of the dateline, an outlet that the lead names in passing, or a neighbour
 * that no list knows. null: the article reports for itself, because it names nobody or says so first ("a spokesman told Reuters"
 * behind "The Information reported" is a comment).
 */
export function sourceNamed(member: StoredFinding, view: Outlets): string | null {
  const lead = leadOf(member)
  const named = outletsNamed(member, view, lead)
  const foreign = named.filter(({ name, credit }) => name !== view.own && !credit)
  const first = foreign.find(({ cited }) => cited) ?? foreign[0]
  const before = first === undefined ? lead : (member.document.sentences[first.sentence]?.span.start ?? lead)
  const ownCited = named.some(({ name, cited, start }) => name === view.own && cited && start < before)
  if (ownCited || saysOwn(member, view, before)) return null
  if (first !== undefined) return chainEnd(member, view, chainOf(member, view, foreign, first.sentence))
  const credited = named.find(({ name, credit }) => credit && name !== view.own)
  return credited?.name ?? neighbourNamed(member, view, lead)
}

/** Offset behind the lead. */
function leadOf({ document }: StoredFinding): number {
  const body = document.sentences.filter(({ span }) => span.start >= document.titleLength)
  const count = Math.max(leadSentences, Math.ceil(body.length * leadShare))
  return body[count - 1]?.span.end ?? document.text.length
}

/** Media of the lead, researchers where they are cited, and credits wherever they stand; ascending. */
function outletsNamed({ document, finding }: StoredFinding, view: Outlets, lead: number): Named[] {
  const claims = new Map<string, Claim>()
  for (const claim of finding.claims) if (claim.kind === 'attribution') claims.set(claim.value, claim)
  const named: Named[] = []
  for (const mention of finding.mentions) {
    if (mention.kind !== 'company' || mention.company === null) continue
    const company = view.knowledge.sources.companies[mention.company]
    if (company === undefined || company.kind === 'company') continue
    const claim = claims.get(company.name)
    const evidence = claim?.evidence[0]
    const sentence = document.sentences[mention.sentence]
    const here = evidence !== undefined && evidence.span.start === sentence?.span.start
    const credit = here && (evidence.rule === 'dateline' || evidence.rule === 'credit')
    const cited = here && !credit
    if (!credit && mention.span.start >= lead) continue
    if (!cited && !credit && (company.kind !== 'media' || isBracketed(document.text, mention.span))) continue
    named.push({ ...mention.span, name: view.nameOf(company.name), sentence: mention.sentence, cited, credit })
  }
  return named
}

/** "(photo: Reuters)". */
function isBracketed(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 40), start)
  return /[([（［][^)\]）］\n]*$/u.test(before) && /^[^([（［\n]{0,40}[)\]）］]/u.test(text.slice(end))
}

/** Those of a sentence, and of the next where it says whom the first cites: "The agency cited the Financial Times." */
function chainOf(
  { document }: StoredFinding,
  { knowledge }: Outlets,
  all: readonly Named[],
  sentence: number,
): Named[] {
  const citing = companiesOf(knowledge, document.language.code)?.citing ?? []
  return all.filter((one) => {
    if (one.sentence === sentence) return true
    const before = fold(document.text.slice(document.sentences[one.sentence]?.span.start, one.start))
    return one.sentence === sentence + 1 && citing.some((phrase) => placeOf(fold(phrase), before) >= 0)
  })
}

/** "Reuters, citing The Information" ends with the last; "the FT, cited by Reuters" with the one before. */
function chainEnd({ document }: StoredFinding, { knowledge }: Outlets, chain: readonly Named[]): string | null {
  const relayed = companiesOf(knowledge, document.language.code)?.relayed ?? []
  let end = chain[0]
  for (const next of chain.slice(1)) {
    const between = end === undefined ? '' : fold(document.text.slice(end.end, next.start))
    if (!relayed.some((phrase) => between.includes(fold(phrase)))) end = next
  }
  return end?.name ?? null
}

/** "our reporter", "seen by this newspaper" anywhere; "told us" before the article names another outlet. */
function saysOwn({ document, outlet }: StoredFinding, { knowledge, spellingsOf }: Outlets, before: number): boolean {
  const language = companiesOf(knowledge, document.language.code)
  const names = spellingsOf(outlet)
  const says = (phrases: readonly string[], text: string): boolean =>
    phrases
      .flatMap((phrase) => (phrase.includes('{own}') ? names.map((name) => phrase.replace('{own}', name)) : [phrase]))
      .some((phrase) => placeOf(phrase, text) >= 0)
  return says(language?.own ?? [], document.text) || says(language?.heard ?? [], document.text.slice(0, before))
}

function companiesOf(knowledge: Knowledge, language: string) {
  return knowledge.languages.get(language)?.source.companies
}

/** An outlet with an article in the same story that this one names in its lead: for outlets that knowledge/ has not. */
function neighbourNamed({ document }: StoredFinding, { own, outlets, nameOf }: Outlets, lead: number): string | null {
  const text = document.text.slice(document.titleLength, lead)
  const places = outlets
    .filter((outlet) => nameOf(outlet) !== own && isDistinct(outlet))
    .map((outlet) => ({ outlet, at: placeOf(outlet, text) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
  return places[0] === undefined ? null : nameOf(places[0].outlet)
}

/** One short word may be anything: "Time", "Stern". */
function isDistinct(outlet: string): boolean {
  return (
    /\S\s+\S/.test(outlet) ||
    outlet.replace(/[^\p{L}\p{N}]+/gu, '').length >= 10 ||
    /^[^\p{Script=Latin}]{4,}$/u.test(outlet)
  )
}

/** Where the name stands, as it is written and not as a part of another word; -1: nowhere. */
function placeOf(name: string, text: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = [text.charAt(at - 1), text.charAt(at + name.length)]
    if (!/\p{Script=Latin}/u.test(name) || !around.some((sign) => /[\p{L}\p{N}]/u.test(sign))) return at
  }
  return -1
}
