/** What is sent to people: alerts, corrections, digests and try-outs, each under a key of its own. */

import type { News, StorySummary } from './story.ts'
import type { Id } from './text.ts'

/** A row of the outbox, written in the transaction that wrote the story's revision. */
export interface Alert {
  /** story + "." + revision + "." + destination: carried to the receiver, who may drop what it has seen. */
  readonly key: Id<'IdempotencyKey'>
  readonly story: Id<'Story'>
  readonly revision: number
  /** Name of a configured destination. */
  readonly destination: string
}

/** A line of a notice: a label, its values, and the quotation behind it where there is one. */
export interface NoticeField {
  /** "Who", "Route" …, in the language of the notice. */
  readonly label: string
  readonly values: readonly string[]
}

export interface NoticeQuote {
  /** The author's own words, in their own language. */
  readonly text: string
  /** BCP 47 */
  readonly language: string
  /** "Le Courrier des Puces, 2025-01-02" */
  readonly source: string
  /** http(s) only; null: no link. */
  readonly url: string | null
}

/** Everything a channel needs: it chooses a shape, never words. All text is untrusted: each channel escapes it its own way. */
export interface Notice {
  readonly key: Id<'IdempotencyKey'>
  readonly kind: 'alert' | 'correction' | 'digest' | 'test'
  /** Language of the wording, BCP 47: "en", "fr". */
  readonly language: string
  /** One line: subject of a mail. */
  readonly title: string
  /** The sentence whose verb follows the posture. */
  readonly sentence: string
  readonly quotes: readonly NoticeQuote[]
  readonly fields: readonly NoticeField[]
  readonly links: readonly { readonly label: string; readonly url: string }[]
  /** Small print: which rule fired and what it nearly lacked, how to read this, version. */
  readonly footer: readonly string[]
  /** A ready document in place of the above, for mails: the digest as HTML and as Markdown; null for alerts. */
  readonly document: { readonly html: string; readonly text: string } | null
  /** For machines: webhook and file. */
  readonly data: Readonly<Record<string, unknown>>
}

/** What an alert was made of, kept with its row, so that a repeated attempt says the same. */
export interface AlertContent {
  readonly summary: StorySummary
  readonly news: readonly News[]
  /** Name of the rule that fired. */
  readonly rule: string
  /** For each condition of the rule how it was met, the tightest first: "2 independent sources, 2 asked for". */
  readonly margins: readonly string[]
}
