/** Task deliver-alert: one attempt to carry one notice of the outbox to its destination. */

import { beginAttempt, recordSent } from '../src/store/outbox.ts'
import { finish } from '../src/store/task.ts'
import { Fault } from '../src/types/fault.ts'
import type { Handler } from './context.ts'
import { noticeFor } from './deliver/notice.ts'
import { failDuring, failPoint } from './failpoints.ts'

/**
 * A worker that dies between the receiver's answer and the commit leads to a second attempt under the same key, by which
 * the receiver knows it again: never to a second key, and never to none.
 */
export const deliverAlert: Handler = async (task, context) => {
  const row = await beginAttempt(context.store, task.key)
  if (row === null) return finish(context.store, task, async () => undefined)
  const destination = context.destinations.get(row.destination)
  if (destination === undefined)
    throw new Fault(
      'delivery-refused',
      `The configuration has no destination "${row.destination}" any more: add it again, or let this notice be.`,
    )
  const notice = await noticeFor(row, context)
  const { channel, settings } = destination
  const delivery = { ...context.delivery, signal: context.cutShort.signal }
  const { detail } = await failDuring('while-delivering', channel.deliver(notice, settings, delivery))
  failPoint('after-delivery')
  await finish(
    context.store,
    task,
    (db) => recordSent(db, row.key, detail),
    () => failPoint('before-commit'),
  )
}
