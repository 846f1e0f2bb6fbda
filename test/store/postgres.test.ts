import { describe, expect, it } from 'vitest'
import { claim } from '../../src/store/claim.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { postgresFault } from '../../src/store/dialect/postgres-problem.ts'
import { hasStore, readStore } from '../../src/store/read.ts'
import { countTasks, enqueue, finish, type Task } from '../../src/store/task.ts'
import { runIn, usePostgres } from '../fixtures/postgres.ts'

const postgres = await usePostgres()
const options = { leaseMs: 60_000, attempts: 3, hostPauseMs: 0 }

async function open(): Promise<Store> {
  return openStore(await postgres!.database(), { create: true })
}

/** Claims and finishes until nothing is left, noting what is in hand; `hosts`: in hand now. */
async function work(store: Store, hosts: Set<string>, done: string[], pace: number): Promise<void> {
  for (let idle = 0; idle < 200; ) {
    const task = await claim(store, { ...options, hostPauseMs: pace })
    if (task === null) {
      if ((await countTasks(store)).due === 0) return
      idle++
      await new Promise((resolve) => setTimeout(resolve, 5))
      continue
    }
    idle = 0
    const host = task.key.split(' ')[0]!
    if (hosts.has(host)) done.push(`${host} asked twice at once`)
    hosts.add(host)
    await new Promise((resolve) => setTimeout(resolve, 1))
    hosts.delete(host)
    await finish(store, task, async () => undefined)
    done.push(task.key)
  }
}

/** Another's server may well speak TLS. */
const speaksNoTls = postgres?.own !== null
const tls: readonly [string, (url: URL) => void, RegExp, string][] = [
  ['TLS that the server has not', (url) => (url.search = '?sslmode=require'), /No safe connection.*sslmode/, 'never'],
]

describe.skipIf(postgres === null)('workers that claim side by side', () => {
  it.each([
    ['without a pause', 0],
    ['with a pause', 20],
  ])(
    'take each task once, and ask no host for two things at once: %s',
    async (_, pace) => {
      const store = await open()
      const keys = Array.from({ length: 60 }, (_, i) => `h${i % 5} ${i}`)
      for (const key of keys) await enqueue(store, { kind: 'fetch-page', key, host: key.split(' ')[0]! })
      const [hosts, done]: [Set<string>, string[]] = [new Set(), []]
      await Promise.all(Array.from({ length: 8 }, () => work(store, hosts, done, pace)))
      expect(done.sort()).toEqual([...keys].sort())
      await store.destroy()
    },
    60_000,
  )

  it('pass over what another is claiming', async () => {
    const store = await open()
    for (let i = 0; i < 100; i++) await enqueue(store, { kind: 'analyse-page', key: String(i) })
    const claimed = await Promise.all(Array.from({ length: 100 }, () => claim(store, options)))
    expect(new Set(claimed.map((task) => task?.key)).size).toBe(100)
    await store.destroy()
  })

  it('wait for no one whose transaction stands still', async () => {
    const store = await open()
    for (const key of ['a', 'b']) await enqueue(store, { kind: 'fetch-page', key, host: 'x.example' })
    await enqueue(store, { kind: 'fetch-page', key: 'c', host: 'y.example' })
    const a = (await claim(store, options)) as Task
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const finishing = finish(store, a, () => held)
    expect((await claim(store, options))?.key).toBe('c')
    release()
    await finishing
    expect((await claim(store, options))?.key).toBe('b')
    await store.destroy()
  })
})

describe.skipIf(postgres === null)('a PostgreSQL store', () => {
  it('is none until its tables are made', async () => {
    const url = await postgres!.database()
    expect(await hasStore(url)).toBe(false)
    for (const attempt of [() => openStore(url, { create: false }), () => readStore(url, async () => 1)])
      await expect(attempt()).rejects.toMatchObject({
        code: 'store-unusable',
        message: expect.stringContaining('detour once'),
      })
    await (await openStore(url, { create: true })).destroy()
    expect(await hasStore(url)).toBe(true)
  })

  it('is made once by several that open it at once', async () => {
    const url = await postgres!.database()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(url, { create: true })))
    for (const store of stores) await store.destroy()
    expect(await readStore(url, countTasks)).toMatchObject({ due: 0 })
  })

  // Another's server may not let us make roles.
  it.skipIf(postgres?.own === null)(
    'takes no writing from a reader, and needs of it no right but to read',
    async () => {
      const url = await postgres!.database()
      await (await openStore(url, { create: true })).destroy()
      await expect(readStore(url, (store) => enqueue(store, { kind: 'poll-feed', key: 'x' }))).rejects.toThrow(
        /writing/,
      )
      const role = `reader_${Date.now()}`
      await runIn(url, `create role ${role} login password 'only reads'`)
      await runIn(url, `grant select on all tables in schema public to ${role}`)
      const theirs = new URL(url)
      theirs.username = role
      theirs.password = 'only reads'
      expect(await readStore(theirs.href, countTasks)).toMatchObject({ due: 0 })
      await expect(
        openStore(theirs.href, { create: true }).then((store) => enqueue(store, { kind: 'poll-feed', key: 'x' })),
      ).rejects.toMatchObject({
        code: 'store-unusable',
        message: expect.stringMatching(/lacks a right \(permission denied/),
      })
      await runIn(url, `drop owned by ${role}`)
      await runIn(url, `drop role ${role}`)
    },
  )

  it.each<[string, (url: URL) => void, RegExp, string]>([
    ['a wrong password', (url) => (url.password = 'wr0ng'), /refuses the login/, 'never'],
    ['no such database', (url) => (url.pathname = '/nowhere'), /no such database/, 'never'],
    ['a port that nobody answers', (url) => (url.port = '1'), /does not answer.*work goes on/, 'soon'],
    ['a host that is not known', (url) => (url.hostname = 'nowhere.invalid'), /not known|does not answer/, 'soon'],
    ...(speaksNoTls ? tls : []),
  ])(
    'says what is wrong without the password: %s',
    async (_, change, message, retry) => {
      const url = new URL(await postgres!.database())
      const { password } = url
      change(url)
      const fault = await openStore(url.href, { create: true }).catch((error) => error)
      expect(fault).toMatchObject({ code: 'store-unusable', retry, message: expect.stringMatching(message) })
      for (const secret of [password, 'wr0ng']) expect(fault.message).not.toContain(secret)
    },
    60_000,
  )
})

describe('an error of PostgreSQL', () => {
  const url = 'postgres://ana:s3/cr@t@db.example:5432/detour?sslmode=require'

  it.each([
    ['53100', 'could not extend file "base/1": No space left on device', 'store-full', 'later'],
    ['40001', 'could not serialize access', 'store-unusable', 'soon'],
    ['40P01', 'deadlock detected', 'store-unusable', 'soon'],
    ['57P01', 'terminating connection due to administrator command', 'store-unusable', 'soon'],
    ['57P03', 'the database system is starting up', 'store-unusable', 'soon'],
    ['53300', 'sorry, too many clients already', 'store-unusable', 'soon'],
    ['25006', 'cannot execute UPDATE in a read-only transaction', 'store-unusable', 'soon'],
    ['25P03', 'terminating connection due to idle-in-transaction timeout', 'store-unusable', 'soon'],
    ['28000', 'no pg_hba.conf entry for host', 'store-unusable', 'never'],
    ['28P01', 'password authentication failed', 'store-unusable', 'never'],
    ['42501', 'permission denied for table task', 'store-unusable', 'never'],
    ['ECONNREFUSED', 'connect ECONNREFUSED', 'store-unusable', 'soon'],
    ['', 'Connection terminated unexpectedly', 'store-unusable', 'soon'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'store-unusable', 'never'],
    ['XX001', 'invalid page in block 0', 'store-unusable', 'never'],
  ])('%s %s is %s, again: %s', (code, message, fault, retry) => {
    const found = postgresFault(Object.assign(new Error(message), { code }), url)
    expect(found).toMatchObject({ code: fault, retry, message: expect.stringContaining('db.example:5432/detour') })
    expect(found?.message).not.toMatch(/s3|cr@t|ana/)
  })

  it.each([
    ['42601', 'syntax error at or near "selec"'],
    ['23505', 'duplicate key value violates unique constraint'],
    ['22P02', 'invalid input syntax for type bigint: "1.5"'],
  ])('%s is one of ours', (code, message) => {
    expect(postgresFault(Object.assign(new Error(message), { code }), url)).toBeNull()
  })
})
