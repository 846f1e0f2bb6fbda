/** Task assign-story: gives findings their place among the stories, in batches under the one lock that its row is. */

import { assignment, enqueueNextBatch, markUnassigned, setFirstAside, takeBatch } from '../src/store/queue.ts'
import { finish } from '../src/store/task.ts'
import { alertOn } from './assign/alerts.ts'
import { type Happenings, placeDocument } from './assign/place.ts'
import { retellStory } from './assign/retell.ts'
import type { Handler } from './context.ts'
import { failPoint } from './failpoints.ts'

/** Documents of one batch: few enough that other writers wait for a moment only. */
const batch = 20
/** Failures after which the document at the head of the queue is taken to be the cause, and set aside. */
const patience = 3

export const assignStory: Handler = async (task, context) => {
  const { store } = context
  if (task.key !== assignment.key) return finish(store, task, (db) => markUnassigned(db, task.key))
  if (task.attempts > patience) {
    const document = await store.transaction().execute(setFirstAside)
    // Nothing was waiting any more: then there is nobody to blame.
    if (document !== null)
      context.log.error({ document }, 'an article could not be given its place among the stories: set aside')
  }
  const knowledge = context.knowledge()
  await finish(
    store,
    task,
    async (db) => {
      // After a failure one at a time, so that the one that fails keeps no other from its place.
      const { documents, rechecks } = await takeBatch(db, task.attempts > 1 ? 1 : batch)
      const happenings: Happenings = new Map(rechecks.map((story) => [story, { events: [], live: true }]))
      for (const document of documents) await placeDocument(db, document, knowledge, happenings)
      for (const [story, { events, live }] of happenings) {
        const retold = await retellStory(db, story, events, knowledge)
        if (retold !== null) await alertOn(db, retold.summary, live, context)
      }
      await enqueueNextBatch(db)
    },
    () => failPoint('before-commit'),
  )
}
