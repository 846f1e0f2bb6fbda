/** `detour doctor`: checks configuration, knowledge, feeds, store and Redis; says what is wrong and how to mend it. */

import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { configuredFeeds } from '../../daemon/daemon.ts'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { listFeeds } from '../../src/store/feed.ts'
import { holderOf } from '../../src/store/lock.ts'
import { isPostgres, shownPlace, storePath } from '../../src/store/place.ts'
import { hasStore, readStore } from '../../src/store/read.ts'
import { countTasks } from '../../src/store/task.ts'
import { asFault } from '../../src/types/fault.ts'
import { loadDestinations } from '../../workers/deliver/destinations.ts'
import { demandRedis, queueOf, type RedisPlace, shownRedis } from '../../workers/queue/redis.ts'
import { painter } from '../output.ts'

interface Check {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'wrong'
  readonly says: string
}

/** Exit 0: nothing wrong (warnings allowed); 1 otherwise. */
export async function command(
  _: readonly string[],
  options: { readonly config: string | null; readonly json?: boolean },
): Promise<number> {
  const checks: Check[] = []
  const examine = async (name: string, look: () => Promise<Check> | Check): Promise<void> => {
    try {
      checks.push(await look())
    } catch (error) {
      checks.push({ name, state: 'wrong', says: asFault(error).message })
    }
  }
  let config: Config | null = null
  await examine('configuration', () => {
    config = loadConfig(options.config)
    return { name: 'configuration', state: 'ok', says: config.file ?? 'no detour.yaml: bundled settings' }
  })
  await examine('knowledge', checkKnowledge)
  if (config !== null) {
    const settings: Config = config
    await examine('alerts', () => checkAlerts(settings))
    await examine('feeds', () => checkFeeds(settings))
    await examine('store', () => checkStore(settings))
    const place = await placeOf(settings, checks)
    if (place !== null) await examine('redis', () => checkRedis(place))
  }
  print(checks, options.json === true)
  return checks.some((check) => check.state === 'wrong') ? 1 : 0
}

function checkKnowledge(): Check {
  const { sources } = loadKnowledge()
  const size = (part: object): number => Object.keys(part).length
  return {
    name: 'knowledge',
    state: 'ok',
    says: `${size(sources.companies)} companies, ${size(sources.chips)} chips, languages ${Object.keys(sources.languages).join(' ')}`,
  }
}

/** Destinations, rules and digest as the configuration has them; nothing is sent ("detour alerts test" does). */
async function checkAlerts(config: Config): Promise<Check> {
  const destinations = await loadDestinations(config, loadKnowledge(), environment())
  const { alerts, digest } = config
  const told = new Set([...alerts.flatMap((rule) => rule.destinations), ...digest.destinations])
  const idle = [...destinations.keys()].filter((name) => !told.has(name))
  const says = `${alerts.length} rules, ${destinations.size} destinations; the digest of a week is made on ${digest.weekday}s at ${digest.time} ${digest.zone}`
  if (alerts.length === 0) return { name: 'alerts', state: 'warning', says: `${says}; without a rule nobody is told` }
  if (idle.length > 0)
    return { name: 'alerts', state: 'warning', says: `${says}; nothing is ever sent to ${idle.join(', ')}` }
  return { name: 'alerts', state: 'ok', says }
}

function checkFeeds(config: Config): Check {
  const feeds = configuredFeeds(config)
  if (feeds.length === 0)
    return {
      name: 'feeds',
      state: 'warning',
      says: 'no feeds are configured: set feeds.bundled or feeds.own, or use "detour feeds add"',
    }
  return { name: 'feeds', state: 'ok', says: `${feeds.length} configured` }
}

/** A queue that is not set up as it should be is told of like any other. */
async function placeOf(config: Config, checks: Check[]): Promise<RedisPlace | null> {
  try {
    return queueOf(config, environment())
  } catch (error) {
    checks.push({ name: 'redis', state: 'wrong', says: asFault(error).message })
    return null
  }
}

/** The oldest Redis with the commands that messages need. */
const leastRedis = [6, 2] as const

async function checkRedis(place: RedisPlace): Promise<Check> {
  const { version, valkey, policy } = await demandRedis(place)
  const says = `${shownRedis(place)} answers (${valkey ? 'Valkey' : 'Redis'} ${version}), keys begin with ${place.settings.prefix}`
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < leastRedis[0] || (major === leastRedis[0] && minor < leastRedis[1]))
    return { name: 'redis', state: 'wrong', says: `${says}; Redis ${leastRedis.join('.')} or newer is needed` }
  if (policy !== 'noeviction')
    return {
      name: 'redis',
      state: 'warning',
      says: `${says}; its maxmemory-policy is ${policy}: set noeviction, or messages vanish where memory is short and wait to be sent again`,
    }
  return { name: 'redis', state: 'ok', says }
}

async function checkStore(config: Config): Promise<Check> {
  const { place } = config
  if (!(await hasStore(place))) {
    if (isPostgres(place))
      return { name: 'store', state: 'ok', says: `none yet; the first run makes its tables in ${shownPlace(place)}` }
    const path = storePath(place)
    let parent = dirname(path)
    while (!existsSync(parent)) parent = dirname(parent)
    accessSync(parent, constants.W_OK)
    return { name: 'store', state: 'ok', says: `none yet; ${path} will be made by the first run` }
  }
  return readStore(place, async (store) => {
    const tasks = await countTasks(store)
    const broken = (await listFeeds(store)).filter((feed) => feed.stopped === 0 && feed.problem !== null)
    const holder = await holderOf(store)
    const running = holder === null ? 'no daemon runs' : `daemon ${holder.pid} on ${holder.machine} runs`
    const rights = isPostgres(place) || mayWrite(storePath(place)) ? '' : ' (this user may only read it)'
    const says = `${isPostgres(place) ? shownPlace(place) : storePath(place)}${rights}; ${running}; ${tasks.due} tasks wait, ${tasks.quarantined} in quarantine; ${broken.length} feeds broken`
    return { name: 'store', state: tasks.quarantined > 0 || broken.length > 0 ? 'warning' : 'ok', says }
  })
}

function mayWrite(path: string): boolean {
  try {
    for (const one of [path, dirname(path)]) accessSync(one, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function print(checks: readonly Check[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(checks, null, 2)}\n`)
    return
  }
  const paint = painter(process.stdout, environment())
  const mark = { ok: paint.green('ok     '), warning: paint.yellow('warning'), wrong: paint.red('WRONG  ') }
  for (const { name, state, says } of checks) process.stdout.write(`${mark[state]} ${name.padEnd(14)} ${says}\n`)
}
