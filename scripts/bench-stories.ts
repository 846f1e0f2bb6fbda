/**
 * The second part of `npm run bench`: what it costs to find a finding's place among the stories, by how many are kept. Forty
 * reports of invented affairs a day, each affair with names, figures and places of its own and of common ones; as ratios
 * within one run, for machines are noisy.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { openStore, type Store } from '../src/store/database.ts'
import { saveAnalysis } from '../src/store/finding.ts'
import { pageIdOf } from '../src/store/page.ts'
import { takeBatch } from '../src/store/queue.ts'
import type { StoredFinding } from '../src/types/story.ts'
import { storedItem } from '../test/story/affairs.ts'
import { type Happenings, placeDocument } from '../workers/assign/place.ts'
import { retellStory } from '../workers/assign/retell.ts'

const knowledge = loadKnowledge()
const perDay = 40
const batch = 20
/** Stories kept, and findings measured at each. */
const sizes = [10, 100, 1_000, 10_000] as const
const measured = 200

const syllables = 'bal cor den fim gur hal jor kel lum mar nov pel quen ros sil tam ulv wex yor zin'.split(' ')
const places = ['Penang', 'Shenzhen', 'Hong Kong', 'Dubai', 'Johor', 'Taipei', 'Marseille', 'Osaka', 'Almaty', 'Hanoi']
const chips = ['Nvidia H100', 'Nvidia H200', 'Nvidia B200', 'AMD Instinct MI300X', 'Nvidia A100']

/** The same for the same number. */
function mixed(number: number): number {
  let state = Math.imul(number + 1, 0x9e3779b1)
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b)
  return (state ^ (state >>> 13)) >>> 0
}

function nameOf(affair: number): string {
  const word = (seed: number): string => {
    const at = mixed(seed)
    const text = [0, 8, 16].map((shift) => syllables[(at >>> shift) % syllables.length]).join('')
    return text.charAt(0).toUpperCase() + text.slice(1)
  }
  return `${word(affair * 2)} ${word(affair * 2 + 1)} Trading`
}

/** Words without a meaning: reports of two affairs are not each other's copies. */
function filler(number: number): string {
  const words = Array.from({ length: 60 }, (_, index) => {
    const at = mixed(number * 61 + index)
    return [0, 8].map((shift) => syllables[(at >>> shift) % syllables.length]).join('')
  })
  return `${words.join(' ')}.`
}

/** Every third report tells an affair that another one told a little earlier. */
function report(number: number): StoredFinding {
  const affair = number % 3 === 2 ? number - 1 : number
  const at = mixed(affair)
  const [name, chip] = [nameOf(affair), chips[at % chips.length]]
  const [from, to] = [places[at % places.length], places[(at >>> 8) % places.length]]
  const published = new Date(Date.UTC(2024, 0, 1) + (number / perDay) * 86_400_000).toISOString()
  return storedItem(
    {
      id: `r${number}`,
      set: 'tune',
      affair: String(affair),
      outlet: `Paper ${number % 40}`,
      origin: '',
      feed: `feed-${number % 40}`,
      published,
      url: `https://paper${number % 40}.example/${number}`,
      lang: 'en',
      title: `${name} smuggled ${chip} chips to China`,
      text: `${name} allegedly smuggled ${17 + (mixed(at) % 50_000)} ${chip} chips worth $${(1_000 + (at % 900_000)) / 1_000} million from ${from} to China through ${to} despite US export controls, documents show. ${filler(number)}`,
    },
    knowledge,
  )
}

async function save(store: Store, findings: readonly StoredFinding[]): Promise<void> {
  await store.transaction().execute(async (db) => {
    for (const { document, finding, outlet, backfill, firstSeen } of findings) {
      const page = pageIdOf('feed', { id: document.id } as never, null)
      await db
        .insertInto('page')
        .values({ id: page, first_seen: firstSeen } as never)
        .execute()
      await saveAnalysis(db, document, finding, { page, outlet, backfill })
    }
  })
}

/** As assign-story does it; answers seconds. */
async function assignAll(store: Store): Promise<number> {
  const started = performance.now()
  for (;;) {
    const done = await store.transaction().execute(async (db) => {
      const { documents } = await takeBatch(db, batch)
      const happenings: Happenings = new Map()
      for (const document of documents) await placeDocument(db, document, knowledge, happenings)
      for (const [story, { events }] of happenings) await retellStory(db, story, events, knowledge)
      return documents.length
    })
    if (done === 0) return (performance.now() - started) / 1000
  }
}

async function countStories(store: Store): Promise<number> {
  const row = await store
    .selectFrom('story')
    .select((one) => one.fn.countAll<number>().as('count'))
    .where('merged_into', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

const data = mkdtempSync(join(tmpdir(), 'detour-bench-'))
const store = await openStore(data, { create: true })
let number = 0
const next = (count: number): StoredFinding[] => Array.from({ length: count }, () => report(number++))
let first: number | null = null
try {
  for (const size of sizes) {
    for (let kept = await countStories(store); kept < size; kept = await countStories(store)) {
      // Two stories for three reports.
      await save(store, next(Math.max(1, Math.ceil((size - kept) * 1.5))))
      await assignAll(store)
    }
    await save(store, next(measured))
    const each = ((await assignAll(store)) / measured) * 1000
    first ??= each
    const affairs = number - Math.floor(number / 3)
    console.log(
      `a finding among ${String(size).padStart(6)} stories  ${each.toFixed(1)} ms, ${(each / first).toFixed(2)} of the first` +
        ` (${affairs} affairs told are ${await countStories(store)} stories)`,
    )
  }
} finally {
  await store.destroy()
  rmSync(data, { recursive: true })
}
