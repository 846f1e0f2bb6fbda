/** Feeds, their entries and the pages these point at: what ingest reads and the store keeps. */

/** One RSS item or Atom entry. Text fields are decoded; summary and content are sanitised HTML. */
export interface Entry {
  /** guid, else link, else title and date: what tells this entry from the feed's others. Never empty. */
  readonly id: string
  readonly title: string | null
  /** Absolute where a base is known. */
  readonly link: string | null
  /** ISO 8601 in UTC. */
  readonly published: string | null
  readonly updated: string | null
  readonly summary: string | null
  readonly content: string | null
  readonly authors: readonly string[]
}

export interface ParsedFeed {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json'
  readonly title: string | null
  readonly link: string | null
  /** As declared: "fr-FR". */
  readonly language: string | null
  readonly entries: readonly Entry[]
  /** Entries after these that were not read, for there are more than the limit. */
  readonly dropped: number
  /** The document ends in the middle: these are the entries before the break. */
  readonly truncated: boolean
}

/** An article's page without its furniture. */
export interface Page {
  readonly title: string | null
  /** Paragraphs separated by a blank line; "" when nothing that reads like an article was found. */
  readonly text: string
  readonly authors: readonly string[]
  /** ISO 8601 in UTC. */
  readonly published: string | null
  /** As declared: "fr-FR". */
  readonly language: string | null
  readonly canonicalUrl: string | null
  readonly siteName: string | null
  /** Only a teaser, a cookie wall or a paywall was found, not the article. */
  readonly stub: boolean
}
