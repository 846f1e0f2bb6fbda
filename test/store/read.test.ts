import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/database.ts'
import { storePath } from '../../src/store/place.ts'
import { detour } from '../workers/line.ts'
import { install, rss, type Served, serve } from '../workers/served.ts'

const root = join(import.meta.dirname, '..', '..')
/** A user who may read what everybody may, and write nothing of ours. */
const nobody = 65_534
const isRoot = process.getuid?.() === 0
const text = 'A Singapore reseller shipped Nvidia H100 servers to China in spite of the export rules, Reuters reported.'

let served: Served
let made: ReturnType<typeof install>
let link: string

beforeAll(async () => {
  served = await serve((request, response) => {
    if (request.url === '/feed') return response.end(rss([{ link, title: 'H100 servers', summary: text }]))
    if (request.url !== '/page') return response.writeHead(404).end()
    return response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<html lang="en"><body><article><h1>H100</h1><p>${text.repeat(4)}</p></article></body></html>`)
  })
  link = `${served.base}/page`
  made = install([`${served.base}/feed`])
  await detour(['once', '--config', made.config])
}, 120_000)

afterAll(() => served.close())

/** The same store and configuration in a folder of its own that everybody may enter. */
function copyStore(): ReturnType<typeof install> {
  const folder = mkdtempSync(join(tmpdir(), 'detour-read-'))
  chmodSync(folder, 0o755)
  cpSync(made.folder, folder, { recursive: true })
  return { folder, data: join(folder, 'data'), config: join(folder, 'detour.yaml') }
}

interface Place {
  readonly config: string
  /** The user that reads; null: the one who runs the tests. */
  readonly uid: number | null
  readonly done: () => void
}

/** Ways to have a store that may be read only; null where this user cannot bring one about. */
const places: Readonly<Record<string, (made: ReturnType<typeof install>) => Place | null>> = {
  'another user': ({ config }) => (isRoot ? { config, uid: nobody, done: () => undefined } : null),
  'a read-only mount': ({ folder }) => {
    const mounted = mkdtempSync(join(tmpdir(), 'detour-mount-'))
    try {
      execFileSync('mount', ['--bind', folder, mounted], { stdio: 'ignore' })
      execFileSync('mount', ['-o', 'remount,ro,bind', mounted], { stdio: 'ignore' })
    } catch {
      return null
    }
    return {
      config: join(mounted, 'detour.yaml'),
      uid: null,
      done: () => execFileSync('umount', ['-l', mounted]),
    }
  },
}

/** What the store is in the middle of; gives back how to end that. */
const states: Readonly<Record<string, (data: string) => Promise<() => Promise<void>>>> = {
  'while nothing runs': async () => async () => undefined,
  'while a daemon has it open and writes': async (data) => {
    const store = await openStore(data, { create: false })
    await addLate(store)
    return () => store.destroy()
  },
  'after a daemon was killed': async (data) => {
    const store = await openStore(data, { create: false })
    await addLate(store)
    const kept = mkdtempSync(join(tmpdir(), 'detour-killed-'))
    cpSync(data, kept, { recursive: true })
    await store.destroy()
    cpSync(kept, data, { recursive: true })
    return async () => undefined
  },
}

/** A change that stands in the -wal file only. */
async function addLate(store: Store): Promise<void> {
  await sql`update feed set outlet = 'Late'`.execute(store)
  await sql`update finding set outlet = 'Late'`.execute(store)
}

/** The command line by that user; it runs in `/`, which everybody may enter. */
function run(uid: number | null, ...args: readonly string[]): Promise<Awaited<ReturnType<typeof detour>>> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin', 'detour.js'), ...args], {
      cwd: '/',
      ...(uid === null ? {} : { uid, gid: uid }),
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}

function commands(): Readonly<Record<string, readonly string[]>> {
  return {
    findings: ['findings'],
    stories: ['stories'],
    'feeds list': ['feeds', 'list'],
    'feeds export': ['feeds', 'export'],
    explain: ['explain', link],
    doctor: ['doctor'],
  }
}

/** Names, sizes and times of change, but for what is empty and the locks: reading leaves them as they are. */
function traces(data: string): unknown {
  return readdirSync(data)
    .filter((name) => !name.endsWith('-shm') && statSync(join(data, name)).size > 0)
    .map((name) => [name, statSync(join(data, name)).mtimeMs, statSync(join(data, name)).size])
}

describe.each(Object.keys(places))('a store that may only be read, by %s', (place) => {
  it.each(Object.keys(states))(
    '%s, is read by the commands that read',
    async (state) => {
      const copy = copyStore()
      const finish = await states[state]!(copy.data)
      const at = places[place]!(copy)
      try {
        if (at === null) return console.warn('skipped: this needs root')
        const before = traces(copy.data)
        const all = state === 'while nothing runs' ? Object.keys(commands()) : ['findings', 'stories']
        for (const name of all) {
          const command = commands()[name] ?? []
          const ended = await run(at.uid, ...command, '--config', at.config)
          expect([name, ended.code, ended.stderr]).toEqual([name, 0, ''])
          if (name === 'findings') expect(ended.stdout).toContain(state === 'while nothing runs' ? 'Outlet 0' : 'Late')
        }
        expect(traces(copy.data)).toEqual(before)
      } finally {
        at?.done()
        await finish()
      }
    },
    120_000,
  )
})

describe('a reader', () => {
  it.each([
    ['older', `delete from kysely_migration where name like '0002%'`, /older Detour.*"detour once"/],
    ['newer', `insert into kysely_migration (name, timestamp) values ('9999-later', 'x')`, /newer Detour.*Install/],
  ])('of a store of %s making says what to do, and leaves it', async (_, change, message) => {
    const { data, config } = copyStore()
    const store = await openStore(data, { create: false })
    await sql.raw(change).execute(store)
    await sql`pragma wal_checkpoint(truncate)`.execute(store)
    await store.destroy()
    const before = traces(data)
    const ended = await run(null, 'findings', '--config', config)
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(message)])
    expect(traces(data)).toEqual(before)
  })

  it('that may not read says so', async () => {
    const { data, config } = copyStore()
    chmodSync(storePath(data), 0o600)
    if (!isRoot) return console.warn('skipped: another user needs root')
    const ended = await run(nobody, 'findings', '--config', config)
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(/cannot be read: check that this user/)])
  })

  it('of a store that was copied without its -shm file says where it can be read', async () => {
    const copy = copyStore()
    await (await states['after a daemon was killed']!(copy.data))()
    rmSync(`${storePath(copy.data)}-shm`)
    const at = places['a read-only mount']!(copy)
    if (at === null) return console.warn('skipped: this needs root')
    const ended = await run(at.uid, 'findings', '--config', at.config)
    at.done()
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(/folder that may be written/)])
  })

  it('lists the configured feeds where there is no store, and makes none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'detour-none-'))
    const { config, data } = install(['http://x.example/feed'], { folder })
    const { code, stdout } = await run(null, 'feeds', 'list', '--config', config)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Outlet 0.*not polled yet.*http:\/\/x\.example\/feed/)])
    mkdirSync(data, { recursive: true })
    expect(readdirSync(data)).toEqual([])
  })
})
