/** A store with reports in it, a receiver of webhooks, and the runner between them: for the tests of alerts. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext } from '../../daemon/daemon.ts'
import { type Config, configSchema, resolveConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { saveAnalysis } from '../../src/store/finding.ts'
import { pageIdOf } from '../../src/store/page.ts'
import type { StoredFinding } from '../../src/types/story.ts'
import type { Id } from '../../src/types/text.ts'
import { runEmbedded } from '../../workers/embedded.ts'
import type { Progress } from '../../workers/in-hand.ts'
import { storedItem } from '../story/affairs.ts'
import { serve } from './served.ts'

const knowledge = loadKnowledge()

export interface Posted {
  readonly id: string
  readonly type: string
  readonly body: { readonly data: { readonly title: string; readonly data: { readonly news: readonly string[] } } }
}

export interface HookReceiver {
  readonly url: string
  readonly secret: string
  readonly posted: readonly Posted[]
  /** Statuses of the next answers; 204 once they are used up. */
  readonly answers: number[]
  readonly close: () => Promise<void>
}

export async function receiveHooks(): Promise<HookReceiver> {
  const posted: Posted[] = []
  const answers: number[] = []
  const { base, close } = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Posted['body'] & { type: string }
    posted.push({ id: String(request.headers['webhook-id']), type: body.type, body })
    response.writeHead(answers.shift() ?? 204).end()
  })
  return {
    url: `${base}/hook`,
    secret: `whsec_${randomBytes(32).toString('base64')}`,
    posted,
    answers,
    close,
  }
}

export function configFor(hook: HookReceiver, change: Readonly<Record<string, unknown>> = {}): Config {
  const data = mkdtempSync(join(tmpdir(), 'detour-telling-'))
  const settings = configSchema.parse({
    data,
    feeds: { bundled: [] },
    destinations: { hook: { channel: 'webhook', url: hook.url, secrets: [hook.secret] } },
    settleSeconds: 0,
    work: { threads: 1 },
    log: { level: 'silent' },
    ...change,
  })
  return resolveConfig(settings, null, {})
}

export interface Report {
  /** Names the document: the same one again is a new analysis of it. */
  readonly id: string
  readonly title: string
  readonly text: string
  readonly outlet?: string
  readonly backfill?: boolean
  /** Another analysis than the last. */
  readonly analysis?: string
  readonly label?: 'circumvention' | 'related'
}

/** Saves a report as analyse-page does. */
export async function save(store: Store, report: Report): Promise<void> {
  const stored = findingOf(report)
  await store.transaction().execute(async (db) => {
    const page = pageIdOf('feed', { id: report.id } as never, null)
    await db
      .insertInto('page')
      .values({ id: page, first_seen: stored.firstSeen } as never)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    const { outlet, backfill } = stored
    await saveAnalysis(db, stored.document, stored.finding, { page, outlet, backfill })
  })
}

function findingOf({
  id,
  title,
  text,
  outlet = 'Harbour Wire',
  backfill = false,
  analysis,
  label,
}: Report): StoredFinding {
  const url = `https://news.example/${id}`
  const published = '2026-11-24T08:00:00Z'
  const one = storedItem(
    { id, set: 'tune', affair: id, outlet, origin: outlet, feed: 'feed', published, url, lang: 'en', title, text },
    knowledge,
  )
  const finding = {
    ...one.finding,
    ...(analysis === undefined ? {} : { id: `${one.finding.id}-${analysis}` as Id<'Finding'>, analysis }),
    ...(label === undefined ? {} : { label, claims: label === 'circumvention' ? one.finding.claims : [] }),
  }
  return { ...one, finding, outlet, backfill }
}

/** Works until nothing is due any more. */
export async function work(store: Store, config: Config): Promise<Progress[]> {
  const context = await createContext(config, store, { write: () => undefined }, knowledge)
  const done: Progress[] = []
  try {
    const signal = new AbortController().signal
    await runEmbedded(context, { idleMs: 0, signal, onProgress: (progress) => void done.push(progress) })
    return done
  } finally {
    await context.threads.close()
    await context.fetcher.close()
  }
}

export async function openIn(config: Config): Promise<Store> {
  return openStore(config.data, { create: true })
}
