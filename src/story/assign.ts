/** A neighbourhood of likenesses → which documents are one story, and what happened to the stories there were. */

import type { StoryEvent } from '../types/story.ts'
import { cluster, type Edge } from './cluster.ts'
import { copied } from './likeness.ts'
import { sayShared } from './reason.ts'

/** An edge with what the two have in common, for people. */
export interface ReasonedEdge extends Edge {
  readonly shared: readonly string[]
}

export interface KnownStory {
  readonly id: string
  /** ms; of two that claim the same articles, the older keeps its id. */
  readonly opened: number
}

/** All documents that hang together, with what holds them and where they stand now. */
export interface Neighbourhood {
  readonly documents: readonly string[]
  readonly edges: readonly ReasonedEdge[]
  /** Document → story; absent: in none yet. */
  readonly storyOf: ReadonlyMap<string, string>
  readonly stories: readonly KnownStory[]
}

export interface PlannedStory {
  readonly id: string
  readonly isNew: boolean
  /** Documents that join now; those that stay are not repeated. `why`: a sentence. */
  readonly joining: readonly { readonly document: string; readonly why: string }[]
  readonly events: readonly Pick<StoryEvent, 'kind' | 'why'>[]
}

export interface Plan {
  readonly stories: readonly PlannedStory[]
  readonly merged: readonly { readonly story: string; readonly into: string }[]
}

/** How a document is named to people: “title” (outlet, date). */
export type Label = (document: string) => string

/** Pure. `newId` gives an id that no story ever had. */
export function planStories(around: Neighbourhood, newId: () => string, label: Label): Plan {
  const groups = cluster(around.documents, around.edges)
  const ids = claimIds(groups, around)
  const owners = groups.map((_, index) => ids.get(index) ?? newId())
  const kept = new Set(ids.values())
  const destinations = new Map<string, string>()
  for (const story of around.stories)
    if (!kept.has(story.id)) destinations.set(story.id, owners[largestShare(story.id, groups, around)] ?? '')
  const stories = groups.map((group, index): PlannedStory => {
    const id = owners[index] ?? ''
    const joining = group
      .filter((document) => around.storyOf.get(document) !== id)
      .map((document) => ({ document, why: whyJoined(document, group, around.edges, label) }))
    return { id, isNew: !ids.has(index), joining, events: eventsOf(id, joining, group, around, destinations) }
  })
  return {
    stories: stories.filter(({ joining }) => joining.length > 0),
    merged: [...destinations].map(([story, into]) => ({ story, into })),
  }
}

/** Group → the story that keeps its id in it: most documents in common first, then the older. */
function claimIds(groups: readonly (readonly string[])[], { storyOf, stories }: Neighbourhood): Map<number, string> {
  const claims = groups.flatMap((group, index) =>
    stories.map((story) => ({
      index,
      story,
      common: group.filter((document) => storyOf.get(document) === story.id).length,
    })),
  )
  claims.sort(
    (a, b) =>
      b.common - a.common || a.story.opened - b.story.opened || (a.story.id < b.story.id ? -1 : 1) || a.index - b.index,
  )
  const ids = new Map<number, string>()
  const taken = new Set<string>()
  for (const { index, story, common } of claims) {
    if (common === 0 || ids.has(index) || taken.has(story.id)) continue
    ids.set(index, story.id)
    taken.add(story.id)
  }
  return ids
}

function largestShare(story: string, groups: readonly (readonly string[])[], { storyOf }: Neighbourhood): number {
  const shares = groups.map((group) => group.filter((document) => storyOf.get(document) === story).length)
  return shares.indexOf(Math.max(...shares))
}

function eventsOf(
  id: string,
  joining: PlannedStory['joining'],
  group: readonly string[],
  { storyOf }: Neighbourhood,
  destinations: ReadonlyMap<string, string>,
): PlannedStory['events'] {
  const events: Pick<StoryEvent, 'kind' | 'why'>[] = []
  const isKnown = group.some((document) => storyOf.get(document) === id)
  const told = new Set<string>()
  for (const { document, why } of joining) {
    const from = storyOf.get(document)
    if (from === undefined) {
      events.push({ kind: isKnown || events.length > 0 ? 'joined' : 'opened', why })
    } else if (!told.has(from)) {
      told.add(from)
      const isMerger = destinations.get(from) === id
      events.push({
        kind: isMerger ? 'merged' : 'split',
        why: isMerger
          ? `The story ${from} is one with this: it ${lowerFirst(why)}`
          : `Left the story ${from}: it ${lowerFirst(why)}`,
      })
    }
  }
  return events
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** "Shares the company bytedance; the amount USD 7,000,000,000 with “…” (The Information, 2025-01-02)." */
function whyJoined(document: string, group: readonly string[], edges: readonly ReasonedEdge[], label: Label): string {
  const members = new Set(group)
  const best = edges
    .filter(({ a, b }) => (a === document && members.has(b)) || (b === document && members.has(a)))
    .reduce<ReasonedEdge | null>((top, edge) => (top === null || edge.score > top.score ? edge : top), null)
  if (best === null) return 'First report of the affair.'
  const other = label(best.a === document ? best.b : best.a)
  if (best.shared[0] === copied) return `Repeats the text of ${other}.`
  return `Shares ${sayShared(best.shared)} with ${other}.`
}
