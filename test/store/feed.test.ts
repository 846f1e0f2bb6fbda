import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/database.ts'
import { feedById, listFeeds, recordPoll, syncFeeds, unwatch, type WatchedFeed, watch } from '../../src/store/feed.ts'
import { useStores } from '../fixtures/stores.ts'

const kinds = await useStores()

const feed = (id: string, url: string, source: WatchedFeed['source'] = 'bundled'): WatchedFeed => ({
  id,
  url,
  outlet: id,
  language: 'en',
  source,
})
const one = feed('one', 'https://one.example/rss')
const result = { status: 200, etag: '"1"', lastModified: null, problem: null, gone: false }

const hands = (store: Store, taken: WatchedFeed): Promise<string> =>
  store.transaction().execute((db) => watch(db, taken, { byHand: true }))
const poll = (store: Store, id: string, more = {}): Promise<unknown> =>
  store.transaction().execute((db) => recordPoll(db, id, { ...result, ...more }))

/** id, address, watched, and whether a poll waits for it. */
const rows = async (store: Store): Promise<unknown[]> =>
  (await listFeeds(store)).map(({ id, url, stopped, next_poll }) => [id, url, stopped === 0, next_poll !== null])

describe.each(kinds)('a configured feed, $name', ({ open }) => {
  it('that was removed by hand stays removed until it is added by hand', async () => {
    const store = await open()
    await syncFeeds(store, [one])
    await unwatch(store, 'one', { byHand: true })
    await syncFeeds(store, [one])
    expect(await rows(store)).toEqual([['one', one.url, false, false]])
    await hands(store, { ...one, id: 'other', source: 'cli' })
    expect(await rows(store)).toEqual([['one', one.url, true, true]])
    await syncFeeds(store, [one])
    await syncFeeds(store, [])
    expect(await rows(store)).toEqual([['one', one.url, true, true]])
  })

  it('that was removed by hand comes back once it left the configuration and was put in again', async () => {
    const store = await open()
    await syncFeeds(store, [one])
    await unwatch(store, 'one', { byHand: true })
    await syncFeeds(store, [])
    await syncFeeds(store, [one])
    expect(await rows(store)).toEqual([['one', one.url, true, true]])
    expect((await feedById(store, 'one'))?.problem).toBeNull()
  })

  it('that a poll in hand finishes after it was removed stays removed', async () => {
    const store = await open()
    await syncFeeds(store, [one])
    await unwatch(store, 'one', { byHand: true })
    await poll(store, 'one')
    expect(await feedById(store, 'one')).toMatchObject({ problem: 'removed', last_poll: null })
    await syncFeeds(store, [one])
    expect(await rows(store)).toEqual([['one', one.url, false, false]])
  })

  it('whose address changed in a new release is the same feed at its new address, polled from the start', async () => {
    const store = await open()
    await syncFeeds(store, [one])
    await poll(store, 'one')
    const moved = { ...one, url: 'https://new.example/rss' }
    await syncFeeds(store, [moved])
    expect(await rows(store)).toEqual([['one', moved.url, true, true]])
    expect(await feedById(store, 'one')).toMatchObject({ etag: null, first_polled: null })
    expect(await store.selectFrom('task').select('host').execute()).toEqual([{ host: 'new.example' }])
  })

  it('whose new address was watched already leaves that row as it is and its old one behind', async () => {
    const store = await open()
    await syncFeeds(store, [one])
    await hands(store, feed('mine', 'https://new.example/rss', 'cli'))
    await syncFeeds(store, [{ ...one, url: 'https://new.example/rss' }])
    expect((await rows(store)).sort()).toEqual([
      ['mine', 'https://new.example/rss', true, true],
      ['one', one.url, false, false],
    ])
  })

  it('that is gone for good is asked again only when it is added by hand', async () => {
    const store = await open()
    await syncFeeds(store, [one])
    await poll(store, 'one', { status: 410, problem: 'gone: 410', gone: true })
    await syncFeeds(store, [one])
    expect((await feedById(store, 'one'))?.stopped).toBe(1)
    await hands(store, { ...one, source: 'cli' })
    expect(await feedById(store, 'one')).toMatchObject({ stopped: 0, problem: null, failures: 0 })
  })
})
