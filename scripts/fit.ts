/**
 * `npm run fit`: fits knowledge/weights.yaml to the labelled articles of test/golden/fit/; `-- --with-judgements [data folder]`
 * adds the articles that people judged in that store (`detour judge`), or in the configured one, without those that golden
 * measures on and others about their affairs. Deterministic.
 */

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgedArticles } from '../cli/judged.ts'
import { loadConfig } from '../src/config.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import type { Weights } from '../src/knowledge/schema.ts'
import { asFault } from '../src/types/fault.ts'
import { type Label, labels } from '../src/types/finding.ts'
import {
  crossValidate,
  fitTemperature,
  folds,
  forecastOf,
  type Judged,
  reliabilityLines,
  tempered,
} from './calibration.ts'
import { withoutKeptAside } from './kept-aside.ts'
import { beginningOf, exampleOf, filesOf, type LabelledArticle, readSet } from './labelled.ts'
import { biasName, fitModel, lambda, type Model } from './model.ts'

/** What models that have not seen an article say of it, as they say it and at a temperature fitted to the other folds. */
function report(byFold: readonly (readonly Judged[])[]): void {
  const judged = byFold.flat()
  const right = judged.filter(({ label, probabilities }) =>
    labels.every((other) => probabilities[other] <= probabilities[label]),
  )
  console.log(`${folds} folds by event: ${right.length} of ${judged.length} labels right before any veto`)
  const calibrated = byFold.flatMap((own) => {
    const temperature = fitTemperature(byFold.filter((other) => other !== own).flat())
    return own.map((one) => ({ ...one, probabilities: tempered(one.probabilities, temperature) }))
  })
  console.log(`as fitted: ${reliabilityLines(judged.map(forecastOf))[0]}`)
  console.log(`calibrated: ${reliabilityLines(calibrated.map(forecastOf)).join('\n')}`)
}

type Temperatures = Pick<Weights['fitted'], 'temperature' | 'partial'>

function writeWeights(model: Model, articles: number, inputs: string, temperatures: Temperatures): void {
  const cell = (one: Readonly<Record<Label, number>>): string =>
    `{ circumvention: ${one.circumvention}, related: ${one.related}, unrelated: ${one.unrelated} }`
  const lines = [
    '# Written by `npm run fit` from test/golden/fit; never by hand. Log-odds of each label per feature (src/classify/features.ts).',
    `fitted: { articles: ${articles}, inputs: "${inputs}", lambda: ${lambda}, temperature: ${temperatures.temperature}, partial: ${temperatures.partial} }`,
    `bias: ${cell(model.get(biasName)!)}`,
    'weights:',
    ...[...model]
      .filter(([name, one]) => name !== biasName && labels.some((label) => one[label] !== 0))
      .map(([name, one]) => `  ${name.includes('?') ? `"${name}"` : name}: ${cell(one)}`),
    '',
  ]
  writeFileSync(join(projectRoot, 'knowledge', 'weights.yaml'), lines.join('\n'))
}

/** Judged articles of a store, without those kept aside; ends in a sentence where there is no store to read. */
async function judgedToFit(data: string | undefined): Promise<readonly LabelledArticle[]> {
  try {
    const judged = await judgedArticles(data ?? loadConfig(null).place, knowledge)
    const sets = { golden: readSet('articles'), fit: readSet('fit') }
    const { fitted, left } = withoutKeptAside(judged, sets, knowledge)
    for (const { id, why } of left) console.log(`judged article ${id} is left out: it ${why}`)
    console.log(`${fitted.length} of ${judged.length} judged articles added`)
    return fitted
  } catch (error) {
    console.error(asFault(error).message)
    process.exit(1)
  }
}

const knowledge = loadKnowledge()
const flag = process.argv.indexOf('--with-judgements')
const articles = [...readSet('fit'), ...(flag < 0 ? [] : await judgedToFit(process.argv[flag + 1]))]
const examples = articles.map((article) => exampleOf(article, knowledge))
const beginnings = new Map(
  examples.map((example, at) => [example, exampleOf(beginningOf(articles[at]!, knowledge), knowledge)]),
)
const hash = createHash('sha256')
for (const file of filesOf('fit')) hash.update(readFileSync(file))
for (const { features, label } of examples) hash.update(JSON.stringify([label, [...features]]))
const byFold = crossValidate(examples)
const model = fitModel(examples)
const temperatures = {
  temperature: fitTemperature(byFold.flat()),
  partial: fitTemperature(crossValidate(examples, lambda, (one) => beginnings.get(one) ?? one).flat()),
}
writeWeights(model, examples.length, hash.digest('hex').slice(0, 32), temperatures)
console.log(`${examples.length} articles, ${model.size - 1} features: knowledge/weights.yaml written`)
console.log(`temperature ${temperatures.temperature}, of beginnings alone ${temperatures.partial}`)
report(byFold)
