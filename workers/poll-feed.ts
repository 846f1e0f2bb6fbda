/** Task poll-feed: fetches a feed, keeps what is new, and sets the next poll. */

import { isBackfill, nextPollMs } from '../src/ingest/poll.ts'
import { canonicalUrl } from '../src/ingest/url.ts'
import { databaseTime } from '../src/store/database.ts'
import { feedById, pollTask, recordPoll } from '../src/store/feed.ts'
import { holdHost } from '../src/store/host.ts'
import { addEntries } from '../src/store/page.ts'
import { enqueue, finish } from '../src/store/task.ts'
import { askFeed } from './ask-feed.ts'
import type { Handler } from './context.ts'
import { failPoint } from './failpoints.ts'

/** A poll that fails is no failed task: the feed says so in its row and is asked again, later each time. */
export const pollFeed: Handler = async (task, context) => {
  const { store, config, log } = context
  const feed = await feedById(store, task.key)
  if (feed === undefined || feed.stopped !== 0) return finish(store, task, async () => undefined)
  const polled = await askFeed(feed, context)
  if (polled.holdMs > 0) await holdHost(store, new URL(feed.url).host, polled.holdMs)
  const now = await databaseTime(store)
  const fresh = polled.entries.map((entry) => ({
    entry,
    url: entry.link === null ? null : canonicalUrl(entry.link),
    backfill: isBackfill(entry, feed.first_polled === null, config.poll.backfillDays, now),
  }))
  const failures = polled.problem === null || polled.partly ? 0 : feed.failures + 1
  const wait = nextPollMs(config.poll.minutes, { ...polled, failures, feed: feed.id })
  await finish(
    store,
    task,
    async (db) => {
      await addEntries(db, feed.id, fresh)
      const { stopped, url } = (await feedById(db, feed.id)) ?? feed
      // Removed, or moved to another address, while it was asked: the answer says nothing of what it is now.
      if (url === feed.url) await recordPoll(db, feed.id, polled)
      if (!polled.gone && stopped === 0) await enqueue(db, pollTask(feed.id, url, url === feed.url ? now + wait : now))
    },
    () => failPoint('before-commit'),
  )
  if (polled.problem !== null)
    log.warn({ feed: feed.id, problem: polled.problem }, polled.partly ? 'feed breaks off' : 'feed could not be read')
  if (polled.dropped > 0)
    log.warn(
      { feed: feed.id, dropped: polled.dropped },
      'feed has more entries than are read: the last ones were dropped',
    )
}
