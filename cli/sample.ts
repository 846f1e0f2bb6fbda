/** The sample news of `detour demo`: four feeds in four formats and their pages, served on loopback. */

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { escapeHtml } from '../src/ingest/markup.ts'
import { projectRoot } from '../src/knowledge/load.ts'

const sampleSchema = z.strictObject({
  feeds: z.record(
    z.string(),
    z.strictObject({ title: z.string(), format: z.enum(['rss', 'atom', 'rdf', 'json']), language: z.string() }),
  ),
  articles: z.array(
    z.strictObject({
      feed: z.string(),
      path: z.string(),
      date: z.number(),
      author: z.string().optional(),
      title: z.string(),
      summary: z.string().optional(),
      stub: z.boolean().default(false),
      text: z.array(z.string()),
    }),
  ),
})

type Sample = z.infer<typeof sampleSchema>
type SampleArticle = Sample['articles'][number]

export interface SampleServer {
  readonly feeds: readonly { readonly url: string; readonly outlet: string; readonly language: string }[]
  readonly close: () => Promise<void>
}

/** Serves the sample on a free port of 127.0.0.1. `now` in ms: the articles are dated in days before it. */
export async function serveSample(
  now: number,
  path: string = join(projectRoot, 'sample', 'articles.yaml'),
): Promise<SampleServer> {
  const sample = sampleSchema.parse(parse(readFileSync(path, 'utf8')))
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const answer = answerTo(request.url ?? '/', sample, base, now)
    response.writeHead(answer.status, { 'content-type': answer.type, etag: `"${answer.body.length}"` })
    response.end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    feeds: Object.entries(sample.feeds).map(([id, { title, language }]) => ({
      url: `${base}/${id}/feed`,
      outlet: title,
      language,
    })),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answerTo(
  url: string,
  sample: Sample,
  base: string,
  now: number,
): { readonly status: number; readonly type: string; readonly body: string } {
  const [, feedId = '', page = ''] = /^\/([\w-]+)\/([\w-]+)$/.exec(url) ?? []
  const feed = sample.feeds[feedId]
  const articles = sample.articles.filter((article) => article.feed === feedId)
  if (feed !== undefined && page === 'feed') {
    const type = feed.format === 'json' ? 'application/feed+json' : 'application/xml; charset=utf-8'
    return {
      status: 200,
      type,
      body: writers[feed.format](
        feed,
        articles.map((article) => itemOf(article, base, now)),
        base,
      ),
    }
  }
  const article = articles.find((one) => one.path === page)
  if (feed === undefined || article === undefined)
    return { status: 404, type: 'text/plain', body: 'There is nothing here.' }
  return { status: 200, type: 'text/html; charset=utf-8', body: pageOf(feed, article, itemOf(article, base, now)) }
}

interface Item {
  readonly url: string
  readonly date: Date
  readonly title: string
  readonly summary: string
  readonly author: string | undefined
}

function itemOf(article: SampleArticle, base: string, now: number): Item {
  return {
    url: `${base}/${article.feed}/${article.path}`,
    date: new Date(now - article.date * 86_400_000),
    title: article.title,
    summary: article.summary ?? article.text[0] ?? '',
    author: article.author,
  }
}

type Writer = (feed: Sample['feeds'][string], items: readonly Item[], base: string) => string

const head = '<?xml version="1.0" encoding="UTF-8"?>\n'

const writers: Readonly<Record<Sample['feeds'][string]['format'], Writer>> = {
  rss: (feed, items, base) => {
    const entries = items.map(
      (item) =>
        `<item><title>${escapeHtml(item.title)}</title><link>${item.url}?utm_source=rss</link><guid>${item.url}</guid><pubDate>${item.date.toUTCString()}</pubDate><description>${escapeHtml(`<p>${escapeHtml(item.summary)}</p>`)}</description></item>`,
    )
    return `${head}<rss version="2.0"><channel><title>${escapeHtml(feed.title)}</title><link>${base}/</link><language>${feed.language}</language>${entries.join('')}</channel></rss>`
  },
  rdf: (feed, items, base) => {
    const entries = items.map(
      (item) =>
        `<item rdf:about="${item.url}"><title>${escapeHtml(item.title)}</title><link>${item.url}</link><description>${escapeHtml(item.summary)}</description><dc:date>${item.date.toISOString()}</dc:date></item>`,
    )
    return `${head}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="${base}/"><title>${escapeHtml(feed.title)}</title><link>${base}/</link><dc:language>${feed.language}</dc:language></channel>${entries.join('')}</rdf:RDF>`
  },
  atom: (feed, items, base) => {
    const entries = items.map(
      (item) =>
        `<entry><id>${item.url}</id><title>${escapeHtml(item.title)}</title><link rel="alternate" href="${item.url}"/><published>${item.date.toISOString()}</published><updated>${item.date.toISOString()}</updated><summary>${escapeHtml(item.summary)}</summary></entry>`,
    )
    return `${head}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language}"><title>${escapeHtml(feed.title)}</title><id>${base}/</id><link href="${base}/"/>${entries.join('')}</feed>`
  },
  json: (feed, items, base) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: feed.title,
      home_page_url: base,
      language: feed.language,
      items: items.map((item) => ({
        id: item.url,
        url: item.url,
        title: item.title,
        date_published: item.date.toISOString(),
        content_html: `<p>${escapeHtml(item.summary)}</p>`,
      })),
    }),
}

/** A page with the furniture of a newsroom around the text. */
function pageOf(feed: Sample['feeds'][string], article: SampleArticle, item: Item): string {
  const linked = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    datePublished: item.date.toISOString(),
    isAccessibleForFree: !article.stub,
  }
  const paragraphs = article.text.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
  return `<!doctype html><html lang="${feed.language}"><head><meta charset="utf-8"><title>${escapeHtml(article.title)} | ${escapeHtml(feed.title)}</title>
<link rel="canonical" href="${item.url}"><script type="application/ld+json">${JSON.stringify(linked).replaceAll('<', '\\u003c')}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/tech">Tech</a></li><li><a href="/games">Games</a></li></ul></nav>
<main><article><h1>${escapeHtml(article.title)}</h1><div class="share-bar"><a href="#">Share</a> <a href="#">Tweet</a></div>
${paragraphs}
</article><aside class="related"><h3>Related articles</h3><ul><li><a href="/x">Ten phones under 300 euros</a></li><li><a href="/y">Nvidia shares slip</a></li></ul></aside>
<form><label>Your email address will not be published.</label><textarea></textarea></form></main>
<footer>© ${escapeHtml(feed.title)}</footer></body></html>`
}
