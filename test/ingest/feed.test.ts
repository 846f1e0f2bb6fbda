import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import Parser from 'rss-parser'
import { describe, expect, it } from 'vitest'
import { parseFeed } from '../../src/ingest/feed.ts'
import { readFirst } from '../../src/ingest/feed-first.ts'
import { settle } from '../../src/ingest/feed-settle.ts'
import { readXmlFeed } from '../../src/ingest/feed-xml.ts'
import type { Entry } from '../../src/types/feed.ts'

const url = 'https://news.example/feed'
const read = (xml: string) => parseFeed(Buffer.from(xml), { contentType: null, url })
const rss = (item: string, attributes = '') =>
  `<rss version="2.0" ${attributes}><channel><title>T</title><link>https://news.example/</link>${item}</channel></rss>`
const atom = (entry: string, attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>T</title>${entry}</feed>`

/** One item or entry, and what of it is read. */
const cases: readonly (readonly [string, string, Partial<Entry>])[] = [
  ['bare ampersands', rss('<item><title>R&D, A&B;</title></item>'), { title: 'R&D, A&B;' }],
  ['named entities', rss('<item><title>caf&eacute; &ndash; th&eacute;</title></item>'), { title: 'café – thé' }],
  ['entities twice', rss('<item><title>A &amp;amp; B</title></item>'), { title: 'A & B' }],
  [
    'declared entities',
    `<!DOCTYPE rss [<!ENTITY who "Ada">]>${rss('<item><title>&who; wrote</title></item>')}`,
    { title: 'Ada wrote' },
  ],
  ['control characters', rss('<item><title>ab\u0008cd</title></item>'), { title: 'abcd' }],
  [
    'CDATA in a link',
    rss('<item><link><![CDATA[ /a?x=1&y=2 ]]></link></item>'),
    { link: `https://news.example/a?x=1&y=2` },
  ],
  [
    'a parameter that looks like an entity',
    rss('<item><link>/a?x=1&copy=2</link></item>'),
    { link: 'https://news.example/a?x=1&copy=2' },
  ],
  [
    'a permalink for a link',
    rss('<item><guid>https://news.example/7</guid></item>'),
    { link: 'https://news.example/7' },
  ],
  [
    'no link in a guid that is none',
    rss('<item><guid isPermaLink="false">https://news.example/7</guid></item>'),
    { link: null },
  ],
  [
    'xml:base',
    rss('<item><link>a</link></item>', 'xml:base="https://other.example/x/"'),
    { link: 'https://other.example/x/a' },
  ],
  [
    'prefixes of the feed’s own',
    atom('').replace(
      '<title>T</title>',
      '<a:entry xmlns:a="http://www.w3.org/2005/Atom"><a:title>P</a:title></a:entry>',
    ),
    { title: 'P' },
  ],
  ['dc:creator, not the webmaster', rss('<item><dc:creator>Ada</dc:creator></item>'), { authors: ['Ada'] }],
  ['the name in an address', rss('<item><author>a@a.example (Ada L)</author></item>'), { authors: ['Ada L'] }],
  [
    'content:encoded beside a description',
    rss('<item><description>short</description><content:encoded>&lt;p&gt;long&lt;/p&gt;</content:encoded></item>'),
    { summary: 'short', content: '<p>long</p>' },
  ],
  [
    'HTML escaped twice',
    rss('<item><description>&amp;lt;p&amp;gt;x&amp;lt;/p&amp;gt;</description></item>'),
    { summary: '<p>x</p>' },
  ],
  [
    'mixed content in order',
    atom('<entry><content type="xhtml"><div>a<b>+</b>b</div></content></entry>'),
    { content: '<div>a<b>+</b>b</div>' },
  ],
  ['base64', atom('<entry><title mode="base64">QWRh</title></entry>'), { title: 'Ada' }],
  [
    'base64 that is text',
    atom('<entry><title mode="base64">Ada, not base64</title></entry>'),
    { title: 'Ada, not base64' },
  ],
  ['text that shows tags', atom('<entry><title type="text">1 &lt; 2</title></entry>'), { title: '1 < 2' }],
  [
    'the page, not the comments',
    atom('<entry><link rel="replies" href="/r"/><link rel="alternate" href="/a"/></entry>'),
    { link: 'https://news.example/a' },
  ],
  ['no licence for a link', atom('<entry><link rel="license" href="https://cc.example/by"/></entry>'), { link: null }],
  [
    'links in text made absolute',
    rss('<item><description>&lt;a href="/x"&gt;x&lt;/a&gt;</description></item>'),
    { summary: '<a href="https://news.example/x">x</a>' },
  ],
  [
    'Media RSS of video sites',
    atom('<entry><media:group><media:description>D</media:description></media:group></entry>'),
    { summary: 'D' },
  ],
  ['a title of Media RSS alone', rss('<item><media:title>M</media:title></item>'), { title: 'M' }],
  [
    'a photograph’s title before its own',
    rss('<item><media:content><media:title>P</media:title></media:content><title>T</title></item>'),
    { title: 'T' },
  ],
  [
    'a podcast’s summary and author',
    rss('<item><itunes:summary>S</itunes:summary><itunes:author>Ada</itunes:author></item>'),
    { summary: 'S', authors: ['Ada'] },
  ],
  [
    'the page around its feed',
    `<!DOCTYPE html><html><body><div>${rss('<item><title>A</title></item>')}</div></body></html>`,
    { title: 'A' },
  ],
  [
    'the page that shows its feed',
    `<html><body><pre>${rss('<item><title>A &amp; B</title></item>').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</pre></body></html>`,
    { title: 'A & B' },
  ],
  ['a warning before it', `<br />\n<b>Warning</b>: x\n${rss('<item><title>A</title></item>')}`, { title: 'A' }],
  [
    'dates in other languages',
    rss('<item><pubDate>2026年03月05日 10:00</pubDate></item>'),
    { published: '2026-03-05T10:00:00.000Z' },
  ],
  ['no date that is none', rss('<item><pubDate>yesterday</pubDate></item>'), { published: null, updated: null }],
  [
    'CDF',
    '<CHANNEL><ITEM HREF="/a"><TITLE>A</TITLE><ABSTRACT>B</ABSTRACT></ITEM></CHANNEL>',
    { title: 'A', summary: 'B', link: 'https://news.example/a' },
  ],
]

describe('an entry', () => {
  it.each(cases)('with %s', (_, xml, wanted) => {
    expect(read(xml).entries[0]).toMatchObject(wanted)
  })

  it.each([
    ['scripts', '<script>x()</script>', ''],
    ['handlers', '<p onclick="x()">a</p>', '<p>a</p>'],
    ['hidden schemes', '<a href="java\u0001script:x()">a</a>', '<a>a</a>'],
    ['data', '<img src="data:text/html,x">', '<img>'],
    ['styles', '<p style="position:fixed">a</p><style>*{}</style>', '<p>a</p>'],
    ['frames', 'a<iframe src="x"></iframe>b', 'ab'],
    ['tags cut open', '<p>a<img src="x', '<p>a</p>'],
  ])('keeps no %s', (_, html, wanted) => {
    expect(read(rss(`<item><description><![CDATA[${html}]]></description></item>`)).entries[0]?.summary).toBe(wanted)
  })
})

it('shown on a page about feeds is no feed', () => {
  const shown = rss('<item><title>A</title></item>').replace(/</g, '&lt;')
  const page = `<html><body><p>${'How feeds are written. '.repeat(40)}</p><pre>${shown}</pre></body></html>`
  expect(() => read(page)).toThrow(expect.objectContaining({ code: 'feed-not-a-feed' }))
})

describe('a feed packed by gzip', () => {
  const xml = Buffer.from(rss('<item><title>A</title></item>'))
  const open = (bytes: Uint8Array) => parseFeed(bytes, { contentType: 'application/gzip', url })

  it('is unpacked', () => {
    expect(open(gzipSync(xml)).entries).toMatchObject([{ title: 'A' }])
  })

  it.each([
    ['is cut off', gzipSync(xml).subarray(0, 40)],
    ['is a bomb', gzipSync(Buffer.alloc(40_000_000))],
  ])('and %s is refused', (_, bytes) => {
    expect(() => open(bytes)).toThrow(expect.objectContaining({ code: 'feed-unreadable' }))
  })
})

describe('the two readers', () => {
  const sample = readFileSync(new URL('../fixtures/feeds/plain.xml', import.meta.url), 'utf8')

  it('agree on a plain feed', () => {
    const first = readFirst(sample)
    const lenient = readXmlFeed(sample, url)?.feed.entries.map(({ title, link }) => [title, link])
    expect(first?.entries.map(({ title, link }) => [title, link])).toEqual(lenient)
    expect(lenient).toHaveLength(2)
  })

  it('rss-parser answers at once what its promise answers', async () => {
    const promised = await new Parser().parseString(sample)
    expect(readFirst(sample)?.entries.map(({ title }) => title)).toEqual(promised.items.map(({ title }) => title))
  })

  it.each([
    ['broken XML', '<rss version="2.0"><channel><item><title>a & b'],
    ['an unknown version', '<rss><channel/></rss>'],
    ['no XML', 'words'],
    ['a date that is none', rss('<item><pubDate>never</pubDate></item>').replace('<channel>', '<channel')],
  ])('rss-parser gives %s up', (_, xml) => {
    expect(readFirst(xml)).toBeNull()
  })

  it('the lenient one decides; rss-parser fills what it lacks, but no address', () => {
    const firstEntry = {
      id: 'i',
      title: 'F',
      link: 'https://f.example/',
      date: '2026-03-05',
      author: 'A',
      summary: 's',
      content: null,
    }
    const first = { title: 'F', link: null, language: null, entries: [firstEntry] }
    const entry = {
      id: 'i',
      title: 'L',
      link: null,
      published: null,
      updated: null,
      summary: null,
      content: null,
      authors: [],
    }
    const lenient = {
      format: 'rss',
      title: 'L',
      link: null,
      language: null,
      entries: [entry],
      dropped: 0,
      truncated: false,
    } as const
    expect(settle(first, lenient, url)?.entries).toEqual([
      { ...entry, published: '2026-03-05T00:00:00.000Z', summary: 's', authors: ['A'] },
    ])
    expect(settle(null, lenient, url)).toBe(lenient)
    expect(settle(first, null, url)?.entries[0]).toMatchObject({ id: 'i', title: 'F', link: 'https://f.example/' })
    expect(settle(null, null, url)).toBeNull()
  })
})
