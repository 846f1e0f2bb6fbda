/** Whose reporting an article rests on: five papers that quote one are one source. */

import type { Knowledge } from '../knowledge/compile.ts'
import { fold } from '../text/shadow.ts'
import type { StoredFinding } from '../types/story.ts'

/** Steps of a chain that are followed: Le Monde citing Reuters citing The Information. */
const longestChain = 6

/**
 * Document id → canonical name of the outlet whose own reporting it is. An article rests on the last outlet of the chain that
 * it names in one breath ("Reuters, citing The Information"); where that outlet's own article is in the story too, the
 * chain goes on from there. A copy rests on what its original rests on. Courts and companies are no outlets.
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
  const origin = (member: StoredFinding, depth: number): string => {
    const copied = member.copyOf === null ? undefined : byId.get(member.copyOf)
    if (copied !== undefined && depth < longestChain) return origin(copied, depth + 1)
    const own = nameOf(member.outlet)
    const named = namedSource(member, own, nameOf)
    if (named === null || depth >= longestChain) return named ?? own
    const theirs = byOutlet.get(named)?.find((other) => other.document.id !== member.document.id)
    return theirs === undefined ? named : origin(theirs, depth + 1)
  }
  return new Map(members.map((member) => [member.document.id, origin(member, 0)]))
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
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
