/** The same input and analysis digest give byte-identical records: in any process, order and number of threads. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSet } from '../scripts/labelled.ts'

/** Of the build: from the sources threads do not start here. */
const built = join(import.meta.dirname, '..', 'dist', 'workers', 'threads.js')
const { createThreads } = (await import(built)) as typeof import('../workers/threads.ts')

/** A few of every language. */
const articles = readSet('articles').filter((_, at) => at % 4 === 0)
const lines = articles.map((one) => JSON.stringify(one))

/** Id → the line that answers it, by a process of its own. */
function analysed(input: readonly string[]): ReadonlyMap<string, string> {
  const launcher = join(import.meta.dirname, '..', 'bin', 'detour.js')
  const { stdout, status } = spawnSync(process.execPath, [launcher, 'analyze', '--jsonl'], {
    input: `${input.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  expect(status).toBe(0)
  const answers = stdout.trimEnd().split('\n')
  return new Map(answers.map((line) => [(JSON.parse(line) as { readonly id: string }).id, line]))
}

it('of two processes, in two orders', () => {
  const forward = analysed(lines)
  const backward = analysed(lines.toReversed())
  expect(forward.size).toBe(articles.length)
  for (const [id, line] of forward) expect(backward.get(id)).toBe(line)
}, 300_000)

/** Findings as they are stored, in the order asked for, from a pool of so many threads. */
async function threaded(size: number): Promise<readonly string[]> {
  const threads = createThreads({ size, timeoutMs: 120_000, heapMb: 512 })
  try {
    const results = articles.map(({ id, title, text, lang }) =>
      threads.run({
        job: 'analyse-page',
        page: null,
        entry: {
          id,
          title,
          link: `https://x.example/${id}`,
          published: null,
          updated: null,
          summary: '',
          content: text,
          authors: [],
        },
        feed: 'x',
        language: lang,
      }),
    )
    return (await Promise.all(results)).map((result) => JSON.stringify(result))
  } finally {
    await threads.close()
  }
}

it('of one thread and of four', async () => {
  const [one, four] = [await threaded(1), await threaded(4)]
  expect(one).toHaveLength(articles.length)
  expect(four).toEqual(one)
}, 600_000)
