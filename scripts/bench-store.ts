// `npm run bench-store [sqlite|postgres]`: claims a second, and times of search, on a SQLite file and on a private PostgreSQL that writes to the
// disk at each commit. Measures only; no test asserts speed.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claim } from '../src/store/claim.ts'
import { openStore, type Store } from '../src/store/database.ts'
import { indexDocument } from '../src/store/index-document.ts'
import { searchArticles } from '../src/store/search.ts'
import { enqueue, finish } from '../src/store/task.ts'
import { startPostgres } from '../test/fixtures/postgres.ts'

const folder = join(import.meta.dirname, '..', 'test', 'golden', 'articles')
const articles = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line) as { readonly title: string; readonly text: string; readonly lang: string })
const documents = 5_000
const tasks = 500
const options = { leaseMs: 60_000, attempts: 5, hostPauseMs: 0 }

/** Tasks claimed and finished a second by so many at once; half of the tasks have one of 300 hosts. */
async function claims(store: Store, many: number): Promise<number> {
  await store.transaction().execute(async (db) => {
    for (let i = 0; i < tasks; i++)
      await enqueue(db, { kind: 'fetch-page', key: `${many} ${i}`, host: i % 2 === 0 ? null : `h${i % 300}` })
  })
  const started = performance.now()
  const work = async (): Promise<void> => {
    for (let task = await claim(store, options); task !== null; task = await claim(store, options))
      await finish(store, task, async () => undefined)
  }
  await Promise.all(Array.from({ length: many }, work))
  return tasks / ((performance.now() - started) / 1_000)
}

/** Milliseconds for one document. */
async function index(store: Store): Promise<number> {
  await store.transaction().execute(async (db) => {
    for (let i = 0; i < documents; i++) {
      const { title, text, lang } = articles[i % articles.length]!
      const id = `d${i}`
      const whole = `${title}\n\n${text}`
      const page = { id, url: null, final_url: null, content_type: null, body: null, fetched_at: null, problem: null }
      await db
        .insertInto('page')
        .values({ ...page, first_seen: 0 })
        .execute()
      const published = `2026-${String(1 + (i % 12)).padStart(2, '0')}-01`
      const rest = {
        page: id,
        url: null,
        feed: null,
        origin: 'page',
        language: lang,
        published,
        title_length: title.length,
      }
      await db
        .insertInto('document')
        .values({ ...rest, id, text: whole, text_hash: id, copy_of: null, json: '{}', first_seen: 0 })
        .execute()
    }
  })
  const rows = await store.selectFrom('document').select(['id', 'text', 'title_length']).execute()
  const started = performance.now()
  await store.transaction().execute(async (db) => {
    for (const { id, text, title_length } of rows) await indexDocument(db, id, text, title_length)
  })
  return (performance.now() - started) / documents
}

const queries = ['nvidia', 'smuggl', '"front company"', 'H100', '走私', '英伟达', '密輸', 'zzzz']

async function search(store: Store, query: string): Promise<string> {
  const times: number[] = []
  let found = 0
  for (let i = 0; i < 15; i++) {
    const started = performance.now()
    found = (await searchArticles(store, query, { limit: 20 }))?.length ?? 0
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  return `${query}: ${times[7]?.toFixed(1)} ms (${found} shown)`
}

async function measure(name: string, place: string): Promise<void> {
  const store = await openStore(place, { create: true })
  for (const many of [1, 8])
    console.log(
      `${name}: ${(await claims(store, many)).toFixed(0)} tasks claimed and finished a second, ${many} at once`,
    )
  console.log(`${name}: ${(await index(store)).toFixed(2)} ms to index a document (of ${documents})`)
  for (const query of queries) console.log(`${name}: ${await search(store, query)}`)
  await store.destroy()
}

const only = process.argv[2]
if (only !== 'postgres') await measure('SQLite', mkdtempSync(join(tmpdir(), 'detour-bench-')))
const postgres =
  only === 'sqlite' ? null : await startPostgres(['fsync=on', 'full_page_writes=on', 'shared_buffers=128MB'])
if (postgres !== null) {
  await measure('PostgreSQL', await postgres.database()).finally(postgres.stop)
}
