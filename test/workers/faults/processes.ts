/** Real `detour` processes, watched over as a service manager would: one that ends is started again, until it is let go. */

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const launcher = join(import.meta.dirname, '..', '..', '..', 'bin', 'detour.js')

type Env = Readonly<Record<string, string>>

export interface Service {
  readonly pid: () => number
  /** How often it was started again. */
  readonly restarts: () => number
  /** Whatever all its processes wrote on stderr. */
  readonly said: () => string
  /** Once the process that runs now has said that, or it was said before. */
  readonly hasSaid: (what: RegExp) => Promise<void>
  /** By SIGTERM; answers how long it took, in ms, and its exit code. */
  readonly stop: () => Promise<{ readonly ms: number; readonly code: number | null }>
  /** What the next start is given beside what all are. */
  readonly setEnv: (env: Env) => void
  /** SIGKILL, and once it is gone. */
  readonly kill: () => Promise<void>
}

/** A process that says nothing for that long is taken to hang, in ms. */
const hangMs = 300_000

export function startService(args: readonly string[], env: Env): Service {
  let more: Env = {}
  let running = true
  let restarts = 0
  let said = ''
  let own = ''
  let listeners: (() => void)[] = []
  let ended: Promise<number | null> = Promise.resolve(null)
  let child: ChildProcess
  const start = (): void => {
    own = ''
    const started = spawn(process.execPath, [launcher, ...args], {
      env: { ...process.env, ...env, ...more },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child = started
    started.stderr?.on('data', (chunk) => {
      said += chunk
      own += chunk
      for (const listener of listeners) listener()
    })
    ended = new Promise((resolve) => started.on('exit', (code) => resolve(code)))
    void ended.then(() => {
      if (!running) return
      restarts++
      start()
    })
  }
  start()
  return {
    pid: () => child.pid ?? 0,
    restarts: () => restarts,
    said: () => said,
    hasSaid: (what) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${args.join(' ')} has not said ${what}: ${said}`)), hangMs)
        const listener = (): void => {
          if (!what.test(own)) return
          clearTimeout(timer)
          listeners = listeners.filter((one) => one !== listener)
          resolve()
        }
        listeners.push(listener)
        listener()
      }),
    stop: async () => {
      running = false
      const since = Date.now()
      child.kill('SIGTERM')
      const code = await ended
      return { ms: Date.now() - since, code }
    },
    setEnv: (next) => {
      more = next
    },
    kill: async () => {
      const gone = ended
      child.kill('SIGKILL')
      await gone
    },
  }
}
