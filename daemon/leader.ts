/** `detour run` beside workers: it works nothing itself. Several may run; one of them leads by a lease, the others stand by. */

import { type Logger, pino } from 'pino'
import { type Config, environment } from '../src/config.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { openStore, type Store } from '../src/store/database.ts'
import { syncFeeds } from '../src/store/feed.ts'
import { type DaemonLock, lockUnlessHeld } from '../src/store/lock.ts'
import { isOfStore } from '../src/store/problem.ts'
import { asFault } from '../src/types/fault.ts'
import { createBell } from '../workers/bell.ts'
import { loadDestinations } from '../workers/deliver/destinations.ts'
import { scheduleDigest } from '../workers/publish-digest.ts'
import { complaintsTo } from '../workers/queue/complaints.ts'
import { openPost, type Post } from '../workers/queue/post.ts'
import { connectRedis, demandRedis, type RedisPlace } from '../workers/queue/redis.ts'
import { runClock } from './clock.ts'
import { configuredFeeds } from './daemon.ts'
import { onStopSignals } from './signals.ts'

export interface LeaderOptions {
  readonly onReady: () => void
  /** Whether this one leads now. */
  readonly onLead: (leads: boolean) => void
}

/** A leader that is gone is replaced after at most lease + stand-by; one that stops, or dies on this machine, after stand-by. */
const leaseMs = 15_000
const standByMs = 2_000
/** Between two looks for what is due. */
const eachMs = 1_000

interface Leadership {
  readonly config: Config
  readonly store: Store
  readonly post: Post
  readonly log: Logger
  readonly options: LeaderOptions
}

/** Until SIGTERM or SIGINT, which are answered within 10 s. Throws Faults of the configuration, the store and Redis. */
export async function runLeader(config: Config, place: RedisPlace, options: LeaderOptions): Promise<void> {
  // Checked here too, although others send: whoever starts the daemon is to learn what is wrong with its settings.
  await loadDestinations(config, loadKnowledge(), environment())
  await demandRedis(place)
  const log = pino({ level: config.log.level, base: null }, pino.destination({ dest: 2, sync: true }))
  const complain = complaintsTo(log)
  const store = await openStore(config.place, { create: true })
  const client = connectRedis(place, complain)
  const post = openPost(client, place, complain)
  const stop = onStopSignals()
  try {
    options.onReady()
    await takeTurns({ config, store, post, log, options }, stop.controller.signal)
  } finally {
    stop.done()
    client.disconnect()
    await store.destroy()
  }
}

/** Stands by until the lease is free, leads until it is lost, and so on. */
async function takeTurns(leadership: Leadership, signal: AbortSignal): Promise<void> {
  const { store, log } = leadership
  const complain = complaintsTo(log)
  const bell = createBell()
  signal.addEventListener('abort', bell.ring)
  while (!signal.aborted) {
    try {
      const lease = await lockUnlessHeld(store, leaseMs)
      if (lease !== null) await lead(lease, leadership, signal)
    } catch (error) {
      const fault = asFault(error)
      if (!isOfStore(fault) || fault.retry !== 'soon') throw fault
      complain(fault)
    }
    if (!signal.aborted) await bell.wait(standByMs)
  }
}

/**
 * Two may lead for a moment, where one was held up for longer than its lease: what a leader does changes nothing when it
 * is done twice.
 */
async function lead(
  lease: DaemonLock,
  { config, store, post, log, options }: Leadership,
  signal: AbortSignal,
): Promise<void> {
  const turn = new AbortController()
  const end = (): void => turn.abort()
  signal.addEventListener('abort', end)
  const beat = setInterval(() => {
    lease.renew().catch((error) => {
      const fault = asFault(error)
      log.warn({ problem: fault.message }, 'lead not renewed')
      if (fault.code === 'lease-lost') end()
    })
  }, leaseMs / 3)
  options.onLead(true)
  try {
    await syncFeeds(store, configuredFeeds(config))
    await scheduleDigest(store, config)
    await runClock({ store, post, attempts: config.work.attempts }, { log, signal: turn.signal, eachMs })
  } finally {
    clearInterval(beat)
    signal.removeEventListener('abort', end)
    await lease.release().catch(() => undefined)
    options.onLead(false)
  }
}
