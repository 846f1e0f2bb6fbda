/**
 * Tells whoever sends messages which tasks a transaction added, once it is committed: not before, for a worker would look
 * for a row that is not there yet; and that it may not come to be told is no loss, for the reconciler finds the row.
 */

/** What a message of a task needs to know. */
export interface Sendable {
  readonly id: number
  readonly kind: string
  readonly priority: number
  readonly host: string | null
}

type Listener = (tasks: readonly Sendable[]) => void

const added = new WeakMap<object, Sendable[]>()
const listeners = new WeakMap<object, Listener>()

/** One listener to a store; answers what ends it. */
export function onEnqueued(store: object, listener: Listener): () => void {
  listeners.set(store, listener)
  return () => void listeners.delete(store)
}

/** Keeps what was added in mind until its transaction is committed. */
export function noteEnqueued(transaction: object, tasks: readonly Sendable[]): void {
  if (tasks.length > 0) added.set(transaction, [...(added.get(transaction) ?? []), ...tasks])
}

/** To be called once the transaction is committed. */
export function tellEnqueued(store: object, transaction: object): void {
  const tasks = added.get(transaction)
  if (tasks !== undefined) listeners.get(store)?.(tasks)
}
