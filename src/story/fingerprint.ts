/** What of a finding tells its affair from others: canonical names, figures and places, each with what it weighs. */

import type { Knowledge } from '../knowledge/compile.ts'
import { bandsOf, sketchOf } from '../text/sketch.ts'
import type { Mention } from '../types/mention.ts'
import type { StoredFinding } from '../types/story.ts'
import { uncommonNames } from './names.ts'

/**
 * Keys are kind/name: "company/bytedance", "chip/nvidia-h100", "amount/USD/7000000000", "name/hao global". A weight is the
 * log-odds that sharing the key adds to two articles being about one affair: the rarer, the more.
 */
export interface Fingerprint {
  readonly document: string
  /** Days since 1970, of the article's date, else of when it was first seen. */
  readonly day: number
  readonly keys: Readonly<Record<string, number>>
  /** See text/sketch.ts. */
  readonly sketch: readonly number[]
}

/** Weights above this are rare enough to look others up by; "Nvidia" and "China" are not. */
export const rareWeight = 2

/** Most that a key of each kind may weigh, however rare: a country says less than a firm nobody has heard of. */
const most: Readonly<Record<string, number>> = {
  chip: 1.6,
  region: 1.4,
  route: 0.8,
  place: 2.2,
  organisation: 2.4,
  name: 4.2,
  amount: 3.6,
  quantity: 2.8,
}

/** Firms that make the goods turn up in affairs of every kind; buyers in several; firms that nobody knows in one. */
const mostOfCompany = { supplier: 1.6, acquirer: 2.4, other: 3.2 } as const

/** Pure. The finding is of label circumvention, or was. */
export function fingerprintOf(stored: StoredFinding, knowledge: Knowledge): Fingerprint {
  const { document, finding } = stored
  const keys = new Map<string, number>()
  const put = (key: string, weight: number): void => {
    if (weight > 0) keys.set(key, Math.round(weight * 100) / 100)
  }
  for (const mention of finding.mentions) {
    const key = keyOf(mention, document.text)
    if (key !== null) put(key, weightOf(key, knowledge))
  }
  for (const claim of finding.claims)
    if (claim.kind === 'route') put(`route/${claim.value}`, weightOf(`route/${claim.value}`, knowledge))
  for (const name of uncommonNames(stored, knowledge)) put(`name/${name}`, weightOf(`name/${name}`, knowledge))
  const seen = document.published === null ? stored.firstSeen : Date.parse(document.published)
  return {
    document: document.id,
    day: Math.round((seen / 86_400_000) * 100) / 100,
    keys: Object.fromEntries([...keys].sort(([a], [b]) => (a < b ? -1 : 1))),
    sketch: sketchOf(document.text.slice(document.titleLength)),
  }
}

/** Companies that report are no part of the affair: `weightOf` gives them nothing. */
function keyOf(mention: Mention, text: string): string | null {
  switch (mention.kind) {
    case 'company':
      return mention.company === null ? null : `company/${mention.company}`
    case 'organisation':
      return `organisation/${mention.organisation}`
    case 'chip':
      return `chip/${mention.chip}`
    case 'region':
      return mention.via === 'city'
        ? `place/${mention.rule.startsWith('regions/') ? mention.rule.slice(8) : text.slice(mention.span.start, mention.span.end).toLowerCase()}`
        : `region/${mention.region}`
    case 'money':
      return `amount/${mention.currency}/${mention.low ?? mention.high}`
    case 'quantity':
      return `quantity/${mention.low ?? mention.high}`
  }
}

/** log((articles + 1) / (articles with the key + ½)), after knowledge/rarity.yaml, within what the kind allows. */
function weightOf(key: string, { sources }: Knowledge): number {
  const [kind = '', name = '', figure = ''] = key.split('/')
  const { articles, names } = sources.rarity
  const rarity = Math.log((articles + 1) / ((names[key] ?? 0) + 0.5))
  if (kind === 'amount' || kind === 'quantity')
    return Math.min(most[kind] ?? 0, digitsWeight(kind === 'amount' ? figure : name))
  if (kind !== 'company') return Math.min(most[kind] ?? 0, rarity)
  const company = sources.companies[name]
  if (company === undefined || company.kind !== 'company') return 0
  const role = sources.parties.sectors[company.sector ?? '']
  if (role === 'supplier') return Math.min(mostOfCompany.supplier, rarity)
  const restricted = sources.parties.restricted.includes(company.country)
  return Math.min(restricted ? mostOfCompany.acquirer : mostOfCompany.other, rarity)
}

/** "1 billion" says little, "1.27 billion" much: by significant digits. */
function digitsWeight(figure: string): number {
  const digits = Number(figure).toExponential().replace(/e.*$/, '').replace(/\D/g, '').length
  return [0, 1, 2.4, 3.2][digits] ?? 3.6
}

/** What candidates are looked up by: rare keys, and bands of the text for copies. */
export function lookupKeys({ keys, sketch }: Fingerprint): string[] {
  const rare = Object.entries(keys).filter(([, weight]) => weight >= rareWeight)
  return [...rare.map(([key]) => key), ...bandsOf(sketch).map((band) => `text/${band}`)]
}
