import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/database.ts'
import { detour } from './line.ts'
import { install, longPage, rss, type Served, serve } from './served.ts'

const summary =
  'A Singapore reseller shipped Nvidia H100 servers to China in spite of the export rules, Reuters reported on Monday.'
const article = `<html lang="en"><body><article><h1>Whole</h1>${`<p>${summary} More than two hundred boxes.</p>`.repeat(4)}</article></body></html>`
/** Path → content type and body of the page that the entry links to. */
const pages: Readonly<Record<string, readonly [string, string | Buffer]>> = {
  whole: ['text/html', article],
  pdf: ['application/pdf', Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n')],
  png: ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0])],
  empty: ['text/html', ''],
  json: ['application/json', '{"title":"x"}'],
  plain: ['text/plain', 'Just a few words.'],
  long: ['text/html', longPage()],
}

let served: Served
let rows: Readonly<Record<string, { readonly origin: string; readonly problem: string | null; readonly text: string }>>
let ended: Awaited<ReturnType<typeof detour>>

const answer = (name: string, response: ServerResponse): unknown => {
  const [type, body] = pages[name] ?? ['text/plain', '']
  return response.writeHead(pages[name] === undefined ? 404 : 200, { 'content-type': type }).end(body)
}

beforeAll(async () => {
  served = await serve((request, response) => {
    const name = (request.url ?? '/').slice(1)
    if (!name.startsWith('feed')) return answer(name, response)
    const listed = name === 'feed' ? Object.keys(pages).filter((page) => page !== 'long') : ['long']
    return response.end(rss(listed.map((page) => ({ link: `${served.base}/${page}`, title: page, summary }))))
  })
  const { config, data } = install([`${served.base}/feed`])
  ended = await detour(['once', '--config', config])
  const hasty = install([`${served.base}/feed-long`], { work: { readSeconds: 1.2 } })
  await detour(['once', '--config', hasty.config])
  rows = { ...(await rowsOf(data)), ...(await rowsOf(hasty.data)) }
})

/** What became of each page, by the last part of its address. */
async function rowsOf(data: string): Promise<typeof rows> {
  const store = await openStore(data, { create: false })
  const found = await store
    .selectFrom('page')
    .innerJoin('document', 'document.page', 'page.id')
    .select(['page.url', 'page.problem', 'document.origin', 'document.text'])
    .execute()
  await store.destroy()
  return Object.fromEntries(found.map(({ url, ...row }) => [url?.split('/').at(-1) ?? '', row]))
}

afterAll(() => served.close())

describe('a page that cannot be read', () => {
  it.each([
    ['whole', 'page', null],
    ['pdf', 'feed', /not HTML|PDF/],
    ['png', 'feed', /not HTML|PNG|image/],
    ['empty', 'feed', /./],
    ['json', 'feed', /./],
    ['plain', 'feed', /./],
    ['long', 'feed', /longer than 1\.2 s/],
  ] as const)('%s: its entry is analysed from %s', (name, origin, problem) => {
    expect(rows[name]).toMatchObject({ origin, text: expect.stringContaining(origin === 'page' ? 'boxes' : summary) })
    if (problem === null) expect(rows[name]?.problem).toBeNull()
    else expect(rows[name]?.problem).toMatch(problem)
  })

  it('puts nothing into quarantine, and the run says how many there were', () => {
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(ended.stdout).toContain('1 pages fetched (5 more could not be had or read), 6 articles analysed.')
  })
})
