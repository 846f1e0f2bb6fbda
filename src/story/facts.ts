/** What of a story is news: the facts that make a revision, and what is new in them. */

import { type Posture, postures } from '../types/finding.ts'
import type { News, StorySummary } from '../types/story.ts'
import { mayBeOne } from './party-names.ts'

/** Each list sorted, so that equal facts are equal text. */
export interface Facts {
  readonly posture: Posture | null
  /** "acquirer:bytedance": acquirers and intermediaries; suppliers turn up in every affair. */
  readonly parties: readonly string[]
  readonly routes: readonly string[]
  /** "USD 7000000000-7000000000", "chip 2400-2400". */
  readonly amounts: readonly string[]
  readonly denials: readonly string[]
  readonly withdrawn: boolean
}

export const noFacts: Facts = { posture: null, parties: [], routes: [], amounts: [], denials: [], withdrawn: false }

export function factsOf(summary: StorySummary): Facts {
  const figures = [...summary.amounts, ...summary.quantities].map(
    ({ value }) => `${value.unit} ${value.low ?? ''}-${value.high ?? ''}`,
  )
  return {
    posture: summary.posture?.value ?? null,
    parties: summary.parties
      .filter(({ role }) => role === 'acquirer' || role === 'intermediary')
      .map(({ company, name, role }) => `${role}:${company ?? name.toLowerCase()}`)
      .sort(),
    routes: summary.routes.map(({ value }) => value).sort(),
    amounts: figures.sort(),
    denials: summary.denials.map(({ value }) => value).sort(),
    withdrawn: summary.withdrawn,
  }
}

/** What a reader of `before` does not know yet; [] where nothing is worth telling. A posture that falls back is told too. */
export function newsBetween(before: Facts, after: Facts): News[] {
  if (after.withdrawn) return before.withdrawn ? [] : ['withdrawn']
  const adds = (old: readonly string[], now: readonly string[]): boolean => now.some((one) => !old.includes(one))
  const news: News[] = []
  if (after.posture !== before.posture) news.push('posture')
  if (after.parties.some((one) => !before.parties.some((old) => mayBeOne(old, one)))) news.push('party')
  if (adds(before.routes, after.routes)) news.push('route')
  if (adds(before.amounts, after.amounts)) news.push('amount')
  if (adds(before.denials, after.denials)) news.push('denial')
  return news
}

/** The further of two stages; null is before all. */
export function further(a: Posture | null, b: Posture | null): Posture | null {
  if (a === null || b === null) return a ?? b
  return postures.indexOf(a) >= postures.indexOf(b) ? a : b
}
