/** Settles which of several overlapping mentions stand. */

import { clusterSpans, indexSpans, overlaps } from '../text/spans.ts'
import type { Mention } from '../types/mention.ts'
import type { Span } from '../types/text.ts'

/** Within a kind the longest wins, then the earlier; the result ascends by start, then by length. */
export function settle(mentions: readonly Mention[]): Mention[] {
  const byKind = new Map<Mention['kind'], Mention[]>()
  for (const mention of mentions) {
    const ofKind = byKind.get(mention.kind)
    if (ofKind === undefined) byKind.set(mention.kind, [mention])
    else ofKind.push(mention)
  }
  const kept = [...byKind.values()].flatMap((ofKind) => clusterSpans(ofKind, spanOf).flatMap(longest))
  return withoutParts(kept).sort(
    (a, b) => a.span.start - b.span.start || b.span.end - a.span.end || a.kind.localeCompare(b.kind),
  )
}

function spanOf(mention: Mention): Span {
  return mention.span
}

/** Of one cluster; the sort is stable, so that ties keep the order of the recognisers. */
function longest(cluster: readonly Mention[]): Mention[] {
  if (cluster.length === 1) return [...cluster]
  const kept: Mention[] = []
  for (const mention of [...cluster].sort((a, b) => length(b) - length(a))) {
    if (!kept.some((other) => overlaps(other.span, mention.span))) kept.push(mention)
  }
  return kept
}

/** What a larger name contains is not named: "China" in "China Mobile", "Singapore" in "Singapore dollars". */
const wholes: Readonly<Partial<Record<Mention['kind'], readonly Mention['kind'][]>>> = {
  region: ['company', 'organisation', 'money', 'chip'],
  company: ['organisation'],
  quantity: ['money'],
  money: ['quantity'],
}

/** "320 AMD MI325X" are so many of AMD's chips and no Armenian drams; "$2,400 GPU" is a price. */
function isCounted(quantity: Mention, money: Mention): boolean {
  return (
    quantity.kind === 'quantity' &&
    money.kind === 'money' &&
    quantity.span.start <= money.span.start &&
    quantity.span.end > money.span.end
  )
}

function isOffice(whole: Mention, part: Mention): boolean {
  return whole.kind === 'organisation' && whole.office && part.kind === 'region'
}

function withoutParts(mentions: readonly Mention[]): Mention[] {
  const meeting = indexSpans(mentions, spanOf)
  return mentions.filter((mention) => {
    const kinds = wholes[mention.kind]
    return (
      kinds === undefined ||
      !meeting(mention.span).some(
        (other) =>
          kinds.includes(other.kind) &&
          !isOffice(other, mention) &&
          !isCounted(mention, other) &&
          (mention.kind !== 'money' || isCounted(other, mention)),
      )
    )
  })
}

function length(mention: Mention): number {
  return mention.span.end - mention.span.start
}
