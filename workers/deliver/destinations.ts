/** Where people are told: destinations, rules and digest of the configuration, checked against what there is. */

import type { z } from 'zod'
import type { AnyChannel } from '../../src/alert/channel.ts'
import { loadChannels } from '../../src/alert/channels.ts'
import { checkRules } from '../../src/alert/check-rules.ts'
import type { Config } from '../../src/config.ts'
import { loadFormats } from '../../src/digest/formats.ts'
import { isZone } from '../../src/digest/week.ts'
import type { Knowledge } from '../../src/knowledge/compile.ts'
import { Fault } from '../../src/types/fault.ts'

/** A channel with the settings that one destination gives it, secrets filled in. */
export interface Destination {
  readonly name: string
  readonly channel: AnyChannel
  readonly settings: unknown
}

type Env = Readonly<Record<string, string | undefined>>
type Telling = Pick<Config, 'language' | 'destinations' | 'alerts' | 'digest' | 'file'>

/** Throws Fault config-invalid with a sentence for each thing that is wrong; no secret is told. */
export async function loadDestinations(
  config: Telling,
  knowledge: Knowledge,
  env: Env,
): Promise<ReadonlyMap<string, Destination>> {
  const channels = await loadChannels()
  const wrong: string[] = []
  const destinations = new Map<string, Destination>()
  for (const [name, { channel: wanted, ...settings }] of Object.entries(config.destinations)) {
    const channel = channels.get(wanted)
    const where = `destinations.${name}`
    if (channel === undefined) {
      wrong.push(`${where}: there is no channel "${wanted}"; there are ${[...channels.keys()].join(', ')}.`)
      continue
    }
    const missing = new Set<string>()
    const parsed = channel.settings.safeParse(withSecrets(settings, env, missing))
    for (const variable of missing)
      wrong.push(`${where}: the environment variable ${variable} that it names is not set.`)
    if (parsed.success) destinations.set(name, { name, channel, settings: parsed.data })
    else if (missing.size === 0) wrong.push(...parsed.error.issues.map((issue) => `${where}${explain(issue)}`))
  }
  wrong.push(...checkRules(config.alerts, Object.keys(config.destinations), knowledge.sources))
  wrong.push(...(await checkDigest(config, knowledge)))
  if (wrong.length > 0) throw new Fault('config-invalid', `${config.file ?? 'The settings'}: ${wrong.join(' ')}`)
  return destinations
}

/** "env:NAME" stands for what the environment variable NAME holds, wherever a setting is text. */
function withSecrets(value: unknown, env: Env, missing: Set<string>): unknown {
  if (typeof value === 'string') {
    const name = /^env:(\w+)$/.exec(value)?.[1]
    if (name === undefined) return value
    const held = env[name]
    if (held === undefined || held === '') missing.add(name)
    return held
  }
  if (Array.isArray(value)) return value.map((one) => withSecrets(one, env, missing))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSecrets(one, env, missing)]))
}

/** The key and the rule that it breaks; never the value, which may be a secret. */
function explain(issue: z.core.$ZodIssue): string {
  const key = issue.path.length === 0 ? '' : `.${issue.path.join('.')}`
  return issue.code === 'unrecognized_keys'
    ? `${key}: unknown setting ${issue.keys.join(', ')}.`
    : `${key}: ${issue.message}.`
}

async function checkDigest({ digest, destinations, language }: Telling, knowledge: Knowledge): Promise<string[]> {
  const formats = await loadFormats()
  const languages = Object.keys(knowledge.sources.wording)
  const unknown = (wanted: readonly string[], known: readonly string[]): string[] =>
    wanted.filter((one) => !known.includes(one))
  return [
    ...unknown([language], languages).map(
      (one) => `language: there are no words in "${one}"; there are ${languages.join(', ')}.`,
    ),
    ...unknown(digest.formats, [...formats.keys()]).map(
      (one) => `digest.formats: there is no format "${one}"; there are ${[...formats.keys()].join(', ')}.`,
    ),
    ...unknown(digest.destinations, Object.keys(destinations)).map(
      (one) => `digest.destinations: there is no destination "${one}".`,
    ),
    ...(isZone(digest.zone) ? [] : [`digest.zone: "${digest.zone}" is no time zone; one is written as Europe/Paris.`]),
  ]
}
