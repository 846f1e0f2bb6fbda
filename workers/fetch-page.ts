/** Task fetch-page: fetches an article's page, politely; where it cannot be had says why, and the entry's text stands in. */

import { holdHost } from '../src/store/host.ts'
import { type FetchedPage, pageById, recordFetch } from '../src/store/page.ts'
import { isOfStore } from '../src/store/problem.ts'
import { enqueue, finish } from '../src/store/task.ts'
import { asFault } from '../src/types/fault.ts'
import type { Context, Handler } from './context.ts'
import { failDuring, failPoint } from './failpoints.ts'
import { holdMs } from './hold.ts'
import { askRobots } from './robots.ts'

/** Tries at a page whose server is busy or silent before the entry's own text is taken. */
const patience = 3

export const fetchPage: Handler = async (task, context) => {
  const { store } = context
  const page = await pageById(store, task.key)
  if (page === undefined || page.url === null || page.fetched_at !== null)
    return finish(store, task, async () => undefined)
  const fetched = await fetchPolitely(page.url, task.attempts, context)
  await finish(
    store,
    task,
    async (db) => {
      await recordFetch(db, page.id, fetched)
      await enqueue(db, { kind: 'analyse-page', key: page.id, priority: task.priority })
    },
    () => failPoint('before-commit'),
  )
}

/** Throws the Fault while another try may help; then the problem is part of the answer. */
async function fetchPolitely(url: string, attempts: number, context: Context): Promise<FetchedPage> {
  const { host } = new URL(url)
  try {
    const delay = await askRobots(url, context)
    if (delay !== null) await holdHost(context.store, host, delay * 1_000)
    const admit = async (to: string): Promise<void> => void (await askRobots(to, context))
    const wanted = { accept: 'text/html, application/xhtml+xml, */*;q=0.5', admit }
    const answer = await failDuring('while-fetching', context.fetcher.fetch(url, wanted))
    return { url: answer.url, contentType: answer.contentType, bytes: answer.bytes, problem: null }
  } catch (error) {
    const fault = asFault(error)
    if (isOfStore(fault)) throw fault
    const hold = holdMs(fault)
    if (hold > 0) await holdHost(context.store, host, hold)
    if (fault.retry !== 'never' && attempts < patience) throw fault
    return { url: null, contentType: null, bytes: null, problem: fault.message }
  }
}
