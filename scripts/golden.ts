/**
 * `npm run golden`: the analysis against the labelled articles of test/golden/articles. Fails below
 * test/golden/floors.json; `-- --update` raises floors, and lowers one only with --allow-regression.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLabelled, recordsOf, scoreReport } from '../cli/commands/score.ts'
import { painter } from '../cli/output.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import { fields, ratios, score, type Tally } from '../src/score.ts'

type Floors = Record<string, Record<string, number>>

const folder = join(projectRoot, 'test', 'golden', 'articles')
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

const articles = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .sort()
  .flatMap((name) => readLabelled(join(folder, name)))
const records = recordsOf(articles, loadKnowledge())
process.stdout.write(
  scoreReport(articles, records, painter(process.stdout, process.env), process.argv.includes('--misses')),
)
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
