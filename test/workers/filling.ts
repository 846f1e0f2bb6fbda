/** Sites whose pages fill a small disk, and what an installation on SQLite makes of them. */

import { randomBytes } from 'node:crypto'
import { openStore } from '../../src/store/database.ts'
import { mountSmall } from './disk.ts'
import { countStore, detour } from './line.ts'
import { install, rss, type Served, serve } from './served.ts'

export type Counts = Readonly<Record<string, number>>

export interface Filling {
  readonly articles: number
  /** How many pages were asked for so far, and what happens at each. */
  readonly pages: { served: number; onPage: () => void }
  readonly install: () => ReturnType<typeof install>
  readonly close: () => Promise<void>
}

const sites = 4
const each = 5
/** What no compression makes smaller: a page takes about this much of the disk. */
const pageBytes = 40_000

export async function serveFilling(): Promise<Filling> {
  const pages: Filling['pages'] = { served: 0, onPage: () => undefined }
  const served: readonly Served[] = await Promise.all(
    Array.from({ length: sites }, (_, site) =>
      serve((request, response) => {
        const url = request.url ?? '/'
        const links = Array.from({ length: each }, (_, number) => `${served[site]?.base}/page/${number}`)
        if (url === '/feed') return response.end(rss(links.map((link) => ({ link, title: link }))))
        if (!url.startsWith('/page/')) return response.writeHead(404).end()
        pages.served++
        pages.onPage()
        return response.writeHead(200, { 'content-type': 'text/html' }).end(page(`${site}${url}`))
      }),
    ),
  )
  const feeds = served.map(({ base }) => `${base}/feed`)
  return {
    articles: sites * each,
    pages,
    install: () => install(feeds, { work: { concurrency: 4 } }),
    close: async () => void (await Promise.all(served.map(({ close }) => close()))),
  }
}

function page(path: string): string {
  const text = `A reseller shipped Nvidia H100 servers to China in spite of the export rules, Reuters reported, ${path}. `
  return `<html lang="en"><body><!-- ${randomBytes(pageBytes / 2).toString('hex')} --><article><h1>Page ${path}</h1><p>${text.repeat(4)}</p></article></body></html>`
}

export async function countAll(data: string): Promise<Counts> {
  const store = await openStore(data, { create: false })
  const refused = await store.selectFrom('page').select('problem').where('problem', 'is not', null).execute()
  await store.destroy()
  return { ...(await countStore(data)), refused: refused.length }
}

/** One run with room enough: its exit code and what it left. */
export async function undisturbedRun({ install }: Filling): Promise<Counts> {
  const { data, config } = install()
  const { code } = await detour(['once', '--config', config])
  return { code: code ?? -1, ...(await countAll(data)) }
}

export interface FullRound {
  /** What the runs ended with that the disk was too small for. */
  readonly ended: readonly Pick<Awaited<ReturnType<typeof detour>>, 'code' | 'signal' | 'stdout' | 'stderr'>[]
  readonly full: Counts
  /** Once there is room: exit code and counts of one more run. */
  readonly after: Counts
  readonly wholeMs: number
  readonly recoveryMs: number
}

/** `runs` runs on a disk of `kb`, room made, and another run; null where this user may not mount a disk. */
export async function fillDisk({ install }: Filling, kb: number, runs: number): Promise<FullRound | null> {
  const { data, config } = install()
  const disk = mountSmall(data, kb)
  if (disk === null) return null
  try {
    const began = Date.now()
    const ended: FullRound['ended'][number][] = []
    for (let run = 0; run < runs; run++) ended.push(await detour(['once', '--config', config]))
    disk.resize(64_000)
    const full = await countAll(data)
    const struck = Date.now()
    const { code } = await detour(['once', '--config', config])
    const recoveryMs = Date.now() - struck
    const after = { code: code ?? -1, ...(await countAll(data)) }
    return { ended, full, after, wholeMs: Date.now() - began, recoveryMs }
  } finally {
    disk.unmount()
  }
}
