/** Whose reporting an article rests on: five papers that quote one are one source. */

import type { Knowledge } from '../knowledge/compile.ts'
import { fold } from '../text/shadow.ts'
import type { StoredFinding } from '../types/story.ts'
import { repeatedBy } from './copies.ts'
import { sourceNamed } from './named-source.ts'

/** Steps of a chain that are followed: Le Monde citing Reuters citing The Information. */
const longestChain = 6

/**
 * Document id → canonical name of the outlet whose own reporting it is. An article rests on the outlet that its lead names as
 * its source, the last of a chain ("Reuters, citing The Information"); where that outlet's own article is in the story too,
 * the chain goes on from there. A copy rests on what its original rests on, and so does an article half of which stands in
 * an earlier one. An outlet that no list knows counts where it has an article in the story and others name it. Courts and
 * companies are no outlets.
 */
export function originsOf(members: readonly StoredFinding[], knowledge: Knowledge): ReadonlyMap<string, string> {
  const known = outletNames(knowledge)
  const nameOf = (outlet: string | null): string => known.get(keyOf(outlet ?? ''))?.[0] ?? outlet ?? 'unknown outlet'
  const spellingsOf = (outlet: string | null): readonly string[] =>
    known.get(keyOf(outlet ?? '')) ?? (outlet === null ? [] : [outlet])
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
    const named = sourceNamed(member, { own, outlets, nameOf, spellingsOf, knowledge })
    if (named === null) return own
    const theirs = byOutlet.get(named)?.find((other) => other.document.id !== member.document.id)
    return theirs === undefined ? named : origin(theirs, depth + 1)
  }
  return new Map(members.map((member) => [member.document.id, origin(member, 0)]))
}

const names = new WeakMap<Knowledge, ReadonlyMap<string, readonly string[]>>()

/** Every spelling of every outlet we know → all its spellings, the canonical name first. */
function outletNames(knowledge: Knowledge): ReadonlyMap<string, readonly string[]> {
  const known = names.get(knowledge)
  if (known !== undefined) return known
  const made = new Map<string, readonly string[]>()
  for (const company of Object.values(knowledge.sources.companies)) {
    if (company.kind === 'company') continue
    const spellings = [company.name, ...company.names, ...company.exact, ...company.ambiguous]
    for (const spelling of spellings) made.set(keyOf(spelling), spellings)
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
