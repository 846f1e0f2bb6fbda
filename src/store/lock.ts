/** One daemon to a store: a row with a lease on the database's clock. */

import { hostname } from 'node:os'
import { sql } from 'kysely'
import { Fault } from '../types/fault.ts'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import { isGone, ownName } from './process.ts'
import type { DaemonRow } from './schema.ts'

export interface DaemonLock {
  /** Throws Fault lease-lost when another daemon has taken the store over. */
  readonly renew: () => Promise<void>
  readonly release: () => Promise<void>
}

/**
 * Throws Fault store-locked, naming the other's process, while its lease runs. A process of this machine that is no
 * longer there (killed, crashed, of before a restart) holds nothing: its lock is taken over at once.
 */
export async function lockStore(store: Store, leaseMs: number): Promise<DaemonLock> {
  const owner = ownName()
  const machine = hostname()
  const row = await holderRow(store)
  const dead = row !== undefined && isDead(row) ? row.owner : ''
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

/** The same; null while another's lease runs. */
export async function lockUnlessHeld(store: Store, leaseMs: number): Promise<DaemonLock | null> {
  try {
    return await lockStore(store, leaseMs)
  } catch (error) {
    if (error instanceof Fault && error.code === 'store-locked') return null
    throw error
  }
}

async function holderRow(store: Store): Promise<DaemonRow | undefined> {
  return store.selectFrom('daemon').selectAll().executeTakeFirst()
}

/** Whether the process that has the lock is known to be gone: of another machine's processes nothing is known. */
function isDead({ machine, pid, owner }: DaemonRow): boolean {
  return machine === hostname() && isGone(pid, owner)
}

async function heldBy(store: Store): Promise<Fault> {
  const row = await holderRow(store)
  const who = row === undefined ? 'another process' : `process ${row.pid} on ${row.machine}`
  return new Fault(
    'store-locked',
    `This store is in use by a Detour daemon (${who}). Stop it first, or name another data folder; "detour findings" reads while it runs.`,
  )
}

/** The daemon that holds the store now, or null. */
export async function holderOf(store: Store): Promise<{ readonly pid: number; readonly machine: string } | null> {
  const row = await store
    .selectFrom('daemon')
    .selectAll()
    .where('lease_until', '>', clock as never)
    .executeTakeFirst()
  return row === undefined || isDead(row) ? null : row
}
