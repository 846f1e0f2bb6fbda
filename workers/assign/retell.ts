/** Tells a story anew after something happened to it: its facts, its revision, its history. */

import type { Transaction } from 'kysely'
import type { Knowledge } from '../../src/knowledge/compile.ts'
import type { Tables } from '../../src/store/schema.ts'
import { addEvent, eventsOf, membersOf, reviseStory, storyById } from '../../src/store/story.ts'
import { type Facts, factsOf, newsBetween } from '../../src/story/facts.ts'
import { summaryOf } from '../../src/story/summary.ts'
import type { News, StoredFinding, StoryEvent, StorySummary } from '../../src/types/story.ts'

type Db = Transaction<Tables>

export interface Retold {
  readonly summary: StorySummary
  readonly members: readonly StoredFinding[]
}

/**
 * The story from the store, through the latest findings of its articles; null where there is none. `until` (ms): told from
 * the articles first seen before, with its history up to then.
 */
export async function tellStory(
  db: Db,
  id: string,
  knowledge: Knowledge,
  until = Number.POSITIVE_INFINITY,
): Promise<Retold | null> {
  const story = await storyById(db, id)
  if (story === null) return null
  const members = (await membersOf(db, story.id)).filter(({ firstSeen }) => firstSeen < until)
  const history = (await eventsOf(db, story.id)).filter(({ at }) => Date.parse(at) < until)
  const revision = history.at(-1)?.revision ?? story.revision
  return { members, summary: summaryOf({ ...story, revision }, members, history, knowledge) }
}

/** Writes the story's new revision where what it tells has changed, and its history. */
export async function retellStory(
  db: Db,
  id: string,
  happened: readonly Pick<StoryEvent, 'kind' | 'why'>[],
  knowledge: Knowledge,
): Promise<Retold | null> {
  const story = await storyById(db, id)
  if (story === null) return null
  const members = await membersOf(db, story.id)
  const before = JSON.parse(story.facts) as Facts
  const draft = summaryOf(story, members, [], knowledge)
  const after = factsOf(draft)
  const isNew = story.revision === 0
  const news: readonly News[] = isNew ? ['new'] : newsBetween(before, after)
  const changed = isNew || JSON.stringify(before) !== JSON.stringify(after)
  const revision = changed ? story.revision + 1 : story.revision
  const seen = members.map(({ firstSeen }) => firstSeen)
  const facts = JSON.stringify(after)
  await reviseStory(db, story.id, { revision, facts, seen: [Math.min(...seen), Math.max(...seen)] })
  for (const [index, event] of eventsToWrite(happened, news).entries()) {
    const isLast = index === Math.max(happened.length, 1) - 1
    await addEvent(db, story.id, { ...event, revision, news: isLast ? news : [], posture: after.posture })
  }
  return tellStory(db, story.id, knowledge)
}

/** A change without any joining (a new analysis) is history too. */
function eventsToWrite(
  happened: readonly Pick<StoryEvent, 'kind' | 'why'>[],
  news: readonly News[],
): readonly Pick<StoryEvent, 'kind' | 'why'>[] {
  if (happened.length > 0 || news.length === 0) return happened
  return news.includes('withdrawn')
    ? [{ kind: 'withdrawn', why: 'After a new analysis no article reports circumvention any more.' }]
    : [{ kind: 'changed', why: `A new analysis of its articles changed: ${news.join(', ')}.` }]
}
