/** `detour score GOLD.jsonl`: how well the analysis does on labelled articles. */

import { readFileSync } from 'node:fs'
import { environment } from '../../src/config.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { fields, type Labelled, type Miss, ratios, type Scored, score, type Tally } from '../../src/score.ts'
import { Fault } from '../../src/types/fault.ts'
import { type Paint, painter, table } from '../output.ts'
import { articleFromLine, recordOf } from './analyze.ts'

/** Labelled articles of a JSON-lines file. Throws Fault input-invalid naming the line. */
export function readLabelled(path: string): (Labelled & { readonly title: string; readonly text: string })[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Fault('input-invalid', `${path} cannot be read (${(error as Error).message}).`)
  }
  const articles: (Labelled & { readonly title: string; readonly text: string })[] = []
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    try {
      const article = JSON.parse(line)
      if (typeof article?.id !== 'string' || typeof article?.gold?.label !== 'string')
        throw new Error('it has no id or no gold.label')
      articles.push(article)
    } catch (error) {
      throw new Fault(
        'input-invalid',
        `${path}, line ${index + 1} is no labelled article: ${(error as Error).message}.`,
      )
    }
  })
  if (articles.length === 0) throw new Fault('input-invalid', `${path} holds no labelled articles.`)
  return articles
}

/** Records by id: made here, or read from a file of analysis records. */
export function recordsOf(
  articles: readonly (Labelled & { readonly text: string })[],
  knowledge: Knowledge,
): Map<string, Scored> {
  return new Map(
    articles.map((one) => {
      const { article } = articleFromLine(one)
      return [one.id, recordOf(one.id, article, knowledge)]
    }),
  )
}

export function scoreReport(
  articles: readonly Labelled[],
  records: ReadonlyMap<string, Scored>,
  paint: Paint,
  showMisses: boolean,
): string {
  const { all, byLanguage, misses } = score(articles, records)
  const rows = [...[...byLanguage].sort(([a], [b]) => a.localeCompare(b)), ['all', all] as const].map(([name, tally]) =>
    rowOf(name, tally),
  )
  const headings = ['', 'docs', 'label', 'circ P', 'R', 'F1', ...fields, 'posture', 'denied', 'role', 'lang']
  return table(headings, rows, paint) + (showMisses ? misses.map(missLine).join('') : '')
}

function missLine({ id, field, what }: Miss): string {
  return `${id}  ${field}: ${what}\n`
}

function rowOf(name: string, tally: Tally): string[] {
  const percent = (value: number): string => (100 * value).toFixed(1)
  const { precision, recall, f1 } = ratios(tally.circumvention)
  const share = (key: keyof Tally['shares']): string => percent(tally.shares[key].ok / (tally.shares[key].of || 1))
  return [
    name,
    String(tally.documents),
    share('label'),
    percent(precision),
    percent(recall),
    percent(f1),
    ...fields.map((field) => percent(ratios(tally.fields[field]).f1)),
    share('posture'),
    share('denied'),
    share('role'),
    share('language'),
  ]
}

/** Analysis records of a JSON-lines file, by id. */
function readRecords(path: string): Map<string, Scored> {
  try {
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
    return new Map(lines.map((line) => JSON.parse(line) as Scored).map((record) => [record.id ?? '', record]))
  } catch (error) {
    throw new Fault('input-invalid', `${path} holds no analysis records: ${(error as Error).message}.`)
  }
}

export async function command(
  [gold = '']: readonly string[],
  options: { readonly json?: boolean; readonly records?: string; readonly misses?: boolean },
): Promise<number> {
  const articles = gold.split(',').flatMap(readLabelled)
  const records = options.records === undefined ? recordsOf(articles, loadKnowledge()) : readRecords(options.records)
  if (options.json === true) {
    const { all, byLanguage, misses } = score(articles, records)
    process.stdout.write(`${JSON.stringify({ all, byLanguage: Object.fromEntries(byLanguage), misses })}\n`)
    return 0
  }
  process.stdout.write(scoreReport(articles, records, painter(process.stdout, environment()), options.misses === true))
  return 0
}
