/** A disk of its own for a folder, so small that it fills up: a tmpfs, which only root may mount. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  readonly resize: (kb: number) => void
  /** Takes all the room that is left, but for `spareKb`. */
  readonly fill: (spareKb: number) => void
  readonly clear: () => void
  readonly unmount: () => void
}

/** null where this user may not mount. */
export function mountSmall(folder: string, kb: number): SmallDisk | null {
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  const ballast = join(folder, 'ballast')
  return {
    resize: (to) => execFileSync('mount', ['-o', `remount,size=${to}k`, folder]),
    fill: (spareKb) => {
      const { bavail, bsize } = statfsSync(folder)
      try {
        writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - spareKb * 1_024)))
      } catch {
        // Whoever else writes was quicker: it is full all the same.
      }
    },
    clear: () => rmSync(ballast, { force: true }),
    unmount: () => execFileSync('umount', ['-l', folder]),
  }
}
