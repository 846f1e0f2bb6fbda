import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { saveAnalysis } from '../../src/store/finding.ts'
import { pageIdOf } from '../../src/store/page.ts'
import { takeBatch } from '../../src/store/queue.ts'
import { listStories } from '../../src/store/story.ts'
import type { StoredFinding, StorySummary } from '../../src/types/story.ts'
import type { Id } from '../../src/types/text.ts'
import { type Happenings, placeDocument } from '../../workers/assign/place.ts'
import { retellStory, tellStory } from '../../workers/assign/retell.ts'
import { type AffairItem, bCubed, readAffairs, storedItem } from './affairs.ts'

const knowledge = loadKnowledge()

async function emptyStore(): Promise<Store> {
  return openStore(mkdtempSync(join(tmpdir(), 'detour-stories-')), { create: true })
}

/** Saves findings as analyse-page does. */
async function save(store: Store, stored: readonly StoredFinding[]): Promise<void> {
  await store.transaction().execute(async (db) => {
    for (const { document, finding, outlet, backfill, firstSeen } of stored) {
      const page = pageIdOf('feed', { id: document.id } as never, null)
      await db
        .insertInto('page')
        .values({ id: page, first_seen: firstSeen } as never)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
      await saveAnalysis(db, document, finding, { page, outlet, backfill })
    }
  })
}

/** Works off what waits, a batch at a time, as assign-story does. */
async function assignAll(store: Store, size: number): Promise<void> {
  for (;;) {
    const done = await store.transaction().execute(async (db) => {
      const { documents } = await takeBatch(db, size)
      const happenings: Happenings = new Map()
      for (const document of documents) await placeDocument(db, document, knowledge, happenings)
      for (const [story, { events }] of happenings) await retellStory(db, story, events, knowledge)
      return documents.length
    })
    if (done === 0) return
  }
}

async function summaries(store: Store): Promise<StorySummary[]> {
  const stories = await listStories(store, { limit: 1_000 })
  return store.transaction().execute(async (db) => {
    const told: StorySummary[] = []
    for (const { id } of stories) told.push((await tellStory(db, id, knowledge))!.summary)
    return told
  })
}

/** Item → story, as the store has it. */
function groupingOf(told: readonly StorySummary[], items: ReadonlyMap<string, AffairItem>): Map<string, string> {
  return new Map(told.flatMap((story) => story.articles.map(({ document }) => [items.get(document)!.id, story.id])))
}

/** A grouping without its ids: sets of items. */
function partition(grouping: ReadonlyMap<string, string>): string[] {
  const groups = new Map<string, string[]>()
  for (const [item, story] of grouping) groups.set(story, [...(groups.get(story) ?? []), item])
  return [...groups.values()].map((group) => group.sort().join(' ')).sort()
}

/** The same order for the same seed. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const mixed = [...items]
  let state = seed
  for (let at = mixed.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const other = state % (at + 1)
    ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
  }
  return mixed
}

async function gather(set: AffairItem['set'], seed: number, size: number) {
  const items = shuffled(readAffairs(set), seed)
  const stored = items.map((item) => storedItem(item, knowledge))
  const byDocument = new Map(stored.map(({ document }, at) => [document.id as string, items[at]!]))
  const store = await emptyStore()
  for (let from = 0; from < stored.length; from += size) {
    await save(store, stored.slice(from, from + size))
    await assignAll(store, size)
  }
  const told = await summaries(store)
  await store.destroy()
  return { items, byDocument, told, grouping: groupingOf(told, byDocument) }
}

describe('affairs of the test set', () => {
  it('become stories: B-cubed F1 of at least 90 on the half that nothing was set on', async () => {
    const { items, grouping } = await gather('golden', 1, 10)
    const truth = new Map(items.map(({ id, affair }) => [id, affair]))
    const { precision, recall, f1 } = bCubed(truth, grouping)
    expect(grouping.size).toBe(items.length)
    expect(
      { f1: f1 >= 0.9, precision: precision >= 0.9, recall: recall >= 0.85 },
      `${precision} ${recall} ${f1}`,
    ).toEqual({ f1: true, precision: true, recall: true })
  }, 60_000)

  it('are the same stories in whichever order, and in batches of whichever size, they come', async () => {
    const runs = [await gather('tune', 1, 7), await gather('tune', 2, 1), await gather('tune', 3, 100)]
    const [first, ...others] = runs.map(({ grouping }) => partition(grouping))
    for (const other of others) expect(other).toEqual(first)
  }, 60_000)

  it('have a reason for each article, and a history', async () => {
    const { told } = await gather('tune', 4, 5)
    const joined = told.find(({ articles }) => articles.length > 2)!
    expect(joined.articles.filter(({ why }) => /^(?:Shares|Repeats) .* “.*”/.test(why)).length).toBeGreaterThan(0)
    expect(joined.history[0]?.kind).toBe('opened')
    expect(joined.history.at(-1)?.revision).toBe(joined.revision)
  }, 60_000)
})

describe('a new analysis', () => {
  it('that withdraws the last report withdraws the story, and one that finds it again brings it back', async () => {
    const store = await emptyStore()
    const item = storedItem(readAffairs('tune')[0]!, knowledge)
    const again = (analysis: string, label: 'circumvention' | 'related'): StoredFinding => ({
      ...item,
      finding: {
        ...item.finding,
        id: `${item.finding.id}-${analysis}` as Id<'Finding'>,
        analysis,
        label,
        claims: label === 'circumvention' ? item.finding.claims : [],
      },
    })
    const steps: (readonly [boolean, number, readonly string[]])[] = []
    for (const one of [item, again('second', 'related'), again('third', 'circumvention')]) {
      await save(store, [one])
      await assignAll(store, 10)
      const [story] = await summaries(store)
      steps.push([story!.withdrawn, story!.revision, story!.history.at(-1)!.news])
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(steps.map(([withdrawn, revision]) => [withdrawn, revision])).toEqual([
      [false, 1],
      [true, 2],
      [false, 3],
    ])
    expect(steps[1]?.[2]).toEqual(['withdrawn'])
    await store.destroy()
  })
})
