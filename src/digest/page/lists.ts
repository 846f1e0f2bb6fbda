/** What stands across stories: amounts, new names, changes of stage, denials, what was not seen, and how to read it all. */

import type { Teller } from '../../knowledge/telling.ts'
import type { Digest, Unseen } from '../../types/digest.ts'
import type { Posture } from '../../types/finding.ts'
import type { Borne, StoryFigure, StorySummary } from '../../types/story.ts'
import { type Block, type Cell, note, type Section, text } from './blocks.ts'
import { cut, most, type Numbered, numberOf, quoteOf, sourceOf, titledOf } from './refer.ts'
import { denialOf } from './stories.ts'

type Numbers = ReadonlyMap<string, Numbered>

export function amountsOf({ stories }: Digest, numbers: Numbers, teller: Teller): Section {
  const say = teller.digest
  const standing = stories.filter(({ summary }) => !summary.withdrawn)
  const rows = standing.flatMap(({ summary }) =>
    [...summary.amounts, ...summary.quantities].map((borne): Cell[] => [
      [figureOf(borne, summary, teller)],
      [numberOf(summary.id, numbers, teller)],
      borne.articles,
      sourceOf(borne.citation, teller),
    ]),
  )
  const head = [say('head-amount'), say('head-story'), say('head-articles'), say('head-source')]
  const table: Block = { kind: 'table', caption: say('amounts-caption'), head, rows, total: null }
  return section(
    'amounts',
    rows.length === 0 ? [text(say('amounts-none'))] : [table, note(say('amounts-note'))],
    teller,
  )
}

function figureOf({ value }: Borne<StoryFigure>, summary: StorySummary, teller: Teller): string {
  const figure = teller.figure(value)
  const chip = summary.chips.find(({ id }) => id === value.of)?.name
  return chip === undefined ? figure : teller.shared('quantity-of', { figure, chip })
}

export function namesOf({ newNames }: Digest, numbers: Numbers, teller: Teller): Section {
  const say = teller.digest
  const rows = newNames.map(({ name, story }): Cell[] => [[cut(name, most.name)], titledOf(story, numbers, teller)])
  const head = [say('head-name'), say('head-story')]
  const table: Block = { kind: 'table', caption: say('names-caption'), head, rows, total: null }
  return section('names', rows.length === 0 ? [text(say('names-none'))] : [note(say('names-note')), table], teller)
}

export function stagesOf({ postureChanges }: Digest, numbers: Numbers, teller: Teller): Section {
  const say = teller.digest
  const stage = (id: string): string => teller.wording.postures[id as Posture] ?? cut(id, most.name)
  const rows = postureChanges.map(({ story, from, to, at }): Cell[] => [
    titledOf(story, numbers, teller),
    [from === null ? say('stage-first') : stage(from)],
    [stage(to)],
    [teller.date(at) ?? at],
  ])
  const head = [say('head-story'), say('head-from-stage'), say('head-to-stage'), say('head-date')]
  const table: Block = { kind: 'table', caption: say('stages-caption'), head, rows, total: null }
  return section('stages', rows.length === 0 ? [text(say('stages-none'))] : [table], teller)
}

export function denialsOf({ denials }: Digest, numbers: Numbers, teller: Teller): Section {
  const blocks = denials.map(({ by, story, citation }) =>
    quoteOf(citation, [{ text: denialOf(by, teller) }, ', ', numberOf(story, numbers, teller), ' – '], teller),
  )
  return section('denials', blocks.length === 0 ? [text(teller.digest('denials-none'))] : blocks, teller)
}

export function unseenOf({ notSeen }: Digest, teller: Teller): Section {
  const say = teller.digest
  const state = ({ state, count }: Unseen): string => say(`unseen-${state}`, { count })
  const rows = notSeen.map((one): Cell[] => [
    [{ text: cut(one.outlet, most.name), url: one.url }],
    [state(one)],
    [one.problem === null ? '–' : cut(one.problem, most.title)],
  ])
  const head = [say('head-feed'), say('head-state'), say('head-problem')]
  const table: Block = { kind: 'table', caption: say('unseen-caption'), head, rows, total: null }
  return section('unseen', rows.length === 0 ? [text(say('unseen-none'))] : [text(say('unseen-note')), table], teller)
}

export function methodOf({ zone }: Digest, teller: Teller): Section {
  const say = teller.digest
  const items = [
    [teller.alert('how-to-read')],
    [say('method-stage')],
    [say('method-score')],
    [say('method-membership', { zone })],
    [say('method-order')],
    [say('method-sources')],
    [say('method-control')],
  ]
  return section('method', [{ kind: 'list', items }], teller)
}

function section(
  id: 'amounts' | 'names' | 'stages' | 'denials' | 'unseen' | 'method',
  blocks: readonly Block[],
  teller: Teller,
): Section {
  return { id, heading: teller.digest(`section-${id}`), blocks }
}
