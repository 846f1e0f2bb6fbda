/**
 * `npm run golden`: the analysis against the labelled articles of test/golden/articles, with 95 % intervals and how far the
 * score can be believed; `-- --brief` leaves these out, `-- --misses` lists disagreements. Fails below test/golden/floors.json;
 * `-- --update` raises floors, and lowers one only with --allow-regression.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordsOf, scoreReport } from '../cli/commands/score.ts'
import { painter, table } from '../cli/output.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import { fields, ratios, score, type Tally } from '../src/score.ts'
import { forecastsOf, reliabilityLines } from './calibration.ts'
import { figureNames, intervalRows } from './golden-intervals.ts'
import { readSet } from './labelled.ts'

type Floors = Record<string, Record<string, number>>

const floorsPath = join(projectRoot, 'test', 'golden', 'floors.json')

function figuresOf(tally: Tally): Record<string, number> {
  const percent = (value: number): number => Math.floor(value * 1000) / 10
  const shares = Object.entries(tally.shares).map(([name, { ok, of }]) => [name, percent(ok / (of || 1))])
  const { precision, f1 } = ratios(tally.circumvention)
  return {
    circumventionF1: percent(f1),
    circumventionPrecision: percent(precision),
    ...Object.fromEntries(fields.map((field) => [field, percent(ratios(tally.fields[field]).f1)])),
    ...Object.fromEntries(shares),
  }
}

function update(floors: Floors, measured: Floors, allowed: boolean): number {
  let refused = 0
  for (const [name, figures] of Object.entries(measured)) {
    for (const [figure, value] of Object.entries(figures)) {
      const floor = floors[name]?.[figure]
      if (floor !== undefined && value < floor && !allowed) {
        console.error(
          `${name} ${figure} would fall from ${floor} to ${value}: a lower floor needs --allow-regression and a note in docs/decisions/.`,
        )
        refused++
        continue
      }
      floors[name] = { ...floors[name], [figure]: value }
    }
  }
  writeFileSync(floorsPath, `${JSON.stringify(floors, null, 2)}\n`)
  return refused
}

function compare(floors: Floors, measured: Floors): number {
  let below = 0
  for (const [name, figures] of Object.entries(floors)) {
    for (const [figure, floor] of Object.entries(figures)) {
      const value = measured[name]?.[figure] ?? 0
      if (value >= floor) continue
      console.error(`${name} ${figure}: ${value} is below its floor of ${floor} (test/golden/floors.json)`)
      below++
    }
  }
  return below
}

const articles = readSet('articles')
const records = recordsOf(articles, loadKnowledge())
const paint = painter(process.stdout, process.env)
process.stdout.write(scoreReport(articles, records, paint, process.argv.includes('--misses')))
if (!process.argv.includes('--brief')) {
  const intervals = table(['', 'docs', ...figureNames], intervalRows(articles, records), paint)
  process.stdout.write(
    `\n95 % intervals, in per cent (articles drawn anew; Wilson's where none was missed)\n${intervals}`,
  )
  process.stdout.write(`\nScore: ${reliabilityLines(forecastsOf(articles, records)).join('\n')}\n`)
}
const { all, byLanguage } = score(articles, records)
const measured: Floors = {
  all: figuresOf(all),
  ...Object.fromEntries([...byLanguage].map(([name, tally]) => [name, figuresOf(tally)])),
}
const floors: Floors = existsSync(floorsPath) ? JSON.parse(readFileSync(floorsPath, 'utf8')) : {}
const failures = process.argv.includes('--update')
  ? update(floors, measured, process.argv.includes('--allow-regression'))
  : compare(floors, measured)
process.exit(failures === 0 ? 0 : 1)
