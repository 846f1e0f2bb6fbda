/** RSS 0.9x to 2.0, RDF and Atom 0.3 and 1.0 → entries, read leniently: broken XML loses what is broken, no more. */

import { type AnyNode, type Element, isCDATA, isTag, isText } from 'domhandler'
import { decodeHTML } from 'entities'
import { parseDocument } from 'htmlparser2'
import type { Entry, ParsedFeed } from '../types/feed.ts'
import { readDate } from './date.ts'
import { boundDepth, escapeHtml, plainText, sanitise } from './markup.ts'
import { resolveUrl } from './url.ts'

/** Most entries of one feed that are read; feeds of news hold tens. */
const mostEntries = 5_000

/** Null where the document's elements are of no feed format. */
export function readXmlFeed(xml: string, url: string | null): ParsedFeed | null {
  const tree = parseDocument(boundDepth(xml, true), { xmlMode: true, decodeEntities: false })
  const root = findRoot(tree.children)
  if (root === null) return null
  const format = formatOf(root)
  if (format === null) return null
  const channel = format === 'atom' ? root : (child(root, 'channel') ?? root)
  const base = baseOf(channel, url)
  const tags = format === 'atom' ? ['entry'] : ['item']
  const items = [...elements(channel, tags), ...(channel === root ? [] : elements(root, tags))]
  const entries = root.name === 'entry' ? [root] : items
  return {
    format,
    title: titleOf(channel),
    link: linkOf(channel, base, format === 'atom'),
    language:
      textOf(child(channel, 'language')) ??
      textOf(child(channel, 'dc:language')) ??
      channel.attribs['xml:lang'] ??
      null,
    entries: entries.slice(0, mostEntries).map((item) => entryOf(item, base)),
  }
}

function findRoot(nodes: readonly AnyNode[]): Element | null {
  const tops = nodes.filter(isTag)
  return tops.find((element) => formatOf(element) !== null) ?? null
}

function formatOf(element: Element): ParsedFeed['format'] | null {
  switch (local(element).toLowerCase()) {
    case 'rss':
    case 'channel':
      return 'rss'
    case 'rdf':
      return 'rdf'
    case 'feed':
    case 'entry':
      return 'atom'
    default:
      return null
  }
}

/** Prefixes that mean the feed's own vocabulary: <atom:entry>, <rss:item>, <ns0:link>. */
function local(element: Element): string {
  const [prefix, name] = element.name.split(':')
  return name === undefined ||
    /^(media|itunes|dc|content|geo|georss|slash|wfw|sy|thr|cc|creativecommons)$/i.test(prefix ?? '')
    ? element.name
    : name
}

function children(element: Element): Element[] {
  return element.children.filter(isTag)
}

function elements(parent: Element, names: readonly string[]): Element[] {
  return children(parent).filter((element) => names.includes(local(element).toLowerCase()))
}

function child(parent: Element, name: string): Element | undefined {
  return (
    children(parent).find((element) => element.name.toLowerCase() === name) ??
    children(parent).find((element) => local(element).toLowerCase() === name)
  )
}

/** Text with one level of entities decoded; what stands in CDATA is taken as it is. */
function rawText(node: Element): string {
  let text = ''
  for (const part of node.children) {
    if (isText(part)) text += decodeHTML(part.data)
    else if (isCDATA(part)) text += part.children.map((inner) => (isText(inner) ? inner.data : '')).join('')
    else if (isTag(part)) text += rawText(part)
  }
  return text
}

function textOf(element: Element | undefined): string | null {
  const text = element === undefined ? '' : rawText(element).replace(/\s+/g, ' ').trim()
  return text === '' ? null : text
}

/** Titles are text: markup and a second level of entities, which many feeds write, are undone. */
function titleOf(parent: Element): string | null {
  const own = child(parent, 'title') ?? child(parent, 'dc:title') ?? child(parent, 'media:title')
  if (own === undefined) return null
  const html = own.attribs.type === 'xhtml' ? innerMarkup(own) : rawText(own)
  const text = /<\/?[a-z][^>]*>|&[#\w]+;/i.test(html)
    ? plainText(html.replace(/<(?![a-z/!])/gi, '&lt;'))
    : html.replace(/\s+/g, ' ').trim()
  return text === '' ? null : text
}

/** Children written out again as markup, for Atom's xhtml content. */
function innerMarkup(element: Element): string {
  return element.children
    .map((node): string => {
      if (isText(node)) return node.data
      if (isCDATA(node)) return node.children.map((inner) => (isText(inner) ? escapeHtml(inner.data) : '')).join('')
      if (!isTag(node)) return ''
      const name = node.name.replace(/^\w+:/, '')
      const attributes = Object.entries(node.attribs)
        .map(([key, value]) => ` ${key}="${value.replace(/"/g, '&quot;')}"`)
        .join('')
      return `<${name}${attributes}>${innerMarkup(node)}</${name}>`
    })
    .join('')
}

/** Sanitised HTML of a summary or content element. */
function htmlOf(element: Element | undefined): string | null {
  if (element === undefined) return null
  const type = (element.attribs.type ?? '').toLowerCase()
  const mode = (element.attribs.mode ?? '').toLowerCase()
  if (
    mode === 'base64' ||
    (type !== '' && !/^(text|html|xhtml|text\/|application\/xhtml)/.test(type) && !/xml/.test(type))
  ) {
    return sanitise(Buffer.from(rawText(element).replace(/\s+/g, ''), 'base64').toString('utf8'))
  }
  const hasTags = children(element).length > 0
  const html = type.includes('xhtml') || hasTags ? innerMarkup(element) : rawText(element)
  const clean = type === 'text' || type === 'text/plain' ? escapeHtml(html).trim() : sanitise(html)
  return clean === '' ? null : clean
}

function baseOf(element: Element, url: string | null): string | null {
  const own = element.attribs['xml:base']
  return own === undefined ? url : (resolveUrl(own, url) ?? url)
}

/** Atom's alternate link, RSS's text link, else a permalink guid or an enclosure. */
function linkOf(parent: Element, base: string | null, atom: boolean): string | null {
  const links = elements(parent, ['link'])
  const alternate = links.find(
    (link) => link.attribs.href !== undefined && (link.attribs.rel ?? 'alternate') === 'alternate',
  )
  const written = links.map((link) => textOf(link)).find((text) => text !== null) ?? null
  const candidates = atom ? [alternate?.attribs.href, written] : [written, alternate?.attribs.href]
  for (const candidate of candidates) {
    const resolved = resolveUrl(
      candidate === undefined || candidate === null ? null : decodeHTML(candidate),
      alternate === undefined ? base : baseOf(alternate, base),
    )
    if (resolved !== null) return resolved
  }
  const about = parent.attribs['rdf:about']
  return about !== undefined && local(parent) === 'item' ? resolveUrl(about, base) : null
}

function entryOf(item: Element, feedBase: string | null): Entry {
  const base = baseOf(item, feedBase)
  const date = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const read = readDate(textOf(child(item, name)))
      if (read !== null) return read
    }
    return null
  }
  const guid = child(item, 'guid') ?? child(item, 'id')
  const permalink =
    guid !== undefined && guid.name === 'guid' && guid.attribs.isPermaLink !== 'false' ? textOf(guid) : null
  const link = linkOf(item, base, local(item) === 'entry') ?? resolveUrl(permalink, null)
  const title = titleOf(item)
  const updated = date('updated', 'modified', 'atom:updated', 'dcterms:modified')
  const published =
    date('pubdate', 'published', 'dc:date', 'issued', 'created', 'date', 'dcterms:issued', 'dcterms:created') ?? null
  return {
    id: textOf(guid) ?? link ?? `${title ?? ''} ${published ?? updated ?? ''}`.trim(),
    title,
    link,
    published,
    updated,
    summary: htmlOf(
      child(item, 'description') ??
        child(item, 'summary') ??
        child(item, 'media:description') ??
        child(item, 'itunes:summary'),
    ),
    content: htmlOf(
      child(item, 'content:encoded') ?? child(item, 'content') ?? child(item, 'xhtml:body') ?? child(item, 'body'),
    ),
    authors: authorsOf(item),
  }
}

function authorsOf(item: Element): string[] {
  const found = children(item)
    .filter(
      (element) =>
        ['author', 'dc:creator', 'itunes:author'].includes(element.name.toLowerCase()) ||
        local(element).toLowerCase() === 'author',
    )
    .map((element) => textOf(child(element, 'name')) ?? textOf(element))
    .filter((name) => name !== null)
    .map((name) => /\(([^)]+)\)\s*$/.exec(name)?.[1] ?? name)
  return [...new Set(found)]
}
