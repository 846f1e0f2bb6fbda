/** How a page refers to its stories and to the articles behind them. */

import type { Teller } from '../../knowledge/telling.ts'
import { oneLine, shorten } from '../../text/escape.ts'
import type { Digest, DigestStory } from '../../types/digest.ts'
import type { Citation } from '../../types/story.ts'
import type { Block, Line, Phrase } from './blocks.ts'

/** Most UTF-16 units shown: what is longer is cut, so that nobody can flood the page. */
export const most = { title: 200, quote: 1_200, name: 120 } as const

export function cut(text: string, limit: number): string {
  return shorten(oneLine(text), limit)
}

export interface Numbered {
  readonly story: DigestStory
  /** From 1, in the order of weight. */
  readonly number: number
}

/** By id. */
export function numbersOf(digest: Digest): ReadonlyMap<string, Numbered> {
  return new Map(digest.stories.map((story, index) => [story.summary.id, { story, number: index + 1 }]))
}

export function anchorOf(number: number): string {
  return `story-${number}`
}

/** "No. 3", leading to the story. */
export function numberOf(id: string, numbers: ReadonlyMap<string, Numbered>, teller: Teller): Phrase {
  const number = numbers.get(id)?.number
  if (number === undefined) return { text: cut(id, most.name) }
  return { text: teller.digest('story-number', { number: teller.number(number) }), anchor: anchorOf(number) }
}

/** "No. 3 Its title"; of a withdrawn story that it is withdrawn, since lists across stories say what it once said. */
export function titledOf(id: string, numbers: ReadonlyMap<string, Numbered>, teller: Teller): Line {
  const summary = numbers.get(id)?.story.summary
  const number = numberOf(id, numbers, teller)
  if (summary === undefined) return [number]
  const withdrawn = summary.withdrawn ? [` [${teller.digest('badge-withdrawn')}]`] : []
  return [number, ' ', { text: cut(summary.title, 80), language: summary.language }, ...withdrawn]
}

/** "Le Courrier des Puces, 2 January 2025", leading to the article. */
export function sourceOf(
  { outlet, published, url }: Pick<Citation, 'outlet' | 'published' | 'url'>,
  teller: Teller,
): Line {
  const name: Phrase = { text: cut(outlet ?? teller.shared('outlet-unknown'), most.name), url }
  const date = teller.date(published)
  const said =
    date === null
      ? teller.shared('quote-undated', { outlet: place })
      : teller.shared('quote-source', { outlet: place, date })
  const [before = '', after = ''] = said.split(place)
  return [before, name, after]
}

/** Keeps the place of a name in a message, so that the name can be a phrase of its own, whose direction leaves the rest alone. */
const place = '\ue000'

export function quoteOf(citation: Citation, before: Line, teller: Teller): Block {
  return {
    kind: 'quote',
    words: { text: cut(citation.quote, most.quote), language: citation.language },
    source: [...before, ...sourceOf(citation, teller), ` [${teller.language(citation.language)}]`],
  }
}
