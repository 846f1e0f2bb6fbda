/** The week in figures, beside the week before, and what was read by language. */

import type { Teller } from '../../knowledge/telling.ts'
import type { Digest, DigestLanguage } from '../../types/digest.ts'
import type { Judged } from '../../types/judgement.ts'
import { type Block, note, type Section, type Tile, text } from './blocks.ts'

type Figure = keyof Digest['figures']

const order: readonly Figure[] = [
  'storiesNew',
  'storiesContinuing',
  'articles',
  'circumvention',
  'related',
  'unrelated',
  'backfill',
  'outlets',
  'languages',
  'alertsSent',
]

const large: readonly Figure[] = ['storiesNew', 'storiesContinuing', 'circumvention', 'articles']

export function figuresOf(digest: Digest, teller: Teller): Section {
  const say = teller.digest
  const { figures } = digest
  const tiles = large.map((name): Tile => {
    const { now, before } = figures[name]
    const change = now === before ? say('tile-same') : say('tile-change', { change: teller.change(now - before) })
    return { value: now, label: say(`tile-${name}` as 'tile-articles'), change }
  })
  const rows = order.map((name) => {
    const { now, before } = figures[name]
    return [[say(`figure-${name}`)], now, before, { change: now - before }]
  })
  const head = [say('head-figure'), say('head-now'), say('head-before'), say('head-change')]
  return {
    id: 'figures',
    heading: say('section-figures'),
    blocks: [
      { kind: 'tiles', tiles },
      { kind: 'table', caption: say('figures-caption'), head, rows, total: null },
      ...unplacedOf(digest, teller),
      note(say('figures-note')),
    ],
  }
}

/** Articles whose story is not told here: not placed yet, or placed in another week's reading. */
function unplacedOf({ figures, stories }: Digest, teller: Teller): Block[] {
  const told = stories.reduce((sum, { articlesThisWeek }) => sum + articlesThisWeek, 0)
  const count = figures.circumvention.now - told
  return count > 0 ? [text(teller.digest('unplaced', { count }))] : []
}

export function byLanguageOf(digest: Digest, teller: Teller): Section {
  const say = teller.digest
  const entries = Object.entries(digest.byLanguage)
  const sum = (of: (counts: DigestLanguage) => number): number =>
    entries.reduce((total, [, counts]) => total + of(counts), 0)
  const judged = { right: sum(({ judged }) => judged?.right ?? 0), wrong: sum(({ judged }) => judged?.wrong ?? 0) }
  const table: Block = {
    kind: 'table',
    caption: say('languages-caption'),
    head: [say('head-language'), say('head-articles'), say('head-circumvention'), say('head-judged')],
    rows: entries.map(([tag, counts]) => [
      [teller.language(tag)],
      counts.articles,
      counts.circumvention,
      [judgedOf(counts.judged, teller)],
    ]),
    total: [
      [say('total')],
      sum(({ articles }) => articles),
      sum(({ circumvention }) => circumvention),
      [judgedOf(judged, teller)],
    ],
  }
  return {
    id: 'languages',
    heading: say('section-languages'),
    blocks: entries.length === 0 ? [text(say('languages-none'))] : [table, note(say('languages-note'))],
  }
}

/** "12 of 14"; a dash where nothing was judged. */
function judgedOf(judged: Judged | undefined, teller: Teller): string {
  const { right, wrong } = judged ?? { right: 0, wrong: 0 }
  return right + wrong === 0 ? '–' : teller.digest('judged-of', { right, all: right + wrong })
}
