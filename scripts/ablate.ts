/**
 * `npm run ablate`: what each part of the classifier is worth. Golden labels without frames, without fitted weights, without
 * the veto, and with weights fitted to other languages than those tried; ways to calibrate, by folds of the fit articles.
 * Writes nothing.
 */

import { painter, table } from '../cli/output.ts'
import { labelOf, probabilitiesOf } from '../src/classify/label.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import type { Weights } from '../src/knowledge/schema.ts'
import { ratios } from '../src/score.ts'
import { type Label, labels } from '../src/types/finding.ts'
import { crossValidate, expectedError, fitTemperature, forecastOf, type Judged } from './calibration.ts'
import { calibrators, crossFitted } from './calibrators.ts'
import { wilson } from './chance.ts'
import { exampleOf, type KnownExample, readSet } from './labelled.ts'
import { fitModel, lambda, priorOf, weightsFrom } from './model.ts'

const knowledge = loadKnowledge()
const fit = readSet('fit').map((article) => exampleOf(article, knowledge))
const golden = readSet('articles').map((article) => exampleOf(article, knowledge))
const languages = [...new Set(golden.map(({ lang }) => lang))].sort()
const paint = painter(process.stdout, process.env)

type Labeller = (example: KnownExample) => Label

/** The label of the whole classifier, veto and all, with other weights. */
function withVeto(weights: Weights): Labeller {
  return ({ profile }) => {
    const { reading } = profile
    const sources = { ...reading.knowledge.sources, weights }
    return labelOf({ ...profile, reading: { ...reading, knowledge: { ...reading.knowledge, sources } } }).label
  }
}

function withoutVeto(weights: Weights): Labeller {
  return ({ features }) => {
    const probabilities = probabilitiesOf(features, weights)
    return labels.reduce((best, label) => (probabilities[label] > probabilities[best] ? label : best))
  }
}

function fitted(examples: readonly KnownExample[]): Weights {
  return weightsFrom(fitModel(examples))
}

/** The same articles without the features of that name. */
function without(examples: readonly KnownExample[], left: RegExp): readonly KnownExample[] {
  return examples.map((one) => ({ ...one, features: new Map([...one.features].filter(([name]) => !left.test(name))) }))
}

/** What each feature means, before any article is seen: as given, or its direction alone. */
function given(weigh: (prior: number) => number): Weights {
  const names = new Set(fit.flatMap(({ features }) => [...features.keys()]))
  const zero = { circumvention: 0, related: 0, unrelated: 0 }
  const weights = Object.fromEntries(
    [...names].map((name) => [
      name,
      {
        circumvention: weigh(priorOf(name, 'circumvention')),
        related: weigh(priorOf(name, 'related')),
        unrelated: weigh(priorOf(name, 'unrelated')),
      },
    ]),
  )
  return { fitted: { articles: 0, inputs: '', lambda, temperature: 1 }, bias: zero, weights }
}

/** Label accuracy with its interval, then precision, recall and F1 of circumvention, in per cent. */
function figures(examples: readonly KnownExample[], labeller: Labeller): string[] {
  const given = examples.map((one) => ({ told: labeller(one), is: one.label }))
  const ok = given.filter(({ told, is }) => told === is).length
  const count = (told: boolean, is: boolean): number =>
    given.filter((one) => (one.told === 'circumvention') === told && (one.is === 'circumvention') === is).length
  const { precision, recall, f1 } = ratios({ tp: count(true, true), fp: count(true, false), fn: count(false, true) })
  const { low, high } = wilson(ok, examples.length)
  const percent = (value: number): string => (100 * value).toFixed(1)
  return [
    String(examples.length),
    `${percent(ok / examples.length)} (${(100 * low).toFixed(0)}-${(100 * high).toFixed(0)})`,
    ...[precision, recall, f1].map(percent),
  ]
}

const heads = ['', 'articles', 'label', 'circ P', 'R', 'F1']

function print(title: string, rows: readonly (readonly string[])[], head: readonly string[] = heads): void {
  process.stdout.write(
    `${title}\n${table(
      [...head],
      rows.map((row) => [...row]),
      paint,
    )}\n`,
  )
}

/** Every feature that a frame has made, and what leans on frames: routes borne out, the shares of act and policy. */
const frames = /frame\/|^share\/|^borne\//

function partsTable(): void {
  const whole = fitted(fit)
  const bare = fitted(without(fit, frames))
  print('Parts, on golden', [
    ['all of it', ...figures(golden, withVeto(whole))],
    ['without the veto', ...figures(golden, withoutVeto(whole))],
    ['without frames in the model', ...figures(golden, withVeto(bare))],
    ['without frames at all (no veto)', ...figures(golden, withoutVeto(bare))],
    ['without routes', ...figures(golden, withVeto(fitted(without(fit, /^route\/|^borne\//))))],
    ['without title and lead', ...figures(golden, withVeto(fitted(without(fit, /^title|^lead/))))],
    ['without fitting: meanings as given', ...figures(golden, withVeto(given((prior) => prior)))],
    ['without fitting: all weights equal', ...figures(golden, withVeto(given(Math.sign)))],
    ['without fitting or veto: all weights equal', ...figures(golden, withoutVeto(given(Math.sign)))],
  ])
}

function languageTables(): void {
  const whole = withVeto(fitted(fit))
  const isPair = ({ lang }: KnownExample): boolean => lang === 'en' || lang === 'fr'
  const pair = withVeto(fitted(fit.filter(isPair)))
  const rest = withVeto(fitted(fit.filter((one) => !isPair(one))))
  const [five, two] = [golden.filter((one) => !isPair(one)), golden.filter(isPair)]
  const unseen = [...five, ...fit.filter((one) => !isPair(one))]
  print('Weights across languages', [
    ['all seven → de es ja zh, golden', ...figures(five, whole)],
    ['en fr → de es ja zh, golden', ...figures(five, pair)],
    ['de es ja zh → de es ja zh, golden', ...figures(five, rest)],
    ['en fr → de es ja zh, golden and fit', ...figures(unseen, pair)],
    ['all seven → en fr, golden', ...figures(two, whole)],
    ['de es ja zh → en fr, golden', ...figures(two, rest)],
    ['en fr → en fr, golden', ...figures(two, pair)],
  ])
  const rows = languages.map((lang) => {
    const own = golden.filter((one) => one.lang === lang)
    const others = withVeto(fitted(fit.filter((one) => one.lang !== lang)))
    const alone = withVeto(fitted(fit.filter((one) => one.lang === lang)))
    const cell = (labeller: Labeller): string => {
      const [, label = '', , , f1 = ''] = figures(own, labeller)
      return `${label.replace(/ .*/, '')} / ${f1}`
    }
    return [lang, String(own.length), cell(whole), cell(others), cell(alone)]
  })
  print('One language left out (label / circumvention F1, golden)', rows, [
    '',
    'articles',
    'all seven',
    'the six others',
    'itself alone',
  ])
}

/** Surprise of the truth under a forecast of circumvention, in nats. */
function logLoss(judged: readonly Judged[]): number {
  const sum = judged.map(forecastOf).reduce((total, { said, was }) => {
    return total - Math.log(Math.max(1e-6, was ? said : 1 - said))
  }, 0)
  return sum / judged.length
}

function calibrationTables(): void {
  const byFold = crossValidate(fit)
  const head = ['', 'log loss', 'calibration error']
  const cells = (judged: readonly Judged[]): string[] => [
    logLoss(judged).toFixed(3),
    expectedError(judged.map(forecastOf)).toFixed(3),
  ]
  print(
    'Calibration, by folds of the fit articles, each fitted to the other folds',
    calibrators.map(([name, fitter]) => [name, ...cells(crossFitted(byFold, fitter))]),
    head,
  )
  const rows = [0.003, 0.01, 0.03].map((penalty) => {
    const folds = penalty === lambda ? byFold : crossValidate(fit, penalty)
    const right = folds
      .flat()
      .filter(({ label, probabilities }) => labels.every((l) => probabilities[l] <= probabilities[label]))
    const temperature = fitTemperature(folds.flat())
    const calibrated = crossFitted(folds, calibrators[1]![1])
    return [String(penalty), String(right.length), String(temperature), ...cells(calibrated)]
  })
  print('Penalty', rows, ['', `right of ${fit.length}`, 'temperature', 'log loss', 'calibration error'])
}

partsTable()
languageTables()
calibrationTables()
