/** Document and mentions → finding: each question asked once, each answer with its quotation. */

import { hash } from 'node:crypto'
import type { Reading } from '../knowledge/reading.ts'
import type { Claim, Finding } from '../types/finding.ts'
import type { Mention } from '../types/mention.ts'
import type { Evidence, Id, NonEmpty } from '../types/text.ts'
import { attributionsOf } from './attribution.ts'
import { denialsOf } from './denial.ts'
import { flagsOf } from './flags.ts'
import { labelOf } from './label.ts'
import { partiesOf } from './parties.ts'
import { postureOf } from './posture.ts'
import { makeProfile } from './profile.ts'
import { routesOf } from './routes.ts'

/** Pure. In a language that we have no file for nothing is claimed: label unrelated, score 0, no claims. */
export function classify(reading: Reading, mentions: readonly Mention[]): Finding {
  const { document, knowledge } = reading
  const profile = makeProfile(reading, mentions)
  const labelled = labelOf(profile)
  const known = reading.language !== null
  const label = known ? labelled.label : 'unrelated'
  const claims: Claim[] = []
  if (label === 'circumvention') {
    claims.push({
      kind: 'label',
      value: label,
      by: null,
      score: labelled.score,
      evidence: labelled.evidence as NonEmpty<Evidence>,
    })
    const routes = routesOf(profile)
    claims.push(...routes, ...flagsOf(profile), postureOf(profile, routes))
  }
  if (known && label !== 'unrelated') claims.push(...denialsOf(profile))
  if (known) claims.push(...attributionsOf(reading, mentions))
  return {
    id: hash('sha256', `${document.id}\n${knowledge.analysis}`) as Id<'Finding'>,
    document: document.id,
    analysis: knowledge.analysis,
    label,
    score: known ? labelled.score : 0,
    mentions,
    claims,
    parties: partiesOf(profile, label),
    features: labelled.features,
  }
}
