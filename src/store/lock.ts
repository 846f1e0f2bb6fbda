/** One daemon to a store: a row with a lease on the database's clock. */

import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { sql } from 'kysely'
import { Fault } from '../types/fault.ts'
import { clock, type Store } from './database.ts'

export interface DaemonLock {
  /** Throws Fault lease-lost when another daemon has taken the store over. */
  readonly renew: () => Promise<void>
  readonly release: () => Promise<void>
}

/**
 * Throws Fault store-locked, naming the other's process, while its lease runs. A process of this machine that is no
 * longer there (killed, crashed) holds nothing: its lock is taken over at once.
 */
export async function lockStore(store: Store, leaseMs: number): Promise<DaemonLock> {
  const owner = randomUUID()
  const machine = hostname()
  const dead = await deadHolder(store, machine)
  const { rows } = await sql<{ owner: string }>`insert into daemon (id, owner, pid, machine, lease_until)
    values (1, ${owner}, ${process.pid}, ${machine}, ${clock} + ${leaseMs})
    on conflict (id) do update set owner = ${owner}, pid = ${process.pid}, machine = ${machine}, lease_until = ${clock} + ${leaseMs}
    where daemon.lease_until <= ${clock} or daemon.owner = ${dead} returning owner`.execute(store)
  if (rows.length === 0) throw await heldBy(store)
  return {
    renew: async () => {
      const renewed = await sql<{
        owner: string
      }>`update daemon set lease_until = ${clock} + ${leaseMs} where id = 1 and owner = ${owner} returning owner`.execute(
        store,
      )
      if (renewed.rows.length === 0)
        throw new Fault('lease-lost', 'Another daemon has taken this store over; this one stops.')
    },
    release: async () => {
      await store.deleteFrom('daemon').where('id', '=', 1).where('owner', '=', owner).execute()
    },
  }
}

/** The owner of a lock whose process, on this machine, is gone; "" where there is none. */
async function deadHolder(store: Store, machine: string): Promise<string> {
  const row = await store.selectFrom('daemon').selectAll().executeTakeFirst()
  if (row === undefined || row.machine !== machine) return ''
  try {
    process.kill(row.pid, 0)
    return ''
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? row.owner : ''
  }
}

async function heldBy(store: Store): Promise<Fault> {
  const row = await store.selectFrom('daemon').selectAll().executeTakeFirst()
  const who = row === undefined ? 'another process' : `process ${row.pid} on ${row.machine}`
  return new Fault(
    'store-locked',
    `This store is in use by a Detour daemon (${who}). Stop it first, or name another data folder; "detour findings" reads while it runs.`,
  )
}

/** Whether a daemon holds the store now, and which. */
export async function holderOf(store: Store): Promise<{ readonly pid: number; readonly machine: string } | null> {
  return (
    (await store
      .selectFrom('daemon')
      .select(['pid', 'machine'])
      .where('lease_until', '>', clock as never)
      .executeTakeFirst()) ?? null
  )
}
