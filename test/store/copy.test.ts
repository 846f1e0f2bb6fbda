import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { claim } from '../../src/store/claim.ts'
import { copiedTables, copyStore, notCopied } from '../../src/store/copy.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { listFeeds, watch } from '../../src/store/feed.ts'
import { holdHost } from '../../src/store/host.ts'
import { saveJudgement } from '../../src/store/judgement.ts'
import { lockStore } from '../../src/store/lock.ts'
import { putNotice } from '../../src/store/outbox.ts'
import { addEntries, pageIdOf, recordFetch } from '../../src/store/page.ts'
import { isPostgres } from '../../src/store/place.ts'
import { searchArticles } from '../../src/store/search.ts'
import { addEvent, openStory, putDocument } from '../../src/store/story.ts'
import { enqueue } from '../../src/store/task.ts'
import { keepArticle } from '../fixtures/kept.ts'
import { useStores } from '../fixtures/stores.ts'

const knowledge = loadKnowledge()
const kinds = await useStores()
const silent = (): void => undefined
const story = 's0123456789ab'

/** Something in every table, with what two databases could take differently: bytes, signs of all planes, fractions, empty texts. */
async function fill(store: Store): Promise<void> {
  const entry = {
    id: 'e',
    title: '芯片 😀 ‮',
    link: null,
    published: null,
    updated: '',
    summary: "it's; --",
    content: '\\',
    authors: ['Ö'],
  }
  const kept: string[] = []
  for (let i = 0; i < 3; i++)
    kept.push(
      (await keepArticle(store, knowledge, { url: `https://x.example/${i}`, title: `英伟达H100 ${i}` })).document.id,
    )
  const [first = '', second = ''] = kept.sort()
  await store.transaction().execute(async (db) => {
    await watch(db, { id: 'f', url: 'https://x.example/feed', outlet: 'Z Outlet', language: null, source: 'cli' })
    await watch(db, { id: 'g', url: 'https://y.example/feed', outlet: 'a outlet', language: 'fr', source: 'own' })
    await addEntries(db, 'f', [{ entry, url: 'https://x.example/e', backfill: true }])
    const bytes = Uint8Array.from({ length: 3_000 }, (_, at) => at % 256)
    await recordFetch(db, pageIdOf('f', entry, 'https://x.example/e'), {
      url: null,
      contentType: 'text/html',
      bytes,
      problem: null,
    })
    await openStory(db, story, '{"a":1}')
    await putDocument(db, story, first, 'it began it')
    await addEvent(db, story, { kind: 'opened', revision: 1, why: 'x', news: [], posture: null })
    await addEvent(db, story, { kind: 'changed', revision: 2, why: 'y', news: [], posture: 'charged' })
    await putNotice(db, {
      key: 'k',
      kind: 'alert',
      story,
      revision: 1,
      destination: 'd',
      rule: null,
      content: { a: '\u0000é' },
    })
  })
  await sql`insert into fingerprint (document, json) values (${first}, '[]')`.execute(store)
  await sql`insert into story_key (key, day, document) values ('b', ${20_000.123456789}, ${first}), ('B', 1e15, ${second}), ('b', ${-0.5}, ${second})`.execute(
    store,
  )
  await sql`insert into story_edge (a, b, score, shared) values (${first}, ${second}, ${1 / 3}, '[]')`.execute(store)
  await sql`insert into digest (key, week, made, json) values ('2026-W01', '2026-W01', ${2 ** 45}, '{}')`.execute(store)
  const finding = await store.selectFrom('finding').select(['id', 'document']).orderBy('id').executeTakeFirstOrThrow()
  await saveJudgement(store, {
    finding: finding.id,
    document: finding.document,
    verdict: 'unsure',
    field: 'label',
    value: null,
    note: '注',
    by: 'ana',
  })
  await holdHost(store, 'x.example', 3_000.7)
  for (let i = 0; i < 450; i++) await enqueue(store, { kind: 'fetch-page', key: `page ${i}`, host: 'z.example' })
  await claim(store, { leaseMs: 60_000, attempts: 3, hostPauseMs: 0 })
}

/** Every row of every table that is copied, in an order that does not depend on the database. */
async function dump(place: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const store = await openStore(place, { create: false })
  const dumped: Record<string, string[]> = {}
  for (const table of copiedTables) {
    const rows = await store.selectFrom(table).selectAll().execute()
    const shown = (value: unknown): unknown =>
      value instanceof Uint8Array || value instanceof ArrayBuffer
        ? Buffer.from(value as ArrayBuffer).toString('hex')
        : value
    dumped[table] = rows
      .map((row) => JSON.stringify(Object.entries(row).map(([name, value]) => [name, shown(value)])))
      .sort()
  }
  await store.destroy()
  return dumped
}

async function filled(place: string): Promise<string> {
  const store = await openStore(place, { create: true })
  await fill(store)
  await store.destroy()
  return place
}

const pairs = kinds.flatMap((from) => kinds.map((to) => ({ name: `${from.name} → ${to.name}`, from, to })))

describe.each(pairs)('a copy, $name', ({ from, to }) => {
  it('and back again holds the same', async () => {
    const source = await filled(await from.place())
    const before = await dump(source)
    for (const table of copiedTables) expect([table, before[table]?.length]).not.toEqual([table, 0])
    const [there, back] = [await to.place(), await from.place()]
    const seen: string[] = []
    const counted = await copyStore(source, there, (table, rows, of) => seen.push(`${table} ${rows}/${of}`))
    expect(counted).toEqual(copiedTables.map((table) => ({ table, rows: before[table]?.length })))
    expect(seen).toEqual(expect.arrayContaining(['task 200/455', 'task 400/455', 'task 455/455']))
    expect(await dump(there)).toEqual(before)
    await copyStore(there, back, silent)
    expect(await dump(back)).toEqual(before)
    expect(await dump(source)).toEqual(before)
  }, 60_000)

  it('is gone on with: new tasks, search, feeds in their order', async () => {
    const there = await to.place()
    await copyStore(await filled(await from.place()), there, silent)
    const store = await openStore(there, { create: false })
    await enqueue(store, { kind: 'analyse-page', key: 'new' })
    await saveJudgement(store, await judged(store))
    expect(await store.selectFrom('judgement').select('by').orderBy('id').execute()).toEqual([
      { by: 'ana' },
      { by: 'bo' },
    ])
    expect((await listFeeds(store)).map(({ outlet }) => outlet)).toEqual(['Z Outlet', 'a outlet'])
    expect((await searchArticles(store, '伟达', { limit: 9 }))?.length).toBe(3)
    await store.destroy()
  }, 60_000)

  it('is refused where something is, and broken off whole', async () => {
    const source = await filled(await from.place())
    const there = await to.place()
    const stop = (table: string): void => {
      if (table === 'finding') throw new Error('cut')
    }
    await expect(copyStore(source, there, stop)).rejects.toThrow('cut')
    expect(Object.values(await dump(there)).flat()).toEqual([])
    const store = await openStore(there, { create: false })
    await enqueue(store, { kind: 'fetch-page', key: 'mine' })
    await store.destroy()
    await expect(copyStore(source, there, silent)).rejects.toMatchObject({
      code: 'store-unusable',
      message: expect.stringMatching(/not empty.*"task"/),
    })
    expect((await dump(there)).task?.length).toBe(1)
  }, 60_000)
})

async function judged(store: Store): Promise<Parameters<typeof saveJudgement>[1]> {
  const { id, document } = await store.selectFrom('finding').selectAll().executeTakeFirstOrThrow()
  return { finding: id, document, verdict: 'yes', field: 'label', value: 'circumvention', note: null, by: 'bo' }
}

describe.each(kinds)('the source of a copy, $name', ({ place }) => {
  it('must not be worked on', async () => {
    const source = await filled(await place())
    const store = await openStore(source, { create: false })
    const lock = await lockStore(store, 60_000)
    const target = mkdtempSync(join(tmpdir(), 'detour-copy-'))
    await expect(copyStore(source, target, silent)).rejects.toMatchObject({ code: 'store-locked' })
    await lock.release()
    await store.destroy()
    await copyStore(source, target, silent)
  }, 60_000)

  it('must be there, and is not made', async () => {
    const source = await place()
    await expect(copyStore(source, mkdtempSync(join(tmpdir(), 'detour-copy-')), silent)).rejects.toMatchObject({
      code: 'store-unusable',
    })
    if (!isPostgres(source)) expect(readdirSync(source)).toEqual([])
  })

  it('has no table of which it is not known whether it is copied', async () => {
    const source = await place()
    const store = await openStore(source, { create: true })
    const { rows } = await sql<{ name: string }>`${sql.raw(
      isPostgres(source)
        ? 'select tablename as name from pg_tables where schemaname = current_schema()'
        : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    )}`.execute(store)
    const known: readonly string[] = [...copiedTables, ...Object.keys(notCopied)]
    // FTS5 keeps its words in tables of its own.
    const own = rows.map(({ name }) => name).filter((name) => !/^kysely_|^search_words_/.test(name))
    expect(own.sort()).toEqual([...known].sort())
    await store.destroy()
  })
})

it('leaves the bytes of a SQLite file as they are', async () => {
  const [sqlite] = kinds
  // In a folder that no connection of this process ever held: what is closed may still write its log into the file when it is collected.
  const source = await sqlite!.place()
  cpSync(await filled(await sqlite!.place()), source, { recursive: true })
  const bytes = (): string => readFileSync(join(source, 'detour.db')).toString('base64')
  const before = bytes()
  await copyStore(source, await kinds.at(-1)!.place(), silent)
  expect(bytes() === before).toBe(true)
})
