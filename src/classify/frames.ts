/** Frames: who gets what past which rule, read from what stands together in one sentence. */

import type { SentenceProfile } from './profile.ts'

/** A frame and whether the sentence tells it as fact or report, or only as feared, proposed or to be prevented. */
export interface Frame {
  readonly name: string
  readonly actual: boolean
}

type Test = (sentence: SentenceProfile) => boolean

const has =
  (...concepts: readonly string[]): Test =>
  ({ concepts: found }) =>
    concepts.some((concept) => found.has(concept))

const all =
  (...tests: readonly Test[]): Test =>
  (sentence) =>
    tests.every((test) => test(sentence))

const any =
  (...tests: readonly Test[]): Test =>
  (sentence) =>
    tests.some((test) => test(sentence))

const goods: Test = (sentence) => sentence.goods
const restricted: Test = (sentence) => sentence.restricted
const route: Test = (sentence) => sentence.routes.size > 0
const rule = has('control', 'banned-goods')
const step = has('charged', 'convicted', 'investigated')

/** Each frame is a general truth about the words that make it; what it weighs is fitted. */
const frames: Readonly<Record<string, Test>> = {
  'evade-rule': all(has('evade'), rule),
  'evade-goods': all(has('evade'), goods, any(restricted, rule)),
  'smuggle-goods': all(has('smuggle'), any(goods, rule)),
  'get-banned': all(has('acquire'), any(rule, has('despite'))),
  'get-goods': all(has('acquire'), goods),
  'despite-rule': all(has('despite'), any(goods, restricted)),
  'route-goods': all(route, goods, restricted),
  'route-rule': all(route, rule),
  'step-goods': all(step, any(goods, rule)),
  'step-evasion': all(
    step,
    any(has('evade', 'smuggle', 'acquire', 'banned-goods'), route),
    any(goods, rule, restricted),
  ),
  'rule-change': all(has('rulemaking'), any(goods, has('control'))),
  'licence-goods': all(has('licence'), any(goods, restricted)),
  'impact-goods': all(has('impact'), any(goods, has('control'))),
  'fear-goods': all(has('fear'), any(goods, has('control'))),
  'product-goods': all(has('product'), goods),
  'other-evasion': all(has('evade'), has('other-evasion')),
  'other-goods': all(has('evade', 'smuggle', 'step', 'charged', 'convicted', 'investigated'), has('other-goods')),
}

/** Frames that tell of circumvention itself: one of them, actual, must stand behind the label. */
export const bearing: ReadonlySet<string> = new Set([
  'evade-rule',
  'evade-goods',
  'smuggle-goods',
  'get-banned',
  'despite-rule',
  'route-goods',
  'route-rule',
  'step-evasion',
])

/** Feared, to be prevented, or what a rule-maker proposes: told, but not as having happened. */
export function isHypothetical({ concepts }: SentenceProfile): boolean {
  return concepts.has('fear') || (concepts.has('rulemaking') && !concepts.has('charged') && !concepts.has('convicted'))
}

/** The frames of one sentence. */
export function framesOf(sentence: SentenceProfile): Frame[] {
  if (sentence.concepts.size === 0) return []
  const actual = !isHypothetical(sentence)
  return Object.entries(frames)
    .filter(([, test]) => test(sentence))
    .map(([name]) => ({ name, actual }))
}
