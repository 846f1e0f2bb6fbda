/** RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0 and CDF → entries, read leniently: broken XML loses what is broken, no more. */

import { type Document, type Element, isTag } from 'domhandler'
import type { Entry, ParsedFeed } from '../types/feed.ts'
import { readDate } from './date.ts'
import { baseOf, htmlOf, textOf, titleOf } from './feed-text.ts'
import { parseMarkup } from './markup.ts'
import { resolveUrl } from './url.ts'
import { allNamed, attribute, firstNamed, localName, named, prepareXml } from './xml.ts'

/** Most entries of one feed that are read; feeds of news hold tens. */
export const mostEntries = 5_000

export interface LenientFeed {
  readonly feed: ParsedFeed
  /** Larger or deeper than is read: something of it is missing. */
  readonly bounded: boolean
}

/** Null where the document's elements are of no feed format. `url`: where it was found. */
export function readXmlFeed(xml: string, url: string | null): LenientFeed | null {
  const { document, bounded, isUnended } = parseMarkup(prepareXml(xml), 'xml')
  const root = findRoot(document)
  const format = root === null ? null : formatOf(root)
  if (root === null || format === null) return null
  const channel = format === 'atom' ? root : (named(root, 'channel') ?? root)
  const truncated = isUnended(root)
  const all = localName(root) === 'entry' ? [root] : itemsOf(root, channel, format)
  const whole = truncated ? all.filter((item) => !isUnended(item) || isNamed(item, isUnended)) : all
  const items = whole.length > 0 ? whole : all
  const feed = {
    format,
    title: titleOf(firstNamed(channel, ['title', 'dc:title'])) ?? null,
    link: linkOf(channel, url, format === 'atom'),
    language: textOf(firstNamed(channel, ['language', 'dc:language'])) ?? attribute(root, 'xml:lang'),
    entries: items.slice(0, mostEntries).map((item) => entryOf(item, url, format === 'atom')),
    dropped: Math.max(0, items.length - mostEntries),
    truncated,
  }
  return { feed, bounded: bounded || items.length > mostEntries }
}

/**
 * An entry that the break cut in two is kept where its address or identity is whole, or nothing else was read: else it
 * would come again as another.
 */
function isNamed(item: Element, isUnended: (element: Element) => boolean): boolean {
  return item.children.some((child) => isTag(child) && /^(?:guid|id|link)$/.test(localName(child)) && !isUnended(child))
}

/** The first element of a feed format, though another (a stray <html>, a wrapper) may stand around it. */
function findRoot(document: Document): Element | null {
  const tops = document.children.filter(isTag)
  return tops.find((element) => formatOf(element) !== null) ?? null
}

function formatOf(element: Element): ParsedFeed['format'] | null {
  switch (localName(element)) {
    case 'rss':
    case 'channel':
      return 'rss'
    case 'rdf:rdf':
    case 'rdf':
      return 'rdf'
    case 'feed':
    case 'entry':
      return 'atom'
    default:
      return null
  }
}

/** Items stand in the channel (RSS) or beside it (RDF, RSS 0.90); several channels in one document all count. */
function itemsOf(root: Element, channel: Element, format: ParsedFeed['format']): readonly Element[] {
  const name = format === 'atom' ? 'entry' : 'item'
  const channels = channel === root ? [root] : [...allNamed(root, 'channel'), root]
  return channels.flatMap((parent) => allNamed(parent, name))
}

/** An address as written, with what it is relative to. */
function resolved(element: Element | undefined, written: string | null, url: string | null): string | null {
  return element === undefined || written === null ? null : resolveUrl(written, baseOf(element, url))
}

/** Atom's alternate link, RSS's text link; else an RDF item's name, CDF's own attribute. */
function linkOf(parent: Element, url: string | null, atom: boolean): string | null {
  const links = allNamed(parent, 'link')
  const alternates = links.filter(
    (link) => attribute(link, 'href') !== null && /^(?:|alternate|.*#alternate)$/i.test(attribute(link, 'rel') ?? ''),
  )
  const isHtml = (link: Element): boolean =>
    /^(?:|text\/html.*|application\/xhtml.*)$/i.test(attribute(link, 'type') ?? '')
  const alternate = alternates.find(isHtml) ?? alternates[0]
  const written = links.find((link) => textOf(link, true) !== null)
  const fromHref = resolved(alternate, alternate === undefined ? null : attribute(alternate, 'href'), url)
  const fromText = resolved(written, textOf(written, true), url)
  const link = atom ? (fromHref ?? fromText) : (fromText ?? fromHref)
  if (link !== null) return link
  const own = attribute(parent, 'href') ?? (localName(parent) === 'item' ? attribute(parent, 'rdf:about') : null)
  return resolved(parent, own, url)
}

const names = {
  published: 'published pubdate dc:date issued created date dcterms:issued dcterms:created dcterms:date'.split(' '),
  updated: 'updated modified dcterms:modified lastmod'.split(' '),
  summary: 'description summary dc:description abstract itunes:summary itunes:subtitle'.split(' '),
  content: 'content:encoded content xhtml:body body fullitem'.split(' '),
}

function dateOf(item: Element, from: readonly string[]): string | null {
  for (const name of from) {
    for (const element of allNamed(item, name)) {
      const read = readDate(textOf(element))
      if (read !== null) return read
    }
  }
  return null
}

function entryOf(item: Element, url: string | null, atom: boolean): Entry {
  const guid = firstNamed(item, ['guid', 'id'])
  const isPermalink = guid !== undefined && localName(guid) === 'guid' && attribute(guid, 'ispermalink') !== 'false'
  const written = textOf(guid, true)
  const link = linkOf(item, url, atom) ?? (isPermalink ? resolved(guid, written, null) : null) ?? enclosureOf(item, url)
  const title = titleOf(firstNamed(item, ['title', 'dc:title', 'media:title'])) ?? titleInGroup(item)
  const published = dateOf(item, names.published)
  const updated = dateOf(item, names.updated) ?? readDate(attribute(item, 'lastmod'))
  const summary = firstNamed(item, names.summary)
  // RSS has no <summary>: beside a <description> it is a second, other text.
  const second = summary !== undefined && localName(summary) === 'description' ? named(item, 'summary') : undefined
  return {
    id: idOf(guid, url) ?? link ?? `${title ?? ''} ${published ?? updated ?? ''}`.trim(),
    title,
    link,
    published,
    updated,
    summary: htmlOf(summary ?? mediaDescription(item), url),
    content: htmlOf(firstNamed(item, names.content) ?? second, url),
    authors: authorsOf(item),
  }
}

/** Identity as written. Atom's ids are addresses: relative ones are made absolute where the feed says from where. */
function idOf(guid: Element | undefined, url: string | null): string | null {
  const written = textOf(guid, true)
  if (guid === undefined || written === null || localName(guid) === 'guid') return written
  const base = baseOf(guid, null)
  const isRelative = written.startsWith('/') || (base !== null && !/^[a-z][\w+.-]*:/i.test(written))
  return isRelative ? (resolveUrl(written, base ?? url) ?? written) : written
}

/** Media RSS puts an entry's title and text into a group of its own (YouTube). */
function titleInGroup(item: Element): string | null {
  const group = named(item, 'media:group')
  return group === undefined ? null : titleOf(named(group, 'media:title'))
}

function mediaDescription(item: Element): Element | undefined {
  const group = named(item, 'media:group')
  return named(item, 'media:description') ?? (group === undefined ? undefined : named(group, 'media:description'))
}

function enclosureOf(item: Element, url: string | null): string | null {
  const link = allNamed(item, 'link').find((one) => attribute(one, 'rel') === 'enclosure')
  const enclosure = named(item, 'enclosure')
  const written = enclosure === undefined ? null : attribute(enclosure, 'url')
  return resolved(enclosure, written, url) ?? resolved(link, link === undefined ? null : attribute(link, 'href'), url)
}

/** "ada@a.example (Ada Lovelace)" → "Ada Lovelace"; an address alone is kept. */
function authorsOf(item: Element): readonly string[] {
  const found = ['author', 'dc:creator', 'itunes:author', 'contributor'].flatMap((name) => allNamed(item, name))
  const all = found
    .filter((element) => localName(element) !== 'contributor' || found.length === 1)
    .map((element) => textOf(named(element, 'name')) ?? textOf(element))
    .filter((name) => name !== null)
    .map((name) => /\(([^()]+)\)\s*$/.exec(name)?.[1] ?? name)
  return [...new Set(all)].slice(0, 20)
}
