/** Feed bytes → entries, whatever the format and however ill-formed the XML. */

import { Fault } from '../types/fault.ts'
import type { ParsedFeed } from '../types/feed.ts'
import { decodeBytes } from './charset.ts'
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
  const { text } = decodeBytes(bytes, contentType)
  const start = text.trimStart()
  if (start === '') throw new Fault('feed-empty', `${where} holds nothing but white space.`)
  if (start.startsWith('{') || start.startsWith('[')) return readJsonFeed(start, where, url)
  const lenient = readXmlFeed(text, url)
  if (lenient?.bounded === true) return lenient.feed
  const feed = settle(readFirst(text), lenient?.feed ?? null, url)
  if (feed === null) throw new Fault('feed-not-a-feed', `${where} is no feed: ${whatItIs(start)}.`)
  return feed
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
