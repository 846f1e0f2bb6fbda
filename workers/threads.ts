/** A pool of worker threads with a time limit for each job: one that overstays is killed and replaced. */

import { Worker } from 'node:worker_threads'
import { Fault, type FaultCode, type Retry } from '../src/types/fault.ts'
import type { Job, Results } from './jobs.ts'

export interface ThreadPool {
  /** Throws the job's Fault; reader-timeout or reader-crashed when the thread did not answer, or the pool was closed. */
  readonly run: <One extends Job>(job: One) => Promise<Results[One['job']]>
  readonly close: () => Promise<void>
}

export interface PoolOptions {
  readonly size: number
  readonly timeoutMs: number
  /** Heap of one thread, in MB. */
  readonly heapMb: number
}

interface Waiting {
  readonly job: Job
  readonly resolve: (value: never) => void
  readonly reject: (fault: Fault) => void
}

interface Reply {
  /** The thread is up and begins with the job now. */
  readonly begun?: true
  readonly result?: unknown
  readonly fault?: { readonly code: FaultCode; readonly message: string; readonly retry: Retry }
}

/** From the sources (tests) the threads need tsx to read TypeScript; from the build nothing. */
function startThread(heapMb: number): Worker {
  const built = import.meta.url.endsWith('.js')
  const execArgv = built ? [] : ['--import', 'tsx']
  return new Worker(new URL(built ? './thread.js' : './thread.ts', import.meta.url), {
    execArgv,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
}

/** What a thread may take to start and to load what it knows, before the time for its first input begins to run. */
const startMs = 60_000

function tooLong(ms: number): Fault {
  return new Fault('reader-timeout', `Reading this input took longer than ${ms / 1_000} s and was stopped.`)
}

function crash(why: string): Fault {
  return new Fault('reader-crashed', `Reading this input ended its thread: ${why}.`)
}

/** The input is not to blame: it may be read again. */
function stopped(): Fault {
  return new Fault('reader-crashed', 'Reading this input was cut short: Detour is stopping.', { retry: 'soon' })
}

export function createThreads({ size, timeoutMs, heapMb }: PoolOptions): ThreadPool {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  const queue: Waiting[] = []
  let closed = false

  const next = (): void => {
    if (closed || queue.length === 0) return
    const worker = idle.pop() ?? (all.size < size ? start() : undefined)
    const waiting = worker === undefined ? undefined : queue.shift()
    if (worker !== undefined && waiting !== undefined) work(worker, waiting)
  }

  const start = (): Worker => {
    const worker = startThread(heapMb)
    worker.setMaxListeners(0)
    all.add(worker)
    return worker
  }

  const discard = (worker: Worker): void => {
    all.delete(worker)
    void worker.terminate()
  }

  const work = (worker: Worker, waiting: Waiting): void => {
    let timer: NodeJS.Timeout | undefined
    const done = (settle: () => void, keep: boolean): void => {
      clearTimeout(timer)
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      if (keep) idle.push(worker)
      else discard(worker)
      settle()
      next()
    }
    const onMessage = ({ begun, result, fault }: Reply): void => {
      if (begun) timer = limit(timeoutMs)
      else if (fault === undefined) done(() => waiting.resolve(result as never), true)
      else done(() => waiting.reject(new Fault(fault.code, fault.message, { retry: fault.retry })), true)
    }
    const crashed = (why: string): void => done(() => waiting.reject(closed ? stopped() : crash(why)), false)
    const onError = (error: Error): void => crashed(error.message)
    const onExit = (): void => crashed('it ran out of memory or exited')
    const limit = (ms: number): NodeJS.Timeout => {
      clearTimeout(timer)
      return setTimeout(() => done(() => waiting.reject(tooLong(timeoutMs)), false), ms)
    }
    timer = limit(timeoutMs + startMs)
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(waiting.job)
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(stopped())
        queue.push({ job, resolve: resolve as (value: never) => void, reject })
        next()
      }),
    close: async () => {
      closed = true
      for (const { reject } of queue.splice(0)) reject(stopped())
      await Promise.all([...all].map((worker) => worker.terminate()))
    },
  }
}
