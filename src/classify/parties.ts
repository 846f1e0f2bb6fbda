/** Which part each company plays. */

import { wordsOf } from '../knowledge/reading.ts'
import type { Label, Party, Role } from '../types/finding.ts'
import type { CompanyMention } from '../types/mention.ts'
import { isCited, isReporter } from './attribution.ts'
import { nameOf } from './names.ts'
import { type Profile, restrictedTest, type SentenceProfile } from './profile.ts'

/** A company with all its mentions and the sentences that name it. */
interface Named {
  readonly mentions: readonly [CompanyMention, ...CompanyMention[]]
  readonly sentences: readonly SentenceProfile[]
}

/** Each company once, in order of appearance. Outside circumvention only `source` and `other` are given. */
export function partiesOf(profile: Profile, label: Label): Party[] {
  return [...namedIn(profile).values()].map((named) => {
    const [mention] = named.mentions
    const name = nameOf(profile.reading, mention)
    return { company: mention.company, name, role: roleOf(profile, named, label) }
  })
}

function namedIn(profile: Profile): ReadonlyMap<string, Named> {
  const mentions = new Map<string, [CompanyMention, ...CompanyMention[]]>()
  for (const mention of profile.mentions) {
    if (mention.kind !== 'company') continue
    const key = mention.company ?? nameOf(profile.reading, mention).toLowerCase()
    const own = mentions.get(key)
    if (own === undefined) mentions.set(key, [mention])
    else own.push(mention)
  }
  return new Map(
    [...mentions].map(([key, own]) => {
      const indices = new Set(own.map(({ sentence }) => sentence))
      return [key, { mentions: own, sentences: profile.sentences.filter(({ index }) => indices.has(index)) }]
    }),
  )
}

function roleOf(profile: Profile, named: Named, label: Label): Role {
  const { reading } = profile
  const [mention] = named.mentions
  if (isReporter(reading, mention)) return 'source'
  if (label !== 'circumvention') return 'other'
  if (mention.company === null) return unknownRole(profile, named)
  const { companies, parties } = reading.knowledge.sources
  const sector = companies[mention.company]?.sector ?? ''
  const trade = parties.sectors[sector] ?? 'other'
  if (parties.betweens.includes(sector)) return 'intermediary'
  if (named.sentences.every(isAside)) return 'other'
  if (restrictedTest(reading)(mention)) return restrictedRole(profile, named, trade)
  if (trade === 'intermediary') return isInvolved(profile, named) ? 'intermediary' : 'other'
  if (trade === 'supplier') return 'supplier'
  return isInvolved(profile, named) && tells(named, ['remote-access']) ? 'intermediary' : 'other'
}

/** Told of markets and home-grown chips only, or of another affair: named, and no party to this one. */
function isAside(sentence: SentenceProfile): boolean {
  if (sentence.elsewhere) return true
  const { concepts, routes } = sentence
  return (concepts.has('impact') || concepts.has('domestic')) && routes.size === 0 && !acts(sentence)
}

const deeds = ['evade', 'acquire', 'smuggle', 'despite', 'banned-goods'] as const

function acts({ concepts }: SentenceProfile): boolean {
  return deeds.some((concept) => concepts.has(concept))
}

function tells({ sentences }: Named, routes: readonly string[]): boolean {
  return sentences.some((sentence) => routes.some((route) => sentence.routes.has(route)))
}

/**
 * A restricted party wants the goods where a sentence that names it tells of the act or a title names it. A maker that
 * is on no list ("servers by Lenovo") supplies; a host or designer that orders for another stands between.
 */
function restrictedRole(profile: Profile, named: Named, trade: Role): Role {
  const { companies } = profile.reading.knowledge.sources
  const [{ company }] = named.mentions
  const listed = (companies[company ?? '']?.listings.length ?? 0) > 0
  const orders = profile.sentences.some(({ routes }) => routes.has('foundry-front'))
  if (trade === 'supplier' && orders && ordersForAnother(profile, named)) return 'intermediary'
  if (named.sentences.some((sentence) => !sentence.elsewhere && wants(sentence))) return 'acquirer'
  return trade === 'supplier' && !listed ? 'supplier' : 'other'
}

function wants(sentence: SentenceProfile): boolean {
  const { title, routes, goods, concepts } = sentence
  return title || routes.size > 0 || acts(sentence) || (goods && (concepts.has('alleged') || concepts.has('hearsay')))
}

/** Where a foundry's dies are ordered for another, the restricted firm that is longest on its list is the one that wants them. */
function ordersForAnother(profile: Profile, named: Named): boolean {
  const { companies } = profile.reading.knowledge.sources
  const isRestricted = restrictedTest(profile.reading)
  const own = named.mentions[0].company
  const since = (company: string | null): string => companies[company ?? '']?.listings[0]?.since ?? '9999'
  return profile.mentions.some(
    (other) =>
      other.kind === 'company' && other.company !== own && isRestricted(other) && since(other.company) < since(own),
  )
}

/**
 * Stands between where a sentence that names it tells of a route or the act; and a host abroad where the article tells of
 * renting: the large clouds of the country that makes the rule are often named in passing.
 */
function isInvolved(profile: Profile, named: Named): boolean {
  if (named.sentences.some((sentence) => sentence.routes.size > 0 || acts(sentence) || sentence.title)) return true
  const hosted = profile.sentences.some(({ routes }) => routes.has('remote-access') || routes.has('offshore-compute'))
  const { companies, parties } = profile.reading.knowledge.sources
  const country = companies[named.mentions[0].company ?? '']?.country ?? ''
  return hosted && !parties.origins.some((code) => code === country)
}

/** A firm that no list knows: an outlet where it is cited, the buyer where it is called by a restricted country, else between. */
function unknownRole(profile: Profile, named: Named): Role {
  const cited = named.mentions.filter((mention) => isCited(profile.reading, mention)).length
  if (cited * 2 > named.mentions.length) return 'source'
  return isOfRestricted(profile, named) ? 'acquirer' : 'intermediary'
}

/** Most words between a firm and the country it is of: "a Russian developer of drone guidance systems, NeuroKontur". */
const reach = 4

/** "The Moscow firm NeuroKontur", "NeuroKontur, a Russian developer": and nothing that makes it a front or a dealer. */
function isOfRestricted({ reading, sentences }: Profile, { mentions }: Named): boolean {
  const isRestricted = restrictedTest(reading)
  const gap = reading.language?.gap === 6 ? reach : reach * 2
  return mentions.some((mention) => {
    const sentence = sentences[mention.sentence]
    if (sentence === undefined || sentence.concepts.has('trader') || sentence.routes.has('front-company')) return false
    const own = wordsOf(reading, mention.span)
    return sentence.mentions.some((other) => {
      if (other.kind === 'company' || !isRestricted(other)) return false
      const place = wordsOf(reading, other.span)
      return place.last < own.first ? own.first - place.last <= gap : place.first - own.last <= gap
    })
  })
}
