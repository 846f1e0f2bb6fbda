/** What the store holds of one week → its digest. All numbers are counted here; the formats add nothing. */

import type { Digest, DigestFigure, DigestStory, PostureChange, Unseen } from '../types/digest.ts'
import type { Judged } from '../types/judgement.ts'
import type { StorySummary } from '../types/story.ts'
import { dayOf, daysOf } from './week.ts'
import { weightOf } from './weight.ts'

/** One article, by when it was first seen. */
export interface WeekArticle {
  readonly label: string
  readonly language: string
  readonly outlet: string | null
  readonly backfill: boolean
}

/** A step of a story's history. */
export interface WeekStep {
  readonly story: string
  /** ms */
  readonly at: number
  /** From then on; null: withdrawn. */
  readonly posture: string | null
}

export interface WeekData {
  readonly week: string
  readonly zone: string
  /** ms */
  readonly from: number
  readonly until: number
  readonly language: string
  readonly now: {
    readonly articles: readonly WeekArticle[]
    readonly alertsSent: number
    /** Stories with an article first seen in the week, each told from its articles first seen before its end. */
    readonly stories: readonly StorySummary[]
  }
  readonly before: {
    readonly articles: readonly WeekArticle[]
    readonly alertsSent: number
    readonly storiesNew: number
    readonly storiesContinuing: number
  }
  /** Histories of `now.stories`, up to the end of the week, oldest first. */
  readonly steps: readonly WeekStep[]
  /** Ids and lower-case names of companies that reports of circumvention named before the week. */
  readonly namesBefore: ReadonlySet<string>
  readonly unseen: readonly Unseen[]
  /** By language, as people judged up to the end of the week; languages of which nothing was judged may be absent. */
  readonly judged: Readonly<Record<string, Judged>>
  readonly version: string
  readonly analysis: string
  /** ms */
  readonly made: number
}

/** Pure. */
export function digestOf(data: WeekData): Digest {
  const { now, before, week, zone, from, until } = data
  const stories = now.stories.map((summary) => digestStory(summary, from, until)).sort(byWeight)
  const standing = stories.filter(({ summary }) => !summary.withdrawn)
  const count = (articles: readonly WeekArticle[], test: (one: WeekArticle) => boolean): number =>
    articles.filter(test).length
  const figure = (test: (one: WeekArticle) => boolean): DigestFigure => ({
    now: count(now.articles, test),
    before: count(before.articles, test),
  })
  const distinct = (articles: readonly WeekArticle[], of: (one: WeekArticle) => string | null): number =>
    new Set(articles.map(of).filter((one) => one !== null)).size
  const continuing = stories.filter((story) => story.continuing).length
  return {
    week,
    zone,
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    language: data.language,
    figures: {
      articles: figure(() => true),
      circumvention: figure(({ label }) => label === 'circumvention'),
      related: figure(({ label }) => label === 'related'),
      unrelated: figure(({ label }) => label === 'unrelated'),
      backfill: figure(({ backfill }) => backfill),
      storiesNew: { now: stories.length - continuing, before: before.storiesNew },
      storiesContinuing: { now: continuing, before: before.storiesContinuing },
      outlets: {
        now: distinct(now.articles, (one) => one.outlet),
        before: distinct(before.articles, (one) => one.outlet),
      },
      languages: {
        now: distinct(now.articles, (one) => one.language),
        before: distinct(before.articles, (one) => one.language),
      },
      alertsSent: { now: now.alertsSent, before: before.alertsSent },
    },
    byLanguage: byLanguageOf(now.articles, data.judged),
    stories,
    flows: flowsOf(standing),
    timeline: timelineOf(stories, data),
    newNames: newNamesOf(standing, data.namesBefore),
    postureChanges: postureChangesOf(stories, data),
    denials: standing.flatMap(({ summary }) =>
      summary.denials.map(({ value, citation }) => ({ by: value, story: summary.id, citation })),
    ),
    notSeen: data.unseen,
    version: data.version,
    analysis: data.analysis,
    made: new Date(data.made).toISOString(),
  }
}

function isWithin(iso: string, from: number, until: number): boolean {
  const at = Date.parse(iso)
  return from <= at && at < until
}

function digestStory(summary: StorySummary, from: number, until: number): DigestStory {
  const articlesThisWeek = summary.articles.filter(({ firstSeen }) => isWithin(firstSeen, from, until)).length
  const continuing = Date.parse(summary.seen.first) < from
  return { summary, continuing, articlesThisWeek, weight: weightOf(summary, articlesThisWeek, continuing) }
}

function byWeight(a: DigestStory, b: DigestStory): number {
  return b.weight - a.weight || (a.summary.id < b.summary.id ? -1 : 1)
}

function byLanguageOf(articles: readonly WeekArticle[], judged: WeekData['judged']): Digest['byLanguage'] {
  const counts = new Map<string, { articles: number; circumvention: number }>()
  for (const { language, label } of articles) {
    const own = counts.get(language) ?? { articles: 0, circumvention: 0 }
    own.articles++
    if (label === 'circumvention') own.circumvention++
    counts.set(language, own)
  }
  const sorted = [...counts].sort(([a, x], [b, y]) => y.articles - x.articles || (a < b ? -1 : 1))
  return Object.fromEntries(
    sorted.map(([language, own]) => [language, { ...own, judged: judged[language] ?? { right: 0, wrong: 0 } }]),
  )
}

/** Stands where the articles do not say. */
const unsaid = ''

/** A story counts once on each way that it names. */
function flowsOf(stories: readonly DigestStory[]): Digest['flows'] {
  const flows = new Map<string, { from: string; through: string; to: string; stories: number }>()
  const or = (names: readonly string[]): readonly string[] => (names.length === 0 ? [unsaid] : names)
  for (const { summary } of stories) {
    for (const from of or(summary.path.from.slice(0, 2)))
      for (const through of or(summary.path.through))
        for (const to of or(summary.path.to)) {
          const key = JSON.stringify([from, through, to])
          const flow = flows.get(key)
          if (flow === undefined) flows.set(key, { from, through, to, stories: 1 })
          else flow.stories++
        }
  }
  return [...flows].sort(([a, x], [b, y]) => y.stories - x.stories || (a < b ? -1 : 1)).map(([, flow]) => flow)
}

function timelineOf(stories: readonly DigestStory[], { week, zone, from, until }: WeekData): Digest['timeline'] {
  const dated = stories.flatMap(({ summary }) =>
    summary.articles
      .filter(({ firstSeen }) => isWithin(firstSeen, from, until))
      .map(({ firstSeen }) => ({ summary, day: dayOf(Date.parse(firstSeen), zone) })),
  )
  return daysOf(week, zone).map((day) => {
    const own = dated.filter((one) => one.day === day)
    return {
      day,
      articles: own.length,
      stories: [...new Set(own.map(({ summary }) => summary))].map(({ id, title, posture }) => ({
        story: id,
        title,
        posture: posture?.value ?? null,
      })),
    }
  })
}

function newNamesOf(stories: readonly DigestStory[], namesBefore: ReadonlySet<string>): Digest['newNames'] {
  const seen = new Set(namesBefore)
  return stories.flatMap(({ summary }) =>
    summary.parties.flatMap(({ company, name }) => {
      const key = company ?? name.toLowerCase()
      if (seen.has(key)) return []
      seen.add(key)
      return [{ name, story: summary.id }]
    }),
  )
}

/** Each step of the week that changed a story's stage, as against the step before it. */
function postureChangesOf(stories: readonly DigestStory[], { steps, from, until }: WeekData): PostureChange[] {
  return stories.flatMap(({ summary }) => {
    const changes: PostureChange[] = []
    let last: string | null = null
    for (const { at, posture } of steps.filter(({ story }) => story === summary.id)) {
      if (posture !== null && posture !== last && from <= at && at < until)
        changes.push({
          story: summary.id,
          title: summary.title,
          from: last,
          to: posture,
          at: new Date(at).toISOString(),
        })
      last = posture ?? last
    }
    return changes
  })
}
