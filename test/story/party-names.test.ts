import { describe, expect, it } from 'vitest'
import { newsBetween, noFacts } from '../../src/story/facts.ts'
import { fullestNames } from '../../src/story/party-names.ts'

describe('fullestNames', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    [
      'one firm, three names',
      ['Meridian', 'Meridian Lattice Pte Ltd', 'Meridian Lattice'],
      { Meridian: 'Meridian Lattice Pte Ltd', 'Meridian Lattice': 'Meridian Lattice Pte Ltd' },
    ],
    [
      'points and case',
      ['Levante Microsistemas S.L', 'levante microsistemas'],
      { 'levante microsistemas': 'Levante Microsistemas S.L' },
    ],
    ['a short name of two firms', ['Delta', 'Delta Foods', 'Delta Chips Ltd'], {}],
    ['a part of a word', ['Meri', 'Meridian Lattice'], {}],
    ['the end of a name', ['Lattice', 'Meridian Lattice'], {}],
    ['without spaces', ['清衡智算', '清衡智算科技有限公司'], { 清衡智算: '清衡智算科技有限公司' }],
    ['without spaces, too short', ['清衡', '清衡智算'], {}],
    ['strangers', ['Boğaz Veri', '港南電材'], {}],
  ])('%s', (_, names, merged) => {
    const found = fullestNames(names)
    expect(Object.fromEntries([...found].filter(([name, full]) => name !== full))).toEqual(merged)
    expect([...found.keys()].sort()).toEqual([...names].sort())
  })
})

describe('news of parties', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['a fuller name of one that is known', ['intermediary:meridian'], ['intermediary:meridian lattice pte ltd'], []],
    ['another firm', ['intermediary:meridian'], ['intermediary:meridian', 'intermediary:helvidata'], ['party']],
    ['another part in the affair', ['intermediary:meridian'], ['acquirer:meridian'], ['party']],
    ['one fewer', ['acquirer:bytedance', 'acquirer:tencent'], ['acquirer:bytedance'], []],
  ])('%s', (_, before, after, news) => {
    expect(newsBetween({ ...noFacts, parties: before }, { ...noFacts, parties: after })).toEqual(news)
  })
})
