/** SIGTERM and Ctrl-C as a signal to whoever works. */

export interface Stop {
  readonly controller: AbortController
  /** The process ends at once by a signal again. */
  readonly done: () => void
}

export function onStopSignals(): Stop {
  const controller = new AbortController()
  const onSignal = (): void => controller.abort()
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return {
    controller,
    done: () => {
      process.off('SIGTERM', onSignal)
      process.off('SIGINT', onSignal)
    },
  }
}
