/** Task fetch-page: fetches an article's page, politely; where it cannot be had says why, and the entry's text stands in. */

import { crawlDelay, isAllowed, parseRobots, type RobotsGroup } from '../src/ingest/robots.ts'
import { clock } from '../src/store/database.ts'
import { holdHost, keepRobots, keptRobots } from '../src/store/host.ts'
import { packBody, pageById } from '../src/store/page.ts'
import { enqueue, finish } from '../src/store/task.ts'
import { asFault, Fault } from '../src/types/fault.ts'
import type { Context, Handler } from './context.ts'
import { failPoint } from './failpoints.ts'

/** Tries at a page whose server is busy or silent before the entry's own text is taken. */
const patience = 3
const day = 86_400_000
const longestDelay = 60

export const fetchPage: Handler = async (task, context) => {
  const { store } = context
  const page = await pageById(store, task.key)
  if (page?.url === undefined || page.url === null || page.fetched_at !== null)
    return finish(store, task, async () => undefined)
  const got = await fetchPolitely(page.url, task.attempts, context)
  await finish(
    store,
    task,
    async (db) => {
      await db
        .updateTable('page')
        .set({
          final_url: got.url,
          content_type: got.contentType,
          body: got.bytes === null ? null : packBody(got.bytes),
          fetched_at: clock as never,
          problem: got.problem,
        })
        .where('id', '=', page.id)
        .execute()
      await enqueue(db, { kind: 'analyse-page', key: page.id })
    },
    () => failPoint('before-commit'),
  )
}

interface Got {
  readonly url: string | null
  readonly contentType: string | null
  readonly bytes: Uint8Array | null
  readonly problem: string | null
}

/** Throws the Fault while another try may help; then the problem is part of the answer. */
async function fetchPolitely(url: string, attempts: number, context: Context): Promise<Got> {
  try {
    const robots = await robotsOf(new URL(url), context)
    if (!isAllowed(robots, context.config.fetch.userAgent, url))
      throw new Fault('fetch-robots', `robots.txt of ${new URL(url).host} does not allow ${url}.`)
    const delay = crawlDelay(robots, context.config.fetch.userAgent)
    if (delay !== null) await holdHost(context.store, new URL(url).host, Math.min(delay, longestDelay) * 1_000)
    failPoint('while-fetching')
    const {
      url: final,
      contentType,
      bytes,
    } = await context.fetcher.fetch(url, { accept: 'text/html, application/xhtml+xml, */*;q=0.5' })
    return { url: final, contentType, bytes, problem: null }
  } catch (error) {
    const fault = asFault(error)
    if (fault.retryAfter !== null) await holdHost(context.store, new URL(url).host, fault.retryAfter * 1_000)
    if (fault.retry !== 'never' && attempts < patience) throw fault
    return { url: null, contentType: null, bytes: null, problem: fault.message }
  }
}

/** Kept a day. A site without robots.txt allows everything; one whose server fails is asked again with the page's next try. */
async function robotsOf(url: URL, { store, fetcher }: Context): Promise<readonly RobotsGroup[]> {
  const kept = await keptRobots(store, url.host)
  if (kept !== null) return parseRobots(kept)
  let text = ''
  try {
    const { bytes } = await fetcher.fetch(`${url.origin}/robots.txt`, { accept: 'text/plain' })
    text = Buffer.from(bytes ?? []).toString('utf8')
  } catch (error) {
    const fault = asFault(error)
    if (fault.code !== 'fetch-gone' && fault.code !== 'fetch-too-large') throw fault
  }
  await keepRobots(store, url.host, text, day)
  return parseRobots(text)
}
