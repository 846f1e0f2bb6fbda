/** `detour once`: polls what is due, works until nothing is left, says what came of it. */

import { runDaemon } from '../../daemon/daemon.ts'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { listFeeds } from '../../src/store/feed.ts'
import { listFindings } from '../../src/store/finding.ts'
import { countTasks } from '../../src/store/task.ts'
import type { Progress } from '../../workers/embedded.ts'
import { painter, table } from '../output.ts'
import { findingJson, findingsTable } from './findings.ts'

/** Work that is due later than this is left to the next run. */
const idleMs = 30_000

export async function command(
  _: readonly string[],
  options: { readonly config: string | null; readonly json?: boolean },
): Promise<number> {
  return once(loadConfig(options.config), options.json === true)
}

/** Exit code 1 when a feed could not be read or a task was put into quarantine. */
export async function once(config: Config, json: boolean): Promise<number> {
  if (config.file === null)
    process.stderr.write(`No detour.yaml here: using the bundled settings. The store is in ${config.data}.\n`)
  const counts = new Map<string, number>()
  const progress = showProgress(counts)
  await runDaemon(config, { idleMs, onProgress: progress.note })
  progress.end()
  const store = await openStore(config.data, { create: false })
  try {
    return await report(store, counts, json)
  } finally {
    await store.destroy()
  }
}

function showProgress(counts: Map<string, number>): {
  readonly note: (progress: Progress) => void
  readonly end: () => void
} {
  const live = process.stderr.isTTY === true
  const line = (): string => {
    const count = (key: string): number => counts.get(key) ?? 0
    return `feeds ${count('poll-feed done')}  pages ${count('fetch-page done')}  analysed ${count('analyse-page done')}`
  }
  return {
    note: ({ kind, outcome }) => {
      counts.set(`${kind} ${outcome}`, (counts.get(`${kind} ${outcome}`) ?? 0) + 1)
      if (live) process.stderr.write(`\r\u001b[K${line()}`)
    },
    end: () => {
      if (live) process.stderr.write('\r\u001b[K')
    },
  }
}

async function report(store: Store, counts: ReadonlyMap<string, number>, json: boolean): Promise<number> {
  const feeds = (await listFeeds(store)).filter((feed) => feed.stopped === 0)
  const failing = feeds.filter((feed) => feed.problem !== null)
  const tasks = await countTasks(store)
  const findings = await listFindings(store, { label: 'circumvention', limit: json ? 100_000 : 30 })
  const labels = await store
    .selectFrom('finding')
    .select(['label', (one) => one.fn.countAll<number>().as('count')])
    .groupBy('label')
    .execute()
  const done = (kind: string): number => counts.get(`${kind} done`) ?? 0
  const summary = {
    feedsPolled: done('poll-feed'),
    feedsFailing: failing.map(({ outlet, url, problem }) => ({ outlet, url, problem })),
    pagesFetched: done('fetch-page'),
    analysed: done('analyse-page'),
    findings: Object.fromEntries(labels.map(({ label, count }) => [label, Number(count)])),
    waiting: tasks.due,
    quarantined: tasks.quarantined,
  }
  if (json) {
    const knowledge = loadKnowledge()
    process.stdout.write(
      `${JSON.stringify({ ...summary, circumvention: findings.map((one) => findingJson(one, knowledge)) }, null, 2)}\n`,
    )
  } else {
    const paint = painter(process.stdout, environment())
    const counted = Object.entries(summary.findings)
      .map(([label, count]) => `${count} ${label}`)
      .join(', ')
    process.stdout.write(
      `${summary.feedsPolled} feeds polled, ${summary.pagesFetched} pages fetched, ${summary.analysed} articles analysed.\n`,
    )
    process.stdout.write(
      `In the store: ${counted === '' ? 'no findings yet' : counted}. ${tasks.quarantined > 0 ? paint.red(`${tasks.quarantined} tasks in quarantine.`) : 'Nothing in quarantine.'}\n`,
    )
    if (failing.length > 0)
      process.stdout.write(
        `\n${paint.yellow('Feeds that could not be read')}\n${table(
          ['feed', 'problem'],
          failing.map(({ outlet, problem }) => [outlet, problem ?? '']),
          paint,
          100,
        )}`,
      )
    process.stdout.write(
      `\n${findings.length === 0 ? 'No reports of circumvention.\n' : findingsTable(findings, paint)}`,
    )
  }
  return failing.length === 0 && tasks.quarantined === 0 ? 0 : 1
}
