/** `detour stories [show ID]`: affairs, with their articles, sources and the reason for each joining. Reads beside a daemon. */

import { environment, loadConfig } from '../../src/config.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import type { Store } from '../../src/store/database.ts'
import { readStore } from '../../src/store/read.ts'
import { listStories } from '../../src/store/story.ts'
import { Fault } from '../../src/types/fault.ts'
import type { Citation, StoryFigure, StorySummary } from '../../src/types/story.ts'
import { tellStory } from '../../workers/assign/retell.ts'
import { hanging, inert, type Paint, painter, table } from '../output.ts'
import { day, type FindingsOptions, number } from './findings.ts'

const dayMs = 86_400_000

export async function command(args: readonly string[], options: FindingsOptions): Promise<number> {
  const [verb, id] = args
  if (verb !== undefined && (verb !== 'show' || id === undefined))
    throw new Fault('usage', `stories takes nothing, or show and the id of a story; "${args.join(' ')}" is neither.`)
  const knowledge = loadKnowledge()
  const { place } = loadConfig(options.config)
  const json = options.json === true
  const paint = painter(process.stdout, environment())
  if (id !== undefined) {
    const story = await readStore(place, (store) => storyCalled(store, id, knowledge))
    process.stdout.write(json ? `${JSON.stringify(story, null, 2)}\n` : storyText(story, paint))
    return 0
  }
  const told = await readStore(place, (store) => tellStories(store, options, knowledge))
  process.stdout.write(json ? `${JSON.stringify(told, null, 2)}\n` : storiesTable(told, paint))
  return 0
}

/** Stories that match, the latest first; those withdrawn among them. */
async function tellStories(store: Store, options: FindingsOptions, knowledge: Knowledge): Promise<StorySummary[]> {
  const since = day('since', options.since)
  const until = day('until', options.until)
  const limit = number('limit', options.limit, 1, 100_000) ?? 50
  const stories = await listStories(store, {
    since: since === undefined ? undefined : Date.parse(since),
    until: until === undefined ? undefined : Date.parse(until) + dayMs,
    limit,
  })
  return store.transaction().execute(async (db) => {
    const told: StorySummary[] = []
    for (const { id } of stories) {
      const retold = await tellStory(db, id, knowledge)
      if (retold !== null && matches(retold.summary, options)) told.push(retold.summary)
    }
    return told
  })
}

function matches(summary: StorySummary, { lang, company, chip, region, route }: FindingsOptions): boolean {
  const isCalled = (wanted: string | undefined, names: readonly (string | null)[]): boolean =>
    wanted === undefined || names.some((name) => name?.toLowerCase() === wanted.toLowerCase())
  return (
    isCalled(lang, summary.languages) &&
    isCalled(
      company,
      summary.parties.flatMap(({ company: id, name }) => [id, name]),
    ) &&
    isCalled(
      chip,
      summary.chips.flatMap(({ id, name }) => [id, name]),
    ) &&
    isCalled(
      region,
      summary.regions.flatMap(({ code, name }) => [code, name]),
    ) &&
    isCalled(
      route,
      summary.routes.map(({ value }) => value),
    )
  )
}

async function storyCalled(store: Store, id: string, knowledge: Knowledge): Promise<StorySummary> {
  const told = await store.transaction().execute((db) => tellStory(db, id, knowledge))
  if (told === null) throw new Fault('input-invalid', `There is no story "${id}"; "detour stories" lists them.`)
  return told.summary
}

export function storiesTable(stories: readonly StorySummary[], paint: Paint): string {
  if (stories.length === 0) return 'No stories match.\n'
  const rows = stories.map((story) => [
    story.id,
    story.seen.last.slice(0, 10),
    story.withdrawn ? 'withdrawn' : (story.posture?.value ?? ''),
    String(story.articles.length),
    String(story.independentSources),
    story.languages.join(' '),
    story.routes.map(({ value }) => value).join(' '),
    story.title,
  ])
  return table(
    ['story', 'last seen', 'posture', 'articles', 'sources', 'languages', 'routes', 'title'],
    rows,
    paint,
    56,
  )
}

/** Everything about one story, as a page of text. */
export function storyText(story: StorySummary, paint: Paint): string {
  const lines = [
    paint.bold(inert(story.title)),
    `${story.id}, revision ${story.revision}${story.withdrawn ? ', withdrawn' : ''}; ${count(story.articles.length, 'article')}, ${count(story.independentSources, 'independent source')}; first seen ${story.seen.first.slice(0, 10)}, last ${story.seen.last.slice(0, 10)}`,
    '',
    ...field('posture', story.posture === null ? [] : [`${story.posture.value} ${said(story.posture.citation)}`]),
    ...field(
      'parties',
      story.parties.map(({ name, role, country }) => `${name} (${[role, country].filter(Boolean).join(', ')})`),
    ),
    ...field(
      'routes',
      story.routes.map(({ value, citation }) => `${value} ${said(citation)}`),
    ),
    ...field('path', [
      [story.path.from, story.path.through, story.path.to].map((names) => names.join(', ') || '?').join(' → '),
    ]),
    ...field(
      'chips',
      story.chips.map(
        ({ name, control }) =>
          `${name} (${control.map(({ destination, status }) => `${destination}: ${status}`).join(', ')})`,
      ),
    ),
    ...field(
      'amounts',
      story.amounts.map(({ value, articles }) => `${figure(value)} (${count(articles, 'article')})`),
    ),
    ...field(
      'quantities',
      story.quantities.map(({ value, articles }) => `${figure(value)} (${count(articles, 'article')})`),
    ),
    ...field(
      'denials',
      story.denials.map(({ value, citation }) => `${value || 'a party not named'} ${said(citation)}`),
    ),
    ...field(
      'sources',
      story.sources.map(({ origin, articles }) => `${origin} (${count(articles, 'article')})`),
    ),
    '',
    paint.bold('Articles'),
    ...story.articles.flatMap((article) => [
      ...hanging(
        `  ${article.published?.slice(0, 10) ?? '          '}  ${article.language.padEnd(7)}`,
        `${article.outlet ?? ''}: ${article.title}`,
        22,
      ),
      ...hanging('', article.why, 22).map(paint.dim),
    ]),
    '',
    paint.bold('History'),
    ...story.history.flatMap(({ at, kind, revision, news, why }) =>
      hanging(
        `  ${at.slice(0, 16).replace('T', ' ')}`,
        `r${revision} ${kind}${news.length === 0 ? '' : ` [${news.join(', ')}]`}: ${why}`,
        22,
      ),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function field(name: string, values: readonly string[]): string[] {
  return values.flatMap((value, index) => hanging(index === 0 ? name : '', value, 12))
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`
}

function said({ quote, outlet, language }: Citation): string {
  const text = quote.replace(/\s+/g, ' ')
  return `“${text.length > 140 ? `${text.slice(0, 139)}…` : text}” (${outlet ?? 'a file'}, ${language})`
}

function figure({ low, high, about, unit }: StoryFigure): string {
  const say = (value: number): string => value.toLocaleString('en')
  const range =
    low === null
      ? `up to ${say(high ?? 0)}`
      : high === null
        ? `over ${say(low)}`
        : low === high
          ? say(low)
          : `${say(low)} to ${say(high)}`
  return `${about ? 'about ' : ''}${range} ${unit}`
}
