import { load } from 'cheerio'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/digest/digest.ts'
import { loadFormats } from '../../src/digest/formats.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { tellerOf } from '../../src/knowledge/telling.ts'
import { weekData } from '../fixtures/week.ts'

const formats = await loadFormats()
const { wording } = loadKnowledge().sources
const digest = digestOf(weekData())
const html = formats.get('html')!

describe.each(['en', 'fr'])('a shortened digest in %s', (language) => {
  const teller = tellerOf(wording[language]!)
  const long = html.write(digest, teller)
  const short = html.write(digest, teller, { whole: 1, brief: true })
  const $ = load(short)

  it('is shorter and says so; a whole one does not', () => {
    const says = teller.digest('shortened', { week: digest.week })
    expect(short.length).toBeLessThan(long.length)
    expect($('header').text()).toContain(says)
    expect(load(long)('header').text()).not.toContain(says)
  })

  it('keeps every story with its words, and all figures', () => {
    const text = $('body').text()
    for (const { summary } of digest.stories) {
      expect(text).toContain(summary.title)
      if (summary.lead !== null && !summary.withdrawn) expect(text).toContain(summary.lead.quote.slice(0, 60))
    }
    const figures = (page: string): string => load(page)('#figures').closest('section').text()
    expect(figures(short)).toBe(figures(long))
    expect(figures(short).length).toBeGreaterThan(100)
  })

  it('keeps the facts of as many stories as are asked for', () => {
    const heading = teller.digest('label-articles')
    expect($('h4').filter((_, one) => $(one).text() === heading).length).toBe(1)
  })

  it('is told to programs whole', () => {
    for (const name of ['json', 'csv'])
      expect(formats.get(name)!.write(digest, teller, { whole: 0, brief: true })).toBe(
        formats.get(name)!.write(digest, teller),
      )
  })
})
