/** The facts an analyst reads of a story, derived from its findings and never stored apart. */

import type { Knowledge } from '../knowledge/compile.ts'
import { controlAt } from '../knowledge/control.ts'
import type { Claim, Posture, Role } from '../types/finding.ts'
import type { Mention } from '../types/mention.ts'
import type { Borne, Citation, StoredFinding, Story, StoryEvent, StoryFigure, StorySummary } from '../types/story.ts'
import type { Evidence, Id } from '../types/text.ts'
import { further } from './facts.ts'
import { fullestNames } from './party-names.ts'
import { pathOf } from './path.ts'
import { originsOf } from './sources.ts'

/** Pure. `members`: every document of the story with its latest finding; those of another label now count for nothing. */
export function summaryOf(
  story: Story,
  members: readonly StoredFinding[],
  history: readonly StoryEvent[],
  knowledge: Knowledge,
): StorySummary {
  const telling = members
    .filter(({ finding }) => finding.label === 'circumvention')
    .sort((a, b) => dateOf(a) - dateOf(b) || (a.document.id < b.document.id ? -1 : 1))
  const best = telling.reduce<StoredFinding | null>(
    (top, one) => (top === null || weightOf(one) > weightOf(top) ? one : top),
    null,
  )
  const origins = originsOf(telling, knowledge)
  const sources = countOrigins(origins)
  const parties = partiesOf(telling, knowledge)
  const shown = best ?? members[0]
  return {
    id: story.id,
    revision: story.revision,
    title: shown === undefined ? '' : titleOf(shown),
    language: shown?.document.language.code ?? 'und',
    withdrawn: telling.length === 0,
    score: Math.max(0, ...telling.map(({ finding }) => finding.score)),
    posture: postureOf(telling),
    lead: best === null ? null : leadOf(best),
    parties,
    routes: borneClaims(telling, 'route', (claim) => claim.value),
    chips: chipsOf(telling, knowledge),
    amounts: figuresOf(telling, 'money'),
    quantities: figuresOf(telling, 'quantity'),
    regions: regionsOf(telling, knowledge),
    path: pathOf(telling, parties, knowledge),
    denials: borneClaims(telling, 'denial', (claim) => claim.by ?? ''),
    articles: telling.map((one) => articleOf(one, story, origins)),
    sources,
    independentSources: sources.length,
    languages: [...new Set(telling.map(({ document }) => document.language.code as string))].sort(),
    seen: story.seen,
    history,
  }
}

function dateOf({ document, firstSeen }: StoredFinding): number {
  return document.published === null ? firstSeen : Date.parse(document.published)
}

/** Full pages say more than teasers, sure findings more than doubtful ones, originals more than copies. */
function weightOf({ document, finding, copyOf }: StoredFinding): number {
  return finding.score + Math.min(document.text.length, 3_000) / 10_000 - (copyOf === null ? 0 : 1)
}

function titleOf({ document }: StoredFinding): string {
  return document.titleLength > 0
    ? document.text.slice(0, document.titleLength)
    : `${document.text.slice(0, 80).trim()}…`
}

export function citationOf({ document, outlet }: StoredFinding, { quote, span, rule }: Evidence): Citation {
  return {
    document: document.id,
    outlet,
    url: document.url,
    language: document.language.code,
    published: document.published,
    quote,
    start: span.start,
    end: span.end,
    rule,
  }
}

function claimsOf({ finding }: StoredFinding, kind: Claim['kind']): readonly Claim[] {
  return finding.claims.filter((claim) => claim.kind === kind)
}

/** A sentence of the text rather than its title where the article has both. */
function leadOf(member: StoredFinding): Citation | null {
  const evidence = claimsOf(member, 'label')[0]?.evidence ?? []
  const chosen = evidence.find(({ span }) => span.start >= member.document.titleLength) ?? evidence[0]
  return chosen === undefined ? null : citationOf(member, chosen)
}

/** Each value once, with how many articles say it and the quotation of the surest. */
function borneClaims(
  members: readonly StoredFinding[],
  kind: Claim['kind'],
  saidBy: (claim: Claim) => string,
): Borne<string>[] {
  const found = new Map<string, { articles: number; score: number; citation: Citation }>()
  for (const member of members) {
    for (const claim of claimsOf(member, kind)) {
      const value = saidBy(claim)
      const known = found.get(value)
      const citation = citationOf(member, claim.evidence[0])
      if (known === undefined) found.set(value, { articles: 1, score: claim.score, citation })
      else {
        known.articles++
        if (claim.score > known.score) Object.assign(known, { score: claim.score, citation })
      }
    }
  }
  return [...found]
    .sort(([a, x], [b, y]) => y.articles - x.articles || y.score - x.score || (a < b ? -1 : 1))
    .map(([value, { articles, citation }]) => ({ value, articles, citation }))
}

function postureOf(members: readonly StoredFinding[]): Borne<Posture> | null {
  const said = borneClaims(members, 'posture', (claim) => claim.value) as Borne<Posture>[]
  const furthest = said.reduce<Posture | null>((top, { value }) => further(top, value), null)
  return said.find(({ value }) => value === furthest) ?? null
}

const roleOrder: readonly Role[] = ['acquirer', 'intermediary', 'supplier', 'other']

/** The part that most articles give a firm, the telling ones before "other". */
function partiesOf(members: readonly StoredFinding[], { sources }: Knowledge): StorySummary['parties'] {
  const found = new Map<string, { company: string | null; name: string; roles: Role[] }>()
  const unknown = members.flatMap(({ finding }) => finding.parties).filter((party) => party.company === null)
  const fullest = fullestNames(unknown.map(({ name }) => name))
  for (const { finding } of members) {
    // A firm that one article calls by two names is one party of it.
    const own = new Set<string>()
    for (const { company, name: written, role } of finding.parties) {
      if (role === 'source') continue
      const name = company === null ? (fullest.get(written) ?? written) : written
      const key = company ?? name.toLowerCase()
      if (own.has(key)) continue
      own.add(key)
      const known = found.get(key)
      if (known === undefined) found.set(key, { company, name, roles: [role] })
      else known.roles.push(role)
    }
  }
  const parties = [...found.values()].map(({ company, name, roles }) => ({
    company,
    name,
    role: commonest(roles),
    country: company === null ? null : (sources.companies[company]?.country ?? null),
    articles: roles.length,
  }))
  return parties.sort(
    (a, b) =>
      roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) || b.articles - a.articles || (a.name < b.name ? -1 : 1),
  )
}

function commonest(given: readonly Role[]): Role {
  const count = (role: Role): number => given.filter((one) => one === role).length * (role === 'other' ? 0.5 : 1)
  return roleOrder.reduce<Role>((best, role) => (count(role) > count(best) ? role : best), 'other')
}

function chipsOf(members: readonly StoredFinding[], { sources }: Knowledge): StorySummary['chips'] {
  const found = new Map<string, { count: number; published: string | null }>()
  for (const { document, finding } of members) {
    const named = new Set(
      finding.mentions.flatMap((mention) => (mention.kind === 'chip' ? [mention.chip as string] : [])),
    )
    for (const chip of named) {
      const known = found.get(chip)
      if (known === undefined) found.set(chip, { count: 1, published: document.published })
      else known.count++
    }
  }
  return [...found]
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(([id, { published }]) => {
      const chip = sources.chips[id]
      return {
        id,
        name: chip?.name ?? id,
        vendor: chip?.vendor ?? '',
        control: controlAt(chip?.control ?? [], published),
      }
    })
}

/** Figures that stand in the articles' own quotations of the affair, or, where none does, in their titles and leads. */
function figuresOf(members: readonly StoredFinding[], kind: 'money' | 'quantity'): Borne<StoryFigure>[] {
  const found = new Map<string, { value: StoryFigure; articles: number; citation: Citation }>()
  for (const member of members) {
    const seen = new Set<string>()
    for (const mention of member.finding.mentions) {
      const value = mention.kind === kind ? figureOf(mention) : null
      if (value === null) continue
      const key = `${value.unit} ${value.low} ${value.high}`
      if (seen.has(key)) continue
      seen.add(key)
      const known = found.get(key)
      if (known === undefined) found.set(key, { value, articles: 1, citation: sentenceOf(member, mention) })
      else known.articles++
    }
  }
  return [...found.values()].sort((a, b) => b.articles - a.articles || (b.value.low ?? 0) - (a.value.low ?? 0))
}

function figureOf(mention: Mention): StoryFigure | null {
  if (mention.kind !== 'money' && mention.kind !== 'quantity') return null
  const { low, high, about } = mention
  return mention.kind === 'money'
    ? { low, high, about, unit: mention.currency, of: null }
    : { low, high, about, unit: mention.unit, of: mention.of }
}

/** The sentence in which something is named, as a quotation. */
function sentenceOf(member: StoredFinding, mention: Mention): Citation {
  const { document } = member
  const span = document.sentences[mention.sentence]?.span ?? mention.span
  const quote = document.text.slice(span.start, span.end)
  return citationOf(member, { document: document.id as Id<'Document'>, span, quote, rule: mention.rule })
}

function regionsOf(members: readonly StoredFinding[], { sources }: Knowledge): StorySummary['regions'] {
  const counts = new Map<string, number>()
  for (const { finding } of members) {
    const named = new Set(finding.mentions.flatMap((one) => (one.kind === 'region' ? [one.region as string] : [])))
    for (const code of named) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  const nameOf = (code: string): string =>
    sources.regions.countries[code]?.name ?? sources.regions.groups[code]?.name ?? code
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([code, articles]) => ({ code, name: nameOf(code), articles }))
}

function articleOf(
  member: StoredFinding,
  story: Story,
  origins: ReadonlyMap<string, string>,
): StorySummary['articles'][number] {
  const { document, finding, outlet, backfill, firstSeen, copyOf } = member
  const label = claimsOf(member, 'label')[0]
  return {
    document: document.id,
    finding: finding.id,
    title: titleOf(member),
    url: document.url,
    outlet,
    language: document.language.code,
    published: document.published,
    firstSeen: new Date(firstSeen).toISOString(),
    score: finding.score,
    posture: (claimsOf(member, 'posture')[0]?.value ?? null) as Posture | null,
    origin: origins.get(document.id) ?? outlet ?? '',
    copyOf: copyOf as Id<'Document'> | null,
    backfill,
    why: story.documents.find(({ id }) => id === document.id)?.why ?? '',
    citation:
      leadOf(member) ??
      citationOf(
        member,
        label?.evidence[0] ?? {
          document: document.id,
          span: { start: 0, end: 1 },
          quote: document.text.slice(0, 1),
          rule: 'title' as Id<'Rule'>,
        },
      ),
  }
}

function countOrigins(origins: ReadonlyMap<string, string>): StorySummary['sources'] {
  const counts = new Map<string, number>()
  for (const origin of origins.values()) counts.set(origin, (counts.get(origin) ?? 0) + 1)
  return [...counts]
    .map(([origin, articles]) => ({ origin, articles }))
    .sort((a, b) => b.articles - a.articles || (a.origin < b.origin ? -1 : 1))
}
