/** What is done to an installation while it works. */

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Redis } from 'ioredis'
import type { Service } from './processes.ts'
import { leaderOf, type Stack, sleep } from './stack.ts'

export interface Injected {
  /** Undoes what does not undo itself. */
  readonly mend?: () => Promise<void>
  /** Addresses of articles that are not to come out, but to stand in quarantine. */
  readonly given?: readonly string[]
  /** What must be seen to have happened, once all is over; throws where it has not. */
  readonly prove?: () => void
}

export interface FaultCase {
  readonly name: string
  /** Before the news come. */
  readonly prepare?: (stack: Stack, links: readonly string[]) => Promise<Injected>
  /** While they are worked. */
  readonly inject?: (stack: Stack, pace: Pace) => Promise<Injected>
}

export interface Pace {
  /** How long Redis is silent, in ms. */
  readonly silenceMs: number
}

async function workUp(service: Service): Promise<void> {
  await service.hasSaid(/Detour works/)
}

/** Starts the workers anew with variables that only this start is given. */
async function restartWith(
  workers: readonly Service[],
  envs: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  for (const [at, worker] of workers.entries()) worker.setEnv(envs[at] ?? {})
  await Promise.all(workers.map((worker) => worker.kill()))
  await Promise.all(workers.map(workUp))
}

function failing(point: string): FaultCase {
  return {
    name: `worker killed ${point}`,
    prepare: async ({ workers }) => {
      const plan = { DETOUR_FAIL: `${point}:1` }
      await restartWith(workers, [plan, plan])
      for (const worker of workers) worker.setEnv({})
      const before = workers.reduce((sum, worker) => sum + worker.restarts(), 0)
      return {
        prove: () => {
          const after = workers.reduce((sum, worker) => sum + worker.restarts(), 0)
          if (after === before) throw new Error(`no worker was killed ${point}`)
        },
      }
    },
  }
}

const skew = pathToFileURL(join(import.meta.dirname, 'skew.mjs')).href
const hourMs = 3_600_000

function skewed(ms: number): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${skew}`, DETOUR_TEST_SKEW_MS: String(ms) }
}

function pageOf(link: string): string {
  return createHash('sha256').update(link).digest('hex')
}

export const undisturbed: FaultCase = { name: 'undisturbed' }

export const faultCases: readonly FaultCase[] = [
  ...['after-claim', 'while-fetching', 'before-commit', 'after-commit', 'while-delivering', 'after-delivery'].map(
    failing,
  ),
  {
    name: 'worker killed at random',
    inject: async ({ workers }) => {
      await sleep(Math.random() * 2_000)
      await workers[0]?.kill()
      return {}
    },
  },
  {
    name: 'leader killed',
    inject: async (stack) => {
      await sleep(Math.random() * 1_000)
      await (await leaderOf(stack)).kill()
      return {}
    },
  },
  {
    name: 'FLUSHALL',
    inject: async ({ redisUrl }) => {
      await sleep(Math.random() * 1_500)
      const client = new Redis(redisUrl)
      await client.flushall()
      client.disconnect()
      return {}
    },
  },
  {
    name: 'Redis silent',
    inject: async ({ redis }, { silenceMs }) => {
      await sleep(Math.random() * 1_000)
      const pid = redis.pid()
      process.kill(pid, 'SIGSTOP')
      await sleep(silenceMs)
      process.kill(pid, 'SIGCONT')
      return {}
    },
  },
  {
    name: 'Redis killed, empty again',
    inject: async ({ redis }) => {
      await sleep(Math.random() * 1_500)
      process.kill(redis.pid(), 'SIGKILL')
      await redis.stop()
      await sleep(1_000)
      await redis.start()
      return {}
    },
  },
  {
    name: 'PostgreSQL restarted',
    inject: async ({ postgres }) => {
      await sleep(Math.random() * 1_500)
      await postgres.stop()
      await sleep(1_000)
      await postgres.start()
      return {}
    },
  },
  {
    name: 'workers paused past their leases',
    inject: async ({ store, workers, leaseSeconds }) => {
      const claimed = async (): Promise<boolean> =>
        (await store.selectFrom('task').select('id').where('state', '=', 'claimed').execute()).length > 0
      for (let look = 0; look < 500 && !(await claimed()); look++) await sleep(10)
      const [first, second] = workers.map((worker) => worker.pid())
      for (const pid of [first, second]) process.kill(pid ?? 0, 'SIGSTOP')
      await sleep(leaseSeconds * 1_000 + 2_000)
      process.kill(second ?? 0, 'SIGCONT')
      await sleep(3_000)
      process.kill(first ?? 0, 'SIGCONT')
      return {}
    },
  },
  {
    name: 'clocks two hours apart',
    prepare: async ({ workers }) => {
      await restartWith(workers, [skewed(hourMs), skewed(-hourMs)])
      return { mend: () => restartWith(workers, [{}, {}]) }
    },
  },
  {
    name: 'poisoned article',
    prepare: async ({ workers }, links) => {
      const poisoned = links[0] ?? ''
      const plan = { DETOUR_FAIL: `after-claim@${pageOf(poisoned)}` }
      await restartWith(workers, [plan, plan])
      return { given: [poisoned], mend: () => restartWith(workers, [{}, {}]) }
    },
  },
]
