import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claim } from '../../src/store/claim.ts'
import { openStore } from '../../src/store/database.ts'
import { lockStore } from '../../src/store/lock.ts'
import { enqueue, fail, release } from '../../src/store/task.ts'
import { Fault } from '../../src/types/fault.ts'
import { createThreads } from '../../workers/threads.ts'
import { detour } from './line.ts'
import { install, longPage, rss, type Served, serve } from './served.ts'

/** So many long pages are claimed at once that one thread is far from done when a daemon must have stopped. */
const pages = Array.from({ length: 24 }, (_, number) => `/long/${number}`)

let served: Served
let asked: () => void
const begun = new Promise<void>((resolve) => (asked = resolve))

beforeAll(async () => {
  const body = longPage()
  served = await serve((request, response) => {
    if (request.url === '/feed')
      return response.end(rss(pages.map((page) => ({ link: `${served.base}${page}`, title: page }))))
    if (!pages.includes(request.url ?? '')) return response.writeHead(404).end()
    if (request.url === pages.at(-1)) asked()
    return response.writeHead(200, { 'content-type': 'text/html' }).end(body)
  })
})

afterAll(() => served.close())

describe('a daemon that is stopped amid a long analysis', () => {
  it('gives its tasks back untouched and says nothing alarming', async () => {
    const { config, data } = install([`${served.base}/feed`], {
      work: { readSeconds: 120, concurrency: pages.length },
    })
    const { code, signal, stderr } = await detour(['run', '--config', config], {
      stopAfter: begun.then(() => new Promise((resolve) => setTimeout(resolve, 500))),
      killAfterMs: 100_000,
    })
    expect([code, signal, stderr.replace(/^.*Detour runs.*\n/, '')]).toEqual([0, null, 'Detour has stopped.\n'])
    const store = await openStore(data, { create: false })
    const tasks = await store
      .selectFrom('task')
      .select(['state', 'attempts', 'last_error'])
      .where('kind', '=', 'analyse-page')
      .execute()
    await store.destroy()
    expect(tasks.length).toBeGreaterThan(0)
    for (const task of tasks) expect(task).toEqual({ state: 'due', attempts: 0, last_error: null })
  }, 120_000)
})

describe('a daemon that may not begin', () => {
  it('does not say that it runs', async () => {
    const { config, data } = install([])
    const store = await openStore(data, { create: true })
    const lock = await lockStore(store, 120_000)
    const { code, stderr } = await detour(['run', '--config', config])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^detour: This store is in use by a Detour daemon/)])
    await lock.release()
    await store.destroy()
  })
})

describe('a pool of threads that is closed', () => {
  it('answers what runs, what waits and what comes later with a fault that may be tried again', async () => {
    const threads = createThreads({ size: 1, timeoutMs: 60_000, heapMb: 512 })
    const job = { job: 'parse-feed', bytes: Buffer.from('x'), contentType: null, url: 'http://x.example/' } as const
    const asked = [threads.run(job), threads.run(job)]
    const settled = Promise.allSettled(asked)
    await threads.close()
    const later = await Promise.allSettled([threads.run(job)])
    expect(
      [...(await settled), ...later].map((one) => (one.status === 'rejected' ? one.reason.retry : 'answered')),
    ).toEqual(['soon', 'soon', 'soon'])
  })
})

describe('a task that was given back', () => {
  it('is not put into quarantine by the worker that had it', async () => {
    const { data } = install([])
    const store = await openStore(data, { create: true })
    await enqueue(store, { kind: 'analyse-page', key: 'a' })
    const task = (await claim(store, { leaseMs: 60_000, attempts: 3, hostPauseMs: 0 }))!
    await release(store, task)
    await fail(store, task, new Fault('page-unreadable', 'too late'), 3)
    expect(await store.selectFrom('task').select(['state', 'last_error']).execute()).toEqual([
      { state: 'due', last_error: null },
    ])
    await store.destroy()
  })
})
