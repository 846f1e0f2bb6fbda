/** When a feed is polled again, and which of its entries are back-fill. */

import type { Entry } from '../types/feed.ts'

export interface PollOutcome {
  /** Cache-Control of the answer; null: none, or no answer. */
  readonly cacheControl: string | null
  /** Failures in a row, this one included; 0: it went well. */
  readonly failures: number
  /** Seconds the server asked us to wait. */
  readonly retryAfter: number | null
  readonly feed: string
}

const day = 86_400_000

/** Milliseconds to the next poll: the configured pause, longer where the server asks or fails, spread by a tenth; at most a day. */
export function nextPollMs(minutes: number, { cacheControl, failures, retryAfter, feed }: PollOutcome): number {
  const base = minutes * 60_000
  const maxAge = Number(/max-age=(\d+)/i.exec(cacheControl ?? '')?.[1] ?? 0) * 1_000
  const backedOff = failures === 0 ? base : base * 2 ** Math.min(failures - 1, 5)
  const wait = Math.min(day, Math.max(backedOff, maxAge, (retryAfter ?? 0) * 1_000))
  return Math.round(wait * (1 + spread(feed) / 10))
}

/** A fraction in 0..1 that is always the same for one feed, so that feeds do not all come at once. */
function spread(feed: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < feed.length; at++) hash = Math.imul(hash ^ feed.charCodeAt(at), 16_777_619) >>> 0
  return (hash % 1_000) / 1_000
}

/** Older than `days` at a feed's first poll: kept for the digest, never alerted. `now` in ms. */
export function isBackfill(entry: Entry, firstPoll: boolean, days: number, now: number): boolean {
  const date = entry.published ?? entry.updated
  return firstPoll && date !== null && now - Date.parse(date) > days * day
}
