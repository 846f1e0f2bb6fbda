import { describe, expect, it } from 'vitest'
import { digestOf, type WeekData } from '../../src/digest/digest.ts'
import { boundsOf } from '../../src/digest/week.ts'
import { weightOf } from '../../src/digest/weight.ts'
import type { Posture } from '../../src/types/finding.ts'
import type { StoryArticle, StorySummary } from '../../src/types/story.ts'
import type { Id } from '../../src/types/text.ts'
import { article, posture, summaryOf } from '../fixtures/story.ts'

const zone = 'Europe/Paris'
const { from, until } = boundsOf('2026-W47', zone)!
const inWeek = '2026-11-18T09:00:00Z'
const earlier = '2026-11-10T09:00:00Z'

const seen = (firstSeen: string, change: Partial<StoryArticle> = {}): StoryArticle => article({ firstSeen, ...change })

function story(id: string, articles: readonly StoryArticle[], change: Partial<StorySummary> = {}): StorySummary {
  const times = articles.map(({ firstSeen }) => firstSeen).sort()
  return summaryOf({
    id: id as Id<'Story'>,
    articles,
    seen: { first: times[0] ?? inWeek, last: times.at(-1) ?? inWeek },
    ...change,
  })
}

function digest(stories: readonly StorySummary[], change: Partial<WeekData> = {}) {
  return digestOf({
    week: '2026-W47',
    zone,
    from,
    until,
    language: 'en',
    now: { articles: [], alertsSent: 0, stories },
    before: { articles: [], alertsSent: 0, storiesNew: 0, storiesContinuing: 0 },
    steps: [],
    namesBefore: new Set(),
    unseen: [],
    judged: {},
    version: '0',
    analysis: 'a',
    made: until,
    ...change,
  })
}

describe('new or continuing', () => {
  it.each([
    ['first seen this week', [seen(inWeek)], false, 1],
    ['first seen before, with an article of the week', [seen(earlier), seen(inWeek)], true, 1],
    ['first seen at the first instant', [seen(new Date(from).toISOString())], false, 1],
    ['first seen an instant earlier', [seen(new Date(from - 1).toISOString()), seen(inWeek)], true, 1],
    ['an article at the first instant of the next week', [seen(inWeek), seen(new Date(until).toISOString())], false, 1],
    ['published long ago, first seen now', [seen(inWeek, { published: '2020-01-01' })], false, 1],
    ['a copy is an article of its own', [seen(inWeek), seen(inWeek, { copyOf: 'd1' as Id<'Document'> })], false, 2],
  ])('%s', (_, articles, continuing, count) => {
    const { stories, figures } = digest([story('s', articles)])
    expect(stories[0]).toMatchObject({ continuing, articlesThisWeek: count })
    expect([figures.storiesNew.now, figures.storiesContinuing.now]).toEqual(continuing ? [0, 1] : [1, 0])
  })

  it('tells a continuing story once', () => {
    expect(digest([story('s', [seen(earlier), seen(inWeek), seen(inWeek)])]).stories.length).toBe(1)
  })
})

describe('order', () => {
  const weigh = (change: Partial<StorySummary>, articles = 1, continuing = false): number =>
    weightOf(summaryOf(change), articles, continuing)

  it.each<[string, number, number]>([
    ['sure before doubtful', weigh({ score: 0.9 }), weigh({ score: 0.6 })],
    ['a conviction before a rumour', weigh({ posture: posture('convicted') }), weigh({ posture: posture('alleged') })],
    ['many sources before one', weigh({ independentSources: 5 }), weigh({ independentSources: 1 })],
    ['much of this week before little', weigh({}, 8), weigh({}, 1)],
    ['new before continuing', weigh({}), weigh({}, 1, true)],
    ['anything before withdrawn', weigh({ score: 0.01 }), weigh({ withdrawn: true, posture: null })],
  ])('%s', (_, heavier, lighter) => {
    expect(heavier).toBeGreaterThan(lighter)
  })

  it('goes by id where the weight is the same, whatever came first', () => {
    const two = [story('b', [seen(inWeek)]), story('a', [seen(inWeek)])]
    expect(digest(two).stories).toEqual(digest([...two].reverse()).stories)
    expect(digest(two).stories.map(({ summary }) => summary.id)).toEqual(['a', 'b'])
  })
})

describe('flows', () => {
  const flowsOf = (...paths: StorySummary['path'][]) =>
    digest(paths.map((path, at) => story(`s${at}`, [seen(inWeek)], { path }))).flows

  it('counts a story once on each way', () => {
    const path = { from: ['Nvidia'], through: ['MY'], to: ['CN'] }
    expect(flowsOf(path, path, { ...path, through: ['MY', 'SG'] })).toEqual([
      { from: 'Nvidia', through: 'MY', to: 'CN', stories: 3 },
      { from: 'Nvidia', through: 'SG', to: 'CN', stories: 1 },
    ])
  })

  it('keeps empty what is not said', () => {
    expect(flowsOf({ from: [], through: [], to: ['RU'] })).toEqual([{ from: '', through: '', to: 'RU', stories: 1 }])
  })

  it('leaves withdrawn stories out, of names and denials too', () => {
    const { flows, newNames, denials } = digest([story('s', [], { withdrawn: true, posture: null })])
    expect([flows, newNames, denials]).toEqual([[], [], []])
  })
})

describe('timeline', () => {
  it('has seven days of the zone and each article of the week once', () => {
    const late = seen('2026-11-22T22:59:59Z')
    const next = seen('2026-11-22T23:00:00Z')
    const { timeline, stories } = digest([story('s', [seen(earlier), seen(inWeek), seen(inWeek), late, next])])
    expect(timeline.map(({ articles }) => articles)).toEqual([0, 0, 2, 0, 0, 0, 1])
    expect(timeline[6]).toMatchObject({ day: '2026-11-22', stories: [{ story: 's', posture: 'alleged' }] })
    expect(timeline.reduce((sum, { articles }) => sum + articles, 0)).toBe(stories[0]!.articlesThisWeek)
  })

  it('is empty for a story that is withdrawn: it has no articles left', () => {
    const { timeline } = digest([story('s', [], { withdrawn: true, posture: null })])
    expect(timeline.every(({ articles, stories }) => articles === 0 && stories.length === 0)).toBe(true)
  })
})

describe('new names', () => {
  const party = (name: string, company: string | null = null) =>
    ({ name, company, role: 'acquirer', country: null, articles: 1 }) as const
  const names = (before: readonly string[], ...parties: ReturnType<typeof party>[][]): string[] =>
    digest(
      parties.map((own, at) => story(`s${at}`, [seen(inWeek)], { parties: own })),
      { namesBefore: new Set(before) },
    ).newNames.map(({ name }) => name)

  it.each<[string, string[], string[]]>([
    ['never named', names([], [party('Sibtek')]), ['Sibtek']],
    ['named before, in other letters', names(['sibtek'], [party('SIBTEK')]), []],
    ['known by its id', names(['nvidia'], [party('NVIDIA Corp.', 'nvidia')]), []],
    ['a name that is another’s id is not that firm', names(['sibtek'], [party('Sibtek', 'sibtek-kz')]), ['Sibtek']],
    ['in two stories of the week', names([], [party('Sibtek')], [party('sibtek')]), ['Sibtek']],
  ])('%s', (_, found, wanted) => {
    expect(found).toEqual(wanted)
  })
})

describe('changes of stage', () => {
  const changes = (...steps: [iso: string, stage: Posture | null][]) =>
    digest([story('s', [seen(inWeek)])], {
      steps: steps.map(([iso, stage]) => ({ story: 's', at: Date.parse(iso), posture: stage })),
    }).postureChanges.map(({ from: before, to }) => [before, to])

  it.each<[string, ReturnType<typeof changes>, unknown]>([
    ['begun this week', changes([inWeek, 'alleged']), [[null, 'alleged']]],
    ['begun before', changes([earlier, 'alleged']), []],
    ['gone further', changes([earlier, 'alleged'], [inWeek, 'charged']), [['alleged', 'charged']]],
    ['another article, the same stage', changes([earlier, 'alleged'], [inWeek, 'alleged']), []],
    [
      'twice in a week',
      changes(['2026-11-17T00:00:00Z', 'alleged'], [inWeek, 'charged']),
      [
        [null, 'alleged'],
        ['alleged', 'charged'],
      ],
    ],
    ['withdrawn is no stage', changes([earlier, 'alleged'], [inWeek, null]), []],
    ['back after a withdrawal', changes([earlier, 'alleged'], ['2026-11-17T00:00:00Z', null], [inWeek, 'alleged']), []],
  ])('%s', (_, found, wanted) => {
    expect(found).toEqual(wanted)
  })

  it('takes no step of a story that is not told, such as one merged into another', () => {
    const steps = [{ story: 'merged', at: Date.parse(inWeek), posture: 'charged' }]
    expect(digest([story('s', [seen(inWeek)])], { steps }).postureChanges).toEqual([])
  })
})

describe('figures', () => {
  it('counts each article by its label, languages and outlets once', () => {
    const one = { label: 'related', language: 'en', outlet: 'Harbour Wire', backfill: false }
    const articles = [
      one,
      one,
      { ...one, label: 'circumvention', language: 'fr', backfill: true },
      { ...one, label: 'unrelated', outlet: 'Elbe-Bote', language: 'de' },
    ]
    const { figures, byLanguage } = digest([], {
      now: { articles, alertsSent: 3, stories: [] },
      before: { articles: [one], alertsSent: 5, storiesNew: 1, storiesContinuing: 2 },
      judged: { fr: { right: 12, wrong: 2 }, ja: { right: 1, wrong: 0 } },
    })
    expect(figures).toEqual({
      articles: { now: 4, before: 1 },
      circumvention: { now: 1, before: 0 },
      related: { now: 2, before: 1 },
      unrelated: { now: 1, before: 0 },
      backfill: { now: 1, before: 0 },
      storiesNew: { now: 0, before: 1 },
      storiesContinuing: { now: 0, before: 2 },
      outlets: { now: 2, before: 1 },
      languages: { now: 3, before: 1 },
      alertsSent: { now: 3, before: 5 },
    })
    expect(byLanguage).toEqual({
      en: { articles: 2, circumvention: 0, judged: { right: 0, wrong: 0 } },
      de: { articles: 1, circumvention: 0, judged: { right: 0, wrong: 0 } },
      fr: { articles: 1, circumvention: 1, judged: { right: 12, wrong: 2 } },
    })
  })

  it('counts no outlet where none is known', () => {
    const articles = [{ label: 'related', language: 'en', outlet: null, backfill: false }]
    expect(digest([], { now: { articles, alertsSent: 0, stories: [] } }).figures.outlets.now).toBe(0)
  })
})
