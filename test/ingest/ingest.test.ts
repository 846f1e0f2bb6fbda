import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { articleFromEntry, articleFromPage } from '../../src/ingest/article.ts'
import { decodeBytes } from '../../src/ingest/charset.ts'
import { readDate } from '../../src/ingest/date.ts'
import { parseFeed } from '../../src/ingest/feed.ts'
import { readOpml, writeOpml } from '../../src/ingest/opml.ts'
import { readPage } from '../../src/ingest/page.ts'
import { noFurniture } from '../../src/ingest/page-words.ts'
import { isBackfill, nextPollMs } from '../../src/ingest/poll.ts'
import { crawlDelay, isAllowed, parseRobots } from '../../src/ingest/robots.ts'
import { sanitise } from '../../src/ingest/sanitise.ts'
import { canonicalUrl } from '../../src/ingest/url.ts'
import { Fault } from '../../src/types/fault.ts'
import type { Entry } from '../../src/types/feed.ts'

const url = 'https://news.example/feed'
const read = (text: string | Uint8Array, contentType: string | null = null) =>
  parseFeed(typeof text === 'string' ? Buffer.from(text) : text, { contentType, url })

const entry: Entry = {
  id: '1',
  title: 'Puces',
  link: 'https://news.example/a?utm_source=x',
  published: '2025-01-02T00:00:00.000Z',
  updated: null,
  summary: null,
  content: null,
  authors: [],
}

describe('charsets', () => {
  it.each([
    ['utf-8', null, '<?xml version="1.0"?><a>été</a>'],
    ['windows-1252', 'text/xml; charset=iso-8859-1', '<a>“été” €</a>'],
    ['gb18030', null, '<?xml version="1.0" encoding="gb2312"?><a>英伟达</a>'],
    ['shift_jis', 'text/xml; charset=Shift_JIS', '<a>エヌビディア</a>'],
    ['utf-16le', null, '<a>été</a>'],
  ])('%s (%s) is decoded', (charset, contentType, text) => {
    expect(decodeBytes(iconv.encode(text, charset), contentType).text).toBe(text)
  })

  it('of any bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof decodeBytes(bytes, null).text === 'string'),
    )
  })
})

describe('dates', () => {
  it.each([
    ['Tue, 24 Nov 2026 10:00:00 +0100', '2026-11-24T09:00:00.000Z'],
    ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
    ['24 novembre 2026', '2026-11-24T00:00:00.000Z'],
    ['November 24, 2026 at 10:00 EST', '2026-11-24T15:00:00.000Z'],
    ['24.11.2026 08:30', '2026-11-24T08:30:00.000Z'],
    ['mar. 24 févr. 2026 07:05', '2026-02-24T07:05:00.000Z'],
    ['31 February 2026', null],
    ['tomorrow', null],
    ['', null],
  ])('%j', (text, wanted) => {
    expect(readDate(text)).toBe(wanted)
  })

  it('of any text never throw', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        (text) => readDate(text) === null || typeof readDate(text) === 'string',
      ),
    )
  })
})

describe('feeds', () => {
  const rss =
    '<rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title><link>/a</link><guid>g1</guid><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate><description>&lt;p onclick="x()"&gt;Hi&lt;script&gt;bad()&lt;/script&gt;&lt;/p&gt;</description></item></channel></rss>'
  it.each([
    ['rss', rss, ['g1', 'A & B', 'https://news.example/a', '2026-11-24T10:00:00.000Z']],
    [
      'atom',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>e1</id><title type="html">A &amp;amp; B</title><link href="a"/><published>2026-11-24T10:00:00Z</published></entry></feed>',
      ['e1', 'A & B', 'https://news.example/a', '2026-11-24T10:00:00.000Z'],
    ],
    [
      'rdf',
      '<rdf:RDF xmlns:rdf="r" xmlns="x"><channel><title>T</title></channel><item rdf:about="https://news.example/a"><title>A</title><dc:date>2026-11-24</dc:date></item></rdf:RDF>',
      ['https://news.example/a', 'A', 'https://news.example/a', '2026-11-24T00:00:00.000Z'],
    ],
    [
      'json',
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"j1","url":"https://news.example/a","title":"A","date_published":"2026-11-24T10:00:00Z"}]}',
      ['j1', 'A', 'https://news.example/a', '2026-11-24T10:00:00.000Z'],
    ],
  ])('%s is read', (format, text, wanted) => {
    const feed = read(text)
    const [first] = feed.entries
    expect([feed.format, [first?.id, first?.title, first?.link, first?.published]]).toEqual([format, wanted])
  })

  it('keeps nothing that runs', () => {
    expect(read(rss).entries[0]?.summary).toBe('<p>Hi</p>')
    expect(sanitise('<a href="javascript:x()">a</a><img src=x onerror=y>')).toBe('<a>a</a><img src="x">')
  })

  it.each([
    ['feed-empty', ''],
    ['feed-empty', '   \n'],
    ['feed-not-a-feed', '<!doctype html><html><body>Hello</body></html>'],
    ['feed-not-a-feed', '<urlset><url/></urlset>'],
    ['feed-not-a-feed', '{"a":1}'],
    ['feed-unreadable', '{"items": ['],
    ['feed-not-a-feed', 'just words'],
  ])('%s: %j is refused in a sentence', (code, text) => {
    expect(() => read(text)).toThrowError(expect.objectContaining({ code, message: expect.stringMatching(/\w.*[.:]/) }))
  })

  it('reads what stands before the break of a truncated feed, bare ampersands and all', () => {
    expect(
      read(
        '<rss><channel><item><title>R&D</title><link>https://a.example/x?a=1&b=2</link></item><item><title>cut',
      ).entries.map(({ title }) => title),
    ).toEqual(['R&D'])
  })

  it('throws nothing but faults, whatever the bytes', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .array(
          fc.constantFrom(
            '<rss>',
            '<item>',
            '</item>',
            '<title>',
            '<![CDATA[',
            ']]>',
            '&amp;',
            '&#x0;',
            '<feed>',
            '<entry>',
            '<link href="',
            '{"items":[',
            'x',
            '"',
          ),
          { maxLength: 40 },
        )
        .map((parts) => Buffer.from(parts.join(''))),
    )
    fc.assert(
      fc.property(hostile, (bytes) => {
        try {
          read(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(Fault)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('nested a million deep is answered', () => {
    expect(() => read(`<rss><channel>${'<a>'.repeat(1_000_000)}`)).not.toThrowError(RangeError)
  })
})

describe('pages', () => {
  const body = (inner: string): Buffer =>
    Buffer.from(
      `<!doctype html><html lang="fr"><head><title>Un titre assez long | Le Site</title><link rel="canonical" href="/a"><meta property="og:site_name" content="Le Site"><meta property="article:published_time" content="2026-11-24T10:00:00+01:00"></head><body><nav><a href="/">Accueil</a><a href="/x">Tech</a></nav>${inner}<footer>Mentions légales</footer></body></html>`,
    )
  const long =
    'Le parquet a ouvert une enquête, selon plusieurs sources, sur des serveurs livrés à Hong Kong puis à Shenzhen, en Chine, par un courtier. '.repeat(
      3,
    )

  it('give the article without its furniture, lists kept', () => {
    const page = readPage(
      body(
        `<article><h1>Un titre assez long</h1><p>${long}</p><ul><li>Premier point du résumé, avec assez de mots pour compter.</li></ul><p>${long}</p><h3>Articles similaires</h3><ul><li><a href="/1">Dix téléphones</a></li></ul><h3>Laisser un commentaire</h3><p>Votre adresse e-mail ne sera pas publiée.</p></article>`,
      ),
      {
        contentType: null,
        url: 'https://site.example/a?x',
        furniture: { ...noFurniture, ends: ['Articles similaires', 'Laisser un commentaire'] },
      },
    )
    expect(page.title).toBe('Un titre assez long')
    expect(page.published).toBe('2026-11-24T09:00:00.000Z')
    expect(page.canonicalUrl).toBe('https://site.example/a')
    expect(page.text.split('\n\n')).toHaveLength(3)
    expect(page.text).toContain('Premier point')
    expect(page.text).not.toMatch(/Accueil|téléphones|commentaire|Mentions/)
    expect(page.stub).toBe(false)
  })

  it('that are paywalled say so', () => {
    const locked =
      '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Un titre","isAccessibleForFree":false}</script>'
    expect(
      readPage(
        body(
          `${locked}<article><p>Le début seulement de cet article, qui se poursuit pour les abonnés du journal.</p></article>`,
        ),
        { contentType: null, url: null },
      ).stub,
    ).toBe(true)
  })

  it.each([
    ['page-unreadable', 'no tags at all'],
    ['page-unreadable', '\u0000\u0001\u0002'],
  ])('%s: %j is refused', (code, text) => {
    expect(() => readPage(Buffer.from(text), { contentType: null, url: null })).toThrowError(
      expect.objectContaining({ code }),
    )
  })

  it('nested or fed without end are answered', () => {
    expect(readPage(Buffer.from('<div>'.repeat(200_000)), { contentType: null, url: null }).text).toBe('')
    expect(
      readPage(Buffer.from(`<p ${'a=1 '.repeat(100_000)}>x</p>`), { contentType: null, url: null }).text,
    ).toBeDefined()
  })

  it('throw nothing but faults', () => {
    const parts = fc.array(
      fc.constantFrom(
        '<div>',
        '</div>',
        '<p>',
        'words, words',
        '<script>',
        '<!--',
        '-->',
        '<table>',
        '<a href=x>',
        '&amp;',
        '<h1>',
        '{"@type":',
      ),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(parts, (tags) => {
        try {
          readPage(Buffer.from(tags.join('')), { contentType: null, url: 'https://a.example/' })
        } catch (error) {
          expect(error).toBeInstanceOf(Fault)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('articles', () => {
  it('take the entry’s own text, its teaser cut off', () => {
    const article = articleFromEntry(
      { ...entry, summary: '<p>Les puces sont passées par Dubaï. <a href="x">Lire la suite</a></p>' },
      { feed: null, languageHint: 'fr', furniture: { ...noFurniture, teasers: ['Lire la suite'] } },
    )
    expect(article).toMatchObject({
      origin: 'feed',
      text: 'Les puces sont passées par Dubaï.',
      url: 'https://news.example/a',
    })
  })

  it('of a page take its canonical address and keep the entry’s date where the page has none', () => {
    const page = {
      title: 'T',
      text: 'x',
      authors: [],
      published: null,
      language: 'fr',
      canonicalUrl: 'https://news.example/a#top',
      siteName: null,
      stub: false,
    }
    expect(articleFromPage(page, entry, null, null)).toMatchObject({
      url: 'https://news.example/a',
      published: entry.published,
      origin: 'page',
    })
  })
})

describe('addresses', () => {
  it.each([
    ['https://A.example/x?utm_source=rss&id=3#c', 'https://a.example/x?id=3'],
    ['https://a.example:443/x?fbclid=1', 'https://a.example/x'],
    ['no address', 'no address'],
  ])('%s → %s', (from, to) => {
    expect(canonicalUrl(from)).toBe(to)
  })
})

describe('robots.txt', () => {
  const groups = parseRobots(
    'User-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 7\n\nUser-agent: detour\nDisallow: /no$\n',
  )
  it.each([
    ['Detour/0.1 (+x)', 'https://a.example/private', true],
    ['Detour/0.1', 'https://a.example/no', false],
    ['Detour/0.1', 'https://a.example/no/deeper', true],
    ['Other', 'https://a.example/private/x', false],
    ['Other', 'https://a.example/private/open/x', true],
  ])('%s at %s: %s', (agent, address, allowed) => {
    expect(isAllowed(groups, agent, address)).toBe(allowed)
  })
  it.each([
    ['Allow: /a/index.html\nDisallow: /', '/a/', true],
    ['Allow: /a/index.html\nDisallow: /', '/a/b', false],
    ['Disallow: /a/index.html', '/a/', true],
    ['Disallow: /a/index.html', '/a/index.html', false],
  ])('%j at %s: %s', (rules, path, allowed) => {
    expect(isAllowed(parseRobots(`User-agent: *\n${rules}`), 'Detour', `https://a.example${path}`)).toBe(allowed)
  })
  it('asks for a pause', () => {
    expect([crawlDelay(groups, 'Other'), crawlDelay(groups, 'detour')]).toEqual([7, null])
  })
})

describe('polling', () => {
  it('waits as configured, longer when asked or failing, at most a day', () => {
    const wait = (outcome: object) =>
      nextPollMs(60, { cacheControl: null, failures: 0, retryAfter: null, feed: 'f', ...outcome }) / 60_000
    expect(wait({})).toBeGreaterThanOrEqual(60)
    expect(wait({})).toBeLessThan(66.1)
    expect(wait({ cacheControl: 'max-age=7200' })).toBeGreaterThanOrEqual(120)
    expect(wait({ retryAfter: 14_400 })).toBeGreaterThanOrEqual(240)
    expect(wait({ failures: 3 })).toBeGreaterThanOrEqual(240)
    expect(wait({ failures: 30, cacheControl: 'max-age=99999999' })).toBeLessThanOrEqual(24 * 60 * 1.1)
  })

  it('takes old items of a first poll for back-fill', () => {
    const now = Date.parse('2025-01-10T00:00:00Z')
    expect([
      isBackfill(entry, true, 3, now),
      isBackfill(entry, false, 3, now),
      isBackfill(entry, true, 30, now),
      isBackfill({ ...entry, published: null }, true, 3, now),
    ]).toEqual([true, false, false, false])
  })
})

describe('OPML', () => {
  it('goes out and comes back', () => {
    const feeds = [{ url: 'https://a.example/rss?x=1&y=2', outlet: 'A "quoted" <name>', language: 'fr' }]
    expect(readOpml(writeOpml(feeds))).toEqual(feeds)
    expect(readOpml('not opml')).toEqual([])
  })
})
