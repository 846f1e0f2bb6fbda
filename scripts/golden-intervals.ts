/** How sure the golden figures are: 95 % intervals by language, from articles drawn anew. */

import { fields, type Labelled, ratios, type Scored, score, type Tally } from '../src/score.ts'
import { bootstrap, type Interval, wilson } from './chance.ts'

/** A figure of a language, 0..1, with what chance alone could have made of it. */
interface Measured extends Interval {
  readonly value: number
  /** Articles that it rests on. */
  readonly of: number
}

type Figure = (tally: Sums) => number

/** What a figure is made of, summed over articles. */
type Sums = Pick<Tally, 'circumvention' | 'fields' | 'shares'>

const share =
  (key: keyof Tally['shares']): Figure =>
  ({ shares }) =>
    shares[key].ok / (shares[key].of || 1)

/** Each with the articles that have a part in it. */
const figures: readonly (readonly [name: string, figure: Figure, counts: (tally: Sums) => boolean])[] = [
  ['label', share('label'), () => true],
  ['circ P', ({ circumvention: c }) => ratios(c).precision, ({ circumvention: c }) => c.tp + c.fp > 0],
  ['circ R', ({ circumvention: c }) => ratios(c).recall, ({ circumvention: c }) => c.tp + c.fn > 0],
  ['circ F1', ({ circumvention: c }) => ratios(c).f1, ({ circumvention: c }) => c.tp + c.fp + c.fn > 0],
  ['routes F1', ({ fields: { routes } }) => ratios(routes).f1, ({ fields: { routes: r } }) => r.tp + r.fp + r.fn > 0],
  ['posture', share('posture'), ({ shares }) => shares.posture.of > 0],
  ['denied', share('denied'), ({ shares }) => shares.denied.of > 0],
  ['role', share('role'), ({ shares }) => shares.role.of > 0],
]

export const figureNames = figures.map(([name]) => name)

/** Figures of one language, or of all, in the order of `figureNames`. */
export function measured(articles: readonly Labelled[], records: ReadonlyMap<string, Scored>): readonly Measured[] {
  const tallies = articles.map((article) => score([article], records).all)
  return figures.map(([, figure, counts]) => {
    const own = tallies.filter(counts)
    const value = figure(sumOf(own))
    const interval = bootstrap(own, (drawn) => figure(sumOf(drawn)))
    return { value, of: own.length, ...(value === 1 ? { low: wilson(own.length, own.length).low, high: 1 } : interval) }
  })
}

function sumOf(tallies: readonly Sums[]): Sums {
  const circumvention = { tp: 0, fp: 0, fn: 0 }
  const routes = { tp: 0, fp: 0, fn: 0 }
  const part = (): { ok: number; of: number } => ({ ok: 0, of: 0 })
  const shares = { label: part(), language: part(), posture: part(), denied: part(), role: part() }
  for (const tally of tallies) {
    for (const key of ['tp', 'fp', 'fn'] as const) {
      circumvention[key] += tally.circumvention[key]
      routes[key] += tally.fields.routes[key]
    }
    for (const [key, { ok, of }] of Object.entries(tally.shares)) {
      shares[key as keyof typeof shares].ok += ok
      shares[key as keyof typeof shares].of += of
    }
  }
  const none = { tp: 0, fp: 0, fn: 0 }
  const rest = Object.fromEntries(fields.map((field) => [field, none])) as Tally['fields']
  return { circumvention, fields: { ...rest, routes }, shares }
}

/** Rows of a table: each language, then all. */
export function intervalRows(articles: readonly Labelled[], records: ReadonlyMap<string, Scored>): string[][] {
  const languages = [...new Set(articles.map(({ lang }) => lang))].sort()
  const groups = [
    ...languages.map((lang) => [lang, articles.filter((one) => one.lang === lang)] as const),
    ['all', articles] as const,
  ]
  return groups.map(([name, own]) => [
    name,
    String(own.length),
    ...measured(own, records).map(({ value, low, high }) => `${percent(value)} ${percent(low)}-${percent(high)}`),
  ])
}

function percent(value: number): string {
  return (100 * value).toFixed(0)
}
