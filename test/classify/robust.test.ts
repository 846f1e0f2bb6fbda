/** The same article in other clothes: what must not change what is read in it, and what must not be taken for circumvention. */

import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { explain } from '../../cli/commands/explain.ts'
import { painter } from '../../cli/output.ts'
import { seeded } from '../../scripts/chance.ts'
import { type LabelledArticle, readSet } from '../../scripts/labelled.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { furniture, tempting } from '../fixtures/robust.ts'

const knowledge = loadKnowledge()
const golden = readSet('articles')
const read = (line: object): ReturnType<typeof recordOf> => {
  const { id, article } = articleFromLine(line)
  return recordOf(id, article, knowledge)
}
const whole = golden.map(read)
const random = seeded(1)

function shuffled(text: string): string {
  const paragraphs = text.split('\n\n')
  for (let at = paragraphs.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[paragraphs[at], paragraphs[other]] = [paragraphs[other]!, paragraphs[at]!]
  }
  return paragraphs.join('\n\n')
}

const around = ({ lang }: LabelledArticle) => furniture[lang]!
const firstParagraph = ({ text }: LabelledArticle): string => text.split('\n\n')[0] ?? ''

/** Least share of labels kept, most median change of the score, most share of false alarms among articles that are none. */
const clothes: readonly (readonly [string, (one: LabelledArticle) => object, number, number, number])[] = [
  ['body only', (one) => ({ ...one, title: '' }), 0.88, 0.1, 0.05],
  ['title only', ({ title, ...one }) => ({ ...one, text: title, title: '' }), 0.4, 0.5, 0],
  ['paragraphs shuffled', (one) => ({ ...one, text: shuffled(one.text) }), 0.95, 0.1, 0.05],
  [
    'a menu before and headlines of other articles behind',
    (one) => ({ ...one, text: [...around(one).menu, one.text, ...around(one).after].join('\n\n') }),
    0.95,
    0.1,
    0.05,
  ],
  ['a menu alone', (one) => ({ ...one, text: [...around(one).menu, one.text].join('\n\n') }), 0.95, 0.1, 0.05],
  ['a paywalled stub', (one) => ({ ...one, text: `${firstParagraph(one)}\n\n${around(one).paywall}` }), 0.7, 0.5, 0.05],
]

describe('a golden article', () => {
  it.each(clothes)('%s: labels kept, score near, no false alarms', (_, dress, kept, near, alarms) => {
    const dressed = golden.map((one) => read(dress(one)))
    const same = dressed.filter(({ label }, at) => label === whole[at]!.label).length
    const changes = dressed.map(({ score }, at) => Math.abs(score - whole[at]!.score)).sort((a, b) => a - b)
    const others = dressed.filter((_, at) => golden[at]!.gold.label !== 'circumvention')
    const wrong = others.filter(({ label }) => label === 'circumvention').length
    expect(same / golden.length).toBeGreaterThanOrEqual(kept)
    expect(changes[Math.floor(changes.length / 2)]).toBeLessThanOrEqual(near)
    expect(wrong / others.length).toBeLessThanOrEqual(alarms)
  })
})

describe('a paywalled stub', () => {
  const cut = golden.map((one) => read({ ...one, text: `${firstParagraph(one)}\n\n${around(one).paywall}` }))

  it('says so, and so do teasers; whole articles do not', () => {
    expect(cut.filter(({ partial }) => partial !== 'paywall')).toEqual([])
    const long = whole.filter((_, at) => golden[at]!.text.length > 600)
    expect(long.filter(({ partial }) => partial !== null)).toEqual([])
  })

  it('is less sure than the article, in the middle and among the surest tenth', () => {
    const sureOf = (records: typeof cut, share: number): number => {
      const sure = records.map(({ score }) => Math.abs(score - 0.5)).sort((a, b) => a - b)
      return sure[Math.floor(sure.length * share)] ?? 0
    }
    for (const share of [0.5, 0.9]) expect(sureOf(cut, share)).toBeLessThan(sureOf(whole, share))
  })

  it('is told by explain', () => {
    const { article } = articleFromLine({
      ...golden[0]!,
      text: `${firstParagraph(golden[0]!)}\n\n${around(golden[0]!).paywall}`,
    })
    expect(explain(article, knowledge, painter({}, {}))).toMatch(
      /only the beginning is here \(the rest is for those who pay\)/,
    )
  })
})

describe('what is no report of circumvention', () => {
  it.each(tempting)('$lang: $about, $title', ({ lang, title, text }) => {
    const { label, lang: told } = read({ id: title, title, text, published: '2026-03-01' })
    expect(told.code).toBe(lang)
    expect(label).not.toBe('circumvention')
  })

  it('though the same sentences about chips are one', () => {
    const text =
      'A broker in Dubai sold 300 Nvidia H100 servers to a front company that shipped them on to Moscow in violation of export controls, prosecutors say. Nvidia chips were declared as heaters.'
    expect(read({ id: 'x', title: 'Servers reach Moscow by way of Dubai', text }).label).toBe('circumvention')
  })
})
