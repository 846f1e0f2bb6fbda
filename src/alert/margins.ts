/** How a rule was met, in sentences. */

import type { Teller } from '../knowledge/telling.ts'
import type { StorySummary } from '../types/story.ts'
import type { Margin } from './rule.ts'

/** One phrase for each margin, in its order: what `AlertContent.margins` keeps. */
export function describeMargins(margins: readonly Margin[], summary: StorySummary, teller: Teller): string[] {
  return margins.map((margin) => describe(margin, summary, teller))
}

function describe(margin: Margin, summary: StorySummary, teller: Teller): string {
  const { alert, wording, shared } = teller
  switch (margin.condition) {
    case 'minScore':
      return alert('margin-score', { have: teller.number(floor(margin.have)), need: teller.number(margin.need) })
    case 'minSources':
      return alert('margin-sources', { have: margin.have, need: margin.need, count: margin.have })
    case 'posture': {
      const have = margin.have === null ? shared('path-unknown') : wording.postures[margin.have]
      return alert('margin-posture', { have, need: wording.postures[margin.need] })
    }
    default: {
      const names = margin.have.map((id) => nameIn(margin.condition, id, summary, teller))
      const have = names.length === 0 ? shared('none') : teller.list(names)
      return alert(`margin-${margin.condition}`, { have, count: names.length })
    }
  }
}

/** Down to three digits: 0.8999 shown as 0.9 would seem to meet a condition that it misses. */
function floor(score: number): number {
  return Math.floor(score * 1000 + 1e-9) / 1000
}

function nameIn(
  condition: 'languages' | 'companies' | 'chips' | 'regions' | 'routes',
  id: string,
  summary: StorySummary,
  teller: Teller,
): string {
  switch (condition) {
    case 'languages':
      return teller.language(id)
    case 'regions':
      return teller.region(id)
    case 'routes':
      return teller.route(id)
    case 'chips':
      return summary.chips.find((chip) => chip.id === id)?.name ?? id
    default:
      return summary.parties.find((party) => party.company === id)?.name ?? id
  }
}
