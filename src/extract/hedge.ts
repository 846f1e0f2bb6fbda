/** How a text hedges a figure: before it, behind it and, in positional numbers, within it. */

import { useSet } from '../knowledge/hits.ts'
import type { Reading } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import type { Figure } from './counted.ts'
import { follows } from './figure.ts'

/** How the words before a figure hedge it; `first` is where the hedge begins, else the figure's own first word. */
export interface Hedge {
  readonly first: number
  readonly about: boolean
  readonly atLeast: boolean
  readonly atMost: boolean
}

const hedgeTypes = ['about', 'atLeast', 'atMost'] as const
const hedges = useSet(...hedgeTypes)
const behindTypes = { about: 'about-after', atLeast: 'atLeast-after', atMost: 'atMost-after' } as const

/** Hedges that end right before `word`: "près de", "more than", "up to". */
export function hedgeBefore(reading: Reading, word: number): Hedge {
  const hedge = { first: word, about: false, atLeast: false, atMost: false }
  for (let from = word - 1; from >= Math.max(0, word - 5); from--) {
    if (!reading.hits.hasAny(from, hedges)) continue
    for (const type of hedgeTypes) {
      for (const hit of reading.at(from)) {
        if (hit.use.type !== type || hit.last !== hedge.first - 1 || !leadsTo(reading, hit.last)) continue
        hedge[type] = true
        hedge.first = from
      }
    }
  }
  return hedge
}

/** Whether the next word follows with nothing but a space, a hyphen or a currency sign between. */
function leadsTo(reading: Reading, word: number): boolean {
  const between = cut(reading.shadow.text, reading.words.ends[word] ?? 0, reading.words.starts[word + 1] ?? 0)
  return /^[ '-]{0,2}\p{Sc}? ?$/u.test(between)
}

/** All hedges of a figure whose wording, unit included, takes up words first..last. */
export function hedgeAround(reading: Reading, figure: Figure, first: number, last: number): Hedge {
  const before = hedgeBefore(reading, first)
  const behind = (type: (typeof hedgeTypes)[number]): boolean =>
    [figure.last, last].some((word) => reading.hits.has(word + 1, behindTypes[type]) && follows(reading, word))
  return {
    first: before.first,
    about: before.about || behind('about'),
    atLeast: before.atLeast || figure.atLeast || behind('atLeast'),
    atMost: before.atMost || behind('atMost'),
  }
}
