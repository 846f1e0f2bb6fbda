/** What a page says of itself: JSON-LD first, then Open Graph and other meta elements, then the mark-up. */

import type { CheerioAPI } from 'cheerio/slim'
import { readDate } from './date.ts'
import { plainText } from './markup.ts'
import { resolveUrl } from './url.ts'

export interface PageMetadata {
  readonly title: string | null
  readonly authors: readonly string[]
  readonly published: string | null
  readonly language: string | null
  readonly canonicalUrl: string | null
  readonly siteName: string | null
  /** The article's text where JSON-LD carries it. */
  readonly articleBody: string | null
  /** The page declares that it is not free to read. */
  readonly locked: boolean
}

type Json = Readonly<Record<string, unknown>>

const articleTypes = /(?:Article|NewsArticle|BlogPosting|Report|LiveBlogPosting|WebPage)$/

export function metadataOf($: CheerioAPI, url: string | null): PageMetadata {
  const linked = articleOf($)
  const meta = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = $(`meta[property="${name}"], meta[name="${name}"], meta[itemprop="${name}"]`)
        .first()
        .attr('content')
        ?.trim()
      if (value !== undefined && value !== '') return value
    }
    return null
  }
  const siteName = meta('og:site_name', 'application-name') ?? string(record(linked?.publisher)?.name)
  const published =
    readDate(string(linked?.datePublished)) ??
    readDate(
      meta(
        'article:published_time',
        'og:article:published_time',
        'datePublished',
        'date',
        'dc.date',
        'DC.date.issued',
        'parsely-pub-date',
        'sailthru.date',
        'pubdate',
        'publishdate',
        'cXenseParse:recs:publishtime',
        'dcterms.created',
        'article.published',
      ),
    ) ??
    dateInMarkup($)
  return {
    title: titleOf($, string(linked?.headline), meta('og:title', 'twitter:title'), siteName),
    authors: authorsOf(linked, meta('author', 'article:author', 'parsely-author', 'dc.creator')),
    published,
    language:
      $('html').attr('lang')?.trim() || meta('og:locale', 'language', 'content-language') || string(linked?.inLanguage),
    canonicalUrl: resolveUrl($('link[rel="canonical"]').first().attr('href') ?? meta('og:url'), url),
    siteName,
    articleBody: string(linked?.articleBody) === null ? null : plainBody(string(linked?.articleBody) ?? ''),
    locked: linked?.isAccessibleForFree === false || /^false$/i.test(string(linked?.isAccessibleForFree) ?? ''),
  }
}

function plainBody(body: string): string {
  return body
    .split(/\n\s*\n|\r\n|\n/)
    .map((line) => plainText(line))
    .filter((line) => line !== '')
    .join('\n\n')
}

function record(value: unknown): Json | null {
  if (Array.isArray(value)) return record(value[0])
  return typeof value === 'object' && value !== null ? (value as Json) : null
}

function string(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** The first object of an article type in the page's JSON-LD, graphs included. */
function articleOf($: CheerioAPI): Json | null {
  const found: Json[] = []
  const visit = (value: unknown, depth: number): void => {
    if (depth > 5) return
    if (Array.isArray(value)) {
      for (const one of value.slice(0, 200)) visit(one, depth + 1)
      return
    }
    const object = record(value)
    if (object === null) return
    const types = [object['@type']].flat().filter((type) => typeof type === 'string')
    if (types.some((type) => articleTypes.test(type))) found.push(object)
    visit(object['@graph'], depth + 1)
    visit(object.mainEntity, depth + 1)
  }
  $('script[type="application/ld+json"]').each((_, element) => {
    const source = $(element).text().trim()
    if (source.length > 2_000_000) return
    const value =
      parseJson(source) ??
      parseJson(
        source.replace(/[\u0000-\u001f]+/g, ' ').replace(/^\s*<!--|-->\s*$|^\s*\/\/<!\[CDATA\[|\/\/\]\]>\s*$/g, ''),
      )
    visit(value, 0)
  })
  return (
    found.find((object) => object.datePublished !== undefined || object.articleBody !== undefined) ?? found[0] ?? null
  )
}

/** Null for what is not JSON: JSON-LD is often broken, and the page is read without it then. */
function parseJson(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return null
  }
}

function authorsOf(linked: Json | null, fromMeta: string | null): readonly string[] {
  const named = [linked?.author]
    .flat()
    .map((author) => string(record(author)?.name) ?? string(author))
    .filter((name) => name !== null)
  const all = named.length > 0 ? named : fromMeta === null || /^https?:/.test(fromMeta) ? [] : [fromMeta]
  return [...new Set(all.map((name) => plainText(name)))].slice(0, 20)
}

/** The heading where the page has one that agrees with its metadata, else the metadata without the site's name. */
function titleOf(
  $: CheerioAPI,
  headline: string | null,
  shared: string | null,
  siteName: string | null,
): string | null {
  const headings = $('h1')
    .toArray()
    .map((element) => $(element).text().replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
  const fromMeta = headline ?? shared
  const whole = plainText(fromMeta ?? $('title').first().text())
  const agreeing = headings.find((heading) => heading.length > 8 && squash(whole).includes(squash(heading)))
  if (agreeing !== undefined) return agreeing
  if (whole === '') return headings[0] ?? null
  if (fromMeta === null && headings.length === 1 && (headings[0]?.length ?? 0) > 15) return headings[0] ?? null
  return withoutSite(whole, siteName)
}

function squash(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/** "Headline | The Paper" → "Headline": the last part goes when it is the site's name or short beside the rest. */
function withoutSite(title: string, siteName: string | null): string {
  const parts = title.split(/\s+[|\u2013\u2014\u00b7»-]\s+/)
  if (parts.length < 2) return title
  const last = parts.at(-1) ?? ''
  const isSite = siteName !== null && squash(last).includes(squash(siteName))
  const rest = title.slice(0, title.lastIndexOf(last)).replace(/\s+[|\u2013\u2014\u00b7»-]\s+$/, '')
  return isSite || (last.length < 25 && rest.length > last.length * 2) ? rest : title
}

function dateInMarkup($: CheerioAPI): string | null {
  for (const element of $('time[datetime], [itemprop="datePublished"]').slice(0, 10).toArray()) {
    const read = readDate($(element).attr('datetime') ?? $(element).attr('content') ?? $(element).text())
    if (read !== null) return read
  }
  return null
}
