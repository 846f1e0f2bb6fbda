/** The week in figures, beside the week before, and what was read by language. */

import type { Teller } from '../../knowledge/telling.ts'
import type { Digest } from '../../types/digest.ts'
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
  const sum = (of: (counts: { articles: number; circumvention: number }) => number): number =>
    entries.reduce((total, [, counts]) => total + of(counts), 0)
  const table: Block = {
    kind: 'table',
    caption: say('languages-caption'),
    head: [say('head-language'), say('head-articles'), say('head-circumvention')],
    rows: entries.map(([tag, counts]) => [[teller.language(tag)], counts.articles, counts.circumvention]),
    total: [[say('total')], sum(({ articles }) => articles), sum(({ circumvention }) => circumvention)],
  }
  return {
    id: 'languages',
    heading: say('section-languages'),
    blocks: entries.length === 0 ? [text(say('languages-none'))] : [table],
  }
}
