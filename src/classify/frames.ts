/** Frames: who gets what past which rule, read from what stands together in one sentence. */

import type { Profile, SentenceProfile } from './profile.ts'

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
const near: Test = (sentence) => sentence.goodsNear
const restricted: Test = (sentence) => sentence.restricted
const towards: Test = (sentence) => sentence.restrictedNear
const route: Test = (sentence) => sentence.routes.size > 0
const rule = has('control', 'banned-goods')
const step = has('charged', 'convicted', 'investigated', 'arrested')
const act = has('evade', 'smuggle', 'acquire', 'banned-goods')

/** Each frame is a general truth about the words that make it; what it weighs is fitted. */
const frames: Readonly<Record<string, Test>> = {
  'evade-rule': all(has('evade'), rule),
  'evade-goods': all(has('evade'), near, any(restricted, rule, route)),
  'smuggle-goods': all(has('smuggle'), any(near, rule, step)),
  'get-banned': all(has('acquire'), any(rule, has('despite'))),
  'get-goods': all(has('acquire'), near),
  'despite-rule': all(has('despite'), any(near, restricted)),
  'route-goods': all(route, near, any(towards, has('evade', 'acquire', 'alleged'), step)),
  'route-rule': all(route, rule),
  'route-buyer': all(route, restricted),
  'move-goods': all(has('move'), any(all(near, restricted), all(goods, towards))),
  'trade-goods': all(has('trader'), near, any(restricted, rule)),
  'step-goods': all(step, any(goods, rule)),
  'step-evasion': all(step, any(act, route), any(near, rule, restricted)),
  'rule-change': all(has('rulemaking'), any(goods, has('control'))),
  'licence-goods': all(has('licence'), any(goods, restricted)),
  'impact-goods': all(has('impact'), any(goods, has('control'))),
  'fear-goods': all(has('fear'), any(goods, has('control'))),
  'product-goods': all(has('product'), goods),
  'other-evasion': all(has('evade'), has('other-evasion')),
  'other-goods': all(any(has('evade', 'smuggle'), step), has('other-goods')),
}

const named = Object.entries(frames)

/** Frames that tell of circumvention itself: one of them, actual, must stand behind the label. */
export const bearing: ReadonlySet<string> = new Set([
  'evade-rule',
  'evade-goods',
  'smuggle-goods',
  'get-banned',
  'get-goods',
  'despite-rule',
  'route-goods',
  'route-rule',
  'route-buyer',
  'move-goods',
  'trade-goods',
  'step-goods',
  'step-evasion',
])

/** Feared, to be prevented, or what a rule-maker proposes: told, but not as having happened. So many goods were not proposed. */
export function isHypothetical({ concepts, routes, mentions }: SentenceProfile): boolean {
  if (concepts.has('fear')) return true
  if (!concepts.has('rulemaking') || concepts.has('charged') || concepts.has('convicted')) return false
  const counted = mentions.some(({ kind }) => kind === 'quantity')
  return !(counted && (routes.size > 0 || concepts.has('move') || concepts.has('acquire')))
}

/** Every frame needs one of these, or a route. */
const leading: ReadonlySet<string> = new Set([
  ...['evade', 'smuggle', 'acquire', 'despite', 'charged', 'convicted', 'investigated', 'arrested'],
  ...['move', 'trader', 'rulemaking', 'licence', 'impact', 'fear', 'product'],
])

function mayHold({ concepts, routes }: SentenceProfile): boolean {
  if (concepts.size === 0) return false
  if (routes.size > 0) return true
  for (const concept of concepts) if (leading.has(concept)) return true
  return false
}

const noFrames: readonly Frame[] = []

function framesOf(sentence: SentenceProfile): readonly Frame[] {
  if (!mayHold(sentence)) return noFrames
  const actual = !isHypothetical(sentence)
  const found: Frame[] = []
  for (const [name, test] of named) if (test(sentence)) found.push({ name, actual })
  return found
}

/** The last profile asked for: features and label ask for the frames of the same. */
let last: { readonly profile: Profile; readonly frames: readonly (readonly Frame[])[] } | null = null

/** The frames of each sentence. */
export function framesIn(profile: Profile): readonly (readonly Frame[])[] {
  if (last?.profile !== profile) last = { profile, frames: profile.sentences.map(framesOf) }
  return last.frames
}
