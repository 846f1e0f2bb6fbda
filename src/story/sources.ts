/** Whose reporting an article rests on: five papers that quote one are one source. */

import type { Knowledge } from '../knowledge/compile.ts'
import { fold } from '../text/shadow.ts'
import type { StoredFinding } from '../types/story.ts'

/** Steps of a chain that are followed: Le Monde citing Reuters citing The Information. */
const longestChain = 6

/** Share of an article's characters that stand, sentence by sentence, in an earlier one, from which on it repeats that one. */
const repeatsFrom = 0.5

/**
 * Document id → canonical name of the outlet whose own reporting it is. An article rests on the last outlet of the chain that
 * it names in one breath ("Reuters, citing The Information"); where that outlet's own article is in the story too, the
 * chain goes on from there. A copy rests on what its original rests on, and so does an article half of which stands in an
 * earlier one. An outlet that no list knows counts where it has an article in the story and others name it. Courts and
 * companies are no outlets.
 */
export function originsOf(members: readonly StoredFinding[], knowledge: Knowledge): ReadonlyMap<string, string> {
  const canonical = outletNames(knowledge)
  const nameOf = (outlet: string | null): string => canonical.get(keyOf(outlet ?? '')) ?? outlet ?? 'unknown outlet'
  const byOutlet = new Map<string, StoredFinding[]>()
  for (const member of members) {
    const own = nameOf(member.outlet)
    byOutlet.set(own, [...(byOutlet.get(own) ?? []), member])
  }
  const byId = new Map(members.map((member) => [member.document.id as string, member]))
  const outlets = [...new Set(members.flatMap(({ outlet }) => (outlet === null ? [] : [outlet])))]
  const origin = (member: StoredFinding, depth: number): string => {
    const own = nameOf(member.outlet)
    if (depth >= longestChain) return own
    const copied = member.copyOf === null ? repeatedBy(member, members) : byId.get(member.copyOf)
    if (copied !== undefined) return origin(copied, depth + 1)
    const named = namedSource(member, own, nameOf) ?? neighbourNamed(member, own, outlets, nameOf)
    if (named === null) return own
    const theirs = byOutlet.get(named)?.find((other) => other.document.id !== member.document.id)
    return theirs === undefined ? named : origin(theirs, depth + 1)
  }
  return new Map(members.map((member) => [member.document.id, origin(member, 0)]))
}

/** The earliest article of another outlet in which half of this one stands word for word. */
function repeatedBy(member: StoredFinding, members: readonly StoredFinding[]): StoredFinding | undefined {
  const own = sentencesOf(member)
  const length = own.reduce((sum, one) => sum + one.length, 0)
  return members
    .filter((other) => other.outlet !== member.outlet && isBefore(other, member))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1))
    .find((other) => {
      const theirs = new Set(sentencesOf(other))
      const common = own.reduce((sum, one) => sum + (theirs.has(one) ? one.length : 0), 0)
      return length > 0 && common / length >= repeatsFrom
    })
}

function isBefore(a: StoredFinding, b: StoredFinding): boolean {
  const [x, y] = [timeOf(a), timeOf(b)]
  return x < y || (x === y && a.document.id < b.document.id)
}

function timeOf({ document, firstSeen }: StoredFinding): number {
  return document.published === null ? firstSeen : Date.parse(document.published)
}

/** Sentences of the text, without its title, as letters and digits alone; short ones, which anybody could write, are left out. */
function sentencesOf({ document }: StoredFinding): string[] {
  return document.sentences
    .filter(({ span }) => span.start >= document.titleLength)
    .map(({ span }) => lettersOf(document.text.slice(span.start, span.end)))
    .filter((sentence) => sentence.length >= 20)
}

/** An outlet with an article in the same story that this one names in its text: for outlets that knowledge/ has not. */
function neighbourNamed(
  { document }: StoredFinding,
  own: string,
  outlets: readonly string[],
  nameOf: (outlet: string | null) => string,
): string | null {
  const text = document.text.slice(document.titleLength)
  const places = outlets
    .filter((outlet) => nameOf(outlet) !== own && isDistinct(outlet))
    .map((outlet) => ({ outlet, at: placeOf(outlet, text) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
  return places[0] === undefined ? null : nameOf(places[0].outlet)
}

/** One short word may be anything: "Time", "Stern". */
function isDistinct(outlet: string): boolean {
  return /\S\s+\S/.test(outlet) || lettersOf(outlet).length >= 10 || /^[^\p{Script=Latin}]{4,}$/u.test(outlet)
}

/** Where the name stands, as it is written and not as a part of another word; -1: nowhere. */
function placeOf(outlet: string, text: string): number {
  for (let at = text.indexOf(outlet); at >= 0; at = text.indexOf(outlet, at + 1)) {
    const around = [text.charAt(at - 1), text.charAt(at + outlet.length)]
    if (!/\p{Script=Latin}/u.test(outlet) || !around.some((sign) => /[\p{L}\p{N}]/u.test(sign))) return at
  }
  return -1
}

/** The last source named in the sentence that first names one; null: it reports for itself. */
function namedSource(
  { finding }: StoredFinding,
  own: string,
  nameOf: (outlet: string | null) => string,
): string | null {
  const claims = finding.claims.filter((claim) => claim.kind === 'attribution' && nameOf(claim.value) !== own)
  const [nearest] = claims
  if (nearest === undefined) return null
  const { start } = nearest.evidence[0].span
  const chained = claims.filter((claim) => claim.evidence.some(({ span }) => span.start === start))
  return nameOf(chained.at(-1)?.value ?? nearest.value)
}

const names = new WeakMap<Knowledge, ReadonlyMap<string, string>>()

/** Every spelling of every outlet we know → its canonical name. */
function outletNames(knowledge: Knowledge): ReadonlyMap<string, string> {
  const known = names.get(knowledge)
  if (known !== undefined) return known
  const made = new Map<string, string>()
  for (const company of Object.values(knowledge.sources.companies)) {
    if (company.kind === 'company') continue
    for (const spelling of [company.name, ...company.names, ...company.exact, ...company.ambiguous])
      made.set(keyOf(spelling), company.name)
  }
  names.set(knowledge, made)
  return made
}

function keyOf(outlet: string): string {
  return fold(outlet)
    .replace(/^(?:the|le|la|les|der|die|das|el|los) /, '')
    .replace(notLetters, '')
}

const notLetters = /[^\p{L}\p{N}]+/gu

function lettersOf(text: string): string {
  return fold(text).replace(notLetters, '')
}
