/** The first reader of feeds: rss-parser, for what it reads rightly. */

import Parser from 'rss-parser'

/** One entry as rss-parser gives it: text as written, neither resolved nor sanitised. Null: it gives none. */
export interface FirstEntry {
  readonly id: string | null
  readonly title: string | null
  readonly link: string | null
  readonly date: string | null
  readonly author: string | null
  readonly summary: string | null
  readonly content: string | null
}

export interface FirstFeed {
  readonly title: string | null
  readonly link: string | null
  readonly language: string | null
  readonly entries: readonly FirstEntry[]
}

/**
 * What `parseString` does, without its promise: it reads in one go and answers through the promise all the same, and a
 * reader that is pure must answer at once. `parseString` calls exactly these methods (a test holds the two equal).
 */
interface Inside {
  readonly xmlParser: { parseString(xml: string, done: (error: Error | null, value: unknown) => void): void }
  buildAtomFeed(value: unknown): unknown
  buildRSS0_9(value: unknown): unknown
  buildRSS1(value: unknown): unknown
  buildRSS2(value: unknown): unknown
}

type Value = Readonly<Record<string, unknown>>

/** Longest document it is given, in characters: its tree takes some thirty times as much memory. */
const longest = 2_000_000

/** Most character steps of its snippet patterns, which are quadratic in the tags of one body. */
const mostSteps = 20_000_000

/** Null where rss-parser cannot read the document, or would take too long over it. */
export function readFirst(xml: string): FirstFeed | null {
  if (xml.length > longest || snippetSteps(xml) > mostSteps) return null
  const feed = record(build(xml))
  if (feed === null || !Array.isArray(feed.items)) return null
  return {
    title: string(feed.title),
    link: string(feed.link),
    language: string(feed.language),
    entries: feed.items.map((item: unknown) => entryOf(record(item) ?? {})),
  }
}

function build(xml: string): unknown {
  const parser = new Parser() as unknown as Inside
  let feed: unknown = null
  try {
    parser.xmlParser.parseString(xml, (error, value) => {
      const root = error === null ? record(value) : null
      const version = String(record(record(root?.rss)?.$)?.version ?? '')
      if (root?.feed) feed = parser.buildAtomFeed(root)
      else if (version.startsWith('2')) feed = parser.buildRSS2(root)
      else if (root?.['rdf:RDF']) feed = parser.buildRSS1(root)
      else if (/0\.9/.test(version)) feed = parser.buildRSS0_9(root)
    })
  } catch {
    // It throws on what it does not expect (a date that is none, a channel without children): then the lenient reader reads alone.
    return null
  }
  return feed
}

/**
 * Steps that rss-parser's patterns for tags may take: each `<` looks on to the next `>` that no line's end follows.
 * Counted over the whole document, escaped tags too, so never too low.
 */
function snippetSteps(xml: string): number {
  let steps = 0
  let end = xml.length
  for (let at = xml.length - 1; at >= 0; at--) {
    const code = xml.charCodeAt(at)
    if ((code === 0x3e || code === 0x3b) && xml.charCodeAt(at + 1) !== 0x0a) end = at
    else if (code === 0x3c || code === 0x26) steps += end - at
  }
  return steps
}

function record(value: unknown): Value | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Value) : null
}

function string(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function entryOf(item: Value): FirstEntry {
  return {
    id: string(item.guid) ?? string(item.id),
    title: string(item.title),
    link: string(item.link),
    date: string(item.pubDate) ?? string(item.date),
    author: string(item.creator) ?? string(item.author),
    summary: string(item.summary) ?? string(item.content),
    content: string(item['content:encoded']) ?? string(item.content),
  }
}
