/** The furthest stage of the affair that the article reports for anyone in it. */

import { quote } from '../text/evidence.ts'
import type { Claim, Posture } from '../types/finding.ts'
import type { Evidence, NonEmpty } from '../types/text.ts'
import type { Profile, SentenceProfile } from './profile.ts'

/** Ways that are told as legal unless the article says otherwise. */
const usuallyLegal = new Set([
  'offshore-compute',
  'remote-access',
  'threshold-engineering',
  'stockpiling',
  'entity-list-evasion',
])

/** Ways that no telling makes legal. */
const neverLegal = new Set(['smuggling', 'false-declaration'])

/**
 * Conviction, charge and investigation need a sentence that ties them to the goods, the rule or the parties;
 * among the rest, what the article calls legal is a loophole and everything else is alleged.
 */
export function postureOf(profile: Profile, routes: readonly Claim[]): Claim {
  for (const stage of ['convicted', 'charged', 'investigated'] as const) {
    const borne = profile.sentences.filter((sentence) => sentence.concepts.has(stage) && concerns(profile, sentence))
    const weight = borne.reduce((sum, sentence) => sum + (sentence.title ? 1.5 : sentence.lead ? 1.2 : 0.8), 0)
    const needed = stage === 'investigated' ? 1 : 0.8
    if (weight >= needed) return claim(profile, stage, borne)
  }
  return loopholeOrAlleged(profile, routes)
}

/** Not told as feared or of others' cases: the sentence, or the one before it, speaks of the affair. */
function concerns(profile: Profile, sentence: SentenceProfile): boolean {
  if (sentence.concepts.has('fear') && !sentence.title) return false
  const before = profile.sentences[sentence.index - 1]
  return about(sentence) || (before !== undefined && about(before))
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
    (sentence) => sentence.concepts.has('legal') && !sentence.concepts.has('denial') && about(sentence),
  )
  const alleged = profile.sentences.filter((sentence) => sentence.concepts.has('alleged') && about(sentence))
  const strongest = routes[0]?.value ?? ''
  let balance = legal.length * 1 - alleged.length * 0.3
  if (usuallyLegal.has(strongest)) balance += 1
  for (const route of routes) if (neverLegal.has(route.value)) balance -= 1.5
  if (profile.sentences.some((sentence) => sentence.concepts.has('smuggle') && sentence.title)) balance -= 1
  const posture: Posture = balance > 0 ? 'loophole' : 'alleged'
  const borne = posture === 'loophole' ? legal : alleged
  const routeSentences = routes[0]?.evidence
  if (borne.length > 0) return claim(profile, posture, borne)
  if (routeSentences !== undefined)
    return { kind: 'posture', value: posture, by: null, score: 0.5, evidence: routeSentences }
  return claim(profile, posture, profile.sentences.slice(0, 1))
}

function claim(profile: Profile, posture: Posture, sentences: readonly SentenceProfile[]): Claim {
  const { document } = profile.reading
  const ranked = [...sentences].sort((a, b) => Number(b.title) - Number(a.title) || a.index - b.index).slice(0, 2)
  const evidence = ranked.map((sentence): Evidence => {
    const cue = sentence.cues.find((one) => one.tag.id === (posture === 'loophole' ? 'legal' : posture))
    return quote(document, document.sentences[sentence.index]!.span, cue?.tag.rule ?? `posture/${posture}`)
  })
  const score = Math.round((1 - 0.5 ** sentences.length) * 100) / 100
  return { kind: 'posture', value: posture, by: null, score, evidence: evidence as unknown as NonEmpty<Evidence> }
}
