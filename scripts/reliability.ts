/**
 * `npm run reliability`: draws docs/pictures/reliability.svg, how often golden articles given a score are circumvention, with
 * 95 % intervals and the number of articles behind each point.
 */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordsOf } from '../cli/commands/score.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import { type Bin, binsOf, errorByChance, expectedError, type Forecast, forecastsOf } from './calibration.ts'
import { wilson } from './chance.ts'
import { readSet } from './labelled.ts'

/** In pixels: the plot's square, what stands around it, and the bars of counts below. */
const size = { side: 420, left: 74, top: 82, gap: 18, bars: 84, right: 26, bottom: 58 } as const

const ink = { text: '#1d2733', quiet: '#5b6876', line: '#d9dfe5', mark: '#0b6e99', bar: '#9cc4d6' } as const

const x = (value: number): number => size.left + value * size.side
const y = (value: number): number => size.top + (1 - value) * size.side
const barsTop = size.top + size.side + size.gap
const width = size.left + size.side + size.right
const height = barsTop + size.bars + size.bottom

type Anchor = 'start' | 'middle' | 'end'

function text(at: readonly [number, number], words: string, anchor: Anchor, more = ''): string {
  return `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}" ${more}>${words}</text>`
}

function line(from: readonly [number, number], to: readonly [number, number], more: string): string {
  const [a, b, c, d] = [...from, ...to].map((value) => value.toFixed(1))
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" ${more}/>`
}

function grid(): string[] {
  const quiet = `fill="${ink.quiet}" font-size="12"`
  return [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((value) => [
    line([x(0), y(value)], [x(1), y(value)], `stroke="${ink.line}"`),
    line([x(value), y(0)], [x(value), y(1)], `stroke="${ink.line}"`),
    text([x(0) - 8, y(value) + 4], value.toFixed(1), 'end', quiet),
    text([x(value), barsTop + size.bars + 18], value.toFixed(1), 'middle', quiet),
  ])
}

/** A point with its interval and its number of articles in the bar below. */
function point({ from, of, were, said }: Bin, most: number): string[] {
  const { low, high } = wilson(were, of)
  const tall = (of / most) * (size.bars - 18)
  const base = barsTop + size.bars
  const stroke = `stroke="${ink.mark}" stroke-width="1.6"`
  const whisker = [low, high].map((end) => line([x(said) - 5, y(end)], [x(said) + 5, y(end)], stroke))
  return [
    line([x(said), y(low)], [x(said), y(high)], stroke),
    ...whisker,
    `<circle cx="${x(said).toFixed(1)}" cy="${y(were / of).toFixed(1)}" r="4.5" fill="${ink.mark}"/>`,
    `<rect x="${(x(from) + 3).toFixed(1)}" y="${(base - tall).toFixed(1)}" width="${size.side / 10 - 6}" height="${tall.toFixed(1)}" fill="${ink.bar}"/>`,
    text([x(from + 0.05), base - tall - 4], String(of), 'middle', `fill="${ink.text}" font-size="12"`),
  ]
}

/** Pure: the whole picture. */
export function reliabilitySvg(forecasts: readonly Forecast[]): string {
  const bins = binsOf(forecasts)
  const most = Math.max(...bins.map(({ of }) => of))
  const chance = errorByChance(forecasts).mean
  const said = `Expected calibration error ${expectedError(forecasts).toFixed(3)}; true scores would show ${chance.toFixed(3)} by chance.`
  const quiet = `fill="${ink.quiet}" font-size="13"`
  const small = `fill="${ink.quiet}" font-size="12"`
  const upright = (at: number): string => `${quiet} transform="rotate(-90 22 ${at})"`
  const [middle, low] = [size.top + size.side / 2, barsTop + size.bars / 2]
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Reliability of the score" font-family="Helvetica, Arial, sans-serif">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(
      [size.left, 28],
      'How far a score can be believed',
      'start',
      `fill="${ink.text}" font-size="17" font-weight="600"`,
    ),
    text([size.left, 48], `${forecasts.length} golden articles, ten bins, 95 % intervals.`, 'start', small),
    text([size.left, 66], said, 'start', small),
    ...grid(),
    line([x(0), barsTop + size.bars], [x(1), barsTop + size.bars], `stroke="${ink.quiet}"`),
    line([x(0), y(0)], [x(1), y(1)], `stroke="${ink.quiet}" stroke-dasharray="5 5"`),
    text([x(0.28) + 10, y(0.28) + 8], 'as said', 'start', small),
    ...bins.flatMap((bin) => point(bin, most)),
    text([22, middle], 'share that is circumvention (95 % interval)', 'middle', upright(middle)),
    text([22, low], 'articles', 'middle', upright(low)),
    text([x(0.5), height - 16], 'score: probability of circumvention', 'middle', quiet),
    '</svg>',
  ].join('\n')}\n`
}

if (process.argv[1]?.endsWith('reliability.ts') === true) {
  const articles = readSet('articles')
  const path = join(projectRoot, 'docs', 'pictures', 'reliability.svg')
  writeFileSync(path, reliabilitySvg(forecastsOf(articles, recordsOf(articles, loadKnowledge()))))
  console.log(`${path} written`)
}
