/** Which part each company plays. */

import type { Label, Party, Role } from '../types/finding.ts'
import type { CompanyMention } from '../types/mention.ts'
import { isCited, isReporter } from './attribution.ts'
import { nameOf } from './names.ts'
import { type Profile, restrictedTest } from './profile.ts'

/** Each company once, in order of appearance. Outside circumvention only `source` and `other` are given. */
export function partiesOf(profile: Profile, label: Label): Party[] {
  const { reading } = profile
  const parties = new Map<string, Party>()
  const unknown = unknownByName(profile)
  for (const mention of profile.mentions) {
    if (mention.kind !== 'company') continue
    const name = nameOf(reading, mention)
    const key = mention.company ?? name.toLowerCase()
    if (parties.has(key)) continue
    parties.set(key, { company: mention.company, name, role: roleOf(profile, mention, label, unknown) })
  }
  return [...parties.values()]
}

/** Mentions of firms that no file knows, by the name that the text gives them. */
type ByName = ReadonlyMap<string, readonly CompanyMention[]>

function unknownByName({ reading, mentions }: Profile): ByName {
  const byName = new Map<string, CompanyMention[]>()
  for (const mention of mentions) {
    if (mention.kind !== 'company' || mention.company !== null) continue
    const name = nameOf(reading, mention)
    const own = byName.get(name)
    if (own === undefined) byName.set(name, [mention])
    else own.push(mention)
  }
  return byName
}

function roleOf(profile: Profile, mention: CompanyMention, label: Label, unknown: ByName): Role {
  if (isReporter(profile.reading, mention)) return 'source'
  if (label !== 'circumvention') return 'other'
  if (mention.company === null)
    return isMostlyCited(profile, unknown.get(nameOf(profile.reading, mention)) ?? []) ? 'source' : 'intermediary'
  const { companies, parties } = profile.reading.knowledge.sources
  const company = companies[mention.company]
  const sector = parties.sectors[company?.sector ?? ''] ?? 'other'
  if (restrictedTest(profile.reading)(mention)) return actsAlone(profile, mention) ? 'acquirer' : 'other'
  if (sector === 'intermediary') return inRoute(profile, mention) ? 'intermediary' : 'other'
  if (sector === 'supplier') return 'supplier'
  return inRoute(profile, mention) && hostsCompute(profile, mention) ? 'intermediary' : 'other'
}

/** An outlet that we do not know is no party to what it reports: "according to Harbour Wire", most times that it is named. */
function isMostlyCited({ reading }: Profile, own: readonly CompanyMention[]): boolean {
  return own.filter((other) => isCited(reading, other)).length * 2 > own.length
}

/** A restricted party is the acquirer where a sentence that names it tells of the act; named in passing it is not. */
function actsAlone(profile: Profile, mention: CompanyMention): boolean {
  return sentencesNaming(profile, mention).some(({ concepts, routes, title }) => {
    if (title || routes.size > 0) return true
    return ['evade', 'acquire', 'smuggle', 'despite', 'banned-goods'].some((concept) => concepts.has(concept))
  })
}

function inRoute(profile: Profile, mention: CompanyMention): boolean {
  return sentencesNaming(profile, mention).some(
    ({ routes, concepts }) => routes.size > 0 || concepts.has('acquire') || concepts.has('smuggle'),
  )
}

function hostsCompute(profile: Profile, mention: CompanyMention): boolean {
  return sentencesNaming(profile, mention).some(({ routes }) => routes.has('remote-access'))
}

function sentencesNaming(profile: Profile, mention: CompanyMention): Profile['sentences'] {
  return profile.sentences.filter(({ mentions }) =>
    mentions.some((other) => other.kind === 'company' && other.company === mention.company),
  )
}
