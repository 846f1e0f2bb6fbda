/** Who → through where → to where, as far as the articles' own sentences about the route say. */

import type { Knowledge } from '../knowledge/compile.ts'
import type { StoredFinding, StorySummary } from '../types/story.ts'

/** Most names at each end: the picture is for people. */
const most = 4

/**
 * From: suppliers. Through: countries that the quotations of a route name and that the rules do
 * not restrict. To: restricted countries named, else the acquirers' own.
 */
export function pathOf(
  members: readonly StoredFinding[],
  parties: StorySummary['parties'],
  { sources }: Knowledge,
): StorySummary['path'] {
  const restricted = new Set<string>(sources.parties.restricted)
  const ruling = new Set(['US', 'EU'])
  const through = new Map<string, number>()
  const to = new Map<string, number>()
  const count = (map: Map<string, number>, code: string): void => void map.set(code, (map.get(code) ?? 0) + 1)
  for (const { finding } of members) {
    const routeSpans = finding.claims
      .filter(({ kind }) => kind === 'route')
      .flatMap(({ evidence }) => evidence.map(({ span }) => span))
    for (const mention of finding.mentions) {
      if (mention.kind !== 'region') continue
      if (restricted.has(mention.region)) count(to, mention.region)
      else if (
        !ruling.has(mention.region) &&
        mention.via !== 'capital' &&
        routeSpans.some(({ start, end }) => start <= mention.span.start && mention.span.end <= end)
      )
        count(through, mention.region)
    }
  }
  const ranked = (map: ReadonlyMap<string, number>): string[] =>
    [...map].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([code]) => code)
  const named = (role: string): string[] => parties.filter((party) => party.role === role).map(({ name }) => name)
  const acquirers = parties.filter(({ role }) => role === 'acquirer').flatMap(({ country }) => country ?? [])
  // Hong Kong is a way station where mainland China is named as well.
  const ends = ranked(to).filter((code) => !(code === 'HK' && to.has('CN')))
  return {
    from: named('supplier').slice(0, most),
    through: [...ranked(through), ...(to.has('HK') && to.has('CN') ? ['HK'] : [])].slice(0, most),
    to: (ends.length > 0 ? ends : [...new Set(acquirers)]).slice(0, most),
  }
}
