/** The stories of the week, the weightiest first: each with its words, its facts and its articles. */

import { denierOf, fieldsOf } from '../../knowledge/story-facts.ts'
import { sentenceOf } from '../../knowledge/story-sentence.ts'
import type { Teller } from '../../knowledge/telling.ts'
import type { Digest, DigestStory } from '../../types/digest.ts'
import type { StoryArticle, StorySummary } from '../../types/story.ts'
import { type Badge, type Block, type Line, note, type Section, text } from './blocks.ts'
import { anchorOf, cut, most, quoteOf, sourceOf } from './refer.ts'

/** `whole`: how many are told with all their facts and articles. */
export function storiesOf(digest: Digest, teller: Teller, whole = Number.POSITIVE_INFINITY): Section {
  const say = teller.digest
  const count = digest.stories.length
  const stories = digest.stories.map((story, index) => storyOf(story, index + 1, digest, teller, index < whole))
  return {
    id: 'stories',
    heading: say('section-stories'),
    blocks: count === 0 ? [text(say('stories-none'))] : [note(say('stories-note', { count })), ...stories],
  }
}

function storyOf(story: DigestStory, number: number, digest: Digest, teller: Teller, whole: boolean): Block {
  const { summary } = story
  return {
    kind: 'story',
    anchor: anchorOf(number),
    number: teller.digest('story-number', { number: teller.number(number) }),
    title: { text: cut(summary.title, most.title), language: summary.language },
    badges: badgesOf(story, teller),
    blocks: summary.withdrawn ? withdrawnOf(story, teller) : toldOf(story, digest, teller, whole),
  }
}

/** A withdrawn story is marked as nothing else: no stage of it stands any more. */
function badgesOf({ summary, continuing }: DigestStory, { digest: say, wording }: Teller): Badge[] {
  if (summary.withdrawn) return [{ text: say('badge-withdrawn'), tone: 'withdrawn' }]
  const seen: Badge = continuing
    ? { text: say('badge-continuing'), tone: 'continuing' }
    : { text: say('badge-new'), tone: 'new' }
  const stage = summary.posture?.value
  return stage === undefined ? [seen] : [{ text: wording.postures[stage], tone: stage }, seen]
}

/** Nothing is repeated of what is withdrawn but the title, by which readers know it again. */
function withdrawnOf({ summary }: DigestStory, teller: Teller): Block[] {
  const since = teller.date(summary.seen.first) ?? summary.seen.first
  return [text(teller.digest('withdrawn')), note(teller.digest('first-seen', { since }))]
}

function toldOf(story: DigestStory, digest: Digest, teller: Teller, whole: boolean): Block[] {
  const { summary } = story
  const say = teller.digest
  const stage = summary.posture
  const words = [summary.lead, stage?.citation ?? null].filter((one) => one !== null)
  const quotes = words.filter(
    (one, index) =>
      !words.slice(0, index).some(({ document, start }) => document === one.document && start === one.start),
  )
  const details: Block[] = whole
    ? [
        { kind: 'facts', facts: factsOf(summary, teller) },
        { kind: 'heading', text: say('label-articles') },
        { kind: 'list', items: summary.articles.map((article) => articleOf(article, digest, teller)) },
      ]
    : []
  return [
    note(lineOf(story, teller)),
    ...(stage === null ? [] : [text(cut(sentenceOf(summary, stage.value, teller), most.quote))]),
    ...quotes.map((citation) => quoteOf(citation, [], teller)),
    ...summary.denials.map(({ value, citation }) =>
      quoteOf(citation, [{ text: denialOf(value, teller) }, ' – '], teller),
    ),
    ...details,
  ]
}

/** Lines of an alert, kept within bounds. */
function factsOf(summary: StorySummary, teller: Teller): { label: string; values: string[] }[] {
  return fieldsOf(summary, [], teller).map(({ label, values }) => ({
    label,
    values: values.map((value) => cut(value, most.quote)),
  }))
}

/** "2 articles this week of 3 articles · 2 independent sources · first seen on … · score 0.97". */
function lineOf({ summary, articlesThisWeek }: DigestStory, teller: Teller): string {
  return teller.digest('story-line', {
    week: teller.digest('articles-week', { count: articlesThisWeek }),
    all: teller.number(summary.articles.length),
    sources: teller.shared('count-sources', { count: summary.independentSources }),
    since: teller.date(summary.seen.first) ?? summary.seen.first,
    score: teller.number(Math.round(summary.score * 100) / 100),
  })
}

export function denialOf(by: string, teller: Teller): string {
  return teller.digest('denial-by', { name: cut(denierOf(by, teller), most.name) })
}

function articleOf(article: StoryArticle, digest: Digest, teller: Teller): Line {
  const say = teller.digest
  const { outlet, origin, copyOf, backfill } = article
  const seen = Date.parse(article.firstSeen)
  const marks = [
    teller.language(article.language),
    ...(origin !== '' && origin !== outlet ? [say('article-after', { origin: cut(origin, most.name) })] : []),
    ...(copyOf === null ? [] : [say('article-copy')]),
    ...(backfill ? [say('article-backfill')] : []),
    ...(seen < Date.parse(digest.from) ? [say('article-earlier')] : []),
  ]
  const title = { text: cut(article.title, most.title), language: article.language, url: article.url }
  return [title, ' – ', ...sourceOf({ ...article, url: null }, teller), ` [${marks.join('; ')}]`]
}
