import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { findServer } from '../../../scripts/servers.js'
import { configSchema, type Environment } from '../../../src/config.ts'
import type { Sendable } from '../../../src/store/relay.ts'
import type { Fault } from '../../../src/types/fault.ts'
import { clearQueues, messageIdOf, openPost, taskOfMessage } from '../../../workers/queue/post.ts'
import {
  type Client,
  connectRedis,
  demandRedis,
  queueOf,
  type RedisPlace,
  redisPlace,
  shownRedis,
} from '../../../workers/queue/redis.ts'
import { certificates } from '../../fixtures/certificates.ts'
import { closedPort } from '../../fixtures/receivers.ts'
import { startOwnRedis, startSentinel, useRedis } from '../../fixtures/redis.ts'
import { unprivileged } from '../../fixtures/server.ts'

const redis = await useRedis()
const binary = findServer('redis-server')
const password = 'p@ss/word:1%'
const ends: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

type Settings = Readonly<Record<string, unknown>>

function placeOf(url: string, settings: Settings = {}, env: Environment = {}): RedisPlace {
  const config = configSchema.parse({ redis: { prefix: '{detour-test}', ...settings } })
  return redisPlace(config, { ...env, REDIS_URL: url })
}

function task(id: number, priority = 10): Sendable {
  return { id, kind: 'fetch-page', priority, host: null }
}

/** Sends messages and answers the ids that a worker is given, in their order. */
async function carried(place: RedisPlace, tasks: readonly Sendable[]): Promise<number[]> {
  const faults: Fault[] = []
  const client: Client = connectRedis(place, (fault) => faults.push(fault))
  const post = openPost(client, place, (fault) => faults.push(fault))
  const got: number[] = []
  try {
    await post.send(tasks)
    // A second time: what waits stays as it is.
    await post.send(tasks)
    expect(await post.waiting('fetch-page')).toBe(tasks.length)
    await new Promise<void>((resolve) => {
      const worker = new Worker(
        'fetch-page',
        async ({ id }) => {
          got.push(taskOfMessage(id) ?? 0)
          if (got.length === tasks.length) setTimeout(() => void worker.close().then(resolve), 50)
        },
        { connection: client as never, prefix: place.settings.prefix, removeOnComplete: { count: 0 } },
      )
    })
    // Nothing is left behind, so that the same task may be sent again.
    await post.send(tasks)
    expect(await post.waiting('fetch-page')).toBe(tasks.length)
    expect(faults).toEqual([])
    return got
  } finally {
    await post.clear()
    client.disconnect()
  }
}

/** What one server answers to one command. */
async function told(url: string, command: string, ...args: readonly string[]): Promise<string> {
  const client = new Redis(url)
  try {
    return String(await client.call(command, ...args))
  } finally {
    client.disconnect()
  }
}

/** A bound that catches a hang. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come to hold within a minute.')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe.skipIf(redis === null)('messages', () => {
  it('are carried in the order of their priorities, once each, and leave nothing behind', async () => {
    const place = placeOf(redis!.url, { prefix: redis!.prefix() })
    expect(await carried(place, [task(1, 20), task(2, 10), task(3, 0), task(4, 10)])).toEqual([3, 2, 4, 1])
  })

  it('of another prefix are not seen', async () => {
    const place = placeOf(redis!.url, { prefix: redis!.prefix() })
    const client = connectRedis(place, () => undefined)
    const other = { ...place, settings: { ...place.settings, prefix: redis!.prefix() } }
    await openPost(client, place, () => undefined).send([task(1)])
    expect(await openPost(client, other, () => undefined).waiting('fetch-page')).toBe(0)
    client.disconnect()
    await clearQueues(place)
  })
})

describe.skipIf(binary === null)('a Redis', { timeout: 120_000 }, () => {
  it('with a password takes the login, and one that is wrong is told without it', async () => {
    const server = await startOwnRedis(binary!, { password })
    ends.push(server.stop)
    const { port } = server.own
    const right = placeOf(`redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/2`)
    expect(await carried(right, [task(1), task(2)])).toEqual([1, 2])
    for (const url of [`redis://:wrong-secret@127.0.0.1:${port}`, `redis://127.0.0.1:${port}`])
      await expect(demandRedis(placeOf(url))).rejects.toMatchObject({
        code: 'queue-unusable',
        message: `Redis at 127.0.0.1:${port} does not take this login: mend user and password in REDIS_URL.`,
      })
  })

  it('with TLS is spoken to safely, and not where its authority is not known', async () => {
    const tls = certificates(unprivileged('redis', 'nobody'))
    const server = await startOwnRedis(binary!, { tls })
    ends.push(server.stop)
    const { port } = server.own
    expect(await carried(placeOf(`rediss://localhost:${port}`, { ca: tls.ca }), [task(1)])).toEqual([1])
    expect(await carried(placeOf(`rediss://127.0.0.1:${port}`, { ca: tls.ca }), [task(1)])).toEqual([1])
    await expect(demandRedis(placeOf(`rediss://localhost:${port}`))).rejects.toThrow(/do not agree on TLS: /)
    await expect(demandRedis(placeOf(`redis://localhost:${port}`))).rejects.toMatchObject({ code: 'queue-unusable' })
  })

  it('behind sentinels is found by its name', async () => {
    const server = await startOwnRedis(binary!, { password: 'secret' })
    const sentinel = await startSentinel(binary!, server.own.port, 'secret')
    ends.push(server.stop, sentinel.stop)
    const settings = { sentinels: [`127.0.0.1:${sentinel.port}`], sentinelName: 'desk' }
    const place = placeOf('redis://:secret@of-no-matter:1', settings)
    expect(await carried(place, [task(1)])).toEqual([1])
    expect(shownRedis(place)).toBe(`Redis "desk" by sentinels 127.0.0.1:${sentinel.port}`)
  })

  it('behind sentinels is found again when its replica takes over', async () => {
    const first = await startOwnRedis(binary!)
    const replica = ['--replicaof', '127.0.0.1', String(first.own.port)]
    const second = await startOwnRedis(binary!, { args: replica })
    const sentinel = await startSentinel(binary!, first.own.port)
    ends.push(first.stop, second.stop, sentinel.stop)
    const place = placeOf('redis://of-no-matter:1', {
      sentinels: [`127.0.0.1:${sentinel.port}`],
      sentinelName: 'desk',
    })
    const client = connectRedis(place, () => undefined)
    const post = openPost(client, place, () => undefined)
    await post.send([task(1)])
    await until(async () => (await told(second.url, 'INFO', 'replication')).includes('master_link_status:up'))
    await first.own.stop()
    await until(async () => (await told(second.url, 'ROLE')).startsWith('master'))
    // The client that was there before goes over by itself.
    await post.send([task(2)])
    expect(await post.waiting('fetch-page')).toBeGreaterThanOrEqual(1)
    await post.clear()
    client.disconnect()
    expect(await carried(place, [task(3), task(4)])).toEqual([3, 4])
  })

  it.each([1, 3])('that is a cluster of %i holds all keys of an installation on one node', async (size) => {
    const nodes = await Promise.all(
      Array.from({ length: size }, () =>
        startOwnRedis(binary!, { args: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] }),
      ),
    )
    ends.push(...nodes.map(({ stop }) => stop))
    for (const [at, { url }] of nodes.entries()) {
      const [from, to] = [at, at + 1].map((edge) => Math.floor((16_384 * edge) / size))
      await told(url, 'CLUSTER', 'ADDSLOTSRANGE', String(from), String(to! - 1))
      await told(url, 'CLUSTER', 'MEET', '127.0.0.1', String(nodes[0]!.own.port))
    }
    for (const { url } of nodes)
      await until(async () => (await told(url, 'CLUSTER', 'INFO')).includes('cluster_state:ok'))
    const keys = async (url: string): Promise<string> => told(url, 'DBSIZE')
    const place = placeOf(nodes[0]!.url, { cluster: true })
    const client = connectRedis(place, () => undefined)
    await openPost(client, place, () => undefined).send([task(9)])
    client.disconnect()
    const held = await Promise.all(nodes.map(({ url }) => keys(url)))
    expect(held.filter((count) => count !== '0')).toHaveLength(1)
    await clearQueues(place)
    expect(await carried(place, [task(1), task(2)])).toEqual([1, 2])
  })

  it('that is not there is told of within seconds, without its password', async () => {
    const port = await closedPort()
    await expect(demandRedis(placeOf(`redis://user:hidden-secret@127.0.0.1:${port}`))).rejects.toMatchObject({
      code: 'queue-unusable',
      message: `Redis at 127.0.0.1:${port} cannot be reached: see that it runs and that REDIS_URL leads to it.`,
    })
  })
})

describe('an address of Redis', () => {
  it.each([
    ['localhost:6379', /^REDIS_URL is no address of a Redis server: /],
    ['http://user:hidden@host', /^REDIS_URL is no address/],
    ['redis://:hidden@host/one', /ends with "\/one", where a database number belongs/],
    ['redis://:hid%den@host', /a "%" in its user or password that begins no code/],
  ])('that is wrong is refused: %s', (url, says) => {
    expect(() => placeOf(url)).toThrow(says)
    expect(() => placeOf(url)).not.toThrow(/hid/)
  })

  it.each([
    [{ cluster: true, prefix: 'detour' }, /in braces/],
    [{ cluster: true, sentinels: ['a:1'] }, /not both/],
    [{ sentinels: ['redis://a'] }, /host:port/],
    [{ nodes: ['a:70000'] }, /65535/],
    [{ prefix: 'a:b' }, /a prefix is written/],
  ])('goes with settings that hold: not %j', (settings, says) => {
    expect(() => placeOf('redis://localhost', settings)).toThrow(says)
  })

  it('goes with a store that many share', () => {
    const { redis } = configSchema.parse({})
    expect(queueOf({ redis, place: '/srv/detour' }, {})).toBe(null)
    expect(queueOf({ redis, place: 'postgres://db/detour' }, { REDIS_URL: '' })).toBe(null)
    expect(() => queueOf({ redis, place: '/srv/detour' }, { REDIS_URL: 'redis://r' })).toThrow(/set DATABASE_URL too/)
    expect(queueOf({ redis, place: 'postgres://db/detour' }, { REDIS_URL: 'redis://r' })).not.toBe(null)
  })

  it('of a message is a task and nothing else', () => {
    expect([messageIdOf(17), taskOfMessage('t17')]).toEqual(['t17', 17])
    for (const id of [undefined, '', '17', 't', 't1:2', 'x17']) expect(taskOfMessage(id)).toBe(null)
  })
})
