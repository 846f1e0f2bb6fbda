import { describe, expect, it } from 'vitest'
import { articleFromPage } from '../../src/ingest/article.ts'
import type { Page } from '../../src/types/feed.ts'

const page = (canonicalUrl: string | null): Page => ({
  title: 'T',
  text: 'Text.',
  authors: [],
  published: null,
  language: null,
  canonicalUrl,
  siteName: null,
  stub: false,
})

describe('the address that a page claims for itself', () => {
  it.each([
    // Taken: the same site.
    ['https://news.example/a?id=1', 'https://news.example/a', 'https://news.example/a'],
    ['https://www.news.example/a', 'https://news.example/a', 'https://news.example/a'],
    ['https://m.news.example/a', 'https://www.news.example/a', 'https://www.news.example/a'],
    ['https://amp.news.example/a', 'https://news.example/a', 'https://news.example/a'],
    ['https://news.example/a', 'https://tech.news.example/a', 'https://tech.news.example/a'],
    ['http://NEWS.example/a', 'https://news.example/a', 'https://news.example/a'],
    [null, 'https://news.example/a', 'https://news.example/a'],
    // Not taken: another outlet's.
    ['https://evil.example/a', 'https://reuters.test/story', 'https://evil.example/a'],
    ['https://evil-reuters.test/a', 'https://reuters.test/a', 'https://evil-reuters.test/a'],
    ['https://reuters.test/a', 'https://evil-reuters.test/a', 'https://reuters.test/a'],
    ['https://evil.test/a', 'https://test/a', 'https://evil.test/a'],
    ['http://10.0.0.1/a', 'http://0.0.1/a', 'http://10.0.0.1/a'],
    ['https://news.example/a', null, 'https://news.example/a'],
    ['https://news.example/a', 'nonsense', 'https://news.example/a'],
  ])('fetched from %s, claiming %s: %s', (url, canonical, wanted) => {
    expect(articleFromPage(page(canonical), null, url, null).url).toBe(wanted)
  })
})
