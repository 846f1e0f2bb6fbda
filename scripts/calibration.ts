/** How far a probability of circumvention can be believed: folds, calibrators fitted to them, bins, expected calibration error. */

import { probabilitiesOf } from '../src/classify/label.ts'
import type { Labelled, Scored } from '../src/score.ts'
import { type Label, labels } from '../src/types/finding.ts'
import { quantile, seeded } from './chance.ts'
import type { KnownExample } from './labelled.ts'
import { type Example, fitModel, weightsFrom } from './model.ts'

/** What was said of an article, and what it is. */
export interface Judged {
  readonly label: Label
  readonly probabilities: Readonly<Record<Label, number>>
}

/** A probability of circumvention, and whether it was. */
export interface Forecast {
  readonly said: number
  readonly was: boolean
}

export const folds = 5

/** Articles dealt out by event, so that no model is tried on an affair it has read of in another language. */
export function dealOut(examples: readonly KnownExample[]): readonly (readonly KnownExample[])[] {
  const events = new Map<string, number>()
  for (const { event } of examples) if (!events.has(event)) events.set(event, events.size)
  return Array.from({ length: folds }, (_, fold) =>
    examples.filter(({ event }) => (events.get(event) ?? 0) % folds === fold),
  )
}

/** Every article judged by a model that has seen neither it nor its affair; by fold. `as`: what of each is shown to that model. */
export function crossValidate(
  examples: readonly KnownExample[],
  penalty?: number,
  as: (example: KnownExample) => Example = (example) => example,
): readonly (readonly Judged[])[] {
  return dealOut(examples).map((own) => {
    const held = new Set(own)
    const others = examples.filter((one) => !held.has(one))
    const weights = weightsFrom(fitModel(others, penalty))
    return own.map((one) => ({ label: one.label, probabilities: probabilitiesOf(as(one).features, weights) }))
  })
}

/** Probabilities with their log-odds divided: below 1 surer, above 1 less sure; the likeliest stays so. */
export function tempered(probabilities: Judged['probabilities'], temperature: number): Record<Label, number> {
  const powers = labels.map((label) => Math.max(probabilities[label], 1e-12) ** (1 / temperature))
  const sum = powers.reduce((total, power) => total + power, 0)
  return { circumvention: powers[0]! / sum, related: powers[1]! / sum, unrelated: powers[2]! / sum }
}

/** The temperature, to two decimals, under which what is came out likeliest. */
export function fitTemperature(judged: readonly Judged[]): number {
  const surprise = (temperature: number): number =>
    judged.reduce((sum, { label, probabilities }) => sum - Math.log(tempered(probabilities, temperature)[label]), 0)
  let best = 1
  for (let hundredth = 20; hundredth <= 400; hundredth++)
    if (surprise(hundredth / 100) < surprise(best)) best = hundredth / 100
  return best
}

export function forecastOf({ label, probabilities }: Judged): Forecast {
  return { said: probabilities.circumvention, was: label === 'circumvention' }
}

/** Forecasts of one tenth of the scale. */
export interface Bin {
  /** Of its tenth, 0 to 0.9. */
  readonly from: number
  readonly of: number
  readonly were: number
  /** Mean of what was said. */
  readonly said: number
}

/** Ten bins; those without forecasts are left out. */
export function binsOf(forecasts: readonly Forecast[]): readonly Bin[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const own = forecasts.filter(({ said }) => Math.min(9, Math.floor(said * 10)) === tenth)
    const said = own.reduce((sum, one) => sum + one.said, 0) / (own.length || 1)
    return { from: tenth / 10, of: own.length, were: own.filter(({ was }) => was).length, said }
  }).filter(({ of }) => of > 0)
}

/** Mean distance between what was said and what was, by bins, weighted by their articles. */
export function expectedError(forecasts: readonly Forecast[]): number {
  return binsOf(forecasts).reduce(
    (sum, { of, were, said }) => sum + (Math.abs(said - were / of) * of) / forecasts.length,
    0,
  )
}

/** Mean and 95th percentile of the error that these probabilities would show by chance if every one of them were true. */
export function errorByChance(forecasts: readonly Forecast[]): { readonly mean: number; readonly most: number } {
  const random = seeded(1)
  const errors = Array.from({ length: 2_000 }, () =>
    expectedError(forecasts.map(({ said }) => ({ said, was: random() < said }))),
  ).sort((a, b) => a - b)
  return { mean: errors.reduce((sum, error) => sum + error, 0) / errors.length, most: quantile(errors, 0.95) }
}

/** A bin a line, and the error beside what chance would do. */
export function reliabilityLines(forecasts: readonly Forecast[]): readonly string[] {
  const { mean, most } = errorByChance(forecasts)
  return [
    `expected calibration error ${expectedError(forecasts).toFixed(3)} of ${forecasts.length} articles; true probabilities would show ${mean.toFixed(3)} by chance, rarely over ${most.toFixed(3)}`,
    ...binsOf(forecasts).map(
      ({ from, of, were, said }) =>
        `  ${from.toFixed(1)}-  said ${said.toFixed(2)}  were ${(were / of).toFixed(2)}  of ${of}`,
    ),
  ]
}

/** The score of each record, and whether its article is on circumvention. */
export function forecastsOf(articles: readonly Labelled[], records: ReadonlyMap<string, Scored>): readonly Forecast[] {
  return articles.map(({ id, gold }) => ({
    said: records.get(id)?.score ?? 0,
    was: gold.label === 'circumvention',
  }))
}
