/** One week as people and programs read it. */

import type { Judged } from './judgement.ts'
import type { Citation, StorySummary } from './story.ts'

/** A number of the week beside the same number of the week before. */
export interface DigestFigure {
  readonly now: number
  readonly before: number
}

export interface DigestStory {
  /** The story as it stood at the end of the week. */
  readonly summary: StorySummary
  /** Its first article was first seen before this week. */
  readonly continuing: boolean
  /** Articles first seen in this week, of `summary.articles`. */
  readonly articlesThisWeek: number
  /** For the order: see digest/weight.ts. Heaviest first. */
  readonly weight: number
}

export interface PostureChange {
  readonly story: string
  readonly title: string
  /** null: the story began this week. */
  readonly from: string | null
  readonly to: string
  /** ISO 8601 in UTC. */
  readonly at: string
}

export interface DigestLanguage {
  readonly articles: number
  readonly circumvention: number
  /**
   * Articles in this language that were said to be on getting round the rules, as people judged them up to the end of the
   * week, whenever the articles were read. Absent: the digest was made before people could judge.
   */
  readonly judged?: Judged
}

/** A feed that was not seen as it should have been. */
export interface Unseen {
  readonly outlet: string
  readonly url: string
  /** down: cannot be read. silent: nothing new all week. refused: pages that could not be had. stopped: gone, or removed. */
  readonly state: 'down' | 'silent' | 'refused' | 'stopped'
  /** Pages, for refused; else 0. */
  readonly count: number
  readonly problem: string | null
}

/** Everything in a digest; the formats write it down and add nothing. */
export interface Digest {
  /** ISO 8601 week: "2026-W47". */
  readonly week: string
  /** IANA time zone in which the week is cut. */
  readonly zone: string
  /** First instant of the week and of the next one: ISO 8601 in UTC. */
  readonly from: string
  readonly until: string
  /** Language of the wording: "en" or "fr". */
  readonly language: string
  readonly figures: {
    readonly articles: DigestFigure
    readonly circumvention: DigestFigure
    readonly related: DigestFigure
    readonly unrelated: DigestFigure
    readonly backfill: DigestFigure
    readonly storiesNew: DigestFigure
    readonly storiesContinuing: DigestFigure
    readonly outlets: DigestFigure
    readonly languages: DigestFigure
    readonly alertsSent: DigestFigure
  }
  /** Articles of the week by language: they add up to `figures.articles.now`. */
  readonly byLanguage: Readonly<Record<string, DigestLanguage>>
  readonly stories: readonly DigestStory[]
  /** For the picture of routes: how many of the week's stories go from here to there. */
  readonly flows: readonly {
    readonly from: string
    readonly through: string
    readonly to: string
    readonly stories: number
  }[]
  /** Days of the week with the articles on circumvention first seen on each; seven entries, Monday first. */
  readonly timeline: readonly {
    readonly day: string
    readonly articles: number
    readonly stories: readonly { readonly story: string; readonly title: string; readonly posture: string | null }[]
  }[]
  /** Companies named in this week's stories and in none before. */
  readonly newNames: readonly { readonly name: string; readonly story: string }[]
  readonly postureChanges: readonly PostureChange[]
  readonly denials: readonly { readonly by: string; readonly story: string; readonly citation: Citation }[]
  readonly notSeen: readonly Unseen[]
  /** Version of the program and digest of the analysis. */
  readonly version: string
  readonly analysis: string
  /** When it was made: ISO 8601 in UTC. */
  readonly made: string
}
