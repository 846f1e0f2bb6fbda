/** Waits that can be cut short: by whoever rings, before or meanwhile. */

export interface Bell {
  /** Ends the wait; where nobody waits, the next wait ends at once. */
  readonly ring: () => void
  /** At most `ms`. One waits at a time. */
  readonly wait: (ms: number) => Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let wake: (() => void) | null = null
  return {
    ring: () => {
      rung = true
      wake?.()
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer)
          rung = false
          wake = null
          resolve()
        }
        const timer = setTimeout(end, ms)
        wake = end
        if (rung) end()
      }),
  }
}
