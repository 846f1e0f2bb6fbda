/** Feeds of the sample week, written in the four formats. */

import { escapeHtml } from '../../src/ingest/markup.ts'
import type { Site } from './week.ts'

/** One entry of a feed. `link` carries the feed's tracking parameters, `url` none. */
export interface Item {
  readonly url: string
  readonly link: string
  readonly date: Date
  readonly title: string
  readonly summary: string
  /** The whole text; null where the feed carries summaries only. */
  readonly paragraphs: readonly string[] | null
  readonly author: string | null
}

type Writer = (site: Site, items: readonly Item[], home: string) => string

function htmlOf(paragraphs: readonly string[]): string {
  return paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
}

function head({ charset }: Site): string {
  return `<?xml version="1.0" encoding="${charset}"?>\n`
}

function element(name: string, text: string | null): string {
  return text === null ? '' : `<${name}>${escapeHtml(text)}</${name}>`
}

function encoded(item: Item): string {
  return item.paragraphs === null
    ? ''
    : `<content:encoded><![CDATA[${htmlOf(item.paragraphs).replaceAll(']]>', ']]]]><![CDATA[>')}]]></content:encoded>`
}

const writeRss: Writer = (site, items, home) => {
  const entries = items.map(
    (item) => `<item>
${element('title', item.title)}
${element('link', item.link)}
<guid isPermaLink="false">${escapeHtml(item.url)}</guid>
<pubDate>${item.date.toUTCString()}</pubDate>
${element('dc:creator', item.author)}${encoded(item)}
<description>${escapeHtml(htmlOf([item.summary]))}</description>
</item>`,
  )
  return `${head(site)}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
${element('title', site.outlet)}<link>${home}</link><language>${site.language}</language><ttl>60</ttl>
${entries.join('\n')}
</channel></rss>`
}

const writeRdf: Writer = (site, items, home) => {
  const listed = items.map((item) => `<rdf:li rdf:resource="${escapeHtml(item.url)}"/>`)
  const entries = items.map(
    (item) => `<item rdf:about="${escapeHtml(item.url)}">
${element('title', item.title)}
${element('link', item.link)}
${element('description', item.summary)}
${element('dc:creator', item.author)}<dc:date>${item.date.toISOString()}</dc:date>${encoded(item)}
</item>`,
  )
  return `${head(site)}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="${home}feed">${element('title', site.outlet)}<link>${home}</link><dc:language>${site.language}</dc:language>
<items><rdf:Seq>${listed.join('')}</rdf:Seq></items></channel>
${entries.join('\n')}
</rdf:RDF>`
}

const writeAtom: Writer = (site, items, home) => {
  const entries = items.map((item) => {
    const date = item.date.toISOString()
    const content = item.paragraphs === null ? '' : element('content', htmlOf(item.paragraphs))
    return `<entry>
<id>${escapeHtml(item.url)}</id>${element('title', item.title)}
<link rel="alternate" type="text/html" href="${escapeHtml(item.link)}"/>
<published>${date}</published><updated>${date}</updated>${item.author === null ? '' : `<author>${element('name', item.author)}</author>`}
${element('summary', item.summary)}${content.replace('<content>', '<content type="html">')}
</entry>`
  })
  return `${head(site)}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${site.language}">
${element('title', site.outlet)}<id>${home}</id><link href="${home}"/><link rel="self" href="${home}feed"/>
${entries.join('\n')}
</feed>`
}

const writeJson: Writer = (site, items, home) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: site.outlet,
    home_page_url: home,
    feed_url: `${home}feed`,
    language: site.language,
    items: items.map((item) => ({
      id: item.url,
      url: item.link,
      title: item.title,
      date_published: item.date.toISOString(),
      summary: item.summary,
      content_html: htmlOf(item.paragraphs ?? [item.summary]),
      ...(item.author === null ? {} : { authors: [{ name: item.author }] }),
    })),
  })

const writers: Readonly<Record<Site['format'], Writer>> = {
  rss: writeRss,
  rdf: writeRdf,
  atom: writeAtom,
  json: writeJson,
}

export const feedTypes: Readonly<Record<Site['format'], string>> = {
  rss: 'application/rss+xml',
  rdf: 'application/xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
}

/** The feed as text. A truncated one ends in the middle of its last entry's summary. */
export function writeFeed(site: Site, items: readonly Item[], home: string): string {
  const whole = writers[site.format](site, items, home)
  return site.truncated ? whole.slice(0, whole.lastIndexOf('<description>') + 60) : whole
}
