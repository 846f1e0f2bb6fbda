/** Which label an article gets, how sure we are, and which sentences bear it out. */

import type { Weights } from '../knowledge/schema.ts'
import { quote } from '../text/evidence.ts'
import { type Feature, type Label, labels } from '../types/finding.ts'
import type { Mention } from '../types/mention.ts'
import type { Evidence } from '../types/text.ts'
import { featuresOf, rulesSpokenOf } from './features.ts'
import { bearing, framesIn, isHypothetical } from './frames.ts'
import type { Profile, SentenceProfile } from './profile.ts'

export interface Labelled {
  readonly label: Label
  /** Probability of circumvention, 0..1. */
  readonly score: number
  readonly probabilities: Readonly<Record<Label, number>>
  /** What bears out the label, weightiest first; never empty for circumvention. */
  readonly evidence: readonly Evidence[]
  readonly features: readonly Feature[]
  /** Why circumvention was ruled out although it scored highest; null where it was not. */
  readonly veto: string | null
}

/** Softmax over the fitted weights (knowledge/weights.yaml) at a temperature of theirs. */
export function probabilitiesOf(
  features: ReadonlyMap<string, number>,
  weights: Weights,
  temperature = weights.fitted.temperature,
): Record<Label, number> {
  const logits = { ...weights.bias }
  for (const [name, value] of features) {
    const weight = weights.weights[name]
    if (weight === undefined) continue
    for (const label of labels) logits[label] += value * weight[label]
  }
  const highest = Math.max(...labels.map((label) => logits[label]))
  const powers = labels.map((label) => Math.exp((logits[label] - highest) / temperature))
  const sum = powers.reduce((total, power) => total + power, 0)
  return { circumvention: powers[0]! / sum, related: powers[1]! / sum, unrelated: powers[2]! / sum }
}

/** A veto leaves at most this probability: just short of even. */
const vetoed = 0.49

/** Least probability of an accusation: more likely than not. Asking for 0.6 cost five points of recall for one of precision over folds. */
const accused = 0.5

/** The same where an act is told in one sentence, and its goods, its buyer or its rule in others. */
const accusedThinly = 0.6

/** Acts and steps that a sentence may tell by themselves. */
const acts: readonly string[] = [
  ...['evade', 'smuggle', 'acquire', 'despite', 'banned-goods', 'charged', 'convicted', 'investigated', 'arrested'],
  ...['alleged', 'move', 'trader'],
]

/** No circumvention without a sentence that tells of one, and without goods that the rules are about. */
export function labelOf(profile: Profile): Labelled {
  const features = featuresOf(profile)
  const { weights } = profile.reading.knowledge.sources
  // Less can be known of an article of which only the beginning was to be had.
  const temperature = profile.partial === null ? weights.fitted.temperature : weights.fitted.partial
  const probabilities = probabilitiesOf(features, weights, temperature)
  const whole = bearingSentences(profile)
  // Of a title or a beginning alone it takes a whole frame.
  const bearers = whole.length > 0 || profile.partial !== null ? whole : actsTold(profile)
  const veto = vetoOf(profile, bearers)
  const highest = labels.reduce((best, label) => (probabilities[label] > probabilities[best] ? label : best))
  const isRelated = probabilities.related >= probabilities.unrelated && speakingOfGoods(profile).length > 0
  const runnerUp = isRelated ? 'related' : 'unrelated'
  const least = whole.length > 0 ? accused : accusedThinly
  const isShort = veto !== null || probabilities.circumvention < least
  const isCircumvention = highest === 'circumvention' && !isShort
  const label = isCircumvention || highest === 'unrelated' ? highest : runnerUp
  const score = veto === null ? probabilities.circumvention : Math.min(probabilities.circumvention, vetoed)
  return {
    label,
    score: Math.round(score * 10_000) / 10_000,
    probabilities,
    evidence:
      label === 'circumvention'
        ? bearers.slice(0, 3).map(({ sentence, rule }) => evidenceOf(profile, sentence, rule))
        : [],
    features: contributions(features, weights, temperature),
    veto: highest === 'circumvention' ? veto : null,
  }
}

function evidenceOf(profile: Profile, sentence: SentenceProfile, rule: string): Evidence {
  const { document } = profile.reading
  return quote(document, document.sentences[sentence.index]!.span, rule)
}

interface Bearer {
  readonly sentence: SentenceProfile
  readonly rule: string
  readonly weight: number
}

/** Sentences in which bearing frames are told as having happened, those with most of them first, then by place. */
function bearingSentences(profile: Profile): Bearer[] {
  const bearers: Bearer[] = []
  const framesOf = framesIn(profile)
  for (const sentence of profile.sentences) {
    const frames = framesOf[sentence.index]!.filter((frame) => frame.actual && bearing.has(frame.name))
    const [first] = frames
    if (first === undefined) continue
    bearers.push({ sentence, rule: `frames/${first.name}`, weight: placeOf(sentence) * frames.length })
  }
  return bearers.sort(weightiest)
}

function placeOf({ title, lead }: SentenceProfile): number {
  return title ? 1.5 : lead ? 1.2 : 1
}

function weightiest(a: Bearer, b: Bearer): number {
  return b.weight - a.weight || a.sentence.index - b.sentence.index
}

/**
 * Sentences that tell an act or a way without what makes a frame of it: reports that name no rule tell the buyer, the goods
 * and the way one after the other. Those beside goods or a restricted party first. None where nobody is named who may not
 * have the goods: all science is told as believed, and counts processors.
 */
function actsTold(profile: Profile): Bearer[] {
  const bearers: Bearer[] = []
  if (!profile.sentences.some(({ restricted, apart }) => restricted && !apart)) return bearers
  for (const sentence of profile.sentences) {
    if (sentence.apart || isHypothetical(sentence)) continue
    const act = acts.find((concept) => sentence.concepts.has(concept))
    const [route] = sentence.routes
    if (act === undefined && route === undefined) continue
    const near = Number(sentence.goodsNear) + Number(sentence.restrictedNear)
    const rule = act === undefined ? `routes/${route}` : `concepts/${act}`
    bearers.push({ sentence, rule, weight: placeOf(sentence) * (1 + near) })
  }
  return bearers.sort(weightiest)
}

/** Politics of chips name chips, compute, tools or who makes them; rules on anything else are none of ours. */
function speakingOfGoods(profile: Profile): readonly SentenceProfile[] {
  return profile.sentences.filter((sentence) => sentence.goods || namesMaker(profile, sentence))
}

function vetoOf(profile: Profile, bearers: readonly Bearer[]): string | null {
  if (bearers.length === 0) return 'no sentence tells of an act, or an allegation of one, as having happened'
  const speaking = speakingOfGoods(profile)
  if (speaking.length === 0) return 'no chips, compute or chip-making tools are named, nor a maker of them'
  if (speaking.length === 1 && !speaking[0]?.title && !bearers.some(({ sentence }) => sentence.goodsNear))
    return 'chips are named once in passing, and not beside what is told'
  if (isComment(profile) && !bearers.some(({ sentence }) => namesCase(profile, sentence)))
    return 'it is a comment that names no case'
  const rules = rulesSpokenOf(profile.sentences)
  if (rules.other > rules.export) return 'more is said of taxes, oil or the like than of export rules'
  return null
}

/** By its title. */
function isComment({ sentences }: Profile): boolean {
  return sentences.some(({ title, concepts }) => title && concepts.has('opinion'))
}

const steps = ['charged', 'convicted', 'investigated', 'arrested'] as const

/** "Such rules can be got round" is said of all and nobody; a case has a firm beside the maker, a number, or a step against somebody. */
function namesCase(profile: Profile, sentence: SentenceProfile): boolean {
  if (steps.some((step) => sentence.concepts.has(step))) return true
  return sentence.mentions.some(
    (mention) =>
      mention.kind === 'quantity' ||
      mention.kind === 'money' ||
      (mention.kind === 'company' && !isMaker(profile, mention)),
  )
}

/** "Parts from Nvidia": who names the maker of chips need not call them chips. */
function namesMaker(profile: Profile, { mentions }: SentenceProfile): boolean {
  return mentions.some((mention) => isMaker(profile, mention))
}

function isMaker({ reading }: Profile, mention: Mention): boolean {
  const { companies, parties } = reading.knowledge.sources
  return (
    mention.kind === 'company' &&
    mention.company !== null &&
    parties.sectors[companies[mention.company]?.sector ?? ''] === 'supplier'
  )
}

function contributions(features: ReadonlyMap<string, number>, weights: Weights, temperature: number): Feature[] {
  return [...features]
    .map(([name, value]) => {
      const weight = weights.weights[name]
      const others = weight === undefined ? 0 : Math.max(weight.related, weight.unrelated)
      const contribution = weight === undefined ? 0 : (value * (weight.circumvention - others)) / temperature
      return { name, value: round(value), contribution: round(contribution) }
    })
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.name.localeCompare(b.name))
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
