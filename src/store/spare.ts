/** Room kept in reserve on the store's disk: when all else is full, what is in hand can still be given back. */

import { randomBytes } from 'node:crypto'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isPostgres, storePath } from './place.ts'
import { explainStore } from './problem.ts'

/** Enough for some hundred tasks to be given back: each changes a few pages of 4 KB. */
const bytes = 1_048_576

function spareOf(data: string): string {
  return join(data, 'detour.spare')
}

/** Throws Fault store-full where there is no room for it: then there is none to work with either. A server's disk is its own affair. */
export function keepSpare(data: string): void {
  if (isPostgres(data)) return
  const path = spareOf(data)
  if (statSync(path, { throwIfNoEntry: false })?.size === bytes) return
  try {
    // Random: file systems that compress would keep no room for zeros.
    writeFileSync(path, randomBytes(bytes), { flush: true })
  } catch (error) {
    spendSpare(data)
    throw explainStore(error, storePath(data))
  }
}

/** Gives the room free; the next start takes it again. */
export function spendSpare(data: string): void {
  if (isPostgres(data)) return
  rmSync(spareOf(data), { force: true })
}
