/** The ways of the goods and the days of the week: each as a picture and as a table that says the same. */

import type { Teller } from '../../knowledge/telling.ts'
import type { Digest } from '../../types/digest.ts'
import { routesPicture } from '../picture/routes.ts'
import { timelinePicture } from '../picture/timeline.ts'
import { type Block, note, type Section, text } from './blocks.ts'
import { cut, most, type Numbered, numberOf } from './refer.ts'

type Flow = Digest['flows'][number]

export function routesOf(digest: Digest, teller: Teller): Section {
  const say = teller.digest
  const named = namesOf(digest, teller)
  const flows = digest.flows.map((flow) => ({
    ...flow,
    from: named(flow.from),
    through: named(flow.through),
    to: named(flow.to),
  }))
  const told = flows.filter(isTold)
  const count = flows.filter((flow) => !isTold(flow)).reduce((sum, { stories }) => sum + stories, 0)
  const unsaid = count > 0 ? [text(say('routes-unsaid', { count }))] : []
  const or = (name: string): string => (name === '' ? teller.shared('path-unknown') : name)
  const table: Block = {
    kind: 'table',
    caption: say('routes-caption'),
    head: [say('head-from'), say('head-through'), say('head-to'), say('head-stories')],
    rows: told.map((flow) => [[or(flow.from)], [or(flow.through)], [or(flow.to)], flow.stories]),
    total: null,
  }
  const blocks = (): Block[] => [
    { kind: 'picture', svg: routesPicture(told, teller) },
    table,
    ...unsaid,
    note(say('routes-note')),
  ]
  return {
    id: 'routes',
    heading: say('section-routes'),
    blocks: told.length === 0 ? [text(say('routes-none'))] : blocks(),
  }
}

function isTold({ from, through, to }: Flow): boolean {
  return from !== '' || through !== '' || to !== ''
}

/** A way holds names of companies and codes of regions: what no party of the stories is called is a region. */
function namesOf({ stories }: Digest, teller: Teller): (name: string) => string {
  const parties = new Set(stories.flatMap(({ summary }) => summary.parties.map(({ name }) => name)))
  return (name) => cut(name === '' || parties.has(name) ? name : teller.region(name), most.name)
}

export function timelineOf(digest: Digest, numbers: ReadonlyMap<string, Numbered>, teller: Teller): Section {
  const say = teller.digest
  const { timeline } = digest
  const articles = timeline.reduce((sum, day) => sum + day.articles, 0)
  const table: Block = {
    kind: 'table',
    caption: say('timeline-caption'),
    head: [say('head-day'), say('head-articles'), say('head-stories')],
    rows: timeline.map((day) => [
      [teller.date(day.day) ?? day.day],
      day.articles,
      day.stories.flatMap(({ story }, index) => [...(index === 0 ? [] : [', ']), numberOf(story, numbers, teller)]),
    ]),
    total: [[say('total')], articles, []],
  }
  const days = timeline.map((day) => ({
    ...day,
    stories: day.stories.map(({ story, posture }) => ({ number: numbers.get(story)?.number ?? 0, posture })),
  }))
  return {
    id: 'timeline',
    heading: say('section-timeline'),
    blocks:
      articles === 0
        ? [text(say('timeline-none'))]
        : [{ kind: 'picture', svg: timelinePicture(days, teller) }, note(say('timeline-note')), table],
  }
}
