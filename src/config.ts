/** The settings of one installation: what `detour.yaml` and the environment say, checked, with defaults. */

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { type AlertRule, alertRuleSchema } from './alert/rule.ts'
import { explainIssue } from './config-issue.ts'
import { redisSchema } from './config-redis.ts'
import { Fault } from './types/fault.ts'

const seconds = z.number().positive()

const feedSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'a feed is read from an address that begins with http:// or https://' }),
  outlet: z.string().min(1),
  language: z.string().nullable().default(null),
})

/** Name of the one rule that holds where none is configured: each destination is told everything. */
const everyReport = 'Every report'

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** The channel's own settings stand beside its name; workers/deliver/destinations.ts checks them. */
const destinationSchema = z.looseObject({ channel: z.string().min(1) })

const postgresAddress = /^postgres(?:ql)?:\/\//i

/** One zod source: it checks `detour.yaml`, and its descriptions are the comments that `detour init` writes. */
export const configSchema = z.strictObject({
  data: z.string().default('./detour-data').describe('Folder that holds the store. DETOUR_HOME overrides it.'),
  store: z
    .strictObject({
      url: z
        .string()
        .regex(postgresAddress, 'the store is a PostgreSQL database, named by an address that begins with postgres://')
        .nullable()
        .default(null)
        .describe(
          'PostgreSQL that holds the store instead of a file in the data folder. DATABASE_URL overrides it, and is the better\nplace for a password: postgres://detour:secret@db.example.org/detour?sslmode=verify-full',
        ),
    })
    .prefault({}),
  feeds: z
    .strictObject({
      bundled: z
        .array(z.string())
        .default(['en', 'fr'])
        .describe('Languages whose bundled feeds are watched; [] for none.'),
      own: z.array(feedSchema).default([]).describe('Feeds of your own: url, outlet, language.'),
    })
    .prefault({}),
  poll: z
    .strictObject({
      minutes: z.number().min(15).default(60).describe('Minutes between two polls of one feed (15 or more).'),
      backfillDays: z
        .number()
        .min(0)
        .default(3)
        .describe('Older items at the first poll are back-fill: in the digest, never alerted.'),
    })
    .prefault({}),
  fetch: z
    .strictObject({
      userAgent: z
        .string()
        .min(1)
        .regex(/^[\x20-\x7e\xa0-\xff]+$/, 'an HTTP header takes one line of Latin-1 characters, no others')
        .default('Detour/0.1 (+https://detour.example/bot)')
        .describe('How the reader names itself to web servers: name, version and a contact address.'),
      timeoutSeconds: seconds.default(20).describe('Time limit for one whole request, redirects included.'),
      maxBytes: z.number().int().positive().default(15_000_000).describe('Most bytes of one answer, once decoded.'),
      hostPauseSeconds: z.number().min(0).default(5).describe('Pause between two article pages of one host.'),
      allowLoopback: z.boolean().default(false).describe('Fetch from this machine too: for tests and the demo only.'),
    })
    .prefault({}),
  work: z
    .strictObject({
      concurrency: z.number().int().min(1).max(64).default(4).describe('Tasks worked side by side.'),
      threads: z.number().int().min(1).max(32).default(2).describe('Worker threads that read and analyse.'),
      leaseSeconds: seconds
        .default(10)
        .describe(
          'A task whose worker has not been heard of for so long is taken over; workers renew it as they work.',
        ),
      attempts: z.number().int().min(1).default(5).describe('Tries before a task is put into quarantine.'),
      readSeconds: seconds.default(20).describe('Time limit for reading and analysing one input in a thread.'),
    })
    .prefault({}),
  redis: redisSchema,
  language: z.string().default('en').describe('Language in which alerts and digests are worded: en or fr.'),
  destinations: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name is written in small letters, digits and "-", at most 40'),
      destinationSchema,
    )
    .default({ console: { channel: 'console' } })
    .describe(
      'Where people are told, by names of your own. Secrets are written as env:NAME (docs/channels.md):\n  desk: { channel: email, host: smtp.example.org, from: detour@example.org, to: [ desk@example.org ],\n    auth: { user: detour, password: env:SMTP_PASSWORD } }\n  chat: { channel: slack, url: env:SLACK_URL }',
    ),
  alerts: z
    .array(alertRuleSchema)
    .optional()
    .meta({
      description:
        'Which stories are told of at once, and to whom; [] for none. Every condition given must be met (docs/alerts.md):\n  minScore, minSources, posture, languages, companies, chips, regions, routes, coolDownHours',
      default: [{ name: everyReport, destinations: ['console'] }],
    }),
  settleSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(10)
    .describe('An alert waits so long for more articles of its story, so that a burst is told once.'),
  digest: z
    .strictObject({
      weekday: z.enum(weekdays).default('monday').describe('Day on which the digest of the week before is made.'),
      time: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written as 07:00')
        .default('07:00')
        .describe('Time of day, in the zone.'),
      zone: z.string().default('UTC').describe('Time zone in which weeks are cut, such as Europe/Paris.'),
      formats: z
        .array(z.string())
        .default(['markdown', 'html', 'json', 'csv'])
        .describe('What is written to digests/ in the data folder.'),
      destinations: z.array(z.string()).default([]).describe('Names of destinations that it is sent to.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Least level logged.'),
    })
    .prefault({}),
})

type Settings = z.infer<typeof configSchema>

export type Config = Omit<Settings, 'alerts'> & {
  /** Where the store is: the address of a PostgreSQL database, else the data folder. */
  readonly place: string
  readonly alerts: readonly AlertRule[]
  /** The file read; null: bundled defaults. */
  readonly file: string | null
}

/** The environment variables that settings come from; nothing else in the program reads process.env. */
export interface Environment {
  readonly DETOUR_HOME?: string | undefined
  readonly DETOUR_CONFIG?: string | undefined
  readonly DETOUR_FAIL?: string | undefined
  readonly DATABASE_URL?: string | undefined
  readonly REDIS_URL?: string | undefined
  /** Where sentinels ask for a password of their own. */
  readonly REDIS_SENTINEL_PASSWORD?: string | undefined
}

/** The one look at process.env. */
export function environment(): Environment & Readonly<Record<string, string | undefined>> {
  return process.env
}

/**
 * Reads `detour.yaml`: the file named, else DETOUR_CONFIG, else the one in the working folder, else defaults.
 * Throws Fault config-invalid with the key, what was found and what would be right.
 */
export function loadConfig(file: string | null, env: Environment = environment()): Config {
  const named = file ?? env.DETOUR_CONFIG ?? null
  const path = resolve(named ?? 'detour.yaml')
  if (!existsSync(path)) {
    if (named !== null)
      throw new Fault('config-invalid', `There is no configuration file ${path}. "detour init" writes one.`)
    return resolveConfig(configSchema.parse({}), null, env)
  }
  const found = readYaml(path)
  const parsed = configSchema.safeParse(found)
  if (!parsed.success)
    throw new Fault(
      'config-invalid',
      `${path}: ${parsed.error.issues.map((issue) => explainIssue(issue, found, configSchema)).join('; ')}.`,
    )
  return resolveConfig(parsed.data, path, env)
}

/** Longest file read, in bytes: settings are hundreds of lines at most. */
const longest = 1_000_000

/** Throws Fault config-invalid that names the file. */
function readYaml(path: string): unknown {
  const text = readSettings(path)
  try {
    const document = parseDocument(text)
    const first = document.errors[0]
    if (first !== undefined)
      throw new Fault('config-invalid', `${path} is not valid YAML: ${first.message.split('\n')[0]}`)
    return document.toJS() ?? {}
  } catch (error) {
    if (error instanceof Fault) throw error
    const why = error instanceof ReferenceError ? 'its aliases unfold into far too much' : (error as Error).message
    throw new Fault('config-invalid', `${path} cannot be read as YAML: ${why}.`, { cause: error })
  }
}

function readSettings(path: string): string {
  try {
    const status = statSync(path)
    if (status.isDirectory())
      throw new Fault('config-invalid', `${path} is a folder; --config takes a file, such as ${path}/detour.yaml.`)
    const text = status.size > longest ? null : readFileSync(path, 'utf8')
    if (text === null || text.length > longest)
      throw new Fault('config-invalid', `The configuration file ${path} is longer than 1 MB; it cannot be one.`)
    return text
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('config-invalid', `The configuration file ${path} cannot be read (${(error as Error).message}).`, {
      cause: error,
    })
  }
}

/** Settings as the program takes them: paths start at the file's own folder, so that a daemon started elsewhere finds them. */
export function resolveConfig(config: Settings, file: string | null, env: Environment): Config {
  const base = file === null ? process.cwd() : dirname(file)
  const everybody = Object.keys(config.destinations)
  const every = everybody.length === 0 ? [] : [{ name: everyReport, destinations: everybody }]
  const data = resolve(base, env.DETOUR_HOME ?? config.data)
  return { ...config, alerts: config.alerts ?? every, data, place: databaseUrl(env) ?? config.store.url ?? data, file }
}

/** Throws Fault config-invalid that does not show the address: it may hold a password. */
function databaseUrl({ DATABASE_URL: url }: Environment): string | null {
  if (url === undefined || url === '') return null
  if (postgresAddress.test(url)) return url
  throw new Fault(
    'config-invalid',
    'DATABASE_URL is not the address of a PostgreSQL database: that begins with postgres://. Unset it to use the store in the data folder.',
  )
}
