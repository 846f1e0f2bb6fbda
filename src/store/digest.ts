/** Digests as they were published: one to a week, never changed. */

import type { Transaction } from 'kysely'
import type { Digest } from '../types/digest.ts'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import type { Tables } from './schema.ts'

/** Null where none was published. */
export async function digestOfWeek(db: Store | Transaction<Tables>, week: string): Promise<Digest | null> {
  const row = await db.selectFrom('digest').select('json').where('key', '=', week).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.json) as Digest)
}

/** The first one stays. */
export async function keepDigest(db: Transaction<Tables>, digest: Digest): Promise<void> {
  const { week } = digest
  await db
    .insertInto('digest')
    .values({ key: week, week, made: clock as never, json: JSON.stringify(digest) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}
