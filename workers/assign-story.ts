/** Task assign-story: gives findings their place among the stories, in batches under the one lock that its row is. */

import { enqueueNextBatch, takeBatch } from '../src/store/queue.ts'
import { finish } from '../src/store/task.ts'
import { alertOn } from './assign/alerts.ts'
import { type Happenings, placeDocument } from './assign/place.ts'
import { retellStory } from './assign/retell.ts'
import type { Handler } from './context.ts'
import { failPoint } from './failpoints.ts'

/** Documents of one batch: few enough that other writers wait for a moment only. */
const batch = 20

export const assignStory: Handler = async (task, context) => {
  const knowledge = context.knowledge()
  await finish(
    context.store,
    task,
    async (db) => {
      const { documents, rechecks } = await takeBatch(db, batch)
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
