/** What a page says of itself: JSON-LD first, then Open Graph and other meta elements, then the mark-up. */

import { type CheerioAPI, load } from 'cheerio/slim'
import { type AnyNode, type Document, type Element, isTag, isText } from 'domhandler'
import { readDate } from './date.ts'
import { plainText, textUnder, tighten } from './markup.ts'
import { type Linked, readLinked } from './page-linked.ts'
import { resolveUrl } from './url.ts'

export interface PageMetadata {
  readonly title: string | null
  readonly authors: readonly string[]
  readonly published: string | null
  readonly language: string | null
  readonly canonicalUrl: string | null
  readonly siteName: string | null
  readonly descriptions: readonly string[]
  /** The article's text where JSON-LD carries it. */
  readonly articleBody: string | null
  /** The page declares that it is not free to read. */
  readonly locked: boolean
}

/** What one pass over the page collects. */
interface Collected {
  /** By the lower-case name, property or itemprop: the first content that is not empty. */
  readonly metas: Map<string, string>
  readonly scripts: string[]
  readonly headings: string[]
  /** Dates in the mark-up, in order: [said to be the publication's, as written]. */
  readonly dates: (readonly [boolean, string])[]
  readonly authors: string[]
  /** Elements that are named a date, in order. */
  readonly dated: Element[]
  title: string | null
  language: string | null
  canonical: string | null
}

export function metadataOf(document: Document, url: string | null): PageMetadata {
  const page = collect(document)
  const linked = readLinked(page.scripts)
  const meta = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = page.metas.get(name)
      if (value !== undefined) return value
    }
    return null
  }
  const siteName = meta('og:site_name', 'application-name') ?? linked?.publisher ?? null
  return {
    title: titleOf(page, linked?.headline ?? null, meta('og:title', 'twitter:title', 'dc.title', 'title'), siteName),
    authors: authorsOf(linked, meta('author', 'article:author', 'parsely-author', 'dc.creator', 'byl'), page.authors),
    published:
      publishedOf(page, linked, meta) ?? shownDate(load(document), page.dated) ?? dateInAddress(page.canonical ?? url),
    language: page.language ?? meta('og:locale', 'language', 'content-language') ?? linked?.language ?? null,
    canonicalUrl: resolveUrl(page.canonical ?? meta('og:url'), url),
    siteName,
    descriptions: descriptionsOf(page.metas),
    articleBody: linked?.body ?? null,
    locked: (linked?.locked ?? false) || meta('article:content_tier') === 'locked',
  }
}

function descriptionsOf(metas: ReadonlyMap<string, string>): readonly string[] {
  const all = ['description', 'og:description', 'twitter:description'].map((name) => metas.get(name) ?? '')
  return [...new Set(all)].filter((text) => text.length > 30)
}

/** One walk by hand: selectors over every element of a page took half of this (docs/decisions/0001-parts.md). */
function collect(document: Document): Collected {
  const page: Collected = {
    metas: new Map(),
    scripts: [],
    headings: [],
    dates: [],
    authors: [],
    dated: [],
    title: null,
    language: null,
    canonical: null,
  }
  const walk = (nodes: readonly AnyNode[]): void => {
    for (const node of nodes) {
      if (!isTag(node)) continue
      note(node, page)
      walk(node.children)
    }
  }
  walk(document.children)
  return page
}

function note(element: Element, page: Collected): void {
  const { name, attribs } = element
  if (page.dated.length < mostDated && isNamedDate(attribs)) page.dated.push(element)
  if (name === 'meta') noteMeta(attribs, page.metas)
  else if (name === 'script') {
    if (/ld\+json/i.test(attribs.type ?? '')) page.scripts.push(rawUnder(element))
  } else if (name === 'link') {
    if (/^canonical$/i.test(attribs.rel ?? '')) page.canonical ??= attribs.href ?? null
  } else if (name === 'h1') page.headings.push(tighten(textUnder(element)))
  else if (name === 'title') page.title ??= tighten(rawUnder(element))
  else if (name === 'html') page.language = attribs.lang?.trim() || attribs['xml:lang']?.trim() || null
  else if (name === 'time' || attribs.itemprop !== undefined || attribs.rel === 'author') noteItem(element, page)
}

/** Microdata, and what class names say: <time pubdate>, <span itemprop="author">. */
function noteItem(element: Element, page: Collected): void {
  const { name, attribs } = element
  const item = attribs.itemprop ?? ''
  const isDate = name === 'time' || /date(?:published|created)/i.test(item)
  if (isDate && page.dates.length < 20) {
    const said = /datePublished/i.test(item) || attribs.pubdate !== undefined || /publish/i.test(attribs.class ?? '')
    page.dates.push([said, attribs.datetime ?? attribs.content ?? textUnder(element)])
  }
  if (/^(?:author|name)$/.test(item) || attribs.rel === 'author') {
    const text = tighten(textUnder(element))
    if (item !== 'name' && text !== '' && text.length < 80) page.authors.push(text)
  }
}

function noteMeta(attribs: Readonly<Record<string, string>>, metas: Map<string, string>): void {
  const value = attribs.content?.trim() ?? ''
  if (value === '') return
  for (const name of [attribs.property, attribs.name, attribs.itemprop, attribs['http-equiv']]) {
    const key = name?.toLowerCase()
    if (key !== undefined && !metas.has(key)) metas.set(key, value)
  }
}

function rawUnder(element: Element): string {
  return element.children.map((child) => (isText(child) ? child.data : '')).join('')
}

const dateNames =
  'article:published_time og:article:published_time article:published og:published_time datepublished date dc.date dc.date.issued dc.date.created dcterms.date dcterms.created parsely-pub-date sailthru.date pubdate publishdate publish-date publish_date publication_date cxenseparse:recs:publishtime article.published article_date_original originalpublicationdate bt:pubdate displaydate ptime creation_date release_date'.split(
    ' ',
  )

function publishedOf(
  { dates }: Collected,
  linked: Linked | null,
  meta: (...names: readonly string[]) => string | null,
): string | null {
  const candidates = [
    linked?.published,
    ...dateNames.map((name) => meta(name)),
    dates.find(([said]) => said)?.[1],
    ...dates.map(([, written]) => written),
  ]
  for (const candidate of candidates) {
    const read = readDate(candidate)
    if (read !== null) return read
  }
  return null
}

/** How many elements that are named a date are looked at. */
const mostDated = 50

const dateName = /date|datum|fecha|tarih|publi|posted|time/i

function isNamedDate({ class: names, id }: Readonly<Record<string, string>>): boolean {
  return (names !== undefined && dateName.test(names)) || (id !== undefined && dateName.test(id))
}

/** The first short text that is named a date and reads as one, outside lists and links: those are other articles'. */
function shownDate($: CheerioAPI, dated: readonly Element[]): string | null {
  for (const element of dated) {
    if ($(element).closest('nav, aside, footer, li, a').length > 0) continue
    const text = tighten(textUnder(element))
    const read = text.length > 60 || !/\d/.test(text) ? null : readDate(text)
    if (read !== null) return read
  }
  return null
}

/** "/2026/03/05/chips-via-dubai": many sites put the day into the address. */
function dateInAddress(url: string | null): string | null {
  const found = /\/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-])/.exec(url ?? '')
  return found === null ? null : readDate(found.slice(1).join('-'))
}

function authorsOf(linked: Linked | null, fromMeta: string | null, marked: readonly string[]): readonly string[] {
  const said = fromMeta === null || /^https?:/.test(fromMeta) ? marked : [fromMeta]
  const all = (linked?.authors.length ?? 0) > 0 ? (linked?.authors ?? []) : said
  return [...new Set(all.map(plainText))].filter((name) => name !== '').slice(0, 20)
}

/** The heading where the page has one that agrees with its metadata, else the metadata without the site's name. */
function titleOf(
  { headings, title }: Collected,
  headline: string | null,
  shared: string | null,
  siteName: string | null,
): string | null {
  const fromMeta = headline ?? shared
  const whole = plainText(fromMeta ?? title ?? '')
  const shown = headings.filter((text) => text !== '')
  const agreeing = shown.find((heading) => heading.length > 8 && squash(whole).includes(squash(heading)))
  if (agreeing !== undefined) return agreeing
  if (whole === '') return shown[0] ?? null
  if (fromMeta === null && shown.length === 1 && (shown[0]?.length ?? 0) > 15) return shown[0] ?? null
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
