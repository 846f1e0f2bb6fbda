/** `detour once`: polls what is due, works until nothing is left, says what came of it. */

import { runDaemon } from '../../daemon/daemon.ts'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { databaseTime, type Store } from '../../src/store/database.ts'
import { listFeeds, stops } from '../../src/store/feed.ts'
import { listFindings } from '../../src/store/finding.ts'
import { shownPlace } from '../../src/store/place.ts'
import { readStore } from '../../src/store/read.ts'
import { countLabels, untilNext, type Yield, yieldSince } from '../../src/store/tally.ts'
import { countTasks, type TaskKind } from '../../src/store/task.ts'
import { maskedUrl } from '../../src/types/fault.ts'
import type { StoredFinding } from '../../src/types/story.ts'
import type { Progress } from '../../workers/in-hand.ts'
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
    process.stderr.write(
      `No detour.yaml here: using the bundled settings. The store is in ${shownPlace(config.place)}.\n`,
    )
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
  const [summary, findings] = await readStore(config.place, async (store) => [
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

interface Failing {
  readonly id: string
  readonly outlet: string
  readonly url: string
  readonly problem: string
  /** It is asked no more. */
  readonly gone: boolean
}

interface Summary extends Yield {
  readonly feedsFailing: readonly Failing[]
  readonly findings: Readonly<Record<string, number>>
  readonly waiting: number
  /** ISO 8601 in UTC: when the first of what waits may be worked; null: nothing waits. */
  readonly nextDue: string | null
  readonly quarantined: number
}

/** Later than anything is ever due, in ms. */
const whenever = 1e15

/** What this run brought, and what the store holds now. */
async function summarise(store: Store, started: number): Promise<Summary> {
  const tasks = await countTasks(store)
  const wait = await untilNext(store, { dueMs: whenever, heldMs: whenever })
  return {
    ...(await yieldSince(store, started)),
    feedsFailing: await failingFeeds(store),
    findings: await countLabels(store),
    waiting: tasks.due,
    nextDue: wait === null ? null : new Date((await databaseTime(store)) + wait).toISOString(),
    quarantined: tasks.quarantined,
  }
}

/** Feeds that are watched and cannot be read, and those that their server says are gone. */
async function failingFeeds(store: Store): Promise<Failing[]> {
  return (await listFeeds(store)).flatMap(({ id, outlet, url, problem, stopped, last_status }) => {
    const gone = stopped === stops.ended && last_status === 410 && problem !== 'removed'
    if (problem === null || (stopped !== stops.watched && !gone)) return []
    return [{ id, outlet, url: maskedUrl(url), problem, gone }]
  })
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
  const gone = summary.feedsFailing.find((feed) => feed.gone)
  const goneHint =
    gone === undefined
      ? ''
      : `Gone feeds are asked no more: "detour feeds remove ${gone.id}" takes one off this list.\n`
  const stuck =
    summary.quarantined > 0 ? paint.red(`${summary.quarantined} tasks in quarantine.`) : 'Nothing in quarantine.'
  return [
    `${summary.feedsPolled} feeds polled, ${summary.pagesFetched} pages fetched${refused}, ${summary.analysed} articles analysed.\n`,
    `In the store: ${counted.length === 0 ? 'no findings yet' : counted.join(', ')}. ${stuck}\n\n`,
    ...(failing.length === 0
      ? []
      : [
          `${paint.yellow('Feeds that could not be read')}\n${table(['feed', 'problem'], failing, paint, 100)}${goneHint}\n`,
        ]),
    findings.length === 0 ? 'No reports of circumvention.\n' : findingsTable(findings, paint),
    waitingText(summary, new Date()),
  ].join('')
}

/** "3 tasks wait, the next at 14:05 UTC." with the day where it is not today's. */
function waitingText({ waiting, nextDue }: Summary, now: Date): string {
  if (waiting === 0 || nextDue === null) return ''
  const [day = '', time = ''] = nextDue.split('T')
  const at = `${day === now.toISOString().slice(0, 10) ? '' : `${day} `}${time.slice(0, 5)}`
  return `\n${waiting === 1 ? '1 task waits' : `${waiting} tasks wait`}, the next at ${at} UTC.\n`
}
