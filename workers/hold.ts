/** What a server's refusal says about its host. */

import type { Fault } from '../src/types/fault.ts'

/** Least hold after 429: it is said to the host, not to one address. */
const tooManyMs = 60_000

/** HTTP status behind a fault of the fetcher; null: there was no answer. */
export function statusOf(fault: Fault): number | null {
  return (fault.cause as { readonly status?: number } | undefined)?.status ?? null
}

/** For how many ms the whole host is to be left alone: what Retry-After says, at least a minute after 429; else 0. */
export function holdMs(fault: Fault): number {
  const asked = (fault.retryAfter ?? 0) * 1_000
  return statusOf(fault) === 429 ? Math.max(asked, tooManyMs) : asked
}
