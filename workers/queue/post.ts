/** Sends messages: each is a task's id on the queue of its kind, and no more. The row says everything else. */

import { type ConnectionOptions, Queue } from 'bullmq'
import type { Sendable } from '../../src/store/relay.ts'
import { type TaskKind, taskKinds } from '../../src/store/task.ts'
import type { Fault } from '../../src/types/fault.ts'
import { type Client, connectRedis, type RedisPlace, redisFault } from './redis.ts'

export interface Post {
  /** One that waits or is in work already stays as it is. Throws Fault queue-unusable. */
  readonly send: (tasks: readonly Sendable[]) => Promise<void>
  /** How many messages wait. Throws Fault queue-unusable. */
  readonly waiting: (kind: TaskKind) => Promise<number>
  /** Takes everything of these queues out of Redis; the rows stay. */
  readonly clear: () => Promise<void>
  readonly close: () => Promise<void>
}

/** BullMQ takes no bare number, and ":" parts its keys. */
export function messageIdOf(task: number): string {
  return `t${task}`
}

/** null: a message of somebody else's. */
export function taskOfMessage(id: string | undefined): number | null {
  const digits = /^t(\d{1,15})$/.exec(id ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** A message leaves nothing behind, for one more under its id would be ignored then; the row decides whether it is tried again. */
const options = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const
/** Events of BullMQ's own that Redis keeps of each queue: nobody reads them. */
const streams = { events: { maxLen: 100 } }

export function openPost(client: Client, place: RedisPlace, onError: (fault: Fault) => void): Post {
  const connection = client as ConnectionOptions
  const explained = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error) => {
      throw redisFault(error, place)
    })
  const queues = new Map(
    taskKinds.map((kind) => {
      const queue = new Queue(kind, { connection, prefix: place.settings.prefix, defaultJobOptions: options, streams })
      queue.on('error', (error) => onError(redisFault(error, place)))
      return [kind, queue]
    }),
  )
  const queueOf = (kind: TaskKind): Queue => queues.get(kind) as Queue
  return {
    send: async (tasks) => {
      for (const kind of new Set(tasks.map((task) => task.kind)))
        await explained(
          queueOf(kind as TaskKind).addBulk(
            tasks
              .filter((task) => task.kind === kind)
              // Priority 0 means "before all that have one".
              .map(({ id, priority }) => ({
                name: kind,
                data: {},
                opts: { jobId: messageIdOf(id), priority: priority + 1 },
              })),
          ),
        )
    },
    waiting: async (kind) => {
      const counts = await explained(queueOf(kind).getJobCounts('waiting', 'prioritized'))
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    clear: async () => {
      for (const queue of queues.values()) await explained(queue.obliterate({ force: true }))
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

/** Takes everything of an installation out of Redis. Throws Fault queue-unusable. */
export async function clearQueues(place: RedisPlace): Promise<void> {
  const told: { last: Fault | null } = { last: null }
  const keep = (fault: Fault): void => {
    told.last = fault
  }
  const client = connectRedis(place, keep, 2)
  const post = openPost(client, place, keep)
  try {
    await post.clear()
  } catch (error) {
    throw told.last ?? error
  } finally {
    client.disconnect()
  }
}
