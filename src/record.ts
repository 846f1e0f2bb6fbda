/** Document, mentions and finding → the analysis record of the command line; it holds nothing else. */

import { asideOf } from './classify/aside.ts'
import type { Knowledge } from './knowledge/compile.ts'
import { controlAt } from './knowledge/control.ts'
import type { AnalysisRecord, RecordQuotation } from './record-schema.ts'
import type { Claim, ClaimKind, Finding } from './types/finding.ts'
import type {
  Amount,
  ChipMention,
  CompanyMention,
  Mention,
  MoneyMention,
  OrganisationMention,
  QuantityMention,
  RegionMention,
} from './types/mention.ts'
import type { Document, Evidence } from './types/text.ts'

/** Pure; the same document and finding give the same bytes. `id` is the caller's name for the article. */
export function toRecord(
  id: string | null,
  document: Document,
  finding: Finding,
  knowledge: Knowledge,
): AnalysisRecord {
  const posture = claimsOf(finding, 'posture')[0]
  const denials = claimsOf(finding, 'denial')
  return {
    id,
    lang: { code: document.language.code, confidence: document.language.confidence },
    classified: knowledge.languages.has(document.language.code),
    partial: asideOf(document, knowledge).partial,
    label: finding.label,
    score: finding.score,
    routes: claimsOf(finding, 'route').map((claim) => ({
      route: claim.value,
      score: claim.score,
      evidence: claim.evidence.map(fromEvidence),
    })),
    flags: claimsOf(finding, 'flag').map((claim) => ({
      flag: claim.value,
      score: claim.score,
      evidence: claim.evidence.map(fromEvidence),
    })),
    posture: (posture?.value ?? null) as AnalysisRecord['posture'],
    postureEvidence: posture?.evidence.map(fromEvidence) ?? [],
    denied: denials.length > 0,
    denials: denials.map((claim) => ({ by: claim.by ?? '', evidence: claim.evidence.map(fromEvidence) })),
    attribution: claimsOf(finding, 'attribution').map((claim) => ({
      source: claim.value,
      evidence: claim.evidence.map(fromEvidence),
    })),
    evidence: claimsOf(finding, 'label').flatMap((claim) => claim.evidence.map(fromEvidence)),
    companies: companiesOf(document, finding, knowledge),
    otherParties: otherPartiesOf(document, finding, knowledge),
    chips: chipsOf(document, finding, knowledge),
    amounts: amountsOf(document, finding),
    quantities: quantitiesOf(document, finding),
    regions: regionsOf(document, finding, knowledge),
    analysis: finding.analysis,
  }
}

function claimsOf(finding: Finding, kind: ClaimKind): readonly Claim[] {
  return finding.claims.filter((claim) => claim.kind === kind)
}

function fromEvidence({ span, quote, rule }: Evidence): RecordQuotation {
  return { start: span.start, end: span.end, text: quote, rule }
}

function cite(document: Document, { span, rule }: Mention): RecordQuotation {
  return { start: span.start, end: span.end, text: document.text.slice(span.start, span.end), rule }
}

/** Mentions of one kind by what they name, each group in order of appearance. */
function grouped<Kind extends Mention['kind']>(
  finding: Finding,
  kind: Kind,
  keyOf: (mention: Extract<Mention, { kind: Kind }>) => string,
): Extract<Mention, { kind: Kind }>[][] {
  const groups = new Map<string, Extract<Mention, { kind: Kind }>[]>()
  for (const mention of finding.mentions) {
    if (mention.kind !== kind) continue
    const named = mention as Extract<Mention, { kind: Kind }>
    const group = groups.get(keyOf(named))
    if (group === undefined) groups.set(keyOf(named), [named])
    else group.push(named)
  }
  return [...groups.values()]
}

function companiesOf(document: Document, finding: Finding, { sources }: Knowledge): AnalysisRecord['companies'] {
  const surface = ({ firm, span }: CompanyMention): string => firm ?? document.text.slice(span.start, span.end)
  const roles = new Map(finding.parties.map(({ company, name, role }) => [partyKey(company, name), role]))
  return grouped(finding, 'company', (mention) => mention.company ?? surface(mention).toLowerCase()).map((mentions) => {
    const [first] = mentions as [CompanyMention]
    const known = first.company === null ? undefined : sources.companies[first.company]
    const name = known?.name ?? surface(first)
    return {
      id: first.company,
      name,
      known: known !== undefined,
      role: roles.get(partyKey(first.company, name)) ?? 'other',
      country: known?.country ?? null,
      listings: (known?.listings ?? []).map(({ list, since }) => ({
        list,
        listed: document.published === null || since <= document.published.slice(0, since.length),
        since,
        asOf: document.published?.slice(0, 10) ?? null,
        match: name,
        score: 1,
      })),
      mentions: mentions.map((mention) => cite(document, mention)),
    }
  })
}

/** What tells one party from another: a finding names each once. */
function partyKey(company: string | null, name: string): string {
  return `${company ?? ''}\n${name}`
}

function otherPartiesOf(document: Document, finding: Finding, { sources }: Knowledge): AnalysisRecord['otherParties'] {
  return grouped(finding, 'organisation', (mention: OrganisationMention) => mention.organisation).map((mentions) => {
    const organisation = sources.organisations[mentions[0]!.organisation]!
    return {
      name: organisation.name,
      kind: organisation.kind,
      mentions: mentions.map((mention) => cite(document, mention)),
    }
  })
}

function chipsOf(document: Document, finding: Finding, { sources }: Knowledge): AnalysisRecord['chips'] {
  return grouped(finding, 'chip', (mention: ChipMention) => mention.chip).map((mentions) => {
    const id = mentions[0]!.chip
    const chip = sources.chips[id]!
    return {
      id,
      name: chip.name,
      vendor: chip.vendor,
      control: controlAt(chip.control, document.published),
      mentions: mentions.map((mention) => cite(document, mention)),
    }
  })
}

/** A single figure that stands for the amount: the lower of a range, the given end of an open one. */
function figureOf({ low, high }: Amount): number {
  return low ?? high ?? 0
}

function sameAmount(mention: Amount): string {
  return `${mention.low} ${mention.high}`
}

function amountsOf(document: Document, finding: Finding): AnalysisRecord['amounts'] {
  const groups = grouped(finding, 'money', (mention: MoneyMention) => `${sameAmount(mention)} ${mention.currency}`)
  const groupOf = new Map(groups.flatMap((mentions, index) => mentions.map((mention) => [mention, index] as const)))
  const ascending = [...groupOf.keys()].sort((a, b) => a.span.start - b.span.start)
  const placeOf = new Map(ascending.map((mention, place) => [mention, place]))
  return groups.map((mentions) => {
    const first = mentions[0]!
    const before = ascending.slice(Math.max(0, (placeOf.get(first) ?? 0) - mostBefore), placeOf.get(first))
    const twin = twinOf(document, first, before, groupOf)
    return {
      value: figureOf(first),
      min: first.low,
      max: first.high,
      approx: mentions.some((mention) => mention.about),
      currency: first.currency,
      assumed: first.assumed,
      ...(twin === null ? {} : { equivalentOf: twin }),
      mentions: mentions.map((mention) => cite(document, mention)),
    }
  })
}

/** Most characters, less one, between an amount and the same money in brackets behind it; so no more amounts can end there. */
const widestGap = 24
const mostBefore = widestGap

/** "200 000 yuans (environ 28 000 dollars)": an amount in brackets right behind one in another currency is the same money. */
function twinOf(
  document: Document,
  mention: MoneyMention,
  before: readonly MoneyMention[],
  groupOf: ReadonlyMap<MoneyMention, number>,
): number | null {
  const twins = before.filter((other) => {
    if (other.currency === mention.currency || other.span.end > mention.span.start) return false
    const between = document.text.slice(other.span.end, mention.span.start)
    return between.length < widestGap && /^[^.;,()（）]*[(（][^)）]*$/u.test(between)
  })
  return twins.length === 0 ? null : Math.min(...twins.map((other) => groupOf.get(other) ?? 0))
}

function quantitiesOf(document: Document, finding: Finding): AnalysisRecord['quantities'] {
  return grouped(
    finding,
    'quantity',
    (mention: QuantityMention) => `${sameAmount(mention)} ${mention.unit} ${mention.of}`,
  ).map((mentions) => {
    const first = mentions[0]!
    return {
      value: figureOf(first),
      min: first.low,
      max: first.high,
      approx: mentions.some((mention) => mention.about),
      unit: first.unit,
      of: first.of,
      mentions: mentions.map((mention) => cite(document, mention)),
    }
  })
}

function regionsOf(document: Document, finding: Finding, { sources }: Knowledge): AnalysisRecord['regions'] {
  return grouped(finding, 'region', (mention: RegionMention) => mention.region).map((mentions) => {
    const code = mentions[0]!.region
    const name = sources.regions.countries[code]?.name ?? sources.regions.groups[code]?.name ?? code
    return { code, name, mentions: mentions.map((mention) => cite(document, mention)) }
  })
}
