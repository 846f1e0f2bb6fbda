/** `detour search`: stored articles by the words in them, in any language. Reads beside a running daemon. */

import { environment, loadConfig } from '../../src/config.ts'
import { readStore } from '../../src/store/read.ts'
import { type Hit, type SearchFilter, searchArticles } from '../../src/store/search.ts'
import { Fault } from '../../src/types/fault.ts'
import { hanging, type Paint, painter } from '../output.ts'
import { day, number } from './findings.ts'

interface SearchOptions {
  readonly config: string | null
  readonly json?: boolean
  readonly language?: string
  readonly since?: string
  readonly until?: string
  readonly limit?: string
}

export async function command(words: readonly string[], options: SearchOptions): Promise<number> {
  const filter: SearchFilter = {
    language: options.language,
    since: day('since', options.since),
    until: day('until', options.until),
    limit: number('limit', options.limit, 1, 1_000) ?? 20,
  }
  const query = words.join(' ')
  const hits = await readStore(loadConfig(options.config).place, (store) => searchArticles(store, query, filter))
  if (hits === null)
    throw new Fault(
      'usage',
      `There is no word to search for in "${query}": search takes letters, digits or characters.`,
    )
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(hits, null, 2)}\n`
      : hitsText(hits, painter(process.stdout, environment())),
  )
  return 0
}

function hitsText(hits: readonly Hit[], paint: Paint): string {
  if (hits.length === 0) return 'No article has all of these words.\n'
  const lines = hits.flatMap(({ day: seen, language, outlet, label, story, finding, title, snippet, url }) => {
    const marks = [label, story, finding?.slice(0, 12)].filter((one) => one !== null && one !== undefined)
    return [
      ...hanging(`${seen}  ${language.padEnd(7)}`, `${outlet === null ? '' : `${outlet}: `}${title}`, 21).map(
        paint.bold,
      ),
      ...hanging('', snippet, 21),
      ...hanging('', [marks.join(', '), url ?? ''].filter((one) => one !== '').join('  '), 21).map(paint.dim),
      '',
    ]
  })
  return `${lines.join('\n')}`
}
