/** Why not the other label: the likeliest one not chosen, and what would have spoken for it. */

import type { Weights } from '../knowledge/schema.ts'
import { type Label, labels } from '../types/finding.ts'
import type { Labelled } from './label.ts'

export interface RunnerUp {
  readonly label: Label
  readonly probability: number
  /** Features that the article has nothing of and that speak most for this label against the chosen one, heaviest first. */
  readonly lacked: readonly string[]
  /** Features that the article has and that spoke most against it. */
  readonly against: readonly string[]
}

/** Most features named either way. */
const most = 4

/** Least log-odds that a feature would have moved. */
const least = 0.4

/** Pure. */
export function runnerUpOf({ label, probabilities, features }: Labelled, { weights }: Weights): RunnerUp {
  const others = labels.filter((other) => other !== label)
  const next = others.reduce((best, other) => (probabilities[other] > probabilities[best] ? other : best))
  const present = new Map(features.map(({ name, value }) => [name, value]))
  const ranked = Object.entries(weights)
    .map(([name, weight]) => ({
      name,
      lead: weight[next] - weight[label],
      value: present.get(name) ?? 0,
      speaks: labels.every((other) => weight[other] <= weight[next]),
    }))
    .sort((a, b) => Math.abs(b.lead) - Math.abs(a.lead) || (a.name < b.name ? -1 : 1))
  return {
    label: next,
    probability: probabilities[next],
    lacked: distinct(ranked.filter(({ lead, value, speaks }) => speaks && lead >= least && value === 0)),
    against: distinct(ranked.filter(({ lead, value }) => lead * value <= -least / 2)),
  }
}

/** "title/evade" says no more than "concept/evade" does; that nothing is said of a rule cannot be lacked. */
function distinct(ranked: readonly { readonly name: string }[]): readonly string[] {
  const seen = new Set<string>()
  return ranked
    .map(({ name }) => name)
    .filter((name) => {
      const what = name.replace(/^(?:concept|title)\//, '')
      const first = !seen.has(what)
      seen.add(what)
      return first && !what.startsWith('rule/')
    })
    .slice(0, most)
}
