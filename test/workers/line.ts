/** Runs the real `detour once` on real processes against a loopback server, for the tests of the line. */

import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { openStore } from '../../src/store/database.ts'
import { countTasks } from '../../src/store/task.ts'

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'detour.js')

const formats = ['rss', 'rdf', 'atom', 'json'] as const
type Format = (typeof formats)[number]

export interface Feeds {
  readonly feeds: readonly { readonly url: string; readonly outlet: string; readonly language: string }[]
  readonly close: () => Promise<void>
}

/**
 * Four feeds in four formats with `each` articles apiece, one more that all of them carry, one page missing. Each feed has a
 * server of its own, for one host is never asked for two things at once.
 */
export async function serveFeeds(each: number): Promise<Feeds> {
  const bases = new Map<Format, string>()
  const servers = await Promise.all(formats.map((format) => serveFeed(format, each, bases)))
  return {
    feeds: formats.map((format) => ({ url: `${bases.get(format)}/feed`, outlet: format, language: 'fr' })),
    close: async () => {
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

async function serveFeed(format: Format, each: number, bases: Map<Format, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const url = request.url ?? '/'
    if (url === '/feed') return response.writeHead(200).end(writers[format](itemsOf(format, each, bases)))
    if (!url.startsWith('/page/') || url === '/page/rss/0') return response.writeHead(404).end()
    setTimeout(() => response.writeHead(200, { 'content-type': 'text/html' }).end(pageAt(url)), 5)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  bases.set(format, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return server
}

interface Item {
  readonly link: string
  readonly title: string
}

function itemsOf(format: Format, each: number, bases: ReadonlyMap<Format, string>): Item[] {
  const own = Array.from({ length: each }, (_, i) => ({
    link: `${bases.get(format)}/page/${format}/${i}`,
    title: `Serveurs H100 numéro ${i} de ${format}`,
  }))
  return [...own, { link: `${bases.get('rss')}/page/shared/0?utm_source=${format}`, title: 'Repris partout' }]
}

/** News of today: what is older, or undated, is back-fill at a feed's first poll. */
const today = new Date().toISOString()

const writers: Readonly<Record<Format, (items: readonly Item[]) => string>> = {
  rss: (items) =>
    `<rss version="2.0"><channel><title>R</title>${items
      .map(
        ({ link, title }) =>
          `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><pubDate>${new Date(today).toUTCString()}</pubDate><description>Nvidia dans le résumé.</description></item>`,
      )
      .join('')}</channel></rss>`,
  rdf: (items) =>
    `<rdf:RDF xmlns:rdf="r" xmlns="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>D</title></channel>${items
      .map(
        ({ link, title }) =>
          `<item rdf:about="${link}"><title>${title}</title><link>${link}</link><dc:date>${today}</dc:date></item>`,
      )
      .join('')}</rdf:RDF>`,
  atom: (items) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>${items
      .map(
        ({ link, title }) =>
          `<entry><id>${link}</id><title>${title}</title><link href="${link}"/><updated>${today}</updated></entry>`,
      )
      .join('')}</feed>`,
  json: (items) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: items.map(({ link, title }) => ({ id: link, url: link, title, date_published: today })),
    }),
}

function pageAt(url: string): string {
  const text =
    `Une société écran a expédié des serveurs Nvidia H100 vers la Chine via Singapour malgré l’embargo américain, selon Reuters, numéro ${url}. `.repeat(
      4,
    )
  return `<html lang="fr"><body><article><h1>Article ${url}</h1><p>${text}</p></article></body></html>`
}

/** A folder with a detour.yaml that watches the feeds; leases are short, so that a killed worker's work comes back. */
export function makeInstallation(
  feeds: Feeds['feeds'],
  more: Readonly<Record<string, unknown>> = {},
): { readonly data: string; readonly config: string } {
  const folder = mkdtempSync(join(tmpdir(), 'detour-line-'))
  const config = join(folder, 'detour.yaml')
  const settings = {
    data: './data',
    feeds: { bundled: [], own: feeds },
    fetch: { allowLoopback: true, hostPauseSeconds: 0 },
    work: { leaseSeconds: 1, threads: 1, concurrency: 3 },
    settleSeconds: 0,
    log: { level: 'silent' },
    ...more,
  }
  writeFileSync(config, stringify(settings))
  return { data: join(folder, 'data'), config }
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line; `killAfterMs` ends it as by kill -9, `stopAfterMs` asks it to stop. */
export function detour(
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>
    readonly killAfterMs?: number
    readonly stopAfterMs?: number
    /** Asks it to stop half a second after it has said this on stderr. */
    readonly stopOnceSaid?: RegExp
    /** Asks it to stop once this has come. */
    readonly stopAfter?: Promise<unknown>
    readonly input?: string | Buffer
    readonly cwd?: string
  } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, ...args], {
      env: { ...process.env, ...options.env },
      cwd: options.cwd,
      stdio: 'pipe',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    let asked = false
    child.stderr.on('data', (chunk) => {
      stderr += chunk
      if (asked || options.stopOnceSaid?.test(stderr) !== true) return
      asked = true
      setTimeout(() => child.kill('SIGTERM'), 500)
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
    const timers = [
      options.killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.killAfterMs),
      options.stopAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGTERM'), options.stopAfterMs),
    ]
    void options.stopAfter?.then(() => child.kill('SIGTERM'))
    child.on('close', (code, signal) => {
      for (const timer of timers) clearTimeout(timer)
      resolve({ code, signal, stdout, stderr })
    })
  })
}

/** What a store holds once its work is done. */
export async function countStore(data: string): Promise<Readonly<Record<string, number>>> {
  const store = await openStore(data, { create: false })
  try {
    const count = async (table: 'entry' | 'page' | 'document' | 'finding'): Promise<number> => {
      const row = await store
        .selectFrom(table)
        .select((one) => one.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    }
    const tasks = await countTasks(store)
    const doubled = await store
      .selectFrom('finding')
      .select('document')
      .groupBy(['document', 'analysis'])
      .having((one) => one.fn.countAll(), '>', 1)
      .execute()
    return {
      entries: await count('entry'),
      pages: await count('page'),
      documents: await count('document'),
      findings: await count('finding'),
      waiting: tasks.due,
      claimed: tasks.claimed,
      quarantined: tasks.quarantined,
      doubled: doubled.length,
    }
  } finally {
    await store.destroy()
  }
}
