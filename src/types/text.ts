/** What an article is once it has been read: its text, never altered again, and the places in it. */

declare const brand: unique symbol

/** A string that names one kind of thing, so that a feed's id is never passed for a document's. */
export type Id<Name extends string> = string & { readonly [brand]: Name }

export type NonEmpty<T> = readonly [T, ...T[]]

/**
 * Half-open [start, end) in UTF-16 code units of `Document.text`: what `text.slice(start, end)` takes.
 * 0 ≤ start < end ≤ text.length, widened to whole graphemes, so neither end splits a surrogate pair.
 */
export interface Span {
  readonly start: number
  readonly end: number
}

/** One sentence; paragraph 0 is the title where the document has one. */
export interface Sentence {
  readonly span: Span
  readonly paragraph: number
}

/** The language of a text as BCP 47 ("fr", "zh-Hant"; "und": none fits) and how sure we are, 0..1. */
export interface LanguageGuess {
  readonly code: Id<'Language'>
  readonly confidence: number
}

/** Where the text came from: the article's own page, the entry in the feed, or a file handed to us. */
export type Origin = 'page' | 'feed' | 'file'

/** What analysis starts from: the parts of an article as a page, an entry of a feed or a file gives them. */
export interface Article {
  /** Canonical, tracking parameters removed; null: read from a file. */
  readonly url: string | null
  readonly feed: Id<'Feed'> | null
  readonly origin: Origin
  /** "" when there is none. */
  readonly title: string
  /** Paragraphs separated by a blank line. */
  readonly text: string
  /** ISO 8601 in UTC, or a date alone; null when the source gives none. */
  readonly published: string | null
  /** The language that the feed, the page or the caller declares (BCP 47): a prior, not the answer. */
  readonly languageHint: string | null
}

/**
 * An article as read. `text` is the original: title and paragraphs joined by "\n\n". Once made, it is
 * never trimmed, normalised or re-encoded, and it is stored beside everything that cites it.
 * An article edited by its publisher is a new document with the same url; the latest speaks for both.
 */
export interface Document {
  /** sha-256 of url + "\n" + text, in hex. */
  readonly id: Id<'Document'>
  /** Canonical, tracking parameters removed; null: read from a file. */
  readonly url: string | null
  readonly feed: Id<'Feed'> | null
  readonly origin: Origin
  readonly language: LanguageGuess
  /** ISO 8601 in UTC; null when the source gives none. */
  readonly published: string | null
  readonly text: string
  /** Length of the title in `text`; 0 when there is none. */
  readonly titleLength: number
  /** Ascending, disjoint; every non-space character is in one. */
  readonly sentences: readonly Sentence[]
}

/** A quotation: quote === text.slice(span.start, span.end), checked when made (`quote` in text/evidence.ts). */
export interface Evidence {
  readonly document: Id<'Document'>
  readonly span: Span
  readonly quote: string
  readonly rule: Id<'Rule'>
}
