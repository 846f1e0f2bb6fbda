/** What a party or place is called in a record. */

import type { Reading } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import type { CompanyMention, OrganisationMention, RegionMention } from '../types/mention.ts'

/** Canonical Latin name; the author's own words for a firm we do not know. */
export function nameOf(reading: Reading, mention: CompanyMention | OrganisationMention | RegionMention): string {
  const { companies, organisations, regions } = reading.knowledge.sources
  const surface = cut(reading.document.text, mention.span.start, mention.span.end)
  if (mention.kind === 'organisation') return organisations[mention.organisation]?.name ?? surface
  if (mention.kind === 'region')
    return regions.countries[mention.region]?.name ?? regions.groups[mention.region]?.name ?? surface
  return mention.company === null ? (mention.firm ?? surface) : (companies[mention.company]?.name ?? surface)
}
