/** One affair, told by one or more articles, and what people are shown of it. */

import type { Finding, Posture, Role } from './finding.ts'
import type { Document, Id } from './text.ts'

/** One affair. A document is read through its latest finding, so a new analysis corrects the story. */
export interface Story {
  /** Given once, never reused. */
  readonly id: Id<'Story'>
  /** 1, 2, …: rises only when what the story tells changes (`factsOf` in story/facts.ts). */
  readonly revision: number
  /** In the order they joined, each with the reason in a sentence for people. */
  readonly documents: readonly { readonly id: Id<'Document'>; readonly why: string }[]
  /** When Detour first saw its first and its latest article: ISO 8601 in UTC. */
  readonly seen: { readonly first: string; readonly last: string }
  /** Kept, pointing on, when it was found to be one with another. */
  readonly mergedInto: Id<'Story'> | null
}

/** A document with its latest finding and where it came from: what stories are made of. */
export interface StoredFinding {
  readonly document: Document
  readonly finding: Finding
  /** Name of the outlet whose feed carried it. */
  readonly outlet: string | null
  readonly backfill: boolean
  /** ms of the database's clock. */
  readonly firstSeen: number
  /** The document whose text this one repeats to the letter. */
  readonly copyOf: string | null
}

/** The author's own words with where they stand: what every claim shown to people carries. */
export interface Citation {
  readonly document: Id<'Document'>
  readonly outlet: string | null
  /** null: read from a file. */
  readonly url: string | null
  /** BCP 47 */
  readonly language: string
  /** ISO 8601 in UTC, or a date alone. */
  readonly published: string | null
  readonly quote: string
  /** Offsets in the document's text, half-open, UTF-16 code units. */
  readonly start: number
  readonly end: number
  readonly rule: string
}

/** A claim that articles of the story bear out, with the quotation of the one that says it best. */
export interface Borne<Value> {
  readonly value: Value
  /** How many of the story's articles say it. */
  readonly articles: number
  readonly citation: Citation
}

export interface StoryParty {
  /** Id under knowledge/companies; null: a firm unknown to us. */
  readonly company: string | null
  readonly name: string
  readonly role: Role
  /** ISO 3166-1 alpha-2; null: not known. */
  readonly country: string | null
  readonly articles: number
}

export interface StoryChip {
  readonly id: string
  readonly name: string
  readonly vendor: string
  /** On the date of the story's first article that names it; `unknown` where no source says. */
  readonly control: readonly {
    readonly destination: string
    readonly status: 'controlled' | 'licence' | 'free' | 'unknown'
    readonly rule: string | null
    readonly since: string | null
    readonly asOf: string | null
  }[]
}

/** Low and high as in types/mention.ts `Amount`; null is open-ended. */
export interface StoryFigure {
  readonly low: number | null
  readonly high: number | null
  readonly about: boolean
  /** ISO 4217 for money, chip, server or wafer for quantities. */
  readonly unit: string
  /** Quantities: the id of the model counted. */
  readonly of: string | null
}

/** One article of a story as people are shown it. */
export interface StoryArticle {
  readonly document: Id<'Document'>
  readonly finding: Id<'Finding'>
  readonly title: string
  readonly url: string | null
  readonly outlet: string | null
  readonly language: string
  readonly published: string | null
  /** ISO 8601 in UTC. */
  readonly firstSeen: string
  readonly score: number
  readonly posture: Posture | null
  /** Whose reporting it rests on: its own outlet, or the end of its chain of attribution. */
  readonly origin: string
  readonly copyOf: Id<'Document'> | null
  readonly backfill: boolean
  /** Why it belongs to this story, in a sentence. */
  readonly why: string
  readonly citation: Citation
}

/** What an analyst reads of a story: derived from its findings whenever it is asked for, never stored apart. */
export interface StorySummary {
  readonly id: Id<'Story'>
  readonly revision: number
  /** Title of the article that says most, in its own language. */
  readonly title: string
  readonly language: string
  /** No article of it reports circumvention any more. */
  readonly withdrawn: boolean
  /** Highest probability of circumvention among its articles, 0..1. */
  readonly score: number
  /** The furthest stage that any article reports; null when withdrawn. */
  readonly posture: Borne<Posture> | null
  /** The words that bear out the label best; null when withdrawn. */
  readonly lead: Citation | null
  /** Acquirers, intermediaries, suppliers, then the rest; sources are not parties. */
  readonly parties: readonly StoryParty[]
  readonly routes: readonly Borne<string>[]
  readonly chips: readonly StoryChip[]
  readonly amounts: readonly Borne<StoryFigure>[]
  readonly quantities: readonly Borne<StoryFigure>[]
  /** Regions named, by how many articles name them: `code`, English name. */
  readonly regions: readonly { readonly code: string; readonly name: string; readonly articles: number }[]
  /** Who → through where → to where, as far as the articles say: names and region codes. */
  readonly path: {
    readonly from: readonly string[]
    readonly through: readonly string[]
    readonly to: readonly string[]
  }
  readonly denials: readonly Borne<string>[]
  /** Oldest first. */
  readonly articles: readonly StoryArticle[]
  /** Outlets whose own reporting this is, with how many articles rest on each; most first. */
  readonly sources: readonly { readonly origin: string; readonly articles: number }[]
  /** Length of `sources`: five papers that quote one are one source. */
  readonly independentSources: number
  readonly languages: readonly string[]
  readonly seen: { readonly first: string; readonly last: string }
  /** Each joining, merging and splitting, oldest first. */
  readonly history: readonly StoryEvent[]
}

export interface StoryEvent {
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly kind: 'opened' | 'joined' | 'merged' | 'split' | 'withdrawn' | 'changed'
  readonly revision: number
  /** A sentence for people. */
  readonly why: string
  /** What is new to a reader; empty for joinings that bring nothing new. */
  readonly news: readonly News[]
}

/** What makes an affair worth telling again. */
export type News = 'new' | 'posture' | 'party' | 'route' | 'amount' | 'denial' | 'withdrawn'
