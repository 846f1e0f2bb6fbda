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

/** Four feeds in four formats with `each` articles apiece, some of them shared, one page missing, one feed broken. */
export async function serveFeeds(each: number): Promise<{ readonly base: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const url = request.url ?? '/'
    const items = Array.from({ length: each }, (_, i) => ({
      link: `${base}/page/${url.slice(1)}/${i}`,
      title: `Serveurs H100 numéro ${i} de ${url.slice(1)}`,
    }))
    items.push({ link: `${base}/page/shared/0?utm_source=${url.slice(1)}`, title: 'Repris partout' })
    const rss = items
      .map(
        ({ link, title }) =>
          `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><description>Nvidia dans le résumé.</description></item>`,
      )
      .join('')
    const rdf = items
      .map(({ link, title }) => `<item rdf:about="${link}"><title>${title}</title><link>${link}</link></item>`)
      .join('')
    const atom = items
      .map(({ link, title }) => `<entry><id>${link}</id><title>${title}</title><link href="${link}"/></entry>`)
      .join('')
    const bodies: Record<string, string> = {
      '/rss': `<rss version="2.0"><channel><title>R</title>${rss}</channel></rss>`,
      '/rdf': `<rdf:RDF xmlns:rdf="r" xmlns="x"><channel><title>D</title></channel>${rdf}</rdf:RDF>`,
      '/atom': `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>${atom}</feed>`,
      '/json': JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: items.map(({ link, title }) => ({ id: link, url: link, title })),
      }),
    }
    const feed = bodies[url]
    if (feed !== undefined) return response.writeHead(200, { 'content-type': 'application/xml' }).end(feed)
    if (url === '/page/rss/0') return response.writeHead(404).end()
    if (!url.startsWith('/page/')) return response.writeHead(404).end()
    const text =
      `Une société écran a expédié des serveurs H100 vers la Chine via Singapour malgré l’embargo américain, selon Reuters, numéro ${url}. `.repeat(
        4,
      )
    setTimeout(
      () =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<html lang="fr"><body><article><h1>Article ${url}</h1><p>${text}</p></article></body></html>`),
      5,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** A folder with a detour.yaml that watches the four feeds; leases are short, so that a killed worker's work comes back. */
export function makeInstallation(base: string): { readonly data: string; readonly config: string } {
  const folder = mkdtempSync(join(tmpdir(), 'detour-line-'))
  const config = join(folder, 'detour.yaml')
  const own = ['rss', 'rdf', 'atom', 'json'].map((name) => ({ url: `${base}/${name}`, outlet: name, language: 'fr' }))
  const settings = {
    data: './data',
    feeds: { bundled: [], own },
    fetch: { allowLoopback: true, hostPauseSeconds: 0 },
    work: { leaseSeconds: 1, threads: 1, concurrency: 3 },
    log: { level: 'silent' },
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
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
    const timers = [
      options.killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.killAfterMs),
      options.stopAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGTERM'), options.stopAfterMs),
    ]
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
