/** A worker process: no clock and no feeds, only what messages name. */

import type { Config } from '../src/config.ts'
import { openStore } from '../src/store/database.ts'
import { type QueuedOptions, runQueued } from '../workers/bullmq.ts'
import { demandRedis, type RedisPlace } from '../workers/queue/redis.ts'
import { createContext, type DaemonOptions } from './daemon.ts'
import { onStopSignals } from './signals.ts'

export type WorkerOptions = Pick<QueuedOptions, 'kinds' | 'concurrency'> &
  Pick<DaemonOptions, 'stdout'> & { readonly onReady: () => void }

/** Until SIGTERM or SIGINT, which are answered within 10 s. Throws Faults of the configuration, the store and Redis. */
export async function runWorker(
  config: Config,
  place: RedisPlace,
  { stdout, onReady, ...options }: WorkerOptions,
): Promise<void> {
  await demandRedis(place)
  const store = await openStore(config.place, { create: true })
  const stop = onStopSignals()
  try {
    const context = await createContext(config, store, stdout)
    onReady()
    try {
      await runQueued(context, place, { ...options, signal: stop.controller.signal, onProgress: () => undefined })
    } finally {
      await context.threads.close()
      await context.fetcher.close()
      await context.closeWays()
    }
  } finally {
    stop.done()
    await store.destroy()
  }
}
