/** The daemon: one to a store, with its feeds, its runner, and a clean stop. */

import { pino } from 'pino'
import { type Config, environment } from '../src/config.ts'
import { loadFeeds } from '../src/knowledge/feeds.ts'
import { type Knowledge, loadKnowledge } from '../src/knowledge/load.ts'
import { programVersion } from '../src/knowledge/project.ts'
import { openStore, type Store } from '../src/store/database.ts'
import { feedIdOf, syncFeeds, type WatchedFeed } from '../src/store/feed.ts'
import { type DaemonLock, lockStore } from '../src/store/lock.ts'
import { keepSpare } from '../src/store/spare.ts'
import { asFault, type Fault } from '../src/types/fault.ts'
import type { Context } from '../workers/context.ts'
import { loadDestinations } from '../workers/deliver/destinations.ts'
import { runEmbedded } from '../workers/embedded.ts'
import type { Progress } from '../workers/in-hand.ts'
import { scheduleDigest } from '../workers/publish-digest.ts'
import { queueOf } from '../workers/queue/redis.ts'
import { createThreads } from '../workers/threads.ts'
import { createDeliveryWays, createFetcherFor } from './fetcher.ts'
import { runClockAndWorkers } from './queued.ts'
import { onStopSignals } from './signals.ts'

export interface DaemonOptions {
  /** null: run until stopped; else end when nothing is due within this many ms. */
  readonly idleMs: number | null
  readonly onProgress: (progress: Progress) => void
  /** Where the channel "console" writes. */
  readonly stdout: Context['delivery']['stdout']
  /** Called once the store is open and locked, before any work. */
  readonly onReady?: (store: Store) => Promise<void> | void
}

const lockMs = 30_000

/** Runs until there is nothing left or SIGTERM or SIGINT came; both are answered within 10 s. Throws Fault store-locked. */
export async function runDaemon(config: Config, options: DaemonOptions): Promise<void> {
  const store = await openStore(config.place, { create: true })
  try {
    const lock = await lockStore(store, lockMs)
    try {
      await runLocked(config, options, store, lock)
    } finally {
      // On a full disk it stays behind: the lock of a process that is gone holds nothing.
      await lock.release().catch(() => undefined)
    }
  } finally {
    await store.destroy()
  }
}

async function runLocked(config: Config, options: DaemonOptions, store: Store, lock: DaemonLock): Promise<void> {
  const place = queueOf(config, environment())
  const stop = onStopSignals()
  const lost: { fault: Fault | null } = { fault: null }
  let context: Context | null = null
  const beat = setInterval(() => {
    lock.renew().catch((error) => {
      const fault = asFault(error)
      if (fault.code !== 'lease-lost') return context?.log.warn({ problem: fault.message }, 'lock not renewed')
      lost.fault = fault
      stop.controller.abort()
    })
  }, lockMs / 3)
  try {
    context = await createContext(config, store, options.stdout)
    keepSpare(config.place)
    await syncFeeds(store, configuredFeeds(config))
    await scheduleDigest(store, config)
    await options.onReady?.(store)
    const run = { idleMs: options.idleMs, signal: stop.controller.signal, onProgress: options.onProgress }
    await (place === null ? runEmbedded(context, run) : runClockAndWorkers(context, place, run))
  } finally {
    clearInterval(beat)
    stop.done()
    await context?.threads.close()
    await context?.fetcher.close()
    await context?.closeWays()
  }
  if (lost.fault !== null) throw lost.fault
}

/** Throws Fault config-invalid where destinations, rules or digest do not hold. */
export async function createContext(
  config: Config,
  store: Store,
  stdout: DaemonOptions['stdout'],
  knowledge: Knowledge = loadKnowledge(),
): Promise<Context> {
  const destinations = await loadDestinations(config, knowledge, environment())
  const ways = createDeliveryWays()
  return {
    store,
    config,
    destinations,
    delivery: { userAgent: config.fetch.userAgent, version: programVersion(), stdout, wayTo: ways.wayTo },
    closeWays: ways.close,
    cutShort: new AbortController(),
    log: pino({ level: config.log.level, base: null }, pino.destination({ dest: 2, sync: true })),
    threads: createThreads({ size: config.work.threads, timeoutMs: config.work.readSeconds * 1_000, heapMb: 512 }),
    fetcher: createFetcherFor(config),
    knowledge: () => knowledge,
  }
}

/** The bundled feeds of the languages asked for, and the operator's own. */
export function configuredFeeds(config: Config): WatchedFeed[] {
  const bundled = config.feeds.bundled.flatMap((language) =>
    loadFeeds(language).map((feed) => ({ ...feed, language, source: 'bundled' as const })),
  )
  const own = config.feeds.own.map((feed) => ({
    id: feedIdOf(feed.url),
    url: feed.url,
    outlet: feed.outlet,
    language: feed.language,
    source: 'own' as const,
  }))
  const seen = new Set<string>()
  return [...own, ...bundled].filter(({ url }) => !seen.has(url) && seen.add(url) !== undefined)
}
