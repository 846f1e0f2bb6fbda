/** `detour demo`: the real line over a bundled sample week, served on loopback; no other network is touched. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Config, type Environment, environment, loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { makeDatabaseBeside } from '../../src/store/beside.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { listNotices } from '../../src/store/outbox.ts'
import { isPostgres, shownPlace } from '../../src/store/place.ts'
import { listStories } from '../../src/store/story.ts'
import type { StorySummary } from '../../src/types/story.ts'
import { tellStory } from '../../workers/assign/retell.ts'
import { saveDigest } from '../../workers/digest/write.ts'
import { digestFolder } from '../../workers/publish-digest.ts'
import { clearQueues } from '../../workers/queue/post.ts'
import { queueOf } from '../../workers/queue/redis.ts'
import { inert, type Paint, painter } from '../output.ts'
import { type ReceivedMail, type Receivers, startReceivers } from '../sample/receivers.ts'
import { type SampleServer, serveSample } from '../sample.ts'
import { makeDigest } from './digest.ts'
import { workOnce } from './once.ts'
import { storiesTable, storyText } from './stories.ts'

export async function command(): Promise<number> {
  const paint = painter(process.stdout, environment())
  const say = (text: string): unknown => process.stdout.write(text)
  const sample = await serveSample(Date.now())
  const receivers = await startReceivers()
  try {
    const env = environment()
    const apart = await demoApart(env)
    // The demo's own database stands in its detour.yaml.
    const config = loadConfig(install(sample, receivers, apart.settings), { ...env, DATABASE_URL: undefined })
    say(
      `${paint.bold('1. Findings')}: ${sample.feeds.length} sample feeds (RSS, RDF, Atom, JSON Feed), over HTTP …\n\n`,
    )
    const { quarantined } = await workOnce(config, false)
    const store = await openStore(config.place, { create: false })
    try {
      const stories = await toldStories(store)
      say(`\n${paint.bold('2. Stories')}: one affair, whatever its language\n\n${storiesTable(stories, paint)}`)
      say(`\n${storyAcross(stories, paint)}`)
      say(`\n${await alertsText(store, receivers, paint)}`)
      say(`\n${paint.bold('4. The digest of this week')}\n\n`)
      const { written } = await makeDigest(store, config, 'current', config.digest.formats)
      for (const path of await saveDigest(written, digestFolder(config))) say(`  ${path}\n`)
    } finally {
      await store.destroy()
    }
    await apart.end(config)
    say(furtherText(config))
    // One site of the week is down for good: that a feed fails is part of the show. That a task is stuck is not.
    return quarantined === 0 ? 0 : 1
  } finally {
    await receivers.close()
    await sample.close()
  }
}

interface Apart {
  /** For detour.yaml. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly end: (config: Config) => Promise<void>
}

/** Where servers are named, a database and queues of the demo's own on them: nothing of what they hold is touched. */
async function demoApart(env: Environment): Promise<Apart> {
  const name = `detour_demo_${randomBytes(4).toString('hex')}`
  const url = env.DATABASE_URL
  return {
    settings: {
      ...(url === undefined || url === '' ? {} : { store: { url: await makeDatabaseBeside(url, name) } }),
      ...(env.REDIS_URL === undefined || env.REDIS_URL === '' ? {} : { redis: { prefix: `{${name}}` } }),
    },
    end: async (config) => {
      const place = queueOf(config, env)
      if (place !== null) await clearQueues(place)
    },
  }
}

/** A folder with a detour.yaml such as anybody could have, but for the loopback; answers the file. */
function install(sample: SampleServer, { smtpPort, hookUrl, hookSecret }: Receivers, more: Apart['settings']): string {
  const folder = mkdtempSync(join(tmpdir(), 'detour-demo-'))
  const file = join(folder, 'detour.yaml')
  const from = 'detour@demo.example'
  const settings = {
    data: folder,
    ...more,
    feeds: { bundled: [], own: sample.feeds },
    fetch: { allowLoopback: true, hostPauseSeconds: 0 },
    destinations: {
      desk: { channel: 'email', host: '127.0.0.1', port: smtpPort, security: 'none', from, to: ['desk@demo.example'] },
      hook: { channel: 'webhook', url: hookUrl, secrets: [hookSecret] },
      log: { channel: 'file', path: join(folder, 'alerts.jsonl') },
    },
    settleSeconds: 5,
    alerts: [
      { name: 'Every report', destinations: ['log'] },
      { name: 'Charged or convicted, two sources', posture: 'charged', minSources: 2, destinations: ['desk', 'hook'] },
    ],
    log: { level: 'error' },
  }
  writeFileSync(file, stringify(settings), { mode: 0o600 })
  return file
}

async function toldStories(store: Store): Promise<StorySummary[]> {
  const knowledge = loadKnowledge()
  const kept = await listStories(store, { limit: 50 })
  return store.transaction().execute(async (db) => {
    const told: StorySummary[] = []
    for (const { id } of kept) {
      const retold = await tellStory(db, id, knowledge)
      if (retold !== null) told.push(retold.summary)
    }
    return told.sort((a, b) => b.articles.length - a.articles.length)
  })
}

/** The story told in most languages, whole. */
function storyAcross(stories: readonly StorySummary[], paint: Paint): string {
  const [widest] = [...stories].sort((a, b) => b.languages.length - a.languages.length)
  return widest === undefined ? 'No story was found.\n' : storyText(widest, paint)
}

async function alertsText(store: Store, { mails, hooks }: Receivers, paint: Paint): Promise<string> {
  const notices = await listNotices(store, { limit: 1_000 })
  const sent = notices.filter(({ state }) => state === 'sent')
  const latest = mails.at(-1)
  const lines = [
    `${paint.bold('3. Alerts')}: ${sent.length} sent, to a file, a mail server and a webhook receiver on this machine`,
    '',
    ...(latest === undefined ? ['No mail came.'] : mailText(latest, mails.length, paint)),
    '',
    ...hooks.map(
      ({ id, type, title, signed }) =>
        `  webhook ${id}: ${type}, ${signed ? paint.green('signature verified') : paint.red('WRONG SIGNATURE')}: ${inert(title)}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function mailText({ from, to, subject, messageId, text }: ReceivedMail, count: number, paint: Paint): string[] {
  const head = [`From: ${from}`, `To: ${to}`, `Subject: ${inert(subject)}`, `Message-ID: ${inert(messageId)}`]
  // The marks that keep a quotation's direction to itself have no width; a terminal without them shows the same.
  const body = text
    .trimEnd()
    .replace(/[\u2066-\u2069]/g, '')
    .split('\n')
    .map(inert)
  return [
    `  The last of ${count} mails, as the server took it:`,
    ...[...head, '', ...body].map((line) => `  ${paint.dim('│')} ${line}`),
  ]
}

function furtherText({ data, place, file }: Config): string {
  const served = isPostgres(place)
  const detour = `${served ? 'env -u DATABASE_URL -u REDIS_URL ' : ''}npx --no-install detour`
  return [
    '',
    `Everything of this demo is in ${data}${served ? ` and ${shownPlace(place)}` : ''}. Look further:`,
    `  ${detour} stories --config ${file}`,
    `  ${detour} alerts list --config ${file}`,
    '',
  ].join('\n')
}
