/** Task poll-feed: fetches a feed, keeps what is new, and sets the next poll. */

import { isBackfill, nextPollMs } from '../src/ingest/poll.ts'
import { canonicalUrl } from '../src/ingest/url.ts'
import { databaseTime } from '../src/store/database.ts'
import { feedById, type PollResult, recordPoll } from '../src/store/feed.ts'
import { addEntries } from '../src/store/page.ts'
import type { FeedRow } from '../src/store/schema.ts'
import { enqueue, finish } from '../src/store/task.ts'
import { asFault } from '../src/types/fault.ts'
import type { Entry } from '../src/types/feed.ts'
import type { Context, Handler } from './context.ts'
import { failPoint } from './failpoints.ts'

interface Polled extends PollResult {
  readonly entries: readonly Entry[]
  readonly cacheControl: string | null
  readonly retryAfter: number | null
}

/** A poll that fails is no failed task: the feed says so in its row and is asked again, later each time. */
export const pollFeed: Handler = async (task, context) => {
  const { store, config } = context
  const feed = await feedById(store, task.key)
  if (feed === undefined || feed.stopped === 1) return finish(store, task, async () => undefined)
  const polled = await poll(feed, context)
  const now = await databaseTime(store)
  const fresh = polled.entries.map((entry) => ({
    entry,
    url: entry.link === null ? null : canonicalUrl(entry.link),
    backfill: isBackfill(entry, feed.first_polled === null, config.poll.backfillDays, now),
  }))
  const failures = polled.problem === null ? 0 : feed.failures + 1
  const wait = nextPollMs(config.poll.minutes, { ...polled, failures, feed: feed.id })
  await finish(
    store,
    task,
    async (db) => {
      await addEntries(db, feed.id, fresh)
      await recordPoll(db, feed.id, polled)
      if (!polled.gone) await enqueue(db, { kind: 'poll-feed', key: feed.id, due: now + wait, priority: 5 })
    },
    () => failPoint('before-commit'),
  )
  if (polled.problem !== null) context.log.warn({ feed: feed.id, problem: polled.problem }, 'feed could not be read')
}

async function poll(feed: FeedRow, { fetcher, threads }: Context): Promise<Polled> {
  try {
    const answer = await fetcher.fetch(feed.url, {
      etag: feed.etag,
      lastModified: feed.last_modified,
      accept: 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    })
    const { status, etag, lastModified, cacheControl, contentType, bytes } = answer
    const parsed = bytes === null ? null : await threads.run({ job: 'parse-feed', bytes, contentType, url: answer.url })
    return {
      status,
      etag,
      lastModified,
      cacheControl,
      problem: null,
      gone: false,
      retryAfter: null,
      entries: parsed?.entries ?? [],
    }
  } catch (error) {
    const fault = asFault(error)
    const status = (fault.cause as { status?: number } | undefined)?.status ?? null
    const gone = status === 410
    return {
      status,
      etag: null,
      lastModified: null,
      cacheControl: null,
      problem: gone ? `gone: ${fault.message}` : fault.message,
      gone,
      retryAfter: fault.retryAfter,
      entries: [],
    }
  }
}
