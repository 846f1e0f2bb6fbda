import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerTo } from '../../cli/sample/site.ts'
import { articleNamed, nameOf, readWeek, type SampleArticle } from '../../cli/sample/week.ts'
import { type SampleServer, serveSample } from '../../cli/sample.ts'
import { readDocument } from '../../src/ingest/document.ts'
import { parseFeed } from '../../src/ingest/feed.ts'
import { createFetcher, type Fetcher } from '../../src/ingest/fetch.ts'
import { paragraphsOf } from '../../src/ingest/markup.ts'
import { readPage } from '../../src/ingest/page.ts'
import { isAllowed, parseRobots } from '../../src/ingest/robots.ts'
import { canonicalUrl } from '../../src/ingest/url.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { ParsedFeed } from '../../src/types/feed.ts'
import type { Id } from '../../src/types/text.ts'
import { detour } from '../workers/line.ts'

const folder = join(import.meta.dirname, '..', '..', 'sample')
const week = readWeek(folder)
const now = Date.parse('2026-03-12T09:00:00Z')
const agent = 'Detour/test'
const knowledge = loadKnowledge()
const languages = new Map(week.sites.map(({ id, language }) => [id, language]))
const count = <One>(values: readonly One[]): number => new Set(values).size
/** As readers take it: HTML knows one kind of white space. */
const spaced = (text: string): string => text.replace(/\s+/g, ' ')
const tells = (label: SampleArticle['label']): readonly SampleArticle[] =>
  week.articles.filter((one) => one.label === label)

let server: SampleServer
let fetcher: Fetcher
beforeAll(async () => {
  server = await serveSample(now)
  fetcher = createFetcher({ userAgent: agent, timeoutSeconds: 5, maxBytes: 1e6, allowLoopback: true })
})
afterAll(async () => {
  await fetcher.close()
  await server.close()
})

const feedOf = (id: string): string => {
  const outlet = week.sites.find((site) => site.id === id)?.outlet
  return server.feeds.find((feed) => feed.outlet === outlet)?.url ?? ''
}
const siteOf = (id: string): string => feedOf(id).replace(/feed$/, '')

async function read(id: string): Promise<ParsedFeed> {
  const { bytes, contentType, url } = await fetcher.fetch(feedOf(id))
  return parseFeed(bytes ?? Buffer.alloc(0), { contentType, url })
}

describe('the week as written', () => {
  it('has the articles, languages and sites that it should', () => {
    expect(week.articles.length).toBeGreaterThanOrEqual(44)
    expect([...new Set(week.articles.map(({ feed }) => languages.get(feed)))].sort()).toEqual(
      ['ar', 'de', 'en', 'es', 'fr', 'ja', 'ko', 'ru', 'vi', 'zh-Hans', 'zh-Hant'].sort(),
    )
    expect(week.sites.length).toBeGreaterThanOrEqual(14)
    expect(count(week.sites.map(({ outlet }) => outlet))).toBe(week.sites.length)
    expect(count(week.articles.map(nameOf))).toBe(week.articles.length)
    expect(week.articles.filter(({ feed }) => !languages.has(feed))).toEqual([])
    expect(count(week.sites.map(({ format }) => format))).toBe(4)
    expect(count(week.sites.map(({ layout }) => layout))).toBe(3)
  })

  it.each([
    ['meridian', ['de', 'en', 'fr', 'zh-Hans'], 6],
    ['cobalto', ['en', 'es', 'ja'], 3],
    ['bytedance', ['fr', 'vi', 'zh-Hant'], 3],
    ['kasachstan', ['de', 'ru'], 2],
  ])('tells the affair %s in %j, in at least %i articles', (affair, wanted, least) => {
    const told = week.articles.filter((one) => one.affair === affair)
    expect([...new Set(told.map(({ feed }) => languages.get(feed)))].sort()).toEqual(wanted)
    expect(told.length).toBeGreaterThanOrEqual(least)
    expect(told.filter(({ label }) => label !== 'circumvention')).toEqual([])
  })

  it('lets the posture of the first affair move on, after a denial', () => {
    const told = week.articles.filter((one) => one.affair === 'meridian').reverse()
    const denial = told.findIndex(({ path }) => path === 'meridian-dement')
    const charged = told.findIndex(({ posture }) => posture === 'charged')
    expect([told[0]?.posture, denial > 3, charged > denial]).toEqual(['alleged', true, true])
    expect((told[0]?.date ?? 0) - (told[denial]?.date ?? 0)).toBeGreaterThanOrEqual(2)
  })

  it('has at least five affairs alike in chip, country and days', () => {
    const alike = tells('circumvention').filter(
      ({ title, text, date, affair }) =>
        affair !== 'meridian' &&
        date < 7 &&
        /H100/.test(title + text.join()) &&
        /Chin|中國|중국|Trung Quốc/.test(text.join()),
    )
    expect(count(alike.map(({ affair }) => affair))).toBeGreaterThanOrEqual(5)
  })

  it('has every posture and every kind of look-alike', () => {
    expect([...new Set(tells('circumvention').map(({ posture }) => posture))].sort()).toEqual(
      ['loophole', 'alleged', 'investigated', 'charged', 'convicted'].sort(),
    )
    const others = [...tells('related'), ...tells('unrelated')]
    expect([...new Set(others.map(({ trap }) => trap))].sort()).toEqual(
      'data-centre drm earnings gaming-card licences lobbying new-rules oil-sanctions paywall smuggling substitutes tax tracking'.split(
        ' ',
      ),
    )
    expect(others.filter(({ affair, posture }) => affair !== null || posture !== undefined)).toEqual([])
  })

  it('spreads over two weeks, some of it older than back-fill', () => {
    const days = week.articles.map(({ date }) => date)
    expect([days.some((date) => date < 0.5), days.some((date) => date > 3 && date < 7)]).toEqual([true, true])
    expect([days.some((date) => date > 7), days.every((date) => date < 14)]).toEqual([true, true])
    expect(week.articles.filter(({ affair, date }) => affair === 'meridian' && date > 3)).toEqual([])
  })

  // A language without a file is taken for the neighbour that has one.
  const readable = week.articles.filter(({ feed }) => knowledge.languages.has(languages.get(feed) as Id<'Language'>))
  it.each(readable.map((one) => [nameOf(one), one] as const))('%s is in its language', (_, article) => {
    const read = {
      url: null,
      feed: null,
      origin: 'file',
      published: null,
      languageHint: languages.get(article.feed) ?? null,
    } as const
    const document = readDocument({ ...read, title: article.title, text: article.text.join('\n\n') }, knowledge)
    expect(document.language.code).toBe(languages.get(article.feed))
  })
})

describe('feeds', () => {
  it('have a host name each', () => {
    const hosts = server.feeds.map(({ url }) => new URL(url).hostname)
    expect(count(hosts)).toBe(hosts.length)
    expect(hosts.filter((host) => !host.endsWith('.localhost'))).toEqual([])
  })

  it.each(week.sites.filter(({ status }) => status === 200).map((site) => [site.id, site] as const))(
    '%s is read whole',
    async (id, site) => {
      const feed = await read(id)
      const own = week.articles.filter((one) => one.feed === id)
      const wanted = [...own, ...site.carries.map((name) => articleNamed(week.articles, name))]
      expect([feed.format, feed.title, feed.language]).toEqual([site.format, site.outlet, site.language])
      expect(new Set(feed.entries.map(({ title }) => title))).toEqual(new Set(wanted.map(({ title }) => spaced(title))))
      for (const { title, published, summary, content } of feed.entries) {
        const article = wanted.find((one) => spaced(one.title) === title)!
        expect(published).toBe(new Date(now - article.date * 86_400_000).toISOString())
        if (site.truncated) continue
        expect(paragraphsOf(summary ?? content ?? '')).toEqual([article.summary ?? article.text[0]])
        if (site.full && !article.stub) expect(paragraphsOf(content ?? '')).toEqual(article.text)
      }
    },
  )

  it('one is cut off: what stands before the cut is read', async () => {
    const { bytes } = await fetcher.fetch(feedOf('breadboard'))
    const raw = Buffer.from(bytes ?? []).toString()
    expect([raw.includes('</rss>'), raw.includes('</channel>')]).toEqual([false, false])
    const { entries } = await read('breadboard')
    const last = articleNamed(week.articles, 'breadboard/rtx-rebuilt')
    const cut = paragraphsOf(entries.at(-1)?.summary ?? '').join()
    expect([cut.length > 10, last.text[0]?.startsWith(cut.slice(0, -1)), cut === last.text[0]]).toEqual([
      true,
      true,
      false,
    ])
    expect(entries.every(({ link }) => link !== null)).toBe(true)
  })

  it('one answers 500', async () => {
    await expect(read('silizium')).rejects.toMatchObject({ code: 'fetch-status', retry: 'later' })
  })

  it('one has moved for good', async () => {
    const { redirects, url } = await fetcher.fetch(feedOf('kanda'))
    expect(redirects.map(({ status }) => status)).toEqual([301])
    expect([new URL(feedOf('kanda')).hostname, new URL(url).hostname]).toEqual([
      'kanda-tech.localhost',
      'kanda.localhost',
    ])
  })

  it.each([
    ['kanda', 'shift_jis'],
    ['vestnik', 'windows-1251'],
  ])('%s is written in %s, feed and pages, and loses nothing', async (id, charset) => {
    const { bytes, contentType } = await fetcher.fetch(feedOf(id))
    const raw = Buffer.from(bytes ?? [])
    expect([contentType?.includes('charset'), raw.toString('utf8').includes('\uFFFD')]).toEqual([false, true])
    expect(raw.toString('latin1')).toContain(`encoding="${charset}"`)
    const words = Object.values(week.furniture[languages.get(id) ?? ''] ?? {}).flat()
    const texts = week.articles.filter(({ feed }) => feed === id).flatMap(({ title, text }) => [title, ...text])
    for (const text of [...words, ...texts]) expect(iconv.decode(iconv.encode(text, charset), charset)).toBe(text)
  })

  it('one carries links of another, with other tracking parameters: one address', async () => {
    const links = async (id: string): Promise<readonly string[]> =>
      (await read(id)).entries.map(({ link }) => link ?? '').filter((link) => link.includes('three-charged'))
    const [first = '', second = ''] = [...(await links('gazette')), ...(await links('digest'))]
    expect([first === second, canonicalUrl(first) === canonicalUrl(second)]).toEqual([false, true])
  })

  it('answers 304 to who has the feed already', async () => {
    const { etag } = await fetcher.fetch(feedOf('wire'))
    expect((await fetcher.fetch(feedOf('wire'), { etag })).status).toBe(304)
  })
})

describe('pages', () => {
  const whole = week.articles.filter(({ missing, stub }) => !missing && !stub)

  it.each(whole.map((one) => [nameOf(one), one] as const))(
    '%s reads back without the furniture',
    async (_, article) => {
      const { bytes, contentType, url } = await fetcher.fetch(
        siteOf(article.feed).replace('kanda-tech', 'kanda') + article.path,
      )
      const page = readPage(bytes ?? Buffer.alloc(0), { contentType, url, furniture: knowledge.sources.furniture })
      expect(page.text.split('\n\n')).toEqual(article.text)
      expect([page.title, page.language, page.stub]).toEqual([
        spaced(article.title),
        languages.get(article.feed),
        false,
      ])
      expect(page.published).toBe(new Date(now - article.date * 86_400_000).toISOString())
      expect(page.canonicalUrl).toBe(url)
    },
  )

  it('have furniture enough to go wrong', async () => {
    for (const { feed, path } of whole) {
      const { headers, body } = answerTo(`${feed}.localhost:1`, `/${path}`, { week, now, port: 1 })
      const charset = week.sites.find(({ id }) => id === feed)?.charset ?? 'utf-8'
      const html = iconv.decode(body, charset)
      const words = week.furniture[languages.get(feed) ?? '']!
      expect(headers['content-type']).toMatch(/^text\/html/)
      for (const word of [words.cookies, words.related, words.comment, words.links[1] ?? '', words.menu[1] ?? ''])
        expect(html).toContain(word)
    }
  })

  it('one is a stub behind a paywall, one is missing, one is forbidden to robots', async () => {
    const stub = await fetcher.fetch(`${siteOf('wire')}paywalled`)
    expect(readPage(stub.bytes ?? Buffer.alloc(0), stub).stub).toBe(true)
    await expect(fetcher.fetch(`${siteOf('gazette')}quarter`)).rejects.toMatchObject({ code: 'fetch-gone' })
    const { bytes } = await fetcher.fetch(`${siteOf('vigia')}robots.txt`)
    const robots = parseRobots(Buffer.from(bytes ?? []).toString())
    const allowed = week.articles
      .filter(({ feed }) => feed === 'vigia')
      .filter(({ path }) => !isAllowed(robots, agent, siteOf('vigia') + path))
    expect(allowed.map(nameOf)).toEqual(['vigia/archivo/chip-nacional'])
  })

  it('one repeats another word for word under its own address', () => {
    const copies = week.articles.filter(({ repeats }) => repeats !== undefined)
    expect(copies.map(nameOf)).toEqual(['relais/bytedance-copie'])
    for (const copy of copies) expect(copy.text).toEqual(articleNamed(week.articles, copy.repeats ?? '').text)
  })
})

describe('an edited article', () => {
  it('changes the table', async () => {
    const edited = mkdtempSync(join(tmpdir(), 'detour-sample-'))
    cpSync(folder, edited, { recursive: true })
    const file = join(edited, 'articles', 'fr.yaml')
    const before = readFileSync(file, 'utf8')
    const tableOf = async (text: string): Promise<string> => {
      writeFileSync(file, text)
      const served = await serveSample(Date.now(), edited)
      const config = join(mkdtempSync(join(tmpdir(), 'detour-sample-')), 'detour.yaml')
      const own = served.feeds.filter(({ outlet }) => outlet === 'Le Courrier des Puces')
      writeFileSync(
        config,
        JSON.stringify({
          data: './data',
          feeds: { bundled: [], own },
          fetch: { allowLoopback: true, hostPauseSeconds: 0 },
          log: { level: 'silent' },
        }),
      )
      const { stdout } = await detour(['once', '--config', config])
      await served.close()
      return stdout
    }
    const named = 'ByteDance contourne les restrictions américaines'
    expect(await tableOf(before)).toContain(named)
    const harmless = before
      .replace(named, 'Un musée lyonnais expose des ordinateurs anciens')
      .replace(
        /(Un musée lyonnais[\s\S]*?text:\n)[\s\S]*?(?=\n- feed)/,
        '$1    - Trois cents machines, du boulier au micro-ordinateur, sont à voir à Lyon jusqu’à la fin du mois de juin. L’entrée est libre pour les moins de douze ans.',
      )
    const after = await tableOf(harmless)
    expect([after.includes(named), after.includes('musée lyonnais'), after.includes('Marseille')]).toEqual([
      false,
      false,
      true,
    ])
  }, 60_000)
})
