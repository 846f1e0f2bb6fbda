/** A loopback server and an installation that watches it, for the tests that run the real command line. */

import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'

export interface Served {
  /** Without a slash at its end. */
  readonly base: string
  readonly close: () => Promise<void>
}

export async function serve(listener: RequestListener): Promise<Served> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Section = Readonly<Record<string, unknown>>

/** A folder with a detour.yaml that watches the addresses and no bundled feed; quiet, without pauses. */
export function install(
  feeds: readonly string[],
  more: { readonly work?: Section; readonly fetch?: Section; readonly folder?: string } = {},
): { readonly folder: string; readonly data: string; readonly config: string } {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), 'detour-served-'))
  const config = join(folder, 'detour.yaml')
  const settings = {
    data: './data',
    feeds: { bundled: [], own: feeds.map((url, number) => ({ url, outlet: `Outlet ${number}`, language: 'en' })) },
    fetch: { allowLoopback: true, hostPauseSeconds: 0, ...more.fetch },
    work: { threads: 1, ...more.work },
    settleSeconds: 0,
    log: { level: 'silent' },
  }
  writeFileSync(config, stringify(settings))
  return { folder, data: join(folder, 'data'), config }
}

export interface Item {
  readonly link: string
  readonly title: string
  readonly summary?: string
}

export function rss(items: readonly Item[]): string {
  const written = items.map(
    ({ link, title, summary = '' }) =>
      `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><description>${summary}</description></item>`,
  )
  return `<rss version="2.0"><channel><title>Feed</title>${written.join('')}</channel></rss>`
}

/** A page with as much text as is ever analysed: it takes seconds, an ordinary one some hundredths of one. */
export function longPage(): string {
  const sentence = (number: number): string =>
    `Reseller ${number} Holdings Ltd sold ${number + 5} H100 to China for $${number + 3} million in breach of export rules.`
  const paragraphs = Array.from({ length: 300 }, (_, at) => {
    const sentences = Array.from({ length: 20 }, (_, next) => sentence(20 * at + next))
    return `<p>${sentences.join(' ')}</p>`
  })
  return `<html lang="en"><body><article><h1>Long</h1>${paragraphs.join('')}</article></body></html>`
}
