/** A document as numbers: how often each cue stands in its title and body, and what it is mostly about. */

import { bearing, framesIn } from './frames.ts'
import type { Profile, SentenceProfile } from './profile.ts'
import { routesOf } from './routes.ts'

/** Counts saturate: the first sentence that says a thing tells most, the tenth little. 1 → 0.5, 2 → 0.75, … */
export function saturate(count: number): number {
  return 1 - 0.5 ** count
}

/** Concepts that serve to find who speaks and who is meant; they tell nothing of what is reported. */
const structural: ReadonlySet<string> = new Set([
  'speech',
  'same-party',
  'speaker-person',
  'speaker-government',
  'speaker-other',
  'no-denial',
  'denied-by',
  'absent',
  'impending',
  'internal',
  'elsewhere',
  'move',
  'trader',
  'wares',
])

/** Score of a route that one well-supported sentence bears out (routes.ts). */
const borneOut = 0.42

/**
 * Feature → value in 0..1; features not named are 0. Names are the same in every language. Frames are not counted here: they
 * say again what their concepts say, and made the model worse (docs/decisions/0002-classification.md); they bear the veto, the
 * evidence and the share of the act.
 */
export function featuresOf(profile: Profile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const sentence of profile.sentences) {
    for (const concept of sentence.concepts) {
      if (structural.has(concept)) continue
      add(`concept/${concept}`)
      if (sentence.title) add(`title/${concept}`)
    }
    for (const route of sentence.routes) if (sentence.goods || sentence.restricted) add(`route/${route}`)
  }
  for (const { mentions } of profile.sentences)
    for (const { kind } of mentions) if (kind === 'chip' || kind === 'quantity') add(`mention/${kind}`)
  if (profile.sentences.some((sentence) => sentence.restricted)) add('mention/restricted')
  if (profile.sentences.some((sentence) => sentence.goods)) add('mention/goods')
  for (const { score } of routesOf(profile)) if (score >= borneOut) add('borne/routes')
  return new Map([...[...counts].map(([name, count]) => [name, saturate(count)] as const), ...balance(profile)])
}

/** What the article is mostly about: the act or policy, an export rule or another. Shares of its sentences, 0..1. */
function balance(profile: Profile): readonly (readonly [string, number])[] {
  const sentences = profile.sentences.filter(({ apart }) => !apart)
  const frames = framesIn(profile)
  const share = (test: (sentence: SentenceProfile) => boolean): number =>
    sentences.filter(test).length / Math.max(1, sentences.length)
  const isPolicy = ({ concepts }: SentenceProfile): boolean => policy.some((concept) => concepts.has(concept))
  const isAct = (sentence: SentenceProfile): boolean =>
    frames[sentence.index]!.some(({ name, actual }) => actual && bearing.has(name))
  const rule = rulesSpokenOf(sentences)
  return [
    ['share/act', share((sentence) => isAct(sentence) && !isPolicy(sentence))],
    ['share/policy', share((sentence) => isPolicy(sentence) && !isAct(sentence))],
    ['rule/none', rule.export === 0 && !sentences.some((one) => isAct(one) && one.restricted) ? 1 : 0],
    ['rule/other', rule.other > rule.export ? 1 : 0],
  ].filter((feature): feature is [string, number] => feature[1] !== 0)
}

const policy = ['rulemaking', 'licence', 'impact', 'domestic', 'fear'] as const

/**
 * How many sentences speak of an export rule, and how many of other rules and goods: taxes, oil, paywalls. An embargo on arms
 * is the latter, unless its sentence names chips.
 */
export function rulesSpokenOf(sentences: Profile['sentences']): { readonly export: number; readonly other: number } {
  const speaksOf = ({ concepts }: SentenceProfile, ...names: readonly string[]): boolean =>
    names.some((name) => concepts.has(name))
  const isOther = (one: SentenceProfile): boolean => speaksOf(one, 'other-evasion', 'other-goods')
  const isExport = (one: SentenceProfile): boolean =>
    speaksOf(one, 'control', 'banned-goods', 'despite') && (one.goods || !isOther(one))
  return { export: sentences.filter(isExport).length, other: sentences.filter(isOther).length }
}
