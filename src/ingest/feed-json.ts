/** JSON Feed 1.0 and 1.1 → entries. */

import { Fault } from '../types/fault.ts'
import type { Entry, ParsedFeed } from '../types/feed.ts'
import { readDate } from './date.ts'
import { mostEntries } from './feed-xml.ts'
import { escapeHtml, plainText } from './markup.ts'
import { sanitise } from './sanitise.ts'
import { resolveUrl } from './url.ts'

type Json = Readonly<Record<string, unknown>>

/** Deepest nesting that is parsed: JSON Feed itself needs five. */
const deepest = 50

function nestsTooDeep(json: string): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === 0x22) quoted = !quoted
    else if (quoted && code === 0x5c) at += 1
    else if (!quoted && (code === 0x7b || code === 0x5b)) depth += 1
    else if (!quoted && (code === 0x7d || code === 0x5d)) depth -= 1
    if (depth > deepest) return true
  }
  return false
}

/** Throws Fault feed-unreadable for broken JSON, feed-not-a-feed for other JSON. */
export function readJsonFeed(text: string, where: string, url: string | null): ParsedFeed {
  if (nestsTooDeep(text))
    throw new Fault('feed-unreadable', `${where} is JSON nested more than ${deepest} deep; no feed is.`)
  const { value, truncated } = parseJson(text, where)
  const feed = record(value)
  const items = feed?.items
  if (feed === null || !Array.isArray(items))
    throw new Fault('feed-not-a-feed', `${where} is JSON without "items": not a JSON Feed.`)
  const records = items.map((item) => record(item)).filter((item) => item !== null)
  return {
    format: 'json',
    title: string(feed.title),
    link: resolveUrl(string(feed.home_page_url), url),
    language: string(feed.language),
    entries: records.slice(0, mostEntries).map((item) => entryOf(item, url)),
    dropped: Math.max(0, records.length - mostEntries),
    truncated,
  }
}

function parseJson(text: string, where: string): { readonly value: unknown; readonly truncated: boolean } {
  try {
    return { value: JSON.parse(text), truncated: false }
  } catch (error) {
    const whole = beforeBreak(text)
    if (whole !== null) return { value: whole, truncated: true }
    throw new Fault(
      'feed-unreadable',
      `${where} begins like JSON Feed but is not valid JSON (${(error as Error).message}).`,
    )
  }
}

/** The document up to its last whole item; null where there is none, or what stands before it is broken, too. */
function beforeBreak(text: string): unknown {
  let depth = 0
  let quoted = false
  let end = -1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) quoted = !quoted
    else if (quoted && code === 0x5c) at += 1
    else if (!quoted && (code === 0x7b || code === 0x5b)) depth += 1
    else if (!quoted && (code === 0x7d || code === 0x5d)) {
      depth -= 1
      if (depth === 2 && code === 0x7d) end = at + 1
    }
  }
  try {
    return end < 0 ? null : JSON.parse(`${text.slice(0, end)}]}`)
  } catch {
    return null
  }
}

function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

function string(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function entryOf(item: Json, url: string | null): Entry {
  const link = resolveUrl(string(item.url) ?? string(item.external_url), url)
  const title = string(item.title)
  const published = readDate(string(item.date_published))
  const html = string(item.content_html)
  const text = string(item.content_text)
  const authors = [...(Array.isArray(item.authors) ? item.authors : []), item.author]
    .map((author) => string(record(author)?.name))
    .filter((name) => name !== null)
  return {
    id: string(item.id) ?? link ?? `${title ?? ''} ${published ?? ''}`.trim(),
    title: title === null ? null : plainText(escapeHtml(title)),
    link,
    published,
    updated: readDate(string(item.date_modified)),
    summary: string(item.summary) === null ? null : escapeHtml(string(item.summary) ?? ''),
    content: html === null ? (text === null ? null : escapeHtml(text)) : sanitise(html, link ?? url),
    authors: [...new Set(authors)],
  }
}
