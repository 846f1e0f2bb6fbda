import type { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claim } from '../../src/store/claim.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { feedById } from '../../src/store/feed.ts'
import { latestFindings } from '../../src/store/judgement.ts'
import { candidatesFor, companionsOf, neighbourhoodOf } from '../../src/store/likeness.ts'
import { beginAttempt, listNotices, noticeByKey, toldOf } from '../../src/store/outbox.ts'
import { entriesOfPage, pageById } from '../../src/store/page.ts'
import { enqueueNextBatch, takeBatch } from '../../src/store/queue.ts'
import { searchArticles } from '../../src/store/search.ts'
import { findingOf, membersOf, storyById } from '../../src/store/story.ts'
import { untilNext } from '../../src/store/tally.ts'
import { enqueueSooner, fail, finish, renew, type Task } from '../../src/store/task.ts'
import { storiesSeen } from '../../src/store/week.ts'
import { Fault } from '../../src/types/fault.ts'
import { useStores } from '../fixtures/stores.ts'
import { common, crowd, rare } from './crowd.ts'

const options = { leaseMs: 60_000, attempts: 5, hostPauseMs: 5_000 }
type Work = (store: Store) => Promise<unknown>
const claimed = async (store: Store): Promise<Task> => (await claim(store, options)) as Task

/** What is asked for each task, each article and each look-up. */
const hot: readonly (readonly [string, Work])[] = [
  ['claim', (store) => claim(store, options)],
  ['how long to wait', (store) => untilNext(store, { dueMs: 86_400_000, heldMs: 86_400_000 })],
  ['enqueue', (store) => enqueueSooner(store, { kind: 'fetch-page', key: 'k5' })],
  ['renew', async (store) => renew(store, await claimed(store), 60_000)],
  ['finish', async (store) => finish(store, await claimed(store), async () => undefined)],
  ['fail', async (store) => fail(store, await claimed(store), new Fault('internal', 'x'), 5)],
  ['a feed', (store) => feedById(store, 'f7')],
  ['a page', (store) => pageById(store, 'p77')],
  ['entries of a page', (store) => entriesOfPage(store, 'p77')],
  ['a finding', (store) => findingOf(store, 'd77')],
  ['latest findings', (store) => latestFindings(store, ['d77', 'd78'])],
  ['candidates of a story', (store) => store.transaction().execute((db) => candidatesFor(db, print, 21))],
  ['a neighbourhood', (store) => store.transaction().execute((db) => neighbourhoodOf(db, ['d100'], 0.5))],
  ['companions', (store) => store.transaction().execute((db) => companionsOf(db, 'd100'))],
  ['members of a story', (store) => membersOf(store, 's7')],
  ['a story', (store) => storyById(store, 's7')],
  ['a batch for the stories', (store) => store.transaction().execute((db) => takeBatch(db, 50))],
  ['the next batch', (store) => store.transaction().execute((db) => enqueueNextBatch(db))],
  ['the outbox: what was told', (store) => toldOf(store, ['s7', 's8'])],
  ['the outbox: an attempt', (store) => beginAttempt(store, 's51.50')],
  ['the outbox: a notice', (store) => noticeByKey(store, 's51.50')],
  ['the outbox: a list', (store) => listNotices(store, { limit: 20 })],
  ['stories of a week', (store) => storiesSeen(store, Date.now() - 100_000, Date.now())],
  ['search for what few have', (store) => searchArticles(store, rare(7), { limit: 20 })],
  ['search for two characters', (store) => searchArticles(store, `走私 ${rare(7)}`, { limit: 20 })],
  ['search for a beginning', (store) => searchArticles(store, 'zeb', { limit: 20 })],
]

const print = { document: 'd100', day: 20_150, json: '{}', keys: Array.from({ length: 30 }, (_, i) => `key${i * 90}`) }

/** Tables so small, or read so whole, that reading them from end to end is right. */
const small = new Set(['feed', 'daemon'])

/** Tables that a statement would read from end to end, by the database's own plan. */
async function scanned(store: Store, { sql: text, parameters }: CompiledQuery, postgres: boolean): Promise<string[]> {
  if (!/^\s*(?:select|insert|update|delete|with)\b/i.test(text)) return []
  const query = { sql: `${postgres ? 'explain (format json)' : 'explain query plan'} ${text}`, parameters }
  const { rows } = await store.executeQuery({
    ...query,
    query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
  } as never)
  const found = postgres ? sequentialIn(rows) : scansIn(rows as { readonly detail: string }[])
  return found.filter((table) => !small.has(table))
}

function sequentialIn(plan: unknown): string[] {
  if (typeof plan !== 'object' || plan === null) return []
  const node = plan as Readonly<Record<string, unknown>>
  const own = node['Node Type'] === 'Seq Scan' ? [String(node['Relation Name'])] : []
  return [...own, ...Object.values(node).flatMap(sequentialIn)]
}

/** `SCAN x` reads all of x, unless in the order of an index and only until enough is found, or x is a part of the statement itself. */
function scansIn(plan: readonly { readonly detail: string }[]): string[] {
  const made = plan.flatMap(({ detail }) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)/.exec(detail)?.[1] ?? [])
  return plan.flatMap(({ detail }) => {
    const table = /^SCAN (\w+)$/.exec(detail)?.[1]
    return table === undefined || table === 'CONSTANT' || made.includes(table) ? [] : [table]
  })
}

describe.each(await useStores(['random_page_cost=1.1']))('on a hot path, $name', ({ name, place }) => {
  const postgres = name === 'PostgreSQL'
  const queries: CompiledQuery[] = []
  let store: Store
  /** Another connection: libsql takes a statement that was explained for one that is under way. */
  let explainer: Store
  beforeAll(async () => {
    const at = await place()
    store = await openStore(at, { create: true, onQuery: (query) => queries.push(query) })
    await crowd(store, { tasks: 20_000, documents: 10_000 }, postgres)
    explainer = await openStore(at, { create: false })
  }, 120_000)
  afterAll(async () => {
    for (const one of [store, explainer]) await one.destroy()
  })

  it.each(hot)(
    'nothing is read from end to end: %s',
    async (_, work) => {
      queries.length = 0
      await work(store)
      const asked = queries.splice(0)
      expect(asked.length).toBeGreaterThan(0)
      const found: string[] = []
      for (const query of asked)
        for (const table of await scanned(explainer, query, postgres))
          found.push(`${table} in: ${query.sql.slice(0, 400)}`)
      expect(found).toEqual([])
    },
    120_000,
  )

  it('a planted one is seen', async () => {
    queries.length = 0
    await store.selectFrom('task').select('id').where('payload', '=', 'x').execute()
    await store.selectFrom('document').select('id').where('text', 'like', '%x%').execute()
    const [one, two] = queries.splice(0)
    expect([...(await scanned(explainer, one!, postgres)), ...(await scanned(explainer, two!, postgres))]).toEqual([
      'task',
      'document',
    ])
  })

  it('what everybody has is found too', async () => {
    expect((await searchArticles(store, common, { limit: 20 }))?.length).toBe(20)
  }, 60_000)
})
