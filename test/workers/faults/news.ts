/** News without end: sites on loopback whose feeds bring so many new affairs whenever they are asked for a new edition. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface News {
  readonly feeds: readonly { readonly url: string; readonly outlet: string; readonly language: string }[]
  /** Puts so many new articles into each feed in the place of those that were there; answers their addresses. */
  readonly publish: (each: number) => readonly string[]
  readonly close: () => Promise<void>
}

const sites = ['Harbour Wire', 'Chip Courier', 'Customs Gazette', 'Silicon Ledger'] as const

export async function serveNews(): Promise<News> {
  let edition: readonly (readonly number[])[] = sites.map(() => [])
  let last = 0
  const bases: string[] = []
  const servers = await Promise.all(
    sites.map(async (_, site) => {
      const server = createServer((request, response) => {
        const url = request.url ?? '/'
        const base = bases[site] ?? ''
        if (url === '/feed') return response.writeHead(200).end(feedOf(base, edition[site] ?? []))
        const number = /^\/news\/(\d+)$/.exec(url)?.[1]
        if (number === undefined) return response.writeHead(404).end()
        setTimeout(() => response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(Number(number))), 10)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      bases[site] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      return server
    }),
  )
  return {
    feeds: sites.map((outlet, site) => ({ url: `${bases[site]}/feed`, outlet, language: 'en' })),
    publish: (each) => {
      edition = sites.map(() => Array.from({ length: each }, () => ++last))
      return edition.flatMap((numbers, site) => numbers.map((number) => linkOf(bases[site] ?? '', number)))
    },
    close: () => closeAll(servers),
  }
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
}

function linkOf(base: string, number: number): string {
  return `${base}/news/${number}`
}

function feedOf(base: string, numbers: readonly number[]): string {
  const items = numbers.map((number) => {
    const link = linkOf(base, number)
    return `<item><title>${titleOf(number)}</title><link>${link}</link><guid>${link}</guid><pubDate>${new Date().toUTCString()}</pubDate></item>`
  })
  return `<rss version="2.0"><channel><title>News</title>${items.join('')}</channel></rss>`
}

const beginnings = [
  'Bar',
  'Cor',
  'Del',
  'Fen',
  'Gal',
  'Hol',
  'Jor',
  'Kel',
  'Lun',
  'Mar',
  'Nor',
  'Pel',
  'Quin',
  'Ros',
  'Sel',
  'Tor',
  'Ul',
  'Ver',
  'Wes',
  'Zan',
] as const
const middles = [
  'a',
  'be',
  'ci',
  'do',
  'e',
  'fi',
  'go',
  'hu',
  'i',
  'ka',
  'lo',
  'mi',
  'no',
  'pu',
  'ri',
  'so',
  'ta',
  'u',
  'vi',
  'zo',
] as const
const ends = [
  'bank',
  'crest',
  'dale',
  'field',
  'gate',
  'ham',
  'land',
  'mere',
  'nor',
  'port',
  'quay',
  'ridge',
  'stone',
  'ton',
  'vale',
  'wick',
] as const
const chips = ['H100', 'H200', 'A100', 'H800', 'A800', 'H20', 'L40S', 'B200'] as const
const ways = [
  'Singapore',
  'Malaysia',
  'Thailand',
  'Turkey',
  'Kazakhstan',
  'India',
  'Vietnam',
  'Indonesia',
  'Taiwan',
  'Armenia',
] as const

function pick<Item>(items: readonly Item[], number: number): Item {
  return items[number % items.length] as Item
}

/** No two affairs have firms, chip, number and way in common. */
function firmOf(number: number): string {
  const n = number * 7
  const name = `${pick(beginnings, n)}${pick(middles, Math.floor(n / 20))}${pick(ends, number * 5 + Math.floor(number / 16))}`
  return `${name} Ltd`
}

function titleOf(number: number): string {
  return `${firmOf(number)} charged with smuggling ${pick(chips, number)} servers through ${pick(ways, number * 3)}`
}

const things =
  'anchor apple barrel basket bench blanket bottle bridge broom bucket button candle canvas carpet castle chapel chimney clock coat copper cotton cradle curtain desk ditch drawer drum engine fence ferry fiddle forest fountain garden glove gravel hammer harbour hedge honey horse island jacket kettle kitchen ladder lantern leather letter library lighthouse linen locker lumber market meadow mirror mountain museum needle orchard oven paddle paint pasture pebble pencil piano pillow pocket potter quarry quilt railway ribbon river rope saddle sailor salt shovel silver spoon stable station statue sugar table tailor temple theatre thread tower tunnel umbrella valley vessel village violin wagon walnut weaver wheat whistle window winter wool workshop'.split(
    ' ',
  )

/** What sets the texts apart: two that are a third alike are taken for copies. */
function asides(number: number): string[] {
  let seed = number * 2_654_435_761 + 12_345
  const next = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return pick(things, seed >> 8)
  }
  return Array.from(
    { length: 5 },
    () =>
      `Neighbours spoke of the ${next()} by the ${next()}, of a ${next()} and a ${next()}, and the ${next()} near the ${next()}.`,
  )
}

function pageOf(number: number): string {
  const firm = firmOf(number)
  const count = 37 + ((number * 83) % 900)
  const chip = pick(chips, number)
  const way = pick(ways, number * 3)
  const text = [
    `Prosecutors charged ${firm} with smuggling ${count} Nvidia ${chip} chips to China through ${way} in violation of export controls.`,
    `A lawyer for ${firm} declined to comment on case ${number}.`,
    ...asides(number),
  ]
  return `<html lang="en"><body><article><h1>${titleOf(number)}</h1>${text.map((one) => `<p>${one}</p>`).join('')}</article></body></html>`
}
