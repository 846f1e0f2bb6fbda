/** May this page be fetched, and how slowly? Asks the host's robots.txt, which the store keeps for a day. */

import { crawlDelay, isAllowed, parseRobots } from '../src/ingest/robots.ts'
import { keepRobots, keptRobots } from '../src/store/host.ts'
import { asFault, Fault, type FaultCode } from '../src/types/fault.ts'
import type { Context } from './context.ts'

const dayMs = 86_400_000
/** Longest Crawl-delay that is honoured, in seconds. */
const longestDelay = 60

/**
 * Seconds between two pages that the site asks for, at most 60; null: it does not ask. Throws Fault fetch-robots where
 * the page may not be fetched, and the fetcher's Fault where robots.txt cannot be had now.
 */
export async function askRobots(address: string, context: Context): Promise<number | null> {
  const { userAgent } = context.config.fetch
  const groups = parseRobots(await robotsOf(new URL(address), context))
  if (!isAllowed(groups, userAgent, address))
    throw new Fault('fetch-robots', `robots.txt of ${new URL(address).host} does not allow ${address}.`)
  const delay = crawlDelay(groups, userAgent)
  return delay === null ? null : Math.min(delay, longestDelay)
}

/** A site that has none, or will not show it, allows everything (RFC 9309, 2.3.1.3). */
const none: readonly FaultCode[] = ['fetch-gone', 'fetch-too-large']

async function robotsOf(url: URL, { store, fetcher }: Context): Promise<string> {
  const kept = await keptRobots(store, url.host)
  if (kept !== null) return kept
  let text = ''
  try {
    const { bytes } = await fetcher.fetch(`${url.origin}/robots.txt`, { accept: 'text/plain' })
    text = Buffer.from(bytes ?? []).toString('utf8')
  } catch (error) {
    const fault = asFault(error)
    if (!none.includes(fault.code)) throw fault
  }
  await keepRobots(store, url.host, text, dayMs)
  return text
}
