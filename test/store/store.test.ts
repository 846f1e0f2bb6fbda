import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { claim } from '../../src/store/claim.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import {
  foreseeSync,
  type ListedFeed,
  listFeeds,
  syncFeeds,
  unwatch,
  type WatchedFeed,
  watch,
} from '../../src/store/feed.ts'
import { holdHost } from '../../src/store/host.ts'
import { holderOf, lockStore } from '../../src/store/lock.ts'
import { storePath } from '../../src/store/place.ts'
import { explainStore } from '../../src/store/problem.ts'
import { untilNext } from '../../src/store/tally.ts'
import { backoffMs, countTasks, enqueue, fail, finish, release, renew, type Task } from '../../src/store/task.ts'
import { storable } from '../../src/store/text.ts'
import { Fault } from '../../src/types/fault.ts'
import { useStores } from '../fixtures/stores.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'detour-store-'))
const always = { dueMs: 86_400_000, heldMs: 86_400_000 }
const options = { leaseMs: 60_000, attempts: 3, hostPauseMs: 0 }

const feed = { id: 'f', url: 'http://x.example/feed', outlet: 'F', language: null, source: 'cli' } as const

const watchIn = (store: Store, feed: WatchedFeed): Promise<string> =>
  store.transaction().execute((db) => watch(db, feed))

const kinds = await useStores()

describe('a store that another process kept busy', () => {
  it.each<[string, (store: Store) => Promise<unknown>]>([
    ['a single statement', (store) => enqueue(store, { kind: 'fetch-page', key: 'late' })],
    ['a transaction', (store) => claim(store, options)],
  ])(
    'takes everything again once it is free: %s had failed',
    async (_, failing) => {
      const data = folder()
      const store = await openStore(data, { create: true })
      const other = new Libsql(storePath(data))
      other.exec('begin immediate')
      await expect(failing(store)).rejects.toMatchObject({ code: 'store-unusable' })
      other.exec('commit')
      other.close()
      await enqueue(store, { kind: 'fetch-page', key: 'a' })
      expect((await claim(store, options))?.key).toBe('a')
      await store.destroy()
    },
    30_000,
  )
})

describe.each(kinds)('tasks, $name', ({ open, place }) => {
  it('are claimed once, whichever connection asks', async () => {
    const shared = await place()
    const [one, two] = [await open(shared), await open(shared)]
    for (let i = 0; i < 20; i++) await enqueue(one, { kind: 'fetch-page', key: String(i) })
    const claimed: (Task | null)[] = []
    for (let i = 0; i < 24; i++) claimed.push(await claim(i % 2 === 0 ? one : two, options))
    const keys = claimed.filter((task) => task !== null).map(({ key }) => key)
    expect([keys.length, new Set(keys).size]).toEqual([20, 20])
    await one.destroy()
    await two.destroy()
  })

  it('with the same kind and key stand once', async () => {
    const store = await open()
    await enqueue(store, { kind: 'poll-feed', key: 'a' })
    await enqueue(store, { kind: 'poll-feed', key: 'a' })
    await enqueue(store, { kind: 'fetch-page', key: 'a' })
    expect((await countTasks(store)).due).toBe(2)
  })

  it('go by priority, then by when they are due; what is not due waits', async () => {
    const store = await open()
    await enqueue(store, { kind: 'fetch-page', key: 'late', due: Date.now() + 60_000 })
    await enqueue(store, { kind: 'fetch-page', key: 'plain' })
    await enqueue(store, { kind: 'fetch-page', key: 'urgent', priority: 1 })
    expect([
      (await claim(store, options))?.key,
      (await claim(store, options))?.key,
      await claim(store, options),
    ]).toEqual(['urgent', 'plain', null])
    expect(await untilNext(store, always)).toBeGreaterThan(30_000)
  })

  it('of one host are kept apart', async () => {
    const store = await open()
    for (const key of ['a', 'b']) await enqueue(store, { kind: 'fetch-page', key, host: 'x.example' })
    await enqueue(store, { kind: 'fetch-page', key: 'c', host: 'y.example' })
    const paced = { ...options, hostPauseMs: 300 }
    const [a, c] = [(await claim(store, paced))!, (await claim(store, paced))!]
    expect([a.key, c.key, await claim(store, paced)]).toEqual(['a', 'c', null])
    await finish(store, a, async () => undefined)
    expect(await untilNext(store, always)).toBeLessThanOrEqual(300)
    await new Promise((resolve) => setTimeout(resolve, 350))
    expect((await claim(store, paced))?.key).toBe('b')
  })

  it('of one host wait for the one in hand, without a pause too', async () => {
    const store = await open()
    for (const key of ['a', 'b']) await enqueue(store, { kind: 'fetch-page', key, host: 'x.example' })
    const a = (await claim(store, options))!
    expect(await claim(store, options)).toBeNull()
    await finish(store, a, async () => undefined)
    expect((await claim(store, options))?.key).toBe('b')
  })

  it.each([
    ['due now', {}, 0, 0],
    ['due beyond the horizon', { due: 9e15 }, 0, null],
    ['of a host that is held for less than the horizon', { host: 'x.example' }, 30_000, 'soon'],
    ['of a host that is held for longer', { host: 'x.example' }, 300_000, null],
  ] as const)('%s: the runner knows how long to wait', async (_, task, heldMs, wanted) => {
    const store = await open()
    await enqueue(store, { kind: 'fetch-page', key: 'a', ...task })
    if (heldMs > 0) await holdHost(store, 'x.example', heldMs)
    const wait = await untilNext(store, { dueMs: 60_000, heldMs: 60_000 })
    if (wanted === 'soon') expect(wait).toBeGreaterThan(20_000)
    else expect(wait).toBe(wanted)
  })

  it('whose lease ran out are taken over, and the first worker’s result is refused whole', async () => {
    const store = await open()
    await enqueue(store, { kind: 'analyse-page', key: 'a' })
    const slow = (await claim(store, { ...options, leaseMs: 20 }))!
    await new Promise((resolve) => setTimeout(resolve, 40))
    const quick = (await claim(store, options))!
    expect(quick.token).toBe(slow.token + 1)
    await expect(renew(store, slow, 1_000)).rejects.toMatchObject({ code: 'lease-lost' })
    await expect(finish(store, slow, (db) => enqueue(db, { kind: 'poll-feed', key: 'effect' }))).rejects.toMatchObject({
      code: 'lease-lost',
    })
    expect(await countTasks(store)).toEqual({ due: 0, claimed: 1, quarantined: 0 })
    await finish(store, quick, (db) => enqueue(db, { kind: 'poll-feed', key: 'effect' }))
    expect(await countTasks(store)).toEqual({ due: 1, claimed: 0, quarantined: 0 })
  })

  it('that fail are tried later, and after their attempts go into quarantine', async () => {
    const store = await open()
    await enqueue(store, { kind: 'fetch-page', key: 'a' })
    const task = (await claim(store, options))!
    expect(await fail(store, task, new Fault('fetch-status', 'busy', { retryAfter: 3_600 }), 3)).toBe('retried')
    expect(await untilNext(store, always)).toBeGreaterThan(3_500_000)
    await sql`update task set due = 0`.execute(store)
    expect(await fail(store, (await claim(store, options))!, new Fault('fetch-gone', 'gone'), 3)).toBe('quarantined')
    expect((await store.selectFrom('task').select(['state', 'last_error']).execute())[0]).toEqual({
      state: 'quarantined',
      last_error: 'gone',
    })
  })

  it('whose worker dies each time go into quarantine', async () => {
    const store = await open()
    await enqueue(store, { kind: 'analyse-page', key: 'poison' })
    for (let i = 0; i < 3; i++) {
      expect(await claim(store, { ...options, leaseMs: 1 })).not.toBeNull()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(await claim(store, options)).toBeNull()
    expect((await countTasks(store)).quarantined).toBe(1)
  })

  it.each([
    ['a fault that may pass, at first', 1, new Fault('internal', 'x'), 30_000, 34_000],
    ['a fault that no retry mends', 1, new Fault('fetch-gone', 'x'), 3_600_000, 3_600_000],
    ['its attempts used up', 3, new Fault('internal', 'x'), 3_600_000, 3_600_000],
    ['many more', 10, new Fault('internal', 'x'), 15_000_000, 17_000_000],
    ['without end', 60, new Fault('internal', 'x'), 86_400_000, 86_400_000],
  ])('that poll a feed are never given up: %s', async (_, attempts, fault, least, most) => {
    const store = await open()
    await enqueue(store, { kind: 'poll-feed', key: 'a' })
    await sql`update task set attempts = ${attempts - 1}`.execute(store)
    expect(await fail(store, (await claim(store, options))!, fault, 3)).toBe('retried')
    const wait = (await untilNext(store, always)) ?? 0
    expect(wait).toBeGreaterThan(least - 2_000)
    expect(wait).toBeLessThanOrEqual(most)
  })

  it('that poll a feed and whose worker dies each time wait, and are worked again', async () => {
    const store = await open()
    await enqueue(store, { kind: 'poll-feed', key: 'a' })
    for (let i = 0; i < 3; i++) {
      expect(await claim(store, { ...options, leaseMs: 1 })).not.toBeNull()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(await claim(store, options)).toBeNull()
    expect(await countTasks(store)).toEqual({ due: 1, claimed: 0, quarantined: 0 })
    expect(await untilNext(store, always)).toBeGreaterThan(3_590_000)
    await sql`update task set due = 0`.execute(store)
    expect((await claim(store, options))?.attempts).toBe(4)
  })

  it.each([
    ['named', (store: Store) => watchIn(store, feed)],
    ['configured', (store: Store) => syncFeeds(store, [{ ...feed, source: 'own' }])],
    ['added by hand', (store: Store) => syncFeeds(store, [])],
  ])('that poll a feed and are in quarantine are revived when it is watched: %s', async (_, again) => {
    const store = await open()
    await watchIn(store, feed)
    await sql`update task set state = 'quarantined', attempts = 5`.execute(store)
    await again(store)
    expect(await claim(store, options)).toMatchObject({ kind: 'poll-feed', attempts: 1 })
  })

  it('that poll a feed show in its list why they fail', async () => {
    const store = await open()
    await watchIn(store, feed)
    await fail(store, (await claim(store, options))!, new Fault('internal', 'broken by us'), 3)
    expect((await listFeeds(store))[0]).toMatchObject({ problem: 'broken by us' })
  })

  it.each([
    ['nothing', []],
    ['the same', ['own', 'gone', 'removed']],
    ['another, and one added by hand', ['new', 'byhand']],
    ['one removed by hand, and one that has moved', ['byhand-off', 'moved']],
  ])('of feeds: what syncing brings about with %s configured is foreseen', async (_, configured) => {
    const store = await open()
    const called = (name: string, source: 'own' | 'cli' = 'own'): WatchedFeed => ({
      ...{ id: name, url: `http://${name}.example/`, outlet: `Outlet ${name}`, language: 'en' },
      source,
    })
    for (const name of ['own', 'gone', 'removed', 'kept']) await watchIn(store, called(name))
    await watchIn(store, called('byhand', 'cli'))
    await sql`update feed set stopped = 1, problem = 'gone: 410' where id = 'gone'`.execute(store)
    await unwatch(store, 'removed')
    await watchIn(store, called('byhand-off'))
    await unwatch(store, 'byhand-off', { byHand: true })
    await watchIn(store, called('moved'))
    await sql`update feed set url = 'http://old.example/' where id = 'moved'`.execute(store)
    const wanted = configured.map((name) => ({ ...called(name), outlet: `Now ${name}` }))
    const foreseen = foreseeSync(await listFeeds(store), wanted)
    await syncFeeds(store, wanted)
    const without = (list: readonly ListedFeed[]): unknown => list.map(({ next_poll, ...feed }) => feed)
    expect(without(foreseen)).toEqual(without(await listFeeds(store)))
  })

  it('that are given back cost no attempt', async () => {
    const store = await open()
    await enqueue(store, { kind: 'fetch-page', key: 'a' })
    await release(store, (await claim(store, options))!)
    expect((await claim(store, options))?.attempts).toBe(1)
  })

  it('wait longer after each failure, at most about an hour', () => {
    const waits = [1, 2, 3, 10].map((attempts) => backoffMs(attempts, 7))
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits[0]).toBeGreaterThanOrEqual(30_000)
    expect(waits[3]).toBeLessThanOrEqual(3_600_000 * 1.1)
  })
})

describe.each(kinds)('the store, $name', ({ open, place }) => {
  it('refuses a boolean before it can end the process', async () => {
    const store = await open()
    await expect(sql`select ${true as never}`.execute(store)).rejects.toThrow(/boolean/)
  })

  it('refuses a text with NUL, of which it would give back only the beginning', async () => {
    const store = await open()
    await expect(sql`select ${'a\0b'}`.execute(store)).rejects.toThrow(/NUL/)
  })

  it('belongs to one daemon at a time', async () => {
    const store = await open()
    const lock = await lockStore(store, 60_000)
    await expect(lockStore(store, 60_000)).rejects.toMatchObject({
      code: 'store-locked',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    await lock.release()
    const short = await lockStore(store, 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
    await (await lockStore(store, 60_000)).renew()
    await expect(short.renew()).rejects.toMatchObject({ code: 'lease-lost' })
  })

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1 }, true],
    ['a process that lives', {}, false],
    ['a process of which no more is known', { owner: 'made-before' }, false],
    ['an earlier process with the same id', { start: '1' }, true],
    ['a process of before the machine was started', { boot: 'another-boot' }, true],
    ['a process on another machine', { machine: 'elsewhere', start: '1' }, false],
  ])('that is locked by %s', async (_, change: Readonly<Record<string, string | number>>, free) => {
    const store = await open()
    await lockStore(store, 60_000)
    const row = await store.selectFrom('daemon').selectAll().executeTakeFirstOrThrow()
    const [id = '', boot = '', start = ''] = row.owner.split(' ')
    if (process.platform === 'linux')
      expect([boot, start]).toEqual([expect.stringMatching(/./), expect.stringMatching(/^\d+$/)])
    else if (change.start !== undefined || change.boot !== undefined) return
    const owner = change.owner ?? [id, change.boot ?? boot, change.start ?? start].join(' ')
    await sql`update daemon set owner = ${owner}, pid = ${change.pid ?? row.pid}, machine = ${change.machine ?? row.machine}`.execute(
      store,
    )
    expect((await holderOf(store)) === null).toBe(free)
    const taken = lockStore(store, 60_000)
    if (free) await (await taken).renew()
    else await expect(taken).rejects.toMatchObject({ code: 'store-locked' })
  })

  it('of a newer version is refused, not altered', async () => {
    const at = await place()
    const store = await open(at)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'x')`.execute(store)
    await store.destroy()
    await expect(open(at)).rejects.toMatchObject({
      code: 'store-unusable',
      message: expect.stringContaining('newer'),
    })
  })
})

describe('text', () => {
  it.each([
    ['plain', 'plain'],
    ['a\0b', 'ab'],
    ['half \ud83d', 'half \ufffd'],
    ['whole 😀', 'whole 😀'],
    [null, null],
  ])('keeps %j as %j', (text, kept) => {
    expect(storable(text)).toBe(kept)
  })
})

describe('a SQLite file', () => {
  it.each([
    ['is missing', () => folder(), false, 'store-unusable', /detour once/],
    [
      'is no database',
      () => {
        const data = folder()
        writeFileSync(storePath(data), 'this is no database, however you look at it'.repeat(50))
        return data
      },
      true,
      'store-unusable',
      /damaged/,
    ],
    [
      'has a file for a folder',
      () => {
        const path = join(folder(), 'file')
        writeFileSync(path, '')
        return path
      },
      true,
      'store-unusable',
      /./,
    ],
  ] as const)('that %s is refused in a sentence', async (_, make, create, code, message) => {
    await expect(openStore(make(), { create })).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('in a folder that may not be written is refused in a sentence', async () => {
    const data = join(folder(), 'closed')
    mkdirSync(data)
    chmodSync(data, 0o500)
    if (process.getuid?.() !== 0)
      await expect(openStore(data, { create: true })).rejects.toMatchObject({ code: 'store-unusable' })
    else
      expect(
        explainStore(Object.assign(new Error('attempt to write a readonly database'), { code: 'SQLITE_READONLY' }), 'x')
          .message,
      ).toMatch(/cannot be opened for writing/)
  })

  it('on a full disk says so, keeps what was finished, and goes on when there is room', async (context) => {
    const data = folder()
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', data], { stdio: 'ignore' })
    } catch {
      return context.skip('mounting a small tmpfs needs root')
    }
    try {
      const store = await openStore(data, { create: true })
      await enqueue(store, { kind: 'poll-feed', key: 'kept' })
      let fault: Fault | null = null
      for (let i = 0; i < 400 && fault === null; i++) {
        await enqueue(store, { kind: 'fetch-page', key: 'x'.repeat(20_000) + i }).catch(
          (error) => (fault = explainStore(error, storePath(data))),
        )
      }
      expect(fault).toMatchObject({ code: 'store-full', message: expect.stringContaining('make room') })
      await store.destroy()
      execFileSync('mount', ['-o', 'remount,size=16m', data])
      const again = await openStore(data, { create: true })
      expect(await again.selectFrom('task').select('key').where('key', '=', 'kept').execute()).toHaveLength(1)
      await again.destroy()
    } finally {
      execFileSync('umount', ['-l', data])
    }
  })
})
