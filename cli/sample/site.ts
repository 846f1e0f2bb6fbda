/** What the sample week's sites answer: pure, from host and path to status, headers and bytes. */

import { createHash } from 'node:crypto'
import iconv from 'iconv-lite'
import { feedTypes, type Item, writeFeed } from './feed.ts'
import { writePage } from './page.ts'
import { articleNamed, type SampleArticle, type SampleWeek, type Site } from './week.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** When and where the week is served: `now` in ms, `port` on this machine. */
export interface Served {
  readonly week: SampleWeek
  readonly now: number
  readonly port: number
}

const day = 86_400_000

/** Names below localhost lead to this machine (RFC 6761), so that each site has a host of its own. */
export function homeOf(id: string, port: number): string {
  return `http://${id}.localhost:${port}/`
}

/** `host` as the Host header has it, `path` with its query. */
export function answerTo(host: string, path: string, served: Served): Answer {
  const id = host.toLowerCase().split('.localhost')[0] ?? ''
  const at = path.split('?')[0] ?? ''
  const moved = served.week.sites.find((site) => site.movedFrom === id)
  if (moved !== undefined) return redirect(homeOf(moved.id, served.port) + path.slice(1))
  const site = served.week.sites.find((one) => one.id === id)
  if (site === undefined) return text(404, `There is no site ${host}.`)
  if (at === '/robots.txt') return text(200, robots(site))
  if (at === '/feed') return feed(site, served)
  const article = served.week.articles.find((one) => one.feed === id && `/${one.path}` === at)
  if (article === undefined || article.missing) return text(404, 'There is nothing here.')
  return page(site, article, served)
}

function redirect(location: string): Answer {
  return { status: 301, headers: { location, 'content-type': 'text/plain' }, body: Buffer.alloc(0) }
}

function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(body) }
}

function robots({ disallow }: Site): string {
  return `User-agent: *\nDisallow:${disallow === undefined ? '' : ` ${disallow}`}\n`
}

function feed(site: Site, served: Served): Answer {
  if (site.status !== 200) return text(site.status, 'Internal Server Error')
  const { articles } = served.week
  const own = articles.filter((article) => article.feed === site.id)
  const carried = site.carries.map((name) => articleNamed(articles, name))
  const items = [...own, ...carried].sort((a, b) => a.date - b.date).map((one) => itemOf(one, site, served))
  return encode(feedTypes[site.format], writeFeed(site, items, homeOf(site.id, served.port)), site)
}

function page(site: Site, article: SampleArticle, served: Served): Answer {
  const words = served.week.furniture[site.language]
  if (words === undefined) throw new Error(`sample/furniture.yaml has no words in ${site.language}.`)
  return encode('text/html', writePage(site, article, itemOf(article, site, served), words), site)
}

/** Old servers do not say the charset of what they send: the document does. */
function encode(type: string, body: string, { charset }: Site): Answer {
  const bytes = iconv.encode(body, charset)
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
  const contentType = charset === 'utf-8' ? `${type}; charset=utf-8` : type
  return { status: 200, headers: { 'content-type': contentType, etag }, body: bytes }
}

/** The article as an entry of a site's feed, its own or one that carries it. */
function itemOf(article: SampleArticle, site: Site, { now, port }: Served): Item {
  const url = `${homeOf(article.feed, port)}${article.path}`
  return {
    url,
    link: site.tracking === '' ? url : `${url}?${site.tracking}`,
    date: new Date(now - article.date * day),
    title: article.title,
    summary: article.summary ?? article.text[0] ?? '',
    paragraphs: site.full && !article.stub ? article.text : null,
    author: article.author ?? null,
  }
}
