import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()

function quantitiesOf(lang: string, text: string): (readonly [number | null, string])[] {
  const { id, article } = articleFromLine({ id: 'x', title: '', text, lang })
  return recordOf(id, article, knowledge).quantities.map(({ value, unit }) => [value, unit] as const)
}

describe('what a figure counts that does not say so', () => {
  it.each([
    ['en', 'Such modules hold GPUs. It sold 1,150 of them in a year.', [[1150, 'chip']]],
    [
      'en',
      'Of 310 servers with H100 chips shipped, most are gone. At least 190 units were forwarded.',
      [
        [310, 'server'],
        [190, 'server'],
      ],
    ],
    ['en', 'She has found four more boards.', [[4, 'chip']]],
    ['de', 'Im Sitz steckten 31 Recheneinheiten des Typs H100.', [[31, 'chip']]],
    ['es', 'Viajaban servidores con aceleradores H100. En total, 51 equipos.', [[51, 'server']]],
    [
      'zh-Hans',
      '公司进口了340块显卡，其中至少312块随后运走。',
      [
        [340, 'chip'],
        [312, 'chip'],
      ],
    ],
    [
      'zh-Hant',
      '原告購買120塊輝達H200，首批40塊如期到貨。',
      [
        [120, 'chip'],
        [40, 'chip'],
      ],
    ],
  ])('%s: %s', (lang, text, wanted) => {
    expect(quantitiesOf(lang, text)).toEqual(wanted)
  })

  it.each([
    ['en', 'The committee has 40 members. It sent 30 of them home.'],
    ['en', 'Training took 2,000 GPU hours.'],
    ['en', 'The group has 190 units in Asia.'],
    ['zh-Hans', '公司有340名员工，其中至少312名随后离开。'],
    ['zh-Hant', '新模型用掉兩千萬GPU小時。'],
    ['es', 'La liga tiene 51 equipos.'],
  ])('none in %s: %s', (lang, text) => {
    expect(quantitiesOf(lang, text)).toEqual([])
  })
})

describe('whose dollar a bare sign is', () => {
  it.each([
    ['fr', 'MONTRÉAL – Au Canada, chacun a touché 5000 $ comptant.', 'CAD'],
    ['fr', 'Aux États-Unis, chacun a touché 5000 $ comptant.', 'USD'],
    ['fr', 'Chacun a touché 5000 $ comptant.', 'USD'],
  ])('%s: %s', (lang, text, wanted) => {
    const { id, article } = articleFromLine({ id: 'x', title: '', text, lang })
    expect(recordOf(id, article, knowledge).amounts.map(({ currency }) => currency)).toEqual([wanted])
  })
})
