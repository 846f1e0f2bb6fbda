/** Ways to make a probability of circumvention truer, each fitted to forecasts of articles that its model has not seen. */

import { fitTemperature, type Judged, tempered } from './calibration.ts'

type Calibrator = (judged: Judged) => Judged
type Fitter = (judged: readonly Judged[]) => Calibrator

/** Name and fitter, the simplest first. */
export const calibrators: readonly (readonly [name: string, fitter: Fitter])[] = [
  ['none', () => (one) => one],
  ['temperature', temperature],
  ['Platt', platt],
  ['isotonic', isotonic],
]

/** Every article calibrated by what was fitted to the folds that it is not in. */
export function crossFitted(byFold: readonly (readonly Judged[])[], fitter: Fitter): readonly Judged[] {
  return byFold.flatMap((own) => own.map(fitter(byFold.filter((other) => other !== own).flat())))
}

function temperature(judged: readonly Judged[]): Calibrator {
  const fitted = fitTemperature(judged)
  return (one) => ({ ...one, probabilities: tempered(one.probabilities, fitted) })
}

function logit(value: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, value))
  return Math.log(inside / (1 - inside))
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

/** The other two labels share what is left as before. */
function withSaid({ label, probabilities }: Judged, said: number): Judged {
  const rest = probabilities.related + probabilities.unrelated || 1
  const related = ((1 - said) * probabilities.related) / rest
  return { label, probabilities: { circumvention: said, related, unrelated: 1 - said - related } }
}

/** A slope and a shift of the log-odds, with Platt's softened targets, by gradient descent. */
function platt(judged: readonly Judged[]): Calibrator {
  const positives = judged.filter(({ label }) => label === 'circumvention').length
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (judged.length - positives + 2)
  let [slope, shift] = [1, 0]
  for (let step = 0; step < 5_000; step++) {
    let [bySlope, byShift] = [0, 0]
    for (const { label, probabilities } of judged) {
      const odds = logit(probabilities.circumvention)
      const error = sigmoid(slope * odds + shift) - (label === 'circumvention' ? high : low)
      bySlope += error * odds
      byShift += error
    }
    slope -= (0.05 * bySlope) / judged.length
    shift -= (0.05 * byShift) / judged.length
  }
  return (one) => withSaid(one, sigmoid(slope * logit(one.probabilities.circumvention) + shift))
}

/** The rising steps that fit best (pool adjacent violators). */
function isotonic(judged: readonly Judged[]): Calibrator {
  const ascending = [...judged].sort((a, b) => a.probabilities.circumvention - b.probabilities.circumvention)
  const steps: { from: number; sum: number; of: number }[] = []
  for (const { label, probabilities } of ascending) {
    steps.push({ from: probabilities.circumvention, sum: label === 'circumvention' ? 1 : 0, of: 1 })
    for (let last = steps.length - 1; last > 0; last--) {
      const [lower, upper] = [steps[last - 1]!, steps[last]!]
      if (lower.sum / lower.of < upper.sum / upper.of) break
      steps.splice(last - 1, 2, { from: lower.from, sum: lower.sum + upper.sum, of: lower.of + upper.of })
    }
  }
  return (one) => {
    const step = steps.findLast(({ from }) => from <= one.probabilities.circumvention) ?? steps[0]!
    return withSaid(one, step.sum / step.of)
  }
}
