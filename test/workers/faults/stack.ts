/** A whole installation on private servers: PostgreSQL, Redis, daemons, workers, news and a receiver of alerts. */

import { sql } from 'kysely'
import { findServer } from '../../../scripts/servers.js'
import { openStore, type Store } from '../../../src/store/database.ts'
import { clock } from '../../../src/store/dialect/portable.ts'
import { type OwnServer, startPostgres } from '../../fixtures/postgres.ts'
import { type OwnRedis, startOwnRedis } from '../../fixtures/redis.ts'
import { makeInstallation } from '../line.ts'
import { type HookReceiver, receiveHooks } from '../telling.ts'
import { type News, serveNews } from './news.ts'
import { type Service, startService } from './processes.ts'

export interface Stack {
  readonly store: Store
  readonly news: News
  readonly hook: HookReceiver
  readonly redis: OwnRedis
  readonly redisUrl: string
  readonly postgres: OwnServer
  readonly leaseSeconds: number
  readonly daemons: readonly Service[]
  readonly workers: readonly Service[]
  readonly stop: () => Promise<void>
}

export interface StackOptions {
  /** The program's own where it is to be measured; tests take less. */
  readonly leaseSeconds: number
  readonly attempts: number
}

/** null where this machine lacks a server. */
export async function startStack({ leaseSeconds, attempts }: StackOptions): Promise<Stack | null> {
  const binary = findServer('redis-server')
  if (binary === null || findServer('postgres') === null) return null
  const postgres = await startPostgres()
  const redis = await startOwnRedis(binary)
  if (postgres === null || postgres.own === null) return null
  const news = await serveNews()
  const hook = await receiveHooks()
  const { config } = makeInstallation(news.feeds, {
    destinations: { hook: { channel: 'webhook', url: hook.url, secrets: [hook.secret] } },
    settleSeconds: 0,
    work: { leaseSeconds, attempts, threads: 1, concurrency: 2 },
    log: { level: 'warn' },
  })
  const url = await postgres.database()
  const store = await openStore(url, { create: true })
  const env = { DATABASE_URL: url, REDIS_URL: redis.url }
  const service = (...args: readonly string[]): Service => startService([...args, '--config', config], env)
  const daemons = [service('run'), service('run')]
  const workers = [service('worker'), service('worker')]
  const stop = async (): Promise<void> => {
    await Promise.all([...daemons, ...workers].map((one) => one.stop()))
    await store.destroy()
    await Promise.all([news.close(), hook.close(), redis.stop(), postgres.stop()])
  }
  await Promise.all([
    ...daemons.map((one) => one.hasSaid(/Detour runs/)),
    ...workers.map((one) => one.hasSaid(/Detour works/)),
  ])
  await Promise.any(daemons.map((one) => one.hasSaid(/This daemon leads:/)))
  const own = postgres.own
  return {
    store,
    news,
    hook,
    redis: redis.own,
    redisUrl: redis.url,
    postgres: own,
    leaseSeconds,
    daemons,
    workers,
    stop,
  }
}

/** Makes every feed due now, once the polls before are done. */
export async function pollNow({ store, news }: Stack): Promise<void> {
  for (let made = 0; made < news.feeds.length; await sleep(50)) {
    const waiting = store.selectFrom('task').select('id').where('kind', '=', 'poll-feed').where('state', '=', 'due')
    if ((await waiting.where('due', '>', clock as never).execute()).length < news.feeds.length) continue
    const { rows } =
      await sql`update task set due = ${clock} where kind = 'poll-feed' and state = 'due' returning id`.execute(store)
    made = rows.length
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The daemon that leads now; the first where that cannot be told. */
export async function leaderOf({ store, daemons }: Stack): Promise<Service> {
  const row = await store.selectFrom('daemon').select('pid').executeTakeFirst()
  return daemons.find((one) => one.pid() === row?.pid) ?? (daemons[0] as Service)
}
