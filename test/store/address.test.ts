import { describe, expect, it } from 'vitest'
import { analyse } from '../../src/analyse.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { watch } from '../../src/store/feed.ts'
import { documentByUrl, saveAnalysis } from '../../src/store/finding.ts'
import { addEntries, pageIdOf, recordFetch } from '../../src/store/page.ts'
import type { Entry } from '../../src/types/feed.ts'
import { useStores } from '../fixtures/stores.ts'

const link = 'https://feeds.example/r/1'
const entry: Entry = {
  id: '1',
  title: 'T',
  link,
  published: null,
  updated: null,
  summary: null,
  content: null,
  authors: [],
}

describe.each(await useStores())('a stored article, $name', ({ open }) => {
  it.each([
    ['its own address', 'https://news.example/story', true],
    ['the link of the feed', link, true],
    ['where the link led', 'https://news.example/story?from=feed#top', true],
    ['another', 'https://news.example/other', false],
  ])('is found by %s: %s', async (_, url, found) => {
    const store = await open()
    const feed = 'https://feeds.example/feed'
    await store.transaction().execute(async (db) => {
      await watch(db, { id: 'f', url: feed, outlet: 'F', language: 'en', source: 'cli' })
      await addEntries(db, 'f', [{ entry, url: link, backfill: false }])
      const page = pageIdOf('f', entry, link)
      await recordFetch(db, page, {
        url: 'https://news.example/story?from=feed',
        contentType: null,
        bytes: null,
        problem: 'x',
      })
      const { document, finding } = analyse(
        {
          url: 'https://news.example/story',
          feed: null,
          origin: 'page',
          title: 'T',
          text: 'Text.',
          published: null,
          languageHint: 'en',
        },
        loadKnowledge(),
      )
      await saveAnalysis(db, document, finding, { page, outlet: 'F', backfill: false })
    })
    expect((await documentByUrl(store, url)) !== null).toBe(found)
    await store.destroy()
  })
})
