/** How high a story stands in the digest. */

import { postures } from '../types/finding.ts'
import type { StorySummary } from '../types/story.ts'

/**
 * Sure before doubtful, then how far it has come (a conviction more than a rumour), how many report it for themselves, how
 * much of it is of this week, and whether it is new. Withdrawn stories come last.
 */
export function weightOf(summary: StorySummary, articlesThisWeek: number, continuing: boolean): number {
  if (summary.withdrawn) return 0
  const stage = summary.posture === null ? 0 : postures.indexOf(summary.posture.value)
  const told = 1 + 0.3 * stage + 0.5 * Math.log2(1 + summary.independentSources) + 0.2 * Math.log2(1 + articlesThisWeek)
  return Math.round(1_000 * summary.score * (told + (continuing ? 0 : 0.5))) / 1_000
}
