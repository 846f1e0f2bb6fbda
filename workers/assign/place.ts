/** Finds one document's place among the stories: what it is like, and what hangs together with it now. */

import { randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Knowledge } from '../../src/knowledge/compile.ts'
import {
  candidatesFor,
  companionsOf,
  forgetPrint,
  keepEdges,
  keepPrint,
  neighbourhoodOf,
} from '../../src/store/likeness.ts'
import type { Tables } from '../../src/store/schema.ts'
import { findingOf, mergeStory, openStory, putDocument } from '../../src/store/story.ts'
import { type Plan, planStories } from '../../src/story/assign.ts'
import { join } from '../../src/story/cluster.ts'
import { noFacts } from '../../src/story/facts.ts'
import { type Fingerprint, fingerprintOf, lookupKeys } from '../../src/story/fingerprint.ts'
import { likenessOf, windowDays } from '../../src/story/likeness.ts'
import type { StoryEvent } from '../../src/types/story.ts'

type Db = Transaction<Tables>

/** Likenesses below this are not kept: no group is ever joined by them. */
const leastKept = 0.15

export interface Happened {
  /** For the story's history. */
  readonly events: readonly Pick<StoryEvent, 'kind' | 'why'>[]
  /** Something other than back-fill had a part in it. */
  readonly live: boolean
}

/** What came to pass in each story; a story that is here must be told anew. */
export type Happenings = Map<string, Happened>

function happen(happenings: Happenings, story: string, more: Happened): void {
  const before = happenings.get(story)
  happenings.set(story, {
    events: [...(before?.events ?? []), ...more.events],
    live: more.live || before?.live === true,
  })
}

/** Within the batch's transaction. A document that reports nothing any more leaves its likenesses; its story is told anew. */
export async function placeDocument(
  db: Db,
  document: string,
  knowledge: Knowledge,
  happenings: Happenings,
): Promise<void> {
  const stored = await findingOf(db, document)
  const tells = stored !== null && stored.finding.label === 'circumvention'
  const companions = await companionsOf(db, document)
  await forgetPrint(db, document)
  if (tells) await keepLikeness(db, fingerprintOf(stored, knowledge))
  const around = await neighbourhoodOf(db, [document, ...companions], join)
  const live = stored?.backfill !== true
  for (const story of around.storyOf.values()) happen(happenings, story, { events: [], live })
  const documents = around.documents.filter((id) => tells || id !== document)
  const told = new Set(documents.map((id) => around.storyOf.get(id)))
  const telling = { ...around, documents, stories: around.stories.filter(({ id }) => told.has(id)) }
  const labels = await labelsFor(db, documents)
  const plan = planStories(telling, newStoryId, (id) => labels.get(id) ?? 'another article')
  await carryOut(db, plan, happenings, live)
}

function newStoryId(): string {
  return `s${randomBytes(6).toString('hex')}`
}

async function keepLikeness(db: Db, print: Fingerprint): Promise<void> {
  const kept = { document: print.document, day: print.day, json: JSON.stringify(print), keys: lookupKeys(print) }
  const candidates = await candidatesFor(db, kept, windowDays)
  await keepPrint(db, kept)
  const edges = candidates.flatMap(({ document, json }) => {
    const { score, shared } = likenessOf(print, JSON.parse(json) as Fingerprint)
    const [a, b] = print.document < document ? [print.document, document] : [document, print.document]
    return score < leastKept ? [] : [{ a, b, score, shared }]
  })
  await keepEdges(db, edges)
}

/** “Title” (outlet, date), for the reasons that people read. */
async function labelsFor(db: Db, documents: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>()
  for (const id of documents) {
    const stored = await findingOf(db, id)
    if (stored === null) continue
    const { document, outlet } = stored
    const title = document.text.slice(0, document.titleLength || 60)
    labels.set(id, `“${title}” (${[outlet, document.published?.slice(0, 10)].filter(Boolean).join(', ')})`)
  }
  return labels
}

async function carryOut(db: Db, plan: Plan, happenings: Happenings, live: boolean): Promise<void> {
  for (const { id, isNew, joining, events } of plan.stories) {
    if (isNew) await openStory(db, id, JSON.stringify(noFacts))
    for (const { document, why } of joining) await putDocument(db, id, document, why)
    happen(happenings, id, { events, live })
  }
  for (const { story, into } of plan.merged) {
    await mergeStory(db, story, into)
    happenings.delete(story)
  }
}
