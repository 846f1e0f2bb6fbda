/** What every format of the digest must do: runs over each file found. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CheerioAPI, load } from 'cheerio'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/digest/digest.ts'
import { loadFormats } from '../../src/digest/formats.ts'
import { digestMessages } from '../../src/knowledge/digest-messages.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { type Teller, tellerOf } from '../../src/knowledge/telling.ts'
import type { Digest } from '../../src/types/digest.ts'
import { emptyWeek, weekData } from '../fixtures/week.ts'

const golden = join(import.meta.dirname, '..', 'golden', 'digests')
const read = (name: string): Digest => {
  const { schema: _, ...digest } = JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'))
  return digest as Digest
}
const week = read('week')
const empty = read('empty')
const formats = [...(await loadFormats()).values()]
const { wording } = loadKnowledge().sources
const tellers = ['en', 'fr'].map((language): [string, Teller] => [language, tellerOf(wording[language]!)])

function written(name: string, digest: Digest, teller: Teller): string {
  return formats.find((format) => format.name === name)!.write(digest, teller)
}

/** Signs that act on a screen, our own isolates of Markdown apart. */
const acting = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066\u2067]/

describe('the golden digests', () => {
  it.each([
    ['week', weekData()],
    ['empty', emptyWeek()],
  ])('%s.json is what digestOf makes of its week', (name, data) => {
    expect(read(name)).toEqual(JSON.parse(JSON.stringify(digestOf(data))))
  })

  it('is a week of many languages and every kind of story', () => {
    const stories = week.stories.map(({ summary }) => summary)
    expect(new Set(stories.flatMap(({ languages }) => languages)).size).toBeGreaterThanOrEqual(6)
    expect(new Set(stories.map(({ posture }) => posture?.value)).size).toBe(6)
    expect(week.stories.some(({ continuing }) => continuing)).toBe(true)
    expect(stories.some(({ withdrawn }) => withdrawn)).toBe(true)
  })
})

describe.each(formats.map((format) => [format.name, format] as const))('%s', (name, format) => {
  it('says what it is', () => {
    expect(format.name).toBe(name)
    expect(format.extension).toMatch(/^[a-z]+$/)
    expect(format.mime).toMatch(/^[a-z]+\/[a-z-]+/)
  })

  describe.each(tellers)('in %s', (_, teller) => {
    it.each([
      ['a week', week],
      ['an empty week', empty],
    ])('writes %s whole, and the same twice', (_, digest) => {
      const text = format.write(digest, teller)
      expect(text.endsWith('\n')).toBe(true)
      expect(text).toContain(name === 'csv' ? 'week,rank' : digest.week)
      expect(text).not.toMatch(/undefined|NaN|\[object|\{[a-z]+\}/)
      expect(format.write(structuredClone(digest), teller)).toBe(text)
    })

    it('makes hostile text inert', () => {
      const text = format.write(hostile(week), teller)
      expect(text).not.toMatch(acting)
      expect(text).not.toMatch(/\p{Surrogate}/u)
    })
  })
})

/** Number of a written figure: "1,278", "1 278", "+6". */
function numberIn(text: string): number {
  return Number(text.replace(/[^\d+-]/g, ''))
}

/** What people read, whichever format it was written in. */
interface Sheet {
  readonly $: CheerioAPI
  /** Rows of the table of a section: the texts of its cells. */
  readonly table: (heading: string) => string[][]
  /** Text of a section. */
  readonly section: (heading: string) => string
}

function sheetOf(html: string): Sheet {
  const $ = load(html)
  const after = (heading: string) => {
    const h2 = $('h2').filter((_, one) => $(one).text() === heading)
    expect([heading, h2.length]).toEqual([heading, 1])
    return h2.nextUntil('h2')
  }
  return {
    $,
    section: (heading) => after(heading).text(),
    table: (heading) =>
      after(heading)
        .filter('table')
        .find('tr')
        .toArray()
        .map((row) =>
          $(row)
            .find('th, td')
            .toArray()
            .map((cell) => $(cell).text().trim()),
        )
        .slice(1),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const isTold = ({ from, through, to }: Digest['flows'][number]): boolean => from + through + to !== ''

const readers = {
  html: (digest: Digest, teller: Teller) => sheetOf(written('html', digest, teller)),
  markdown: (digest: Digest, teller: Teller) =>
    sheetOf(marked.parse(written('markdown', digest, teller), { async: false })),
}

describe.each(Object.entries(readers))('numbers in %s add up', (_, readSheet) => {
  describe.each(tellers)('in %s', (_, teller) => {
    const say = teller.digest
    const sheet = readSheet(week, teller)

    it('figures: those of the digest, kinds making up all articles, stories those told', () => {
      const rows = new Map(sheet.table(say('section-figures')).map(([label, ...cells]) => [label, cells.map(numberIn)]))
      for (const [key, { now, before }] of Object.entries(week.figures))
        expect([key, rows.get(say(`figure-${key}` as 'figure-articles'))]).toEqual([key, [now, before, now - before]])
      const now = (key: string): number => rows.get(say(`figure-${key}` as 'figure-articles'))?.[0] ?? Number.NaN
      expect(now('circumvention') + now('related') + now('unrelated')).toBe(now('articles'))
      expect(now('storiesNew') + now('storiesContinuing')).toBe(sheet.$('h3').length)
    })

    it('languages: rows add up to the total and to the figures', () => {
      const rows = sheet.table(say('section-languages')).map((cells) => cells.slice(1, 3).map(numberIn))
      const total = rows.pop()
      expect(rows.length).toBe(week.figures.languages.now)
      expect(total).toEqual([sum(rows.map((row) => row[0]!)), sum(rows.map((row) => row[1]!))])
      expect(total).toEqual([week.figures.articles.now, week.figures.circumvention.now])
    })

    it('languages: as many judged right as of all, a dash where none was judged, the total last', () => {
      const told = new Map(sheet.table(say('section-languages')).map((cells) => [cells[0], cells[3]]))
      const shown = (right: number, all: number): string => say('judged-of', { right, all })
      expect(['en', 'fr', 'ja', 'de'].map((tag) => told.get(teller.language(tag)))).toEqual([
        shown(12, 14),
        shown(3, 3),
        shown(0, 1),
        '–',
      ])
      expect(told.get(say('total'))).toBe(shown(15, 18))
      expect(sheet.section(say('section-languages'))).toContain(say('languages-note').slice(0, 30))
    })

    it('languages: a dash for all in a digest made before people could judge', () => {
      const counts = Object.entries(week.byLanguage).map(([tag, { judged: _, ...rest }]) => [tag, rest])
      const old = readSheet({ ...week, byLanguage: Object.fromEntries(counts) }, teller)
      expect(new Set(old.table(say('section-languages')).map((cells) => cells[3]))).toEqual(new Set(['–']))
    })

    it('days: rows add up to the total, the articles of the stories and the figure', () => {
      const rows = sheet.table(say('section-timeline')).map((cells) => numberIn(cells[1]!))
      const total = rows.pop()
      expect(rows).toEqual(week.timeline.map(({ articles }) => articles))
      expect(total).toBe(sum(rows))
      expect(total).toBe(sum(week.stories.map(({ articlesThisWeek }) => articlesThisWeek)))
      expect(total).toBe(week.figures.circumvention.now)
    })

    it('routes: each flow with its stories, those that say nothing counted apart', () => {
      const rows = sheet.table(say('section-routes')).map((cells) => numberIn(cells[3]!))
      expect(rows).toEqual(week.flows.filter(isTold).map(({ stories }) => stories))
      const unsaid = sum(week.flows.filter((flow) => !isTold(flow)).map(({ stories }) => stories))
      expect(sheet.section(say('section-routes'))).toContain(say('routes-unsaid', { count: unsaid }))
    })

    it('stories: every article stands there, with its link', () => {
      const links = sheet
        .$('li a')
        .toArray()
        .map((link) => sheet.$(link).attr('href'))
      const urls = week.stories.flatMap(({ summary }) => summary.articles.map(({ url }) => url))
      expect(links).toEqual(urls)
      const titles = sheet
        .$('h3')
        .toArray()
        .map((one) => sheet.$(one).text())
      for (const [index, { summary }] of week.stories.entries()) expect(titles[index]).toContain(summary.title)
    })

    it('lists: amounts, names, stages, denials and feeds are all there', () => {
      const figures = sum(week.stories.map(({ summary }) => summary.amounts.length + summary.quantities.length))
      expect(sheet.table(say('section-amounts')).length).toBe(figures)
      expect(sheet.table(say('section-names')).map(([one]) => one)).toEqual(week.newNames.map((one) => one.name))
      expect(sheet.table(say('section-stages')).length).toBe(week.postureChanges.length)
      for (const { citation } of week.denials) expect(sheet.section(say('section-denials'))).toContain(citation.quote)
      expect(sheet.table(say('section-unseen')).map(([one]) => one)).toEqual(week.notSeen.map((one) => one.outlet))
    })

    it('marks new, continuing and withdrawn stories', () => {
      const marks = (key: 'badge-new' | 'badge-continuing' | 'badge-withdrawn'): number =>
        sheet.$('span, strong').filter((_, one) => sheet.$(one).text() === say(key)).length
      const withdrawn = week.stories.filter(({ summary }) => summary.withdrawn).length
      const shown = week.stories.filter(({ summary }) => !summary.withdrawn)
      expect(marks('badge-new')).toBe(shown.filter(({ continuing }) => !continuing).length)
      expect(marks('badge-continuing')).toBe(shown.filter(({ continuing }) => continuing).length)
      expect(marks('badge-withdrawn')).toBe(withdrawn)
    })

    it('quotes in the original language, with outlet, date and link', () => {
      for (const { summary } of week.stories) {
        if (summary.lead === null) continue
        const quote = sheet.$('blockquote').filter((_, one) => sheet.$(one).text().includes(summary.lead!.quote))
        expect(quote.length).toBeGreaterThan(0)
      }
    })

    it('says so where there is nothing', () => {
      const none = readSheet(empty, teller)
      const said = [
        'stories-none',
        'routes-none',
        'timeline-none',
        'amounts-none',
        'names-none',
        'unseen-none',
      ] as const
      for (const key of said) expect(none.$.root().text()).toContain(say(key))
      expect(none.$('svg').length).toBe(0)
    })
  })
})

describe('pictures', () => {
  const [, teller] = tellers[0]!
  const { $ } = sheetOf(written('html', week, teller))

  it('draw the numbers of the tables', () => {
    const labels = $('svg[aria-labelledby^=routes] text')
      .toArray()
      .map((one) => $(one).text())
    const counts = labels.flatMap((one) => (one.includes(' · ') ? [numberIn(one.split(' · ')[1]!)] : []))
    expect(sum(counts)).toBe(3 * sum(week.flows.filter(isTold).map(({ stories }) => stories)))
    const bars = $('svg[aria-labelledby^=timeline] text[font-weight]')
      .toArray()
      .map((one) => numberIn($(one).text()))
    expect(sum(bars)).toBe(week.figures.circumvention.now)
  })

  it('have a title and a description that says what they show', () => {
    for (const svg of $('svg').toArray()) {
      const [title, description] = ($(svg).attr('aria-labelledby') ?? '').split(' ').map((id) => $(`#${id}`).text())
      expect(title).not.toBe('')
      expect(description).not.toBe('')
    }
    expect($('#timeline-description').text()).toContain('20 November 2026: 5 articles')
    expect($('#routes-description').text()).toContain('Nvidia to China through Malaysia: 1 story')
  })

  it('gather what is too much to draw, and lose nothing', () => {
    const flows = Array.from({ length: 30 }, (_, at) => ({
      from: `Firm ${at}`,
      through: 'MY',
      to: 'CN',
      stories: 1 + at,
    }))
    const { $ } = sheetOf(written('html', { ...week, flows }, teller))
    const labels = $('svg[aria-labelledby^=routes] text')
      .toArray()
      .map((one) => $(one).text())
    expect(labels).toContain('23 others · 276')
    expect(labels).toContain('Malaysia · 465')
  })
})

describe('csv', () => {
  const [, teller] = tellers[0]!
  const rowsOf = (digest: Digest) =>
    parse(written('csv', digest, teller), { bom: true, columns: true }) as Record<string, string>[]

  it('has a row a story, whose numbers add up', () => {
    const rows = rowsOf(week)
    expect(rows.map(({ story }) => story)).toEqual(week.stories.map(({ summary }) => summary.id))
    expect(rows.map(({ rank }) => Number(rank))).toEqual(rows.map((_, index) => index + 1))
    const total = (column: string): number => sum(rows.map((row) => Number(row[column])))
    expect(total('articles_this_week')).toBe(week.figures.circumvention.now)
    expect(total('articles')).toBe(sum(week.stories.map(({ summary }) => summary.articles.length)))
    expect(rows.filter((row) => row.continuing === 'yes').length).toBe(week.figures.storiesContinuing.now)
    expect(rows.filter((row) => row.continuing === 'no').length).toBe(week.figures.storiesNew.now)
    expect(rows.map(({ urls }) => urls!.split(' | ').filter(Boolean).length)).toEqual(
      rows.map((row) => Number(row.articles)),
    )
    expect(rows[0]).toMatchObject({ amounts: '40000000 USD', quantities: '160 server nvidia-b200', posture: 'charged' })
    expect(rows[0]?.judged?.split(' | ').sort()).toEqual(['en 12 of 14', 'fr 3 of 3'])
  })

  it('keeps the names of its columns, an empty week too', () => {
    const head = written('csv', empty, teller).trim().replace('\ufeff', '')
    expect(head).toMatchInlineSnapshot(
      `"week,rank,story,revision,state,continuing,posture,score,weight,title,language,acquirers,intermediaries,suppliers,others,routes,chips,controls,from,through,to,regions,amounts,quantities,denied_by,quote,quote_language,quote_outlet,quote_published,quote_url,articles,articles_this_week,independent_sources,sources,languages,first_seen,last_seen,urls,judged"`,
    )
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+33 1', "'+33 1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    [' \t=1', "'=1"],
    ['\u202e=1', "'=1"],
    ["'=1", "''=1"],
    ['a;=1', 'a; =1'],
    ['H20 = H100?', 'H20 = H100?'],
    ['a "b", c\nd', 'a "b", c d'],
  ])('defuses %j', (title, shown) => {
    expect(rowsOf(titled(title))[0]!.title).toBe(shown)
  })
})

describe('json', () => {
  it.each([
    ['a week', week],
    ['hostile text', hostile(week)],
  ])('gives %s back to the letter', (_, digest) => {
    const { schema, ...back } = JSON.parse(written('json', digest, tellers[0]![1]))
    expect(schema).toBe(1)
    expect(back).toEqual(digest)
  })
})

const bad = [
  '=cmd|’ /C calc’!A0 <script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1))',
  '![x](https://evil.example/p.png) <https://evil.example/a> www.evil.example https://evil.example/b',
  '" onmouseover="alert(1) \' \u202egnp.exe \u2066 \u0000\u0007\u001b[31m \ud800 </svg></style><style>*{display:none}</style>',
  '| x | `code` **bold** _i_ ~~s~~ &lt;b&gt; $x$ @channel\r\n\r\n# head\r\n- item\r\n1. one\r\n> quote\r\n---',
].join(' ')

/** Every text of the digest that comes from outside, replaced. */
function hostile(digest: Digest): Digest {
  const foreign = new Set([
    'title',
    'quote',
    'outlet',
    'origin',
    'name',
    'problem',
    'by',
    'why',
    'rule',
    'from',
    'language',
  ])
  const walk = (value: unknown, key: string, path: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => walk(one, key, path))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name, `${path}/${name}`)]))
    if (key === 'url')
      return path.includes('articles') ? 'javascript:alert(1)' : 'data:text/html,<script>alert(1)</script>'
    if (typeof value !== 'string' || path === '/from' || path === '/language') return value
    return foreign.has(key) ? bad + 'A'.repeat(5_000) : value
  }
  return walk(digest, '', '') as Digest
}

function titled(title: string): Digest {
  const [story, ...rest] = week.stories
  return { ...week, stories: [{ ...story!, summary: { ...story!.summary, title } }, ...rest] }
}

/** Nothing of a page may run, fetch, or lead anywhere but to the web and to itself. */
function harmsOf({ $ }: Sheet): string[] {
  const harms = $('script,img,iframe,object,embed,form,input,link,base,video,audio,code,del,em em')
    .toArray()
    .map(({ name }) => name)
  $('*').each((_, one) => {
    const attributes = Object.entries((one as { attribs?: Record<string, string> }).attribs ?? {})
    for (const [name, value] of attributes) {
      if (name.startsWith('on') || name === 'src') harms.push(name)
      if (name === 'href' && !/^(?:https?:|#story-)/.test(value)) harms.push(value)
      if (name === 'href' && value.includes('evil.example')) harms.push(value)
    }
  })
  return harms
}

describe.each(Object.entries(readers))('hostile text in %s', (name, readSheet) => {
  const [, teller] = tellers[0]!

  it('stays text', () => {
    const usual = readSheet(week, teller)
    const sheet = readSheet(hostile(week), teller)
    expect(harmsOf(sheet)).toEqual([])
    expect(sheet.$('style').length).toBe(name === 'html' ? 1 : 0)
    const count = (one: Sheet) => ['h1', 'h2', 'h3', 'h4', 'table', 'hr', 'ul'].map((tag) => one.$(tag).length)
    expect(count(sheet)).toEqual(count(usual))
    expect(sheet.$('h3').first().text()).toContain('<script>alert(1)</script>')
    const longest = Math.max(
      ...sheet
        .$('h3')
        .toArray()
        .map((one) => sheet.$(one).text().length),
    )
    expect(longest).toBeLessThan(220)
  })

  it('stays text whatever it is', () => {
    const marks = fc.string({
      unit: fc.constantFrom(...'\\`*_{}[]()#+-.!|<>~&"\'=:/@$ \n\ta1;\u202e\u0000é界א'),
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.oneof(marks, fc.string({ unit: 'binary' })), (title) => {
        const sheet = readSheet(titled(title), teller)
        expect(harmsOf(sheet)).toEqual([])
        expect(sheet.$('h3').length).toBe(week.stories.length)
        expect(sheet.$('table').length).toBe(readSheetTables[name])
      }),
      { numRuns: 60 },
    )
  })
})

const readSheetTables: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(readers).map(([name, readSheet]) => [name, readSheet(week, tellers[0]![1]).$('table').length]),
)

describe('html', () => {
  const [, teller] = tellers[0]!
  const { $ } = sheetOf(written('html', week, teller))

  it('says language and direction of every foreign text', () => {
    const headings = $('h3, blockquote').toArray()
    expect(headings.every((one) => $(one).attr('lang') !== undefined && $(one).attr('dir') !== undefined)).toBe(true)
    expect($('h3[lang=ar]').attr('dir')).toBe('rtl')
    expect($('h3[lang=ko]').attr('dir')).toBe('ltr')
  })

  it('is one file that fetches nothing', () => {
    expect($('script, link, img, iframe, object').length).toBe(0)
    expect($('style').text()).not.toMatch(/@import|url\(/)
    expect($.html()).not.toMatch(/url\((?!#routes-)/)
  })

  it('leads to its own stories', () => {
    for (const link of $('a[href^="#"]').toArray()) expect($($(link).attr('href')!).length).toBe(1)
  })

  it('has headings in order and tables with heads', () => {
    const levels = $('h1,h2,h3,h4')
      .toArray()
      .map(({ name }) => Number(name[1]))
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1)
    expect(
      $('table')
        .toArray()
        .every((one) => $(one).find('th[scope]').length > 0),
    ).toBe(true)
  })

  it('is whole without its style sheet: whatever has a class has a style of its own', () => {
    const bare = $('body [class]')
      .toArray()
      .filter((one) => !$(one).is('tr, svg') && $(one).attr('style') === undefined)
    expect(bare.map(({ name }) => name)).toEqual([])
  })
})

describe('wording', () => {
  it('claims no more than the stage', () => {
    const [, teller] = tellers[0]!
    const stories = week.stories.filter(({ summary }) => ['loophole', 'alleged'].includes(summary.posture?.value ?? ''))
    const { $ } = sheetOf(written('html', { ...week, stories }, teller))
    const sentences = $('article')
      .toArray()
      .map((one) => $(one).find('p:not([class])').eq(1).text())
    expect(sentences.length).toBe(3)
    for (const sentence of sentences) expect(sentence).toContain('reportedly')
  })

  it('says nothing of a withdrawn story but that it is withdrawn', () => {
    const [, teller] = tellers[0]!
    const [story] = week.stories
    const summary = { ...story!.summary, withdrawn: true }
    const { $ } = sheetOf(written('html', { ...week, stories: [{ ...story!, summary }] }, teller))
    expect($('article').text()).not.toMatch(/Hengyue|Tanjung|charge[^d]|offence/)
    expect($('article blockquote, article a').length).toBe(0)
  })

  it('marks a withdrawn story wherever it is named', () => {
    for (const [name, readSheet] of Object.entries(readers)) {
      const rows = readSheet(week, tellers[0]![1]).table('Changes of stage')
      expect([name, rows.find(([one]) => one!.includes('Iceland'))?.[0]]).toEqual([
        name,
        'No. 7 Startup denies routing GPUs through Iceland [withdrawn]',
      ])
    }
  })

  it('has no message that nothing says', () => {
    const used = new Set<string>()
    const [, plain] = tellers[0]!
    const teller: Teller = {
      ...plain,
      digest: (key, values) => {
        used.add(key)
        return plain.digest(key, values)
      },
    }
    const many = Array.from({ length: 30 }, (_, at) => ({ from: `F${at}`, through: '', to: '', stories: 1 }))
    const backfill = week.stories.map((story) => ({
      ...story,
      articlesThisWeek: 0,
      summary: { ...story.summary, articles: story.summary.articles.map((one) => ({ ...one, backfill: true })) },
    }))
    for (const digest of [week, empty, { ...week, flows: many, stories: backfill }])
      for (const format of formats) for (const brief of [true, false]) format.write(digest, teller, { brief })
    expect(Object.keys(digestMessages).filter((key) => !used.has(key))).toEqual([])
  })
})
