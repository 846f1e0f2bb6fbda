/**
 * `npm run ablate`: what each part of the classifier is worth. Golden labels without frames, without fitted weights, without
 * the veto, and with weights fitted to other languages than those tried; ways to calibrate, by folds of the fit articles.
 * Writes nothing.
 */

import { painter, table } from '../cli/output.ts'
import { saturate } from '../src/classify/features.ts'
import { framesIn } from '../src/classify/frames.ts'
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
  return { fitted: { articles: 0, inputs: '', lambda, temperature: 1, partial: 1 }, bias: zero, weights }
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

/** The same articles with each frame counted too, in title, lead and body. */
function withFrames(examples: readonly KnownExample[]): readonly KnownExample[] {
  return examples.map((one) => {
    const counts = new Map<string, number>()
    for (const sentence of one.profile.sentences) {
      const place = sentence.title ? ['', 'title-'] : sentence.lead ? ['', 'lead-'] : ['']
      for (const { name, actual } of framesIn(one.profile)[sentence.index]!)
        for (const where of place) {
          const feature = `${where}frame/${name}${actual ? '' : '?'}`
          counts.set(feature, (counts.get(feature) ?? 0) + 1)
        }
    }
    const frames = [...counts].map(([name, count]) => [name, saturate(count)] as const)
    return { ...one, features: new Map([...one.features, ...frames]) }
  })
}

/** What leans on frames: routes borne out, the shares of act and policy. */
const framed = /^share\/|^borne\//

function partsTable(): void {
  const whole = fitted(fit)
  const bare = fitted(without(fit, framed))
  print('Parts, on golden', [
    ['all of it', ...figures(golden, withVeto(whole))],
    ['without the veto', ...figures(golden, withoutVeto(whole))],
    ['with each frame counted too (no veto)', ...figures(withFrames(golden), withoutVeto(fitted(withFrames(fit))))],
    ['without frames in the model', ...figures(golden, withVeto(bare))],
    ['without frames at all (no veto)', ...figures(golden, withoutVeto(bare))],
    ['without routes', ...figures(golden, withVeto(fitted(without(fit, /^route\/|^borne\//))))],
    ['without the title apart', ...figures(golden, withVeto(fitted(without(fit, /^title/))))],
    ['without fitting: meanings as given', ...figures(golden, withVeto(given((prior) => prior)))],
    ['without fitting: all weights equal', ...figures(golden, withVeto(given(Math.sign)))],
    ['without fitting or veto: all weights equal', ...figures(golden, withoutVeto(given(Math.sign)))],
  ])
}

/** Log loss and the like of models that have not seen an article nor its affair. */
function foldsTable(): void {
  const sets = [
    ['all of it', fit],
    ['with each frame counted too', withFrames(fit)],
    ['without frames', without(fit, framed)],
    ['without routes', without(fit, /^route\/|^borne\//)],
  ] as const
  const rows = sets.map(([name, examples]) => [name, ...foldCells(crossValidate(examples))])
  print('Parts, by folds of the fit articles', rows, foldHeads)
}

const foldHeads = ['', `right of ${fit.length}`, 'temperature', 'log loss', 'calibration error']

function foldCells(byFold: readonly (readonly Judged[])[]): string[] {
  const right = byFold
    .flat()
    .filter(({ label, probabilities }) => labels.every((other) => probabilities[other] <= probabilities[label]))
  const calibrated = crossFitted(byFold, calibrators[1]![1])
  return [String(right.length), String(fitTemperature(byFold.flat())), ...cells(calibrated)]
}

function cells(judged: readonly Judged[]): string[] {
  return [logLoss(judged).toFixed(3), expectedError(judged.map(forecastOf)).toFixed(3)]
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
  print(
    'Calibration, by folds of the fit articles, each fitted to the other folds',
    calibrators.map(([name, fitter]) => [name, ...cells(crossFitted(byFold, fitter))]),
    ['', 'log loss', 'calibration error'],
  )
  const rows = [0.003, 0.01, 0.03].map((penalty) => [
    String(penalty),
    ...foldCells(penalty === lambda ? byFold : crossValidate(fit, penalty)),
  ])
  print('Penalty, by folds of the fit articles', rows, foldHeads)
}

partsTable()
foldsTable()
languageTables()
calibrationTables()
