/** The furthest stage of the affair that the article reports for anyone in it. */

import { quote } from '../text/evidence.ts'
import type { Claim, Posture } from '../types/finding.ts'
import type { Evidence, NonEmpty } from '../types/text.ts'
import type { Profile, SentenceProfile } from './profile.ts'

/** What each way round speaks for: above 0 for a loophole, below for a breach. */
const leanings: Readonly<Record<string, number>> = {
  'offshore-compute': 0.7,
  'remote-access': 0.7,
  stockpiling: 0.7,
  'entity-list-evasion': 0.7,
  'threshold-engineering': 0.5,
  'front-company': -0.6,
  transshipment: -0.6,
  'grey-market': -0.6,
  smuggling: -1.5,
  'false-declaration': -1.5,
}

/** Balance from which the ways and words tell of something lawful. */
const lawful = 0.3

/** Which concepts tell of a stage: somebody arrested and not charged is investigated. */
const stages = [
  ['convicted', ['convicted']],
  ['charged', ['charged']],
  ['investigated', ['investigated', 'arrested']],
] as const

/**
 * Conviction, charge and investigation need a sentence about this affair; among the rest, what the article calls legal
 * is a loophole and everything else is alleged.
 */
export function postureOf(profile: Profile, routes: readonly Claim[]): Claim {
  for (const [stage, concepts] of stages) {
    const borne = profile.sentences.filter(
      (sentence) => concepts.some((concept) => sentence.concepts.has(concept)) && concerns(profile, sentence),
    )
    if (borne.length > 0) return claim(profile, stage, concepts, borne)
  }
  return loopholeOrAlleged(profile, routes)
}

/** Not told as feared or of others' cases: the sentence, or one of the two on either side, speaks of the affair. */
function concerns(profile: Profile, sentence: SentenceProfile): boolean {
  const { concepts, elsewhere, title, index } = sentence
  if (elsewhere || ((concepts.has('fear') || concepts.has('rulemaking')) && !title)) return false
  const beside = [-2, -1, 1, 2].map((step) => profile.sentences[index + step])
  return about(sentence) || beside.some((other) => other !== undefined && about(other))
}

function about(sentence: SentenceProfile): boolean {
  const { concepts } = sentence
  const act =
    concepts.has('evade') || concepts.has('smuggle') || concepts.has('acquire') || concepts.has('banned-goods')
  return (
    act ||
    sentence.routes.size > 0 ||
    (sentence.goods && (sentence.restricted || concepts.has('control'))) ||
    sentence.title
  )
}

function loopholeOrAlleged(profile: Profile, routes: readonly Claim[]): Claim {
  const legal = profile.sentences.filter(
    (sentence) =>
      sentence.concepts.has('legal') && !sentence.elsewhere && !sentence.concepts.has('denial') && about(sentence),
  )
  const alleged = profile.sentences.filter((sentence) => sentence.concepts.has('alleged') && about(sentence))
  const leaning = routes.reduce((sum, { value }) => sum + (leanings[value] ?? 0), 0)
  const smuggled = profile.sentences.some((sentence) => sentence.concepts.has('smuggle') && sentence.title) ? 1 : 0
  const balance = legal.length + leaning - alleged.length * 0.1 - smuggled
  const posture: Posture = balance > lawful ? 'loophole' : 'alleged'
  const borne = posture === 'loophole' ? legal : alleged
  const routeSentences = routes[0]?.evidence
  if (borne.length > 0) return claim(profile, posture, [posture === 'loophole' ? 'legal' : posture], borne)
  if (routeSentences !== undefined)
    return { kind: 'posture', value: posture, by: null, score: 0.5, evidence: routeSentences }
  return claim(profile, posture, [], profile.sentences.slice(0, 1))
}

function claim(
  profile: Profile,
  posture: Posture,
  concepts: readonly string[],
  sentences: readonly SentenceProfile[],
): Claim {
  const { document } = profile.reading
  const ranked = [...sentences].sort((a, b) => Number(b.title) - Number(a.title) || a.index - b.index).slice(0, 2)
  const evidence = ranked.map((sentence): Evidence => {
    const cue = sentence.cues.find((one) => concepts.includes(one.tag.id))
    return quote(document, document.sentences[sentence.index]!.span, cue?.tag.rule ?? `posture/${posture}`)
  })
  const score = Math.round((1 - 0.5 ** sentences.length) * 100) / 100
  return { kind: 'posture', value: posture, by: null, score, evidence: evidence as unknown as NonEmpty<Evidence> }
}
