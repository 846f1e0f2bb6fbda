/** `detour alerts rules|test|list|show|retry`: what is told to whom, a try-out of a destination, what was sent and what was not. */

import { randomBytes } from 'node:crypto'
import { createDeliveryWays } from '../../daemon/fetcher.ts'
import { testNotice } from '../../src/alert/message.ts'
import { renderText } from '../../src/alert/render-text.ts'
import type { AlertRule } from '../../src/alert/rule.ts'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { programVersion } from '../../src/knowledge/project.ts'
import { openStore } from '../../src/store/database.ts'
import {
  type ListedNotice,
  listNotices,
  type NoticeState,
  noticeByKey,
  noticeStates,
  retryNotices,
} from '../../src/store/outbox.ts'
import { readStore } from '../../src/store/read.ts'
import { asFault, Fault } from '../../src/types/fault.ts'
import type { Notice } from '../../src/types/notice.ts'
import { type Destination, loadDestinations } from '../../workers/deliver/destinations.ts'
import { noticeFor, wordingFor } from '../../workers/deliver/notice.ts'
import { type Paint, painter, table } from '../output.ts'
import { number } from './findings.ts'

interface AlertsOptions {
  readonly config: string | null
  readonly json?: boolean
  readonly state?: string
  readonly destination?: string
  readonly limit?: string
}

export async function command(args: readonly string[], options: AlertsOptions): Promise<number> {
  const [verb, target, ...rest] = args
  const config = loadConfig(options.config)
  const paint = painter(process.stdout, environment())
  const takesTarget = verb === 'test' || verb === 'show' || verb === 'retry'
  if (rest.length > 0 || (target !== undefined && !takesTarget))
    throw new Fault('usage', `alerts ${verb} does not take "${[target, ...rest].join(' ')}".`)
  switch (verb) {
    case 'rules':
      return rules(config, options.json === true, paint)
    case 'test':
      return test(config, target ?? null, options.json === true, paint)
    case 'list':
      return list(config, options, paint)
    case 'show':
      if (target === undefined) throw new Fault('usage', 'alerts show takes the key of a notice ("alerts list").')
      return show(config, target, options.json === true)
    case 'retry':
      return retry(config, target ?? null, options.json === true)
    default:
      throw new Fault('usage', `alerts takes rules, test, list, show or retry; "${verb}" is none of them.`)
  }
}

/** The rules and the destinations as they are in force; throws Fault config-invalid where they do not hold. */
async function rules(config: Config, json: boolean, paint: Paint): Promise<number> {
  const destinations = await loadDestinations(config, loadKnowledge(), environment())
  const channels = [...destinations.values()].map(({ name, channel }) => ({ name, channel: channel.name }))
  if (json) {
    process.stdout.write(`${JSON.stringify({ rules: config.alerts, destinations: channels }, null, 2)}\n`)
    return 0
  }
  const rows = config.alerts.map((rule) => [rule.name, conditionsOf(rule), rule.destinations.join(', ')])
  process.stdout.write(
    [
      rows.length === 0
        ? 'There are no alert rules: nobody is told at once.\n'
        : table(['rule', 'tells of a story when', 'destinations'], rows, paint, 80),
      '\n',
      channels.length === 0
        ? 'There are no destinations.\n'
        : table(
            ['destination', 'channel'],
            channels.map(({ name, channel }) => [name, channel]),
            paint,
          ),
    ].join(''),
  )
  return 0
}

function conditionsOf({ name: _, destinations: __, coolDownHours, ...conditions }: AlertRule): string {
  const told = Object.entries(conditions).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${Array.isArray(value) ? value.join('|') : String(value)}`],
  )
  const quiet = coolDownHours === undefined ? [] : [`not within ${coolDownHours} h of its last alert`]
  return [...(told.length === 0 ? ['it is reported at all'] : told), ...quiet].join('; ')
}

/** Sends a notice that says it is a try-out, past the outbox. Exit 1 when a destination did not take it. */
async function test(config: Config, wanted: string | null, json: boolean, paint: Paint): Promise<number> {
  const knowledge = loadKnowledge()
  const destinations = await loadDestinations(config, knowledge, environment())
  const chosen = [...destinations.values()].filter(({ name }) => wanted === null || name === wanted)
  if (chosen.length === 0)
    throw new Fault(
      'usage',
      wanted === null
        ? 'There are no destinations to try out: add one to the configuration.'
        : `There is no destination "${wanted}"; there are ${[...destinations.keys()].join(', ') || 'none'}.`,
    )
  const wording = wordingFor({ config, knowledge: () => knowledge })
  const answers: { destination: string; ok: boolean; says: string }[] = []
  for (const destination of chosen) {
    const key = `test.${randomBytes(6).toString('hex')}.${destination.name}` as Notice['key']
    const answer = await tryOut(destination, testNotice(key, destination.name, wording), config, json)
    answers.push({ destination: destination.name, ...answer })
  }
  const line = ({ destination, ok, says }: (typeof answers)[number]): string =>
    `${ok ? paint.green('ok    ') : paint.red('FAILED')} ${destination}: ${says}\n`
  process.stdout.write(json ? `${JSON.stringify(answers, null, 2)}\n` : answers.map(line).join(''))
  return answers.every(({ ok }) => ok) ? 0 : 1
}

async function tryOut(
  { channel, settings }: Destination,
  notice: Notice,
  config: Config,
  json: boolean,
): Promise<{ readonly ok: boolean; readonly says: string }> {
  const ways = createDeliveryWays()
  try {
    const { detail } = await channel.deliver(notice, settings, {
      wayTo: ways.wayTo,
      userAgent: config.fetch.userAgent,
      version: programVersion(),
      signal: AbortSignal.timeout(60_000),
      stdout: json ? process.stderr : process.stdout,
    })
    return { ok: true, says: detail }
  } catch (error) {
    return { ok: false, says: asFault(error).message }
  } finally {
    await ways.close()
  }
}

async function list(config: Config, options: AlertsOptions, paint: Paint): Promise<number> {
  const { state, destination, json } = options
  if (state !== undefined && !noticeStates.includes(state as NoticeState))
    throw new Fault('usage', `--state is one of ${noticeStates.join(', ')}; "${state}" is none of them.`)
  const limit = number('limit', options.limit, 1, 100_000) ?? 50
  const filter = { state: state as NoticeState | undefined, destination, limit }
  const notices = await readStore(config.place, (store) => listNotices(store, filter))
  process.stdout.write(json === true ? `${JSON.stringify(notices.map(asJson), null, 2)}\n` : listText(notices, paint))
  return 0
}

function asJson({ created, sent, next, ...notice }: ListedNotice): object {
  return { ...notice, created: iso(created), sent: iso(sent), next: iso(next) }
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(Number(ms)).toISOString()
}

function listText(notices: readonly ListedNotice[], paint: Paint): string {
  if (notices.length === 0) return 'Nothing was told, and nothing waits to be.\n'
  const minute = (ms: number | null): string => iso(ms)?.slice(0, 16).replace('T', ' ') ?? ''
  const rows = notices.map((one) => [
    minute(one.created),
    one.state,
    one.kind,
    one.key,
    String(one.attempts),
    one.state === 'due' ? minute(one.next) : minute(one.sent),
    one.state === 'sent' ? (one.receipt ?? '') : (one.problem ?? ''),
  ])
  return table(['written (UTC)', 'state', 'kind', 'key', 'tries', 'sent or next', 'answer or problem'], rows, paint, 70)
}

/** The notice as it goes out, as text. */
async function show(config: Config, key: string, json: boolean): Promise<number> {
  const knowledge = loadKnowledge()
  const delivery = { userAgent: config.fetch.userAgent, version: programVersion(), stdout: process.stdout }
  const notice = await readStore(config.place, async (store) => {
    const row = await noticeByKey(store, key)
    return row === undefined ? null : noticeFor(row, { store, config, delivery, knowledge: () => knowledge })
  })
  if (notice === null)
    throw new Fault('input-invalid', `There is no notice "${key}"; "detour alerts list" has the keys.`)
  process.stdout.write(json ? `${JSON.stringify(notice, null, 2)}\n` : renderText(notice))
  return 0
}

/** Another round of attempts for one notice in quarantine, or for all of them. */
async function retry(config: Config, key: string | null, json: boolean): Promise<number> {
  const store = await openStore(config.place, { create: false })
  const keys = await retryNotices(store, key).finally(() => store.destroy())
  if (key !== null && keys.length === 0)
    throw new Fault('input-invalid', `No notice "${key}" is in quarantine; "detour alerts list" tells what is.`)
  process.stdout.write(
    json
      ? `${JSON.stringify({ retried: keys })}\n`
      : `${keys.length} notices are tried again by the daemon, or by the next "detour once".\n`,
  )
  return 0
}
