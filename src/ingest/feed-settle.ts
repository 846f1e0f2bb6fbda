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
  const read = feedOf(first, url)
  if (lenient === null) return read.entries.length === 0 ? null : read
  return {
    format: lenient.format,
    title: lenient.title ?? read.title,
    link: lenient.link ?? read.link,
    language: lenient.language ?? read.language,
    entries: settleEntries(read.entries, lenient.entries),
    dropped: lenient.dropped,
  }
}

/** Entries that the two readers count differently cannot be matched: then the lenient reader's stand, if it has any. */
function settleEntries(first: readonly Entry[], lenient: readonly Entry[]): readonly Entry[] {
  if (first.length !== lenient.length) return lenient.length === 0 ? first : lenient
  return lenient.map((entry, at) => {
    const other = first[at] ?? entry
    const isDated = entry.published !== null || entry.updated !== null
    const hasText = entry.summary !== null || entry.content !== null
    return {
      ...entry,
      title: entry.title ?? other.title,
      published: isDated ? entry.published : other.published,
      summary: hasText ? entry.summary : other.summary,
      content: hasText ? entry.content : other.content,
      authors: entry.authors.length > 0 ? entry.authors : other.authors,
    }
  })
}

function feedOf(first: FirstFeed, url: string | null): ParsedFeed {
  return {
    format: 'rss',
    title: first.title === null ? null : plainTitle(first.title),
    link: resolveUrl(first.link, url),
    language: first.language,
    entries: first.entries.map((entry) => entryOf(entry, url)),
    dropped: 0,
  }
}

function entryOf({ id, title, link, date, author, summary, content }: FirstEntry, url: string | null): Entry {
  const address = resolveUrl(link, url)
  const plain = title === null ? null : plainTitle(title)
  return {
    id: id?.trim() || (address ?? `${plain ?? ''} ${date ?? ''}`.trim()),
    title: plain,
    link: address,
    published: readDate(date),
    updated: null,
    summary: summary === null ? null : sanitise(summary, url),
    content: content === null ? null : sanitise(content, url),
    authors: author === null ? [] : [author.trim()],
  }
}
