/** Sends again what should be in Redis and may not be: what is due, and what its worker abandoned. The rows say which. */

import { putOffAbandoned } from '../../src/store/claim.ts'
import type { Store } from '../../src/store/database.ts'
import { abandonedTasks, oneOfEachHost, readyTasks } from '../../src/store/ready.ts'
import { taskKinds } from '../../src/store/task.ts'
import type { Post } from './post.ts'

/**
 * Messages of a kind that wait at most: what else is due waits in the store, where it costs Redis no memory and where what
 * comes later but goes first is put before it.
 */
const most = 1_000

export interface Reconciliation {
  readonly store: Store
  readonly post: Post
  /** Of a task before quarantine. */
  readonly attempts: number
}

/**
 * `all`: although enough wait there. Where more than half of the most wait already, nothing is looked up: that nothing of
 * the rest was lost on its way is seen with the next that is not so full.
 */
export async function reconcile({ store, post, attempts }: Reconciliation, all: boolean): Promise<void> {
  await putOffAbandoned(store, attempts)
  await post.send(await abandonedTasks(store, most))
  for (const kind of taskKinds) {
    if (!all && (await post.waiting(kind)) > most / 2) continue
    await post.send(oneOfEachHost(await readyTasks(store, kind, most)))
  }
}
