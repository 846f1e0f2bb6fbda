/**
 * Two readings of one feed → one. rss-parser reads first; where the lenient reader reads a field otherwise, it takes
 * over: it knows bases, content types, base64 and broken XML (docs/decisions/0004-feeds.md has the figures).
 */

import type { Entry, ParsedFeed } from '../types/feed.ts'
import { readDate } from './date.ts'
import type { FirstEntry, FirstFeed } from './feed-first.ts'
import { plainTitle } from './feed-text.ts'
import { sanitise } from './sanitise.ts'
import { resolveUrl } from './url.ts'

/** Null where neither reader could read it. */
export function settle(first: FirstFeed | null, lenient: ParsedFeed | null, url: string | null): ParsedFeed | null {
  if (first === null) return lenient
  if (lenient === null) return first.entries.length === 0 ? null : feedOf(first, url)
  return {
    format: lenient.format,
    title: lenient.title ?? titleOf(first.title),
    link: lenient.link ?? resolveUrl(first.link, url),
    language: lenient.language ?? first.language,
    entries: settleEntries(first.entries, lenient.entries, url),
    dropped: lenient.dropped,
    truncated: lenient.truncated,
  }
}

/**
 * Entries that the two readers count differently cannot be matched: then the lenient reader's stand, if it has any. Only
 * what is taken from rss-parser is cleaned: that costs more than reading it.
 */
function settleEntries(first: readonly FirstEntry[], lenient: readonly Entry[], url: string | null): readonly Entry[] {
  if (first.length !== lenient.length) return lenient.length === 0 ? first.map((entry) => entryOf(entry, url)) : lenient
  return lenient.map((entry, at) => {
    const other = first[at]
    if (other === undefined) return entry
    const isDated = entry.published !== null || entry.updated !== null
    const hasText = entry.summary !== null || entry.content !== null
    return {
      ...entry,
      title: entry.title ?? titleOf(other.title),
      published: isDated ? entry.published : readDate(other.date),
      summary: hasText ? entry.summary : clean(other.summary, url),
      content: hasText ? entry.content : clean(other.content, url),
      authors: entry.authors.length > 0 ? entry.authors : authorsOf(other),
    }
  })
}

function feedOf({ title, link, language, entries }: FirstFeed, url: string | null): ParsedFeed {
  return {
    format: 'rss',
    title: titleOf(title),
    link: resolveUrl(link, url),
    language,
    entries: entries.map((entry) => entryOf(entry, url)),
    dropped: 0,
    truncated: false,
  }
}

function entryOf(entry: FirstEntry, url: string | null): Entry {
  const { id, date, summary, content } = entry
  const link = resolveUrl(entry.link, url)
  const title = titleOf(entry.title)
  return {
    id: id?.trim() || (link ?? `${title ?? ''} ${date ?? ''}`.trim()),
    title,
    link,
    published: readDate(date),
    updated: null,
    summary: clean(summary, url),
    content: clean(content, url),
    authors: authorsOf(entry),
  }
}

function titleOf(title: string | null): string | null {
  return title === null ? null : plainTitle(title)
}

function clean(html: string | null, url: string | null): string | null {
  return html === null ? null : sanitise(html, url)
}

function authorsOf({ author }: FirstEntry): readonly string[] {
  return author === null ? [] : [author.trim()]
}
