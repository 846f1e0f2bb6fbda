/** Which stories an analyst wants to be told of: rules as the configuration writes them, and whether a story meets one. */

import { z } from 'zod'
import type { Regions } from '../knowledge/schema.ts'
import type { Posture } from '../types/finding.ts'
import { postures } from '../types/finding.ts'
import type { StorySummary } from '../types/story.ts'

const someOf = z.array(z.string().min(1)).min(1).optional()

/** Every condition that is given must be met; of a list, one entry is enough. */
export const alertRuleSchema = z.strictObject({
  name: z.string().min(1).max(100).describe('What the rule is called in alerts.'),
  destinations: z.array(z.string().min(1)).min(1).describe('Names of configured destinations.'),
  minScore: z.number().min(0).max(1).optional().describe('Least probability of circumvention, 0 to 1.'),
  minSources: z.number().int().min(1).optional().describe('Least number of independent sources.'),
  posture: z.enum(postures).optional().describe('Least stage of the affair.'),
  languages: someOf.describe('Of an article: "fr"; "zh" stands for zh-Hans and zh-Hant.'),
  companies: someOf.describe('Ids under knowledge/companies.'),
  chips: someOf.describe('Ids under knowledge/chips.'),
  regions: someOf.describe('ISO 3166-1, UN M49 or EU; a wider region stands for all within it.'),
  routes: someOf.describe('Ids in knowledge/routes.yaml.'),
  coolDownHours: z
    .number()
    .min(0)
    .optional()
    .describe('Hours after an alert in which the same story is not told again.'),
})

export type AlertRule = z.infer<typeof alertRuleSchema>

/** How one condition of a rule was met, or missed. */
export type Margin = (
  | { readonly condition: 'minScore' | 'minSources'; readonly have: number; readonly need: number }
  | { readonly condition: 'posture'; readonly have: Posture | null; readonly need: Posture }
  /** Entries of the rule's list that the story meets. */
  | { readonly condition: 'languages' | 'companies' | 'chips' | 'regions' | 'routes'; readonly have: readonly string[] }
) & {
  readonly met: boolean
  /** 0: met with nothing to spare; towards 1: with plenty. */
  readonly slack: number
}

export interface RuleMatch {
  readonly fires: boolean
  /** Conditions met, the tightest first. */
  readonly margins: readonly Margin[]
  /** Conditions missed: empty when the rule fires. */
  readonly lacking: readonly Margin[]
}

/** Whether region `code` is `group` or lies within it. */
export type Inside = (code: string, group: string) => boolean

const same: Inside = (code, group) => code === group

/** A withdrawn story fires no rule. Pure. */
export function matchRule(rule: AlertRule, summary: StorySummary, inside: Inside = same): RuleMatch {
  const conditions = [...thresholds(rule, summary), ...lists(rule, summary, inside)]
  const lacking = conditions.filter((margin) => !margin.met)
  const margins = conditions.filter((margin) => margin.met).sort((a, b) => a.slack - b.slack)
  return { fires: lacking.length === 0 && !summary.withdrawn, margins, lacking }
}

function thresholds(rule: AlertRule, summary: StorySummary): Margin[] {
  const found: Margin[] = []
  const { minSources, minScore, posture } = rule
  if (minSources !== undefined) {
    const have = summary.independentSources
    found.push({
      condition: 'minSources',
      have,
      need: minSources,
      met: have >= minSources,
      slack: 1 - minSources / have,
    })
  }
  if (minScore !== undefined) {
    const have = summary.score
    const slack = minScore === 1 ? 0 : (have - minScore) / (1 - minScore)
    found.push({ condition: 'minScore', have, need: minScore, met: have >= minScore, slack })
  }
  if (posture !== undefined) {
    const have = summary.posture?.value ?? null
    const steps = (have === null ? -1 : postures.indexOf(have)) - postures.indexOf(posture)
    found.push({ condition: 'posture', have, need: posture, met: steps >= 0, slack: steps / postures.length })
  }
  return found
}

/** What a story offers to the lists of a rule: each value with the articles that bear it. */
type Offer = readonly { readonly value: string; readonly articles: number }[]

function lists(rule: AlertRule, summary: StorySummary, inside: Inside): Margin[] {
  const parties = summary.parties.flatMap(({ company, articles }) =>
    company === null ? [] : [{ value: company, articles }],
  )
  return [
    ...listed('companies', rule.companies, parties, same),
    ...listed('chips', rule.chips, bare(summary.chips.map((chip) => chip.id)), same),
    ...listed('routes', rule.routes, summary.routes, same),
    ...listed(
      'regions',
      rule.regions,
      summary.regions.map(({ code, articles }) => ({ value: code, articles })),
      inside,
    ),
    ...listed('languages', rule.languages, bare(summary.articles.map((article) => article.language)), speaks),
  ]
}

function bare(values: readonly string[]): Offer {
  return values.map((value) => ({ value, articles: 1 }))
}

/** "zh-Hans" is "zh". */
const speaks: Inside = (tag, wanted) => tag === wanted || tag.startsWith(`${wanted}-`)

function listed(
  condition: 'languages' | 'companies' | 'chips' | 'regions' | 'routes',
  wanted: readonly string[] | undefined,
  offer: Offer,
  meets: Inside,
): Margin[] {
  if (wanted === undefined) return []
  const have = [...new Set(wanted)].filter((one) => offer.some(({ value }) => meets(value, one)))
  const weight = offer
    .filter(({ value }) => wanted.some((one) => meets(value, one)))
    .reduce((sum, { articles }) => sum + articles, 0)
  return [{ condition, have, met: have.length > 0, slack: weight === 0 ? -1 : 1 - 1 / weight }]
}

/** Containment as knowledge/regions.yaml tells it, through groups within groups. */
export function insideRegion(regions: Regions): Inside {
  const parents = new Map<string, Set<string>>()
  const add = (code: string, group: string): void => {
    parents.set(code, (parents.get(code) ?? new Set()).add(group))
  }
  for (const [code, place] of [...Object.entries(regions.countries), ...Object.entries(regions.groups)])
    for (const group of place.in ?? []) add(code, group)
  for (const [group, { members }] of Object.entries(regions.groups)) for (const code of members ?? []) add(code, group)
  return (code, group) => {
    const seen = new Set([code])
    for (const one of seen) for (const parent of parents.get(one) ?? []) seen.add(parent)
    return seen.has(group)
  }
}
