/** One conditional request to a feed: its entries, or why there are none. */

import type { PollResult } from '../src/store/feed.ts'
import type { FeedRow } from '../src/store/schema.ts'
import { asFault } from '../src/types/fault.ts'
import type { Entry } from '../src/types/feed.ts'
import type { Context } from './context.ts'
import { failDuring } from './failpoints.ts'
import { holdMs, statusOf } from './hold.ts'

export interface Polled extends PollResult {
  readonly entries: readonly Entry[]
  /** Entries beyond the most that are read of one feed. */
  readonly dropped: number
  readonly cacheControl: string | null
  /** Seconds. */
  readonly retryAfter: number | null
  /** For how long the feed's host wants to be left alone. */
  readonly holdMs: number
}

const accept = 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5'

/** Validators are those of the feed's own address: what a redirect's target sent is not kept. */
export async function askFeed(feed: FeedRow, { fetcher, threads }: Context): Promise<Polled> {
  try {
    const wanted = { etag: feed.etag, lastModified: feed.last_modified, accept }
    const answer = await failDuring('while-fetching', fetcher.fetch(feed.url, wanted))
    const { status, contentType, bytes, cacheControl, url } = answer
    const parsed = bytes === null ? null : await threads.run({ job: 'parse-feed', bytes, contentType, url })
    const partly = parsed?.truncated ?? false
    // Of an answer that breaks off, what followed is asked for again.
    const own = answer.redirects.length === 0 && !partly
    return {
      status,
      etag: own ? answer.etag : null,
      lastModified: own ? answer.lastModified : null,
      cacheControl,
      problem: partly ? breaksOff(parsed?.entries.length ?? 0) : null,
      partly,
      gone: false,
      retryAfter: null,
      holdMs: 0,
      entries: parsed?.entries ?? [],
      dropped: parsed?.dropped ?? 0,
    }
  } catch (error) {
    const fault = asFault(error)
    const status = statusOf(fault)
    const gone = status === 410
    const problem = gone ? `gone: ${fault.message}` : fault.message
    const { retryAfter } = fault
    const nothing = { etag: null, lastModified: null, cacheControl: null, entries: [], dropped: 0, partly: false }
    return { ...nothing, status, problem, gone, retryAfter, holdMs: holdMs(fault) }
  }
}

function breaksOff(entries: number): string {
  return `It is cut off in the middle: ${entries === 1 ? 'one entry' : `${entries} entries`} before the break can be read.`
}
