/** The runner on Redis: takes messages, has the tasks that they name worked, and stops cleanly. */

import { type ConnectionOptions, Worker } from 'bullmq'
import { oneOfEachHost } from '../src/store/ready.ts'
import { onEnqueued } from '../src/store/relay.ts'
import type { TaskKind } from '../src/store/task.ts'
import type { Context } from './context.ts'
import { createGate } from './gate.ts'
import { giveBack, keepLeases, letGo, meet, openHand, type Progress, sleep } from './in-hand.ts'
import { complaintsTo } from './queue/complaints.ts'
import { openPost, taskOfMessage } from './queue/post.ts'
import { type Receiver, receive, sendNow } from './queue/receive.ts'
import { connectRedis, type RedisPlace, redisFault } from './queue/redis.ts'

export interface QueuedOptions {
  readonly kinds: readonly TaskKind[]
  /** Tasks of each kind worked side by side. */
  readonly concurrency: number
  /** Stops taking messages; what is in hand is finished or given back. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/**
 * A message whose worker is gone is dropped after at most lock + 2 × stalled: before the lease of its task runs out
 * (work.leaseSeconds), so that the message that comes then finds its name free.
 */
const lockMs = 4_000
const stalledMs = 1_500
/** Before another try where Redis does not answer, in ms. */
const retryMs = 1_000
/** How often what the store did not take is offered to it again, in ms. */
const lookMs = 1_000
/** For messages to be signed off when all else has ended, in ms: a Redis that is silent is not waited for. */
const signOffMs = 1_000

/**
 * Resolves when it was told to stop and has. A store or a Redis that is out of reach is waited for without end; throws the
 * store's Fault where it takes nothing more.
 */
export async function runQueued(context: Context, place: RedisPlace, options: QueuedOptions): Promise<void> {
  const complain = complaintsTo(context.log)
  const client = connectRedis(place, complain)
  const receiver: Receiver = {
    ...openHand(context, { onProgress: options.onProgress, busyPatienceMs: Number.POSITIVE_INFINITY }),
    gate: createGate(),
    post: openPost(client, place, complain),
    working: new Map(),
    stopping: { now: false },
    complain,
  }
  const workers = options.kinds.map((kind) => openWorker(kind, client as ConnectionOptions, place, options, receiver))
  const stopRelay = onEnqueued(context.store, (tasks) => void sendNow(oneOfEachHost(tasks), receiver))
  const stopRenewing = keepLeases(receiver)
  options.signal.addEventListener('abort', receiver.bell.ring)
  try {
    await untilStopped(receiver, options.signal)
    for (const worker of workers) void worker.pause(true)
    await letGo(receiver, () => Promise.all(receiver.working.keys()))
  } finally {
    options.signal.removeEventListener('abort', receiver.bell.ring)
    stopRenewing()
    stopRelay()
    for (const signOff of receiver.working.values()) signOff()
    await soon(workers.map((worker) => worker.close()))
    await soon(workers.map((worker) => worker.disconnect()))
    await soon([receiver.post.close()])
    client.disconnect()
  }
  if (receiver.state.trouble !== null) throw receiver.state.trouble
}

function openWorker(
  kind: TaskKind,
  connection: ConnectionOptions,
  place: RedisPlace,
  { concurrency }: QueuedOptions,
  receiver: Receiver,
): Worker {
  const worker = new Worker(
    kind,
    async ({ id }) => {
      const task = taskOfMessage(id)
      if (task !== null) await receive(task, receiver)
    },
    {
      connection,
      prefix: place.settings.prefix,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledMs,
      // The row decides whether a task is tried again, and the reconciler sends its message then.
      maxStalledCount: 0,
      runRetryDelay: retryMs,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', (error) => receiver.complain(redisFault(error, place)))
  return worker
}

async function untilStopped(receiver: Receiver, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && receiver.state.trouble === null) {
    await giveBack(receiver).catch((error) => meet(receiver, error))
    await receiver.bell.wait(lookMs)
  }
  receiver.stopping.now = true
}

/** What has not ended in time is left: the connection is cut next. */
async function soon(ends: readonly Promise<unknown>[]): Promise<void> {
  await Promise.race([Promise.allSettled(ends), sleep(signOffMs)])
}
