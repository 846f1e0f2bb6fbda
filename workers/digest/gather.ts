/** Everything that the digest of a week is made of, from the store. */

import { digestOf } from '../../src/digest/digest.ts'
import { boundsOf } from '../../src/digest/week.ts'
import type { Knowledge } from '../../src/knowledge/compile.ts'
import { databaseTime, type Store } from '../../src/store/database.ts'
import { judgedByLanguage } from '../../src/store/judgement.ts'
import {
  articlesSeen,
  companiesNamedBefore,
  countAlertsSent,
  countStoriesSeen,
  stepsOf,
  storiesSeen,
  unseenFeeds,
} from '../../src/store/week.ts'
import type { Digest } from '../../src/types/digest.ts'
import { Fault } from '../../src/types/fault.ts'
import type { StorySummary } from '../../src/types/story.ts'
import { tellStory } from '../assign/retell.ts'

export interface Wanted {
  readonly week: string
  readonly zone: string
  /** Of the wording. */
  readonly language: string
  readonly version: string
}

/** Throws Fault usage for a week that is none. A week that is not over is told up to now. */
export async function digestFor(store: Store, wanted: Wanted, knowledge: Knowledge): Promise<Digest> {
  const bounds = boundsOf(wanted.week, wanted.zone)
  if (bounds === null) throw new Fault('usage', `"${wanted.week}" is no week; one is written as 2026-W47.`)
  const { from, until } = bounds
  const earlier = from - (until - from)
  const ids = await storiesSeen(store, from, until)
  const stories = await tellStories(store, ids, until, knowledge)
  return digestOf({
    ...wanted,
    from,
    until,
    now: {
      articles: await articlesSeen(store, from, until),
      alertsSent: await countAlertsSent(store, from, until),
      stories,
    },
    before: {
      articles: await articlesSeen(store, earlier, from),
      alertsSent: await countAlertsSent(store, earlier, from),
      ...(await countStoriesSeen(store, earlier, from)),
    },
    steps: await stepsOf(
      store,
      stories.map(({ id }) => id),
      until,
    ),
    namesBefore: await companiesNamedBefore(store, from),
    unseen: await unseenFeeds(store, from, until),
    judged: await judgedByLanguage(store, until),
    analysis: knowledge.analysis,
    made: await databaseTime(store),
  })
}

/** Stories that were merged since are told once, as the one they were merged into. */
async function tellStories(
  store: Store,
  ids: readonly string[],
  until: number,
  knowledge: Knowledge,
): Promise<StorySummary[]> {
  return store.transaction().execute(async (db) => {
    const told = new Map<string, StorySummary>()
    for (const id of ids) {
      const retold = await tellStory(db, id, knowledge, until)
      if (retold !== null) told.set(retold.summary.id, retold.summary)
    }
    return [...told.values()]
  })
}
