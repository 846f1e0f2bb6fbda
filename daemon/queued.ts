/** Clock and workers in one process, over Redis: for `detour once` and the demo, which end when nothing is left. */

import { untilNext } from '../src/store/tally.ts'
import { taskKinds } from '../src/store/task.ts'
import { runQueued } from '../workers/bullmq.ts'
import type { Context } from '../workers/context.ts'
import { horizonOf, type RunOptions } from '../workers/embedded.ts'
import { complaintsTo } from '../workers/queue/complaints.ts'
import { openPost } from '../workers/queue/post.ts'
import { connectRedis, demandRedis, type RedisPlace } from '../workers/queue/redis.ts'
import { runClock } from './clock.ts'

/** Between two looks for what is due, and whether anything is, in ms: a person waits. */
const eachMs = 200

/** Resolves when there is nothing left (idleMs), whoever worked it, or when it was told to stop and has. Throws as `runQueued` does. */
export async function runClockAndWorkers(context: Context, place: RedisPlace, options: RunOptions): Promise<void> {
  await demandRedis(place)
  const { config, store, log } = context
  const complain = complaintsTo(log)
  const client = connectRedis(place, complain)
  const post = openPost(client, place, complain)
  const stop = new AbortController()
  const end = (): void => stop.abort()
  options.signal.addEventListener('abort', end)
  const { signal } = stop
  const { concurrency, attempts } = config.work
  const looking = setInterval(() => {
    untilNext(store, horizonOf(options.idleMs)).then((wait) => wait === null && end(), complain)
  }, eachMs)
  try {
    await Promise.all([
      runClock({ store, post, attempts }, { log, signal, eachMs }).finally(end),
      runQueued(context, place, { kinds: taskKinds, concurrency, signal, onProgress: options.onProgress }).finally(end),
    ])
  } finally {
    clearInterval(looking)
    options.signal.removeEventListener('abort', end)
    client.disconnect()
  }
}
