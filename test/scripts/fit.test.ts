/** What people judged may teach the weights, but nothing that the weights are measured on. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withoutKeptAside } from '../../scripts/kept-aside.ts'
import { type LabelledArticle, readSet } from '../../scripts/labelled.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const golden = readSet('articles')
const fit = readSet('fit')
const told = golden.find(({ gold, text }) => gold.label === 'circumvention' && text.length > 1_500)!
const other = golden.find(({ gold }) => gold.label === 'unrelated')!
const judged = (id: string, change: Partial<LabelledArticle>, from = told): LabelledArticle => ({
  ...from,
  id,
  ...change,
})
const own = 'A bakery in Lyon sells bread to its neighbours. It has done so for forty years, and its owner likes it.'

describe('judged articles', () => {
  it.each<[string, LabelledArticle, RegExp | null]>([
    ['a golden text', judged('a', {}), new RegExp(`is ${told.id} of golden`)],
    ['under another title and date', judged('b', { title: 'X', published: '2020-01-01' } as object), /of golden/],
    ['with other spaces and case', judged('c', { text: told.text.toUpperCase().replace(/ /g, '  ') }), /of golden/],
    [
      'its affair, cut short and with another end',
      judged('d', { text: `${told.text.slice(0, -200)} More later.` }),
      /tells the affair of/,
    ],
    ['an unrelated golden text', judged('e', {}, other), new RegExp(`is ${other.id} of golden`)],
    ['a text already fitted to', judged('f', {}, fit[0]), /of the fit/],
    ['an article of its own', judged('g', { title: 'Bread', text: own }, other), null],
  ])('%s', (_, article, why) => {
    const { fitted, left } = withoutKeptAside([article], { golden, fit }, knowledge)
    if (why === null) expect([fitted, left]).toEqual([[article], []])
    else expect([fitted, left]).toEqual([[], [{ id: article.id, why: expect.stringMatching(why) }]])
  })

  it('of a store that is not there end in a sentence, and the weights stay', () => {
    const weights = join(import.meta.dirname, '..', '..', 'knowledge', 'weights.yaml')
    const before = readFileSync(weights, 'utf8')
    const nowhere = mkdtempSync(join(tmpdir(), 'detour-fit-'))
    const { status, stderr } = spawnSync('npx', ['tsx', 'scripts/fit.ts', '--with-judgements', nowhere], {
      cwd: join(import.meta.dirname, '..', '..'),
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^There is no store in .*\n$/)])
    expect(stderr).not.toMatch(/^ +at /m)
    expect(readFileSync(weights, 'utf8')).toBe(before)
  }, 120_000)
})
