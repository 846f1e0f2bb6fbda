/** `detour once`: polls what is due, works until nothing is left, says what came of it. */

import { runDaemon } from '../../daemon/daemon.ts'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { databaseTime, type Store } from '../../src/store/database.ts'
import { listFeeds } from '../../src/store/feed.ts'
import { listFindings } from '../../src/store/finding.ts'
import { readStore } from '../../src/store/read.ts'
import { countLabels, type Yield, yieldSince } from '../../src/store/tally.ts'
import { countTasks, type TaskKind } from '../../src/store/task.ts'
import type { StoredFinding } from '../../src/types/story.ts'
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
async function once(config: Config, json: boolean): Promise<number> {
  const { feedsFailing, quarantined } = await workOnce(config, json)
  return feedsFailing.length === 0 && quarantined === 0 ? 0 : 1
}

/** Works until nothing is left and prints what came of it. */
export async function workOnce(config: Config, json: boolean): Promise<Summary> {
  if (config.file === null)
    process.stderr.write(`No detour.yaml here: using the bundled settings. The store is in ${config.data}.\n`)
  const progress = showProgress(json ? process.stderr : process.stdout)
  let started = 0
  await runDaemon(config, {
    idleMs,
    onProgress: progress.note,
    stdout: progress.out,
    onReady: async (store) => {
      started = await databaseTime(store)
    },
  }).finally(progress.end)
  const [summary, findings] = await readStore(config.data, async (store) => [
    await summarise(store, started),
    await listFindings(store, { label: 'circumvention', limit: json ? 100_000 : 30 }),
  ])
  process.stdout.write(json ? summaryJson(summary, findings) : summaryText(summary, findings))
  return summary
}

interface Shown {
  readonly note: (progress: Progress) => void
  readonly end: () => void
  /** Writes to `out` between two states of the progress. */
  readonly out: { readonly write: (text: string) => void }
}

/** One line on the terminal that is written over again and again; nothing in a pipe. */
function showProgress(out: NodeJS.WriteStream): Shown {
  const live = process.stderr.isTTY === true
  const done = new Map<TaskKind, number>()
  const clear = (): void => {
    if (live) process.stderr.write('\r\u001b[K')
  }
  return {
    note: ({ kind, outcome }) => {
      if (outcome === 'done') done.set(kind, (done.get(kind) ?? 0) + 1)
      if (!live) return
      const count = (one: TaskKind): number => done.get(one) ?? 0
      const told = count('deliver-alert')
      const counts = `feeds ${count('poll-feed')}  pages ${count('fetch-page')}  analysed ${count('analyse-page')}  told ${told}`
      process.stderr.write(`\r\u001b[K${counts}`)
    },
    end: clear,
    out: {
      write: (text) => {
        clear()
        out.write(text)
      },
    },
  }
}

interface Summary extends Yield {
  readonly feedsFailing: readonly { readonly outlet: string; readonly url: string; readonly problem: string }[]
  readonly findings: Readonly<Record<string, number>>
  readonly waiting: number
  readonly quarantined: number
}

/** What this run brought, and what the store holds now. */
async function summarise(store: Store, started: number): Promise<Summary> {
  const feeds = (await listFeeds(store)).filter((feed) => feed.stopped === 0)
  const tasks = await countTasks(store)
  return {
    ...(await yieldSince(store, started)),
    feedsFailing: feeds.flatMap(({ outlet, url, problem }) => (problem === null ? [] : [{ outlet, url, problem }])),
    findings: await countLabels(store),
    waiting: tasks.due,
    quarantined: tasks.quarantined,
  }
}

function summaryJson(summary: Summary, findings: readonly StoredFinding[]): string {
  const knowledge = loadKnowledge()
  return `${JSON.stringify({ ...summary, circumvention: findings.map((one) => findingJson(one, knowledge)) }, null, 2)}\n`
}

function summaryText(summary: Summary, findings: readonly StoredFinding[]): string {
  const paint = painter(process.stdout, environment())
  const counted = Object.entries(summary.findings).map(([label, count]) => `${count} ${label}`)
  const refused = summary.pagesRefused === 0 ? '' : ` (${summary.pagesRefused} more could not be had or read)`
  const failing = summary.feedsFailing.map(({ outlet, problem }) => [outlet, problem])
  const stuck =
    summary.quarantined > 0 ? paint.red(`${summary.quarantined} tasks in quarantine.`) : 'Nothing in quarantine.'
  return [
    `${summary.feedsPolled} feeds polled, ${summary.pagesFetched} pages fetched${refused}, ${summary.analysed} articles analysed.\n`,
    `In the store: ${counted.length === 0 ? 'no findings yet' : counted.join(', ')}. ${stuck}\n\n`,
    ...(failing.length === 0
      ? []
      : [`${paint.yellow('Feeds that could not be read')}\n${table(['feed', 'problem'], failing, paint, 100)}\n`]),
    findings.length === 0 ? 'No reports of circumvention.\n' : findingsTable(findings, paint),
  ].join('')
}
