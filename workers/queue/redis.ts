/** The way to Redis: one server, sentinels or a cluster, with login and TLS; its troubles in sentences without secrets. */

import { readFileSync } from 'node:fs'
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import type { Config, Environment } from '../../src/config.ts'
import type { RedisSettings } from '../../src/config-redis.ts'
import { isPostgres } from '../../src/store/place.ts'
import { Fault } from '../../src/types/fault.ts'

export type Client = Redis | Cluster

interface Place {
  readonly host: string
  readonly port: number
}

/** What REDIS_URL says, and the settings beside it. Holds secrets: it is shown to nobody. */
export interface RedisPlace {
  readonly server: Place
  readonly login: Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'>
  readonly sentinelPassword: string | undefined
  readonly settings: RedisSettings
}

const wanted = 'one is redis://user:password@host:6379/0, or rediss:// for TLS'

/** Throws Fault config-invalid where the address or the certificate does not hold; the address is not repeated. */
export function redisPlace({ redis }: Pick<Config, 'redis'>, env: Environment): RedisPlace {
  const text = (env.REDIS_URL ?? '').trim()
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new Fault('config-invalid', `REDIS_URL is no address of a Redis server: ${wanted}.`)
  const db = url.pathname.replace(/^\//, '')
  if (!/^\d*$/.test(db))
    throw new Fault('config-invalid', `REDIS_URL ends with "/${db}", where a database number belongs: ${wanted}.`)
  if (redis.cluster && Number(db) > 0)
    throw new Fault('config-invalid', 'REDIS_URL names a database number, but a Redis cluster has only number 0.')
  const secure = url.protocol === 'rediss:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    server: { host, port: url.port === '' ? 6379 : Number(url.port) },
    login: {
      ...(url.username === '' ? {} : { username: decoded(url.username) }),
      ...(url.password === '' ? {} : { password: decoded(url.password) }),
      ...(db === '' ? {} : { db: Number(db) }),
      ...(secure ? { tls: { ...authority(redis.ca), servername: serverName(host) } } : {}),
    },
    sentinelPassword: env.REDIS_SENTINEL_PASSWORD || undefined,
    settings: redis,
  }
}

/**
 * Where messages go; null: nowhere, for all work is done in one process. Throws Fault config-invalid where the store is a
 * file: one process holds that.
 */
export function queueOf(config: Pick<Config, 'redis' | 'place'>, env: Environment): RedisPlace | null {
  if (env.REDIS_URL === undefined || env.REDIS_URL === '') return null
  if (!isPostgres(config.place))
    throw new Fault(
      'config-invalid',
      'REDIS_URL is set, but the store is a file, which one process works alone: set DATABASE_URL too, or unset REDIS_URL.',
    )
  return redisPlace(config, env)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Fault(
      'config-invalid',
      'REDIS_URL holds a "%" in its user or password that begins no code: write % as %25.',
    )
  }
}

/** TLS names no server by its number. */
function serverName(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host
}

function authority(file: string | null): { readonly ca?: Buffer } {
  if (file === null) return {}
  try {
    return { ca: readFileSync(file) }
  } catch (error) {
    throw new Fault('config-invalid', `redis.ca cannot be read: ${(error as Error).message}.`, { cause: error })
  }
}

/** As people are told of it. */
export function shownRedis({ server, settings }: RedisPlace): string {
  const { host, port } = server
  if (settings.sentinels.length > 0)
    return `Redis "${settings.sentinelName}" by sentinels ${settings.sentinels.join(', ')}`
  return `${settings.cluster ? 'The Redis cluster at' : 'Redis at'} ${host.includes(':') ? `[${host}]` : host}:${port}`
}

function placeOf(text: string): Place {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
}

/**
 * How long an answer may be waited for before the connection is taken for dead, in ms: above the ten seconds that a
 * worker lets Redis hold its question for the next message.
 */
const silenceMs = 30_000

/** Waits between tries to connect; null gives up. */
type Retry = (times: number) => number | null
/** Both kinds of reply are the same to us. */
type Plain<Options> = Omit<Options, 'replyMapping'>

/**
 * A client that goes on trying for as long as it lives, as workers need it; `patience`: that gives up a command after so
 * many tries to connect. Errors are told to `onError`: without a listener they would go to the console.
 */
export function connectRedis(
  place: RedisPlace,
  onError: (fault: Fault) => void,
  patience: number | null = null,
): Client {
  const { server, login, settings } = place
  const retry: Retry = (times) => (patience !== null && times > patience ? null : Math.min(times * 100, 1_000))
  const common: Plain<RedisOptions> = {
    ...login,
    maxRetriesPerRequest: patience,
    socketTimeout: silenceMs,
    connectTimeout: 10_000,
  }
  const client = settings.cluster
    ? new Cluster([server, ...settings.nodes.map(placeOf)], clusterOptions(common, retry))
    : new Redis({
        ...common,
        lazyConnect: true,
        retryStrategy: retry,
        ...(settings.sentinels.length === 0 ? server : sentinelOptions(place, retry)),
      })
  client.on('error', (error: Error) => onError(redisFault(error, place)))
  return client
}

function sentinelOptions(
  { login: { tls }, settings, sentinelPassword }: RedisPlace,
  retry: Retry,
): Plain<RedisOptions> {
  return {
    sentinels: settings.sentinels.map(placeOf),
    name: settings.sentinelName,
    sentinelRetryStrategy: retry,
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    ...(tls === undefined ? {} : { enableTLSForSentinelMode: true, sentinelTLS: tls }),
  }
}

function clusterOptions(redisOptions: Plain<RedisOptions>, retry: Retry) {
  return {
    redisOptions,
    clusterRetryStrategy: retry,
    clusterNodeRetryStrategy: retry,
    slotsRefreshTimeout: 5_000,
    // Names as the nodes give them: a certificate is made out to a name.
    dnsLookup: (address, callback) => callback(null, address),
  } satisfies Plain<ClusterOptions>
}

/** What Redis or the way to it says → what it means and what to do. The first that fits is taken. */
const known: readonly (readonly [RegExp, string])[] = [
  [
    /WRONGPASS|NOAUTH|invalid password|without any password/i,
    'does not take this login: mend user and password in REDIS_URL',
  ],
  [/NOPERM/, 'does not let this user do what Detour needs: give it all commands on its keys (docs/operations.md)'],
  [
    /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|Connection is closed|max retries|All sentinels|ClusterAllFailed|slots cache|Socket timeout/i,
    'cannot be reached: see that it runs and that REDIS_URL leads to it',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'has a name that does not resolve: mend REDIS_URL'],
  [
    /certificate|self-signed|self signed|SSL|TLS|wrong version number|EPROTO/i,
    'and this side do not agree on TLS: rediss:// is for servers with TLS, redis:// for those without; redis.ca names the authority of an own certificate',
  ],
  [/\bOOM\b|maxmemory/, 'has no memory left: give it more'],
  [/READONLY/, 'is a replica, which takes no writing: name the server that does, or the sentinels'],
  [/CROSSSLOT|MOVED/, 'is a cluster: set redis.cluster'],
  [/cluster support disabled/, 'is no cluster: set redis.cluster to false'],
]

/** The Fault behind an error of Redis: what it means; of what is not known only the error's own words, which hold no address. */
export function redisFault(error: unknown, place: RedisPlace): Fault {
  if (error instanceof Fault) return error
  const { code = '', message, lastNodeError } = error as { code?: string; message?: string; lastNodeError?: Error }
  const text = [code, message ?? String(error), lastNodeError?.message].join(' ')
  const means = known.find(([pattern]) => pattern.test(text))?.[1] ?? `does not answer as it should (${message})`
  return new Fault('queue-unusable', `${shownRedis(place)} ${means}.`, { cause: error })
}

export interface RedisState {
  readonly version: string
  readonly valkey: boolean
  /** What it does when its memory is full. */
  readonly policy: string
}

/** What it is, once connected. Throws Fault queue-unusable where that cannot be, within some seconds. */
export async function demandRedis(place: RedisPlace): Promise<RedisState> {
  const told: { last: Fault | null } = { last: null }
  const client = connectRedis(
    place,
    (fault) => {
      told.last = fault
    },
    2,
  )
  try {
    if (client instanceof Redis) await client.connect()
    const info = infoOf(await client.info())
    return {
      version: info.valkey_version ?? info.redis_version ?? '0',
      valkey: info.valkey_version !== undefined,
      policy: info.maxmemory_policy ?? 'unknown',
    }
  } catch (error) {
    throw told.last ?? redisFault(error, place)
  } finally {
    client.disconnect()
  }
}

function infoOf(text: string): Readonly<Record<string, string>> {
  const rows = text.split(/\r?\n/).filter((line) => line.includes(':') && !line.startsWith('#'))
  return Object.fromEntries(rows.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}
