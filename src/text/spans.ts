/** Spans against spans, without comparing each with each. */

import type { Span } from '../types/text.ts'

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

/** Looks up which of a fixed set of spans meet a given one: logarithmic while few of the set overlap one another. */
export function indexSpans<Item>(
  items: readonly Item[],
  spanOf: (item: Item) => Span,
): (span: Span) => readonly Item[] {
  const sorted = [...items].sort((a, b) => spanOf(a).start - spanOf(b).start)
  const furthest: number[] = []
  for (const item of sorted) furthest.push(Math.max(furthest.at(-1) ?? 0, spanOf(item).end))
  return (span) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (spanOf(sorted[middle]!).start < span.end) low = middle + 1
      else high = middle
    }
    const met: Item[] = []
    for (let i = low - 1; i >= 0 && furthest[i]! > span.start; i--)
      if (overlaps(spanOf(sorted[i]!), span)) met.push(sorted[i]!)
    return met
  }
}

/** Groups of items in which each overlaps another of its group; ascending by start. */
export function clusterSpans<Item>(items: readonly Item[], spanOf: (item: Item) => Span): Item[][] {
  const clusters: Item[][] = []
  let end = -1
  for (const item of [...items].sort((a, b) => spanOf(a).start - spanOf(b).start)) {
    if (clusters.length > 0 && spanOf(item).start < end) clusters.at(-1)!.push(item)
    else clusters.push([item])
    end = Math.max(end, spanOf(item).end)
  }
  return clusters
}
