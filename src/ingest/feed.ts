/** Feed bytes → entries, whatever the format and however ill-formed the XML. */

import { decodeXML } from 'entities'
import { Fault } from '../types/fault.ts'
import type { ParsedFeed } from '../types/feed.ts'
import { decodeBytes } from './charset.ts'
import { gunzip, isGzip } from './decode.ts'
import { readFirst } from './feed-first.ts'
import { readJsonFeed } from './feed-json.ts'
import { settle } from './feed-settle.ts'
import { readXmlFeed } from './feed-xml.ts'

/** Most bytes of a feed that are read; it is also the most that is fetched. */
const longest = 15_000_000

/**
 * `contentType` and `url` are what the server said. Throws Fault feed-empty, feed-not-a-feed (a web page, a site
 * map …) or feed-unreadable.
 */
export function parseFeed(
  bytes: Uint8Array,
  { contentType, url }: { readonly contentType: string | null; readonly url: string | null },
): ParsedFeed {
  const where = url ?? 'This input'
  if (bytes.length === 0) throw new Fault('feed-empty', `${where} is empty: there are no bytes to read.`)
  if (bytes.length > longest)
    throw new Fault('feed-unreadable', `${where} is longer than ${longest / 1e6} MB; no feed is.`)
  const { text } = decodeBytes(unpacked(bytes, where), contentType)
  const start = text.trimStart()
  if (start === '') throw new Fault('feed-empty', `${where} holds nothing but white space.`)
  if (start.startsWith('{') || start.startsWith('[')) return readJsonFeed(start, where, url)
  const feed = readXml(text, url) ?? readWithin(text, url)
  if (feed === null) throw new Fault('feed-not-a-feed', `${where} is no feed: ${whatItIs(start)}.`)
  return feed
}

/** A file that was packed before it was served, "feed.xml.gz". */
function unpacked(bytes: Uint8Array, where: string): Uint8Array {
  if (!isGzip(bytes)) return bytes
  const file = gunzip(bytes, longest)
  if (file === null)
    throw new Fault('feed-unreadable', `${where} is packed by gzip, and broken or longer than ${longest / 1e6} MB.`)
  return file
}

function readXml(text: string, url: string | null): ParsedFeed | null {
  const lenient = readXmlFeed(text, url)
  return lenient?.bounded === true ? lenient.feed : settle(readFirst(text), lenient?.feed ?? null, url)
}

/** A feed that a site's template wrapped in a page: its own root element stands in the body, as mark-up or shown as text. */
function readWithin(text: string, url: string | null): ParsedFeed | null {
  const root = /<(rss|feed|rdf:RDF)\s[^<>]{0,2000}>/i.exec(text)
  if (root !== null && root.index > 0) return readXml(text.slice(root.index), url)
  const shown = /&lt;(rss|feed|rdf:RDF)\s/i.exec(text)
  if (shown === null) return null
  const end = text.toLowerCase().lastIndexOf(`&lt;/${shown[1]!.toLowerCase()}`)
  // A page about feeds shows one too, among much else.
  if (end - shown.index < text.length / 2) return null
  return readXml(decodeXML(`${text.slice(shown.index, end)}&lt;/${shown[1]}&gt;`), url)
}

function whatItIs(start: string): string {
  const head = start.slice(0, 2_000).toLowerCase()
  if (/<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]/.test(head))
    return 'it is a web page; look for a link to RSS or Atom on it'
  if (/<(urlset|sitemapindex)[\s>]/.test(head)) return 'it is a site map'
  if (/<opml[\s>]/.test(head)) return 'it is an OPML list of feeds; "detour feeds import" reads it'
  if (head.startsWith('<')) return 'it is XML, but neither RSS, Atom nor RDF'
  return 'it is neither XML nor JSON'
}
