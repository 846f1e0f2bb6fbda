/** What is wrong with the rules of a configuration, in sentences that say how to mend it. */

import type { Sources } from '../knowledge/schema.ts'
import type { AlertRule } from './rule.ts'

/** What a check of rules needs to know of the world. */
export type Known = Pick<Sources, 'companies' | 'chips' | 'routes' | 'regions' | 'languages'>

/** [] when all is well. */
export function checkRules(rules: readonly AlertRule[], destinations: readonly string[], known: Known): string[] {
  const regions = { ...known.regions.countries, ...known.regions.groups }
  const tags = Object.keys(known.languages).flatMap((tag) => [tag, tag.split('-')[0] ?? tag])
  return rules.flatMap((rule, index) => {
    const where = `Alert rule “${rule.name}”`
    const twice = rules.findIndex((other) => other.name === rule.name) < index
    const check = (kind: string, list: readonly string[] | undefined, names: Names): string[] =>
      unknownOf(list, names).map(({ id, near }) => `${where}: ${kind} “${id}”${near}.`)
    return [
      ...(twice ? [`${where} stands twice: give each rule a name of its own.`] : []),
      ...check('there is no destination', rule.destinations, namesOf(destinations)),
      ...check('knowledge/companies has no', rule.companies, withNames(known.companies)),
      ...check('knowledge/chips has no', rule.chips, withNames(known.chips)),
      ...check('knowledge/routes.yaml has no', rule.routes, namesOf(Object.keys(known.routes))),
      ...check('knowledge/regions.yaml has no', rule.regions, withNames(regions)),
      ...check('knowledge/languages has no', rule.languages, namesOf(tags)),
    ]
  })
}

/** id → what else it is called. */
type Names = ReadonlyMap<string, string>

function namesOf(ids: readonly string[]): Names {
  return new Map(ids.map((id) => [id, id]))
}

function withNames(entries: Readonly<Record<string, { readonly name: string }>>): Names {
  return new Map(Object.entries(entries).map(([id, { name }]) => [id, name]))
}

function unknownOf(list: readonly string[] | undefined, names: Names): { id: string; near: string }[] {
  return (list ?? [])
    .filter((id) => !names.has(id))
    .map((id) => {
      const near = nearest(id, names)
      return { id, near: near === null ? '' : `; perhaps “${near}” is meant` }
    })
}

/** Most letters by which a slip of the pen may differ. */
const slips = 2

/** The id that was probably meant: named so, or at most two letters away. */
function nearest(wrong: string, names: Names): string | null {
  const folded = wrong.toLowerCase()
  let best: string | null = null
  let least = slips + 1
  for (const [id, name] of names) {
    if (name.toLowerCase() === folded) return id
    const distance = distanceOf(folded, id.toLowerCase())
    if (distance < least && distance < id.length / 2) {
      best = id
      least = distance
    }
  }
  return best
}

/** Levenshtein's. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > slips) return slips + 1
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length] ?? 0
}
