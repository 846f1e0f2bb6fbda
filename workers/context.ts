/** What every handler is given: nothing in it assumes that all work is done by one process. */

import type { Logger } from 'pino'
import type { DeliveryContext } from '../src/alert/channel.ts'
import type { Config } from '../src/config.ts'
import type { Fetcher } from '../src/ingest/fetch.ts'
import type { Knowledge } from '../src/knowledge/compile.ts'
import type { Store } from '../src/store/database.ts'
import type { Task } from '../src/store/task.ts'
import type { Destination } from './deliver/destinations.ts'
import type { ThreadPool } from './threads.ts'

export interface Context {
  readonly store: Store
  readonly config: Config
  readonly fetcher: Fetcher
  readonly threads: ThreadPool
  readonly log: Logger
  /** Of the configuration, by name. */
  readonly destinations: ReadonlyMap<string, Destination>
  readonly delivery: Omit<DeliveryContext, 'signal'>
  /** Of `delivery.wayTo`. */
  readonly closeWays: () => Promise<void>
  /** Aborted when what is in hand is cut short. */
  readonly cutShort: AbortController
  /** Loaded when first asked for. */
  readonly knowledge: () => Knowledge
}

/** Does one task, finishing it in the store; throws a Fault where it cannot. */
export type Handler = (task: Task, context: Context) => Promise<void>
