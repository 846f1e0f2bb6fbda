/**
 * `npm run fit`: fits knowledge/weights.yaml to the labelled articles of test/golden/fit/; `-- --with-judgements [data folder]`
 * adds the articles that people judged in that store (`detour judge`), or in the configured one.
 *
 * Multinomial logistic regression on the features of src/classify/features.ts, by full-batch gradient descent: no
 * randomness, so the same inputs give the same file. The L2 penalty draws each weight towards what the feature means
 * (`priorOf`), not towards zero: a few dozen articles must not teach that evasion speaks against circumvention.
 */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { articleFromLine } from '../cli/commands/analyze.ts'
import { readLabelled } from '../cli/commands/score.ts'
import { judgedArticles } from '../cli/judged.ts'
import { featuresOf } from '../src/classify/features.ts'
import { probabilitiesOf } from '../src/classify/label.ts'
import { makeProfile } from '../src/classify/profile.ts'
import { loadConfig } from '../src/config.ts'
import { findMentions } from '../src/extract/mentions.ts'
import { readDocument } from '../src/ingest/document.ts'
import { type Knowledge, loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import { readText } from '../src/knowledge/reading.ts'
import type { Weights } from '../src/knowledge/schema.ts'
import { type Label, labels } from '../src/types/finding.ts'

/** Strength of the penalty, chosen by leave-one-event-out on the fit articles (docs/decisions/0002-classification.md). */
const lambda = 0.01
const steps = 4_000

interface Example {
  readonly features: ReadonlyMap<string, number>
  readonly label: Label
}

type Model = Map<string, Record<Label, number>>

const biasName = '(bias)'

/** What a frame or concept speaks for, before any article is seen, in log-odds at full value. */
const meanings: readonly (readonly [RegExp, Label, number])[] = [
  [
    /^(?:lead-|title-)?frame\/(?:evade-rule|evade-goods|smuggle-goods|get-banned|despite-rule|route-goods|route-rule|step-evasion)$/,
    'circumvention',
    0.8,
  ],
  [/^(?:lead-|title-)?frame\/(?:get-goods|route-buyer|step-goods)$/, 'circumvention', 0.4],
  [/^(?:route\/|borne\/)/, 'circumvention', 0.4],
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

function priorOf(name: string, label: Label): number {
  return meanings.find(([pattern, of]) => of === label && pattern.test(name))?.[2] ?? 0
}

export function exampleOf(line: { readonly gold: { readonly label: string } }, knowledge: Knowledge): Example {
  const document = readDocument(articleFromLine(line).article, knowledge)
  const reading = readText(document, knowledge)
  return { features: featuresOf(makeProfile(reading, findMentions(reading))), label: line.gold.label as Label }
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

/** Every article judged by a model that has not seen it nor its fold: articles are dealt out in turn, so each fold has every language. */
function crossValidate(examples: readonly Example[]): Judged[] {
  return Array.from({ length: folds }, (_, fold) => {
    const kept = examples.filter((_, at) => at % folds !== fold)
    const weights = weightsFrom(fitModel(kept))
    return examples
      .filter((_, at) => at % folds === fold)
      .map(({ features, label }) => ({ label, probabilities: probabilitiesOf(features, weights) }))
  }).flat()
}

const folds = 5

interface Judged {
  readonly label: Label
  readonly probabilities: Readonly<Record<Label, number>>
}

function weightsFrom(model: Model): Weights {
  const zero = { circumvention: 0, related: 0, unrelated: 0 }
  const weights = Object.fromEntries([...model].filter(([name]) => name !== biasName))
  return { fitted: { articles: 0, inputs: '', lambda }, bias: model.get(biasName) ?? zero, weights }
}

/** How often articles given such a probability of circumvention are circumvention, in tenths; and the expected calibration error. */
export function reliability(judged: readonly Judged[]): { readonly lines: readonly string[]; readonly error: number } {
  let error = 0
  const lines: string[] = []
  for (let tenth = 0; tenth < 10; tenth++) {
    const own = judged.filter(
      ({ probabilities }) => Math.min(9, Math.floor(probabilities.circumvention * 10)) === tenth,
    )
    if (own.length === 0) continue
    const said = own.reduce((sum, { probabilities }) => sum + probabilities.circumvention, 0) / own.length
    const were = own.filter(({ label }) => label === 'circumvention').length / own.length
    error += (Math.abs(said - were) * own.length) / judged.length
    lines.push(`  ${(tenth / 10).toFixed(1)}-  said ${said.toFixed(2)}  were ${were.toFixed(2)}  of ${own.length}`)
  }
  return { lines, error }
}

function report(examples: readonly Example[]): void {
  const judged = crossValidate(examples)
  const right = judged.filter(({ label, probabilities }) =>
    labels.every((other) => probabilities[other] <= probabilities[label]),
  )
  const { lines, error } = reliability(judged)
  console.log(
    `${folds}-fold: ${right.length} of ${judged.length} labels right before any veto; calibration error ${error.toFixed(3)}`,
  )
  console.log(lines.join('\n'))
}

function writeWeights(model: Model, articles: number, inputs: string): void {
  const cell = (one: Record<Label, number>): string =>
    `{ circumvention: ${one.circumvention}, related: ${one.related}, unrelated: ${one.unrelated} }`
  const lines = [
    '# Written by `npm run fit` from test/golden/fit; never by hand. Log-odds of each label per feature (src/classify/features.ts).',
    `fitted: { articles: ${articles}, inputs: "${inputs}", lambda: ${lambda} }`,
    `bias: ${cell(model.get(biasName)!)}`,
    'weights:',
    ...[...model]
      .filter(([name, one]) => name !== biasName && labels.some((label) => one[label] !== 0))
      .map(([name, one]) => `  ${name.includes('?') ? `"${name}"` : name}: ${cell(one)}`),
    '',
  ]
  writeFileSync(join(projectRoot, 'knowledge', 'weights.yaml'), lines.join('\n'))
}

async function main(): Promise<void> {
  const folder = join(projectRoot, 'test', 'golden', 'fit')
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
  const knowledge = loadKnowledge()
  const flag = process.argv.indexOf('--with-judgements')
  const judged = flag < 0 ? [] : await judgedArticles(process.argv[flag + 1] ?? loadConfig(null).place, knowledge)
  if (flag >= 0) console.log(`${judged.length} judged articles added`)
  const articles = [...files.flatMap((name) => readLabelled(join(folder, name))), ...judged]
  const examples = articles.map((article) => exampleOf(article, knowledge))
  const hash = createHash('sha256')
  for (const name of files) hash.update(readFileSync(join(folder, name)))
  for (const { features, label } of examples) hash.update(JSON.stringify([label, [...features]]))
  const model = fitModel(examples)
  writeWeights(model, articles.length, hash.digest('hex').slice(0, 32))
  console.log(`${articles.length} articles, ${model.size - 1} features: knowledge/weights.yaml written`)
  report(examples)
}

if (process.argv[1]?.endsWith('fit.ts') === true) await main()
