import { randomBytes } from 'node:crypto'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/database.ts'
import { storePath } from '../../src/store/place.ts'
import { mountSmall } from './disk.ts'
import { countStore, detour } from './line.ts'
import { install, rss, type Served, serve } from './served.ts'

const sites = 4
const each = 5
/** What no compression makes smaller: a page takes about this much of the disk. */
const pageBytes = 40_000

let served: readonly Served[]
let undisturbed: Readonly<Record<string, number>>
let pagesServed = 0
let onPage: () => void = () => undefined

function page(path: string): string {
  const text = `A reseller shipped Nvidia H100 servers to China in spite of the export rules, Reuters reported, ${path}. `
  return `<html lang="en"><body><!-- ${randomBytes(pageBytes / 2).toString('hex')} --><article><h1>Page ${path}</h1><p>${text.repeat(4)}</p></article></body></html>`
}

beforeAll(async () => {
  served = await Promise.all(
    Array.from({ length: sites }, (_, site) =>
      serve((request, response) => {
        const url = request.url ?? '/'
        const links = Array.from({ length: each }, (_, number) => `${served[site]?.base}/page/${number}`)
        if (url === '/feed') return response.end(rss(links.map((link) => ({ link, title: link }))))
        if (!url.startsWith('/page/')) return response.writeHead(404).end()
        pagesServed++
        onPage()
        return response.writeHead(200, { 'content-type': 'text/html' }).end(page(`${site}${url}`))
      }),
    ),
  )
  const { data, config } = installFeeds()
  const { code } = await detour(['once', '--config', config])
  undisturbed = { code: code ?? -1, ...(await countAll(data)) }
}, 120_000)

afterAll(() => Promise.all(served.map(({ close }) => close())))

function installFeeds(): ReturnType<typeof install> {
  return install(
    served.map(({ base }) => `${base}/feed`),
    { work: { concurrency: 4 } },
  )
}

async function countAll(data: string): Promise<Readonly<Record<string, number>>> {
  const store = await openStore(data, { create: false })
  const refused = await store.selectFrom('page').select('problem').where('problem', 'is not', null).execute()
  await store.destroy()
  return { ...(await countStore(data)), refused: refused.length }
}

const sentence = /^detour: The disk that holds \S+detour\.db is full: make room, then start again; .*\.\n$/

describe('an undisturbed run', () => {
  it('does all the work', () => {
    expect(undisturbed).toMatchObject({ code: 0, findings: sites * each, refused: 0, quarantined: 0 })
  })
})

describe('a disk that fills up amid the work', () => {
  it.each([
    [700, 1],
    [1_500, 6],
    [2_000, 2],
  ])(
    'of %i KB ends %i runs in a sentence with nothing in hand; with room, another run does all of it once',
    async (kb, runs) => {
      const { data, config } = installFeeds()
      const disk = mountSmall(data, kb)
      if (disk === null) return console.warn('skipped: mounting a small tmpfs needs root')
      try {
        for (let run = 0; run < runs; run++) {
          const ended = await detour(['once', '--config', config])
          expect([ended.code, ended.signal, ended.stdout, ended.stderr]).toEqual([
            1,
            null,
            '',
            expect.stringMatching(sentence),
          ])
        }
        disk.resize(64_000)
        expect(await countAll(data)).toMatchObject({ claimed: 0, quarantined: 0, refused: 0, doubled: 0 })
        const { code } = await detour(['once', '--config', config])
        expect({ code, ...(await countAll(data)) }).toEqual(undisturbed)
      } finally {
        disk.unmount()
      }
    },
    120_000,
  )

  it.each([0, 16])(
    'by others, but for %i KB, ends the daemon the same way',
    async (spareKb) => {
      const { data, config } = installFeeds()
      const disk = mountSmall(data, 32_000)
      if (disk === null) return console.warn('skipped: mounting a small tmpfs needs root')
      try {
        const from = pagesServed
        onPage = () => pagesServed === from + 5 && disk.fill(spareKb)
        const ended = await detour(['run', '--config', config], { killAfterMs: 30_000 })
        expect([ended.code, ended.signal, ended.stderr.replace(/^.*Detour runs.*\n/, '')]).toEqual([
          1,
          null,
          expect.stringMatching(sentence),
        ])
        disk.clear()
        expect(await countAll(data)).toMatchObject({ claimed: 0, quarantined: 0, refused: 0, doubled: 0 })
        const { code } = await detour(['once', '--config', config])
        expect({ code, ...(await countAll(data)) }).toEqual(undisturbed)
      } finally {
        onPage = () => undefined
        disk.unmount()
      }
    },
    120_000,
  )
})

describe('a store that another process keeps busy for longer than a statement waits', () => {
  it('is waited for', async () => {
    const { data, config } = installFeeds()
    const from = pagesServed
    onPage = () => {
      if (pagesServed !== from + 5) return
      const other = new Libsql(storePath(data))
      const hold = (): void => {
        try {
          other.exec('begin immediate')
          setTimeout(() => other.exec('commit'), 8_000)
        } catch {
          // The daemon writes just now: a moment later it does not.
          setTimeout(hold, 10)
        }
      }
      hold()
    }
    const { code, stderr } = await detour(['once', '--config', config])
    onPage = () => undefined
    expect([stderr, { code, ...(await countAll(data)) }]).toEqual(['', undisturbed])
  }, 120_000)
})
