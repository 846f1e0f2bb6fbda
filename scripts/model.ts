/**
 * The model behind the label: multinomial logistic regression on the features of src/classify/features.ts, by full-batch
 * gradient descent: no randomness, so the same articles give the same weights. The L2 penalty draws each weight towards what
 * the feature means (`priorOf`), not towards zero: a few dozen articles must not teach that evasion speaks against circumvention.
 */

import type { Weights } from '../src/knowledge/schema.ts'
import { type Label, labels } from '../src/types/finding.ts'

/** Strength of the penalty, chosen by folds of events (docs/decisions/0002-classification.md). */
export const lambda = 0.0015
const steps = 4_000

/** An article as the model sees it. */
export interface Example {
  readonly features: ReadonlyMap<string, number>
  readonly label: Label
}

export type Model = Map<string, Record<Label, number>>

export const biasName = '(bias)'

/** What a frame or concept speaks for, before any article is seen, in log-odds at full value. */
const meanings: readonly (readonly [RegExp, Label, number])[] = [
  [
    /^(?:lead-|title-)?frame\/(?:evade-rule|evade-goods|smuggle-goods|get-banned|despite-rule|route-goods|route-rule|step-evasion)$/,
    'circumvention',
    0.8,
  ],
  [/^(?:lead-|title-)?frame\/(?:get-goods|route-buyer|step-goods)$/, 'circumvention', 0.4],
  [/^route\//, 'circumvention', 0.4],
  [
    /^(?:concept|title)\/(?:evade|smuggle|acquire|banned-goods|charged|convicted|investigated|despite)$/,
    'circumvention',
    0.3,
  ],
  [/^share\/act$/, 'circumvention', 1],
  [/^share\/policy$/, 'related', 1],
  [/^rule\/other$/, 'unrelated', 0.8],
  [/^rule\/none$/, 'unrelated', 0.5],
  [/^(?:lead-|title-)?frame\/(?:rule-change|licence-goods|impact-goods|fear-goods)\??$/, 'related', 0.8],
  [/^(?:concept|title)\/(?:rulemaking|licence|impact|domestic|fear|retracted)$/, 'related', 0.4],
  [/^(?:lead-|title-)?frame\/(?:product-goods|other-evasion|other-goods)\??$/, 'unrelated', 0.8],
  [/^(?:concept|title)\/(?:product|other-evasion|other-goods|datacentre)$/, 'unrelated', 0.5],
  [/^(?:concept|title|mention)\/(?:control|goods|restricted|chip)$/, 'unrelated', -0.5],
]

export function priorOf(name: string, label: Label): number {
  return meanings.find(([pattern, of]) => of === label && pattern.test(name))?.[2] ?? 0
}

/** Gradient descent with a fixed step and Nesterov momentum; the bias is not penalised. */
export function fitModel(examples: readonly Example[], penalty: number = lambda): Model {
  const names = [...new Set(examples.flatMap((example) => [...example.features.keys()]))].sort()
  const index = new Map([...names, biasName].map((name, at) => [name, at]))
  const rows = examples.map(({ features, label }) => ({
    label: labels.indexOf(label),
    cells: [...[...features].map(([name, value]) => [index.get(name)!, value] as const), [names.length, 1] as const],
  }))
  const size = names.length + 1
  const priors = new Float64Array(size * labels.length)
  for (const [at, name] of names.entries()) {
    for (const [k, label] of labels.entries()) priors[at * 3 + k] = priorOf(name, label)
  }
  let weights = priors
  let previous = weights
  for (let step = 0; step < steps; step++) {
    const momentum = step / (step + 3)
    const ahead = weights.map((weight, at) => weight + momentum * (weight - (previous[at] ?? 0)))
    const slope = gradient(rows, ahead, priors, size, penalty)
    previous = weights
    weights = ahead.map((weight, at) => weight - 0.5 * (slope[at] ?? 0))
  }
  const weightsOf = (at: number): Record<Label, number> => ({
    circumvention: round(weights[at * 3] ?? 0),
    related: round(weights[at * 3 + 1] ?? 0),
    unrelated: round(weights[at * 3 + 2] ?? 0),
  })
  return new Map([...index].map(([name, at]) => [name, weightsOf(at)]))
}

interface Row {
  readonly label: number
  readonly cells: readonly (readonly [number, number])[]
}

function gradient(
  rows: readonly Row[],
  weights: Float64Array,
  priors: Float64Array,
  size: number,
  penalty: number,
): Float64Array {
  const slope = weights.map((weight, at) => (at >= (size - 1) * 3 ? 0 : penalty * (weight - (priors[at] ?? 0))))
  for (const { label, cells } of rows) {
    const logits = [0, 0, 0]
    for (const [cell, value] of cells) for (let k = 0; k < 3; k++) logits[k]! += value * (weights[cell * 3 + k] ?? 0)
    const highest = Math.max(...logits)
    const powers = logits.map((logit) => Math.exp(logit - highest))
    const sum = powers.reduce((total, power) => total + power, 0)
    for (let k = 0; k < 3; k++) {
      const error = ((powers[k] ?? 0) / sum - (k === label ? 1 : 0)) / rows.length
      for (const [cell, value] of cells) slope[cell * 3 + k]! += error * value
    }
  }
  return slope
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

export function weightsFrom(model: Model, temperature = 1): Weights {
  const zero = { circumvention: 0, related: 0, unrelated: 0 }
  const weights = Object.fromEntries([...model].filter(([name]) => name !== biasName))
  return {
    fitted: { articles: 0, inputs: '', lambda, temperature, partial: temperature },
    bias: model.get(biasName) ?? zero,
    weights,
  }
}
