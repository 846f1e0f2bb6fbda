import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()

/** Firm → what the text calls it, in order. */
function firmsOf(lang: string, text: string, title = ''): Record<string, string[]> {
  const { id, article } = articleFromLine({ id: 'x', title, text, lang })
  const { companies } = recordOf(id, article, knowledge)
  return Object.fromEntries(
    companies.filter(({ known }) => !known).map(({ name, mentions }) => [name, mentions.map((one) => one.text)]),
  )
}

describe('one firm under several names', () => {
  it.each([
    [
      'en',
      'Meridian Lattice Pte Ltd bought the servers. The broker Meridian Lattice paid in cash, and Meridian shipped them. Meridian’s owner fled.',
      { 'Meridian Lattice Pte Ltd': ['Meridian Lattice Pte Ltd', 'Meridian Lattice', 'Meridian', 'Meridian'] },
    ],
    [
      'fr',
      'La société Calder Négoce SARL a livré les puces. Selon le parquet, Calder a menti.',
      { 'Calder Négoce SARL': ['Calder Négoce SARL', 'Calder'] },
    ],
    [
      'es',
      'La fiscalía acusa a Norvia Logística, S.A. de C.V. de reenviar servidores. Según el juez, Norvia mintió.',
      { 'Norvia Logística': ['Norvia Logística', 'Norvia'] },
    ],
    [
      'de',
      'Die Falkenberg Mikrosysteme GmbH lieferte die Chips. Im März durchsuchten Fahnder Falkenberg. Später zahlte Falkenberg eine Strafe.',
      { 'Falkenberg Mikrosysteme GmbH': ['Falkenberg Mikrosysteme GmbH', 'Falkenberg'] },
    ],
    [
      'zh-Hans',
      '东莞市恒锐达电子有限公司购入服务器。恒锐达电子随后转卖，恒锐达称不知情。',
      { 东莞市恒锐达电子有限公司: ['东莞市恒锐达电子有限公司', '恒锐达电子', '恒锐达'] },
    ],
    [
      'zh-Hans',
      '苏州菱川智算科技有限公司购入服务器。菱川智算否认上述说法，菱川表示遵守规定。',
      { 苏州菱川智算科技有限公司: ['苏州菱川智算科技有限公司', '菱川智算', '菱川'] },
    ],
    [
      'zh-Hant',
      '蘇州菱川智算科技有限公司購入伺服器。菱川智算否認上述說法。',
      { 蘇州菱川智算科技有限公司: ['蘇州菱川智算科技有限公司', '菱川智算'] },
    ],
    [
      'ja',
      '株式会社タカミネ通商がサーバーを購入した。タカミネ通商は転売したとされ、タカミネは否定した。',
      { タカミネ通商: ['タカミネ通商', 'タカミネ通商', 'タカミネ'] },
    ],
  ])('%s: %s', (lang, text, wanted) => {
    expect(firmsOf(lang, text)).toEqual(wanted)
  })

  it('is linked in the headline too, once the text bears the short name out', () => {
    const text = 'Meridian Lattice Pte Ltd bought the servers. Police say Meridian paid in cash.'
    expect(firmsOf('en', text, 'Meridian Sold Chips To China')).toEqual({
      'Meridian Lattice Pte Ltd': ['Meridian', 'Meridian Lattice Pte Ltd', 'Meridian'],
    })
  })

  it.each([
    [
      'a person',
      'en',
      'Kestrel Lattice LLC bought the servers. Alan Kestrel Hsu ran it, and Kestrel fled.',
      ['Kestrel Lattice LLC'],
    ],
    [
      'a titled person',
      'en',
      'Calder Imports Ltd bought the servers. Mr Calder fled, and Calder lied.',
      ['Calder Imports Ltd'],
    ],
    [
      'a known company',
      'en',
      'Apple Orchard Trading Ltd bought the servers. Later Apple sold phones.',
      ['Apple Orchard Trading Ltd'],
    ],
    ['a place', 'en', 'Singapore Lattice Ltd bought the servers, which left Singapore.', ['Singapore Lattice Ltd']],
    [
      'a common word',
      'en',
      'Bright Lattice Ltd bought the servers. Bright lights burned. A bright idea, and Bright.',
      ['Bright Lattice Ltd'],
    ],
    [
      'a capital at the beginning',
      'en',
      'Summit Lattice Ltd bought the servers. Summit talks begin.',
      ['Summit Lattice Ltd'],
    ],
    [
      'another firm',
      'en',
      'Meridian Lattice Ltd bought the servers. Meridian Cloudworks Ltd paid. Later Meridian fled.',
      ['Meridian Lattice Ltd', 'Meridian Cloudworks Ltd'],
    ],
    [
      'another name',
      'en',
      'Meridian Lattice Ltd bought the servers near Meridian Bridge. Later Meridian fled.',
      ['Meridian Lattice Ltd'],
    ],
    [
      'an ordinary noun',
      'de',
      'Die Handlung Mikrosysteme GmbH lieferte. Die Handlung war strafbar, so Handlung und Folge.',
      ['Handlung Mikrosysteme GmbH'],
    ],
    [
      'a word of another word',
      'zh-Hans',
      '深圳市东方科技有限公司购入服务器。他在东方学院就读。',
      ['深圳市东方科技有限公司'],
    ],
  ])('is not linked to %s (%s)', (_, lang, text, wanted) => {
    expect(Object.values(firmsOf(lang, text)).flat()).toEqual(wanted)
  })
})
