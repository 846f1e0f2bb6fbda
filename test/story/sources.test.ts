import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { originsOf } from '../../src/story/sources.ts'
import { type AffairItem, storedItem } from './affairs.ts'

const knowledge = loadKnowledge()

const wire =
  'Prosecutors in Singapore charged two directors of Pelican Lattice over 180 Nvidia servers. The machines were declared as used office computers. Neither man has entered a plea so far, court records show.'

type Told = readonly [outlet: string, text: string, lang?: string]

/** Articles in the order of their coming → whose reporting each is. */
function origins(...articles: readonly Told[]): string[] {
  const members = articles.map(([outlet, text, lang = 'en'], index) => {
    const item: AffairItem = {
      id: `a${index}`,
      set: 'tune',
      affair: 'one',
      outlet,
      origin: '',
      feed: 'feed',
      published: new Date(Date.UTC(2026, 10, 20, 8, index)).toISOString(),
      url: `https://news.example/${index}`,
      lang,
      title: `Article ${index}`,
      text,
    }
    return { ...storedItem(item, knowledge), firstSeen: Date.parse(item.published) }
  })
  const found = originsOf(members, knowledge)
  return members.map(({ document }) => found.get(document.id) ?? '')
}

describe('originsOf', () => {
  it.each<[string, readonly Told[], readonly string[]]>([
    ['reports for itself', [['Harbour Wire', wire]], ['Harbour Wire']],
    [
      'names an agency',
      [['Evening Post', 'Two men were charged over Nvidia servers, Reuters reported on Friday.']],
      ['Reuters'],
    ],
    [
      'stands under the dateline of an agency',
      [
        [
          'Expansión',
          'Singapur, 11 sep (EFE).- La aduana acusa a un empresario de exportar procesadores H100 de Nvidia.',
          'es',
        ],
      ],
      ['EFE'],
    ],
    [
      'stands under the dateline of an agency, in Chinese',
      [['Liberty Times', '（中央社台中22日電）檢方偵辦輝達H200伺服器遭轉售中國案。', 'zh-Hant']],
      ['Central News Agency'],
    ],
    [
      'names an agency in brackets, but not where it begins',
      [['Evening Post', `${wire} The stock fell by three per cent on the day (photo: Reuters).`]],
      ['Evening Post'],
    ],
    [
      'repeats half of an earlier article of another outlet',
      [
        ['Harbour Wire', wire],
        ['Evening Post', `${wire.split('. ').slice(0, 2).join('. ')}.`],
      ],
      ['Harbour Wire', 'Harbour Wire'],
    ],
    [
      'has one sentence in common with an earlier article',
      [
        ['Harbour Wire', wire],
        [
          'Evening Post',
          'Neither man has entered a plea so far, court records show. Our reporter saw empty racks at the address in Tuas. A neighbour said that vans had come at night for months on end.',
        ],
      ],
      ['Harbour Wire', 'Evening Post'],
    ],
    [
      'cuts an earlier article short within its sentences',
      [
        ['Harbour Wire', wire],
        ['Evening Post', 'Prosecutors in Singapore charged two directors of Pelican Lattice over 180 Nvidia servers.'],
      ],
      ['Harbour Wire', 'Harbour Wire'],
    ],
    ['ends with the name of an agency in brackets', [['Evening Post', `${wire} (AFP)`]], ['AFP']],
    [
      'names an outlet in its lead in words that no list has',
      [['Evening Post', 'Three people told Reuters that Pelican Lattice rents Nvidia chips in Osaka.']],
      ['Reuters'],
    ],
    [
      'is in a language without a file',
      [['Avondblad', 'Pelican Lattice huurt chips van Nvidia in Osaka, meldt de Financial Times.', 'nl']],
      ['Financial Times'],
    ],
    [
      'names another report far behind its lead',
      [
        [
          'Evening Post',
          `${wire} Their lawyers asked for bail on Friday. In May, Bloomberg reported on a similar case.`,
        ],
      ],
      ['Evening Post'],
    ],
    [
      'passes on the report of one outlet that another cites',
      [
        [
          'Evening Post',
          'Pelican Lattice rents Nvidia chips, the Financial Times reported, in an account cited by Reuters.',
        ],
        ['Le Courrier', 'Pelican Lattice loue des puces, assure le Financial Times, cité par Reuters.', 'fr'],
        [
          'Abendblatt',
          'Pelican Lattice mietet Chips, meldet Reuters. Die Agentur beruft sich auf die Financial Times.',
          'de',
        ],
      ],
      ['Financial Times', 'Financial Times', 'Financial Times'],
    ],
    [
      'says that it has seen the papers, and mentions another report',
      [
        [
          'Nikkei',
          'Pelican Lattice rents Nvidia chips, papers seen by Nikkei show. The Financial Times reported on talks in May.',
        ],
        ['財新', '财新记者获悉，该公司租用英伟达芯片。金融时报曾报道双方洽谈。', 'zh-Hans'],
      ],
      ['Nikkei', 'Caixin'],
    ],
    [
      'adds a comment of a party to what another outlet reported',
      [
        [
          'Reuters',
          'Pelican Lattice rents Nvidia chips, The Information reported. A spokesman told Reuters that it obeys the law.',
        ],
      ],
      ['The Information'],
    ],
    [
      'names an outlet that no list knows, and that has an article in the story',
      [
        ['Harbour Wire', wire],
        ['Evening Post', 'Two men face charges over Nvidia servers, according to Harbour Wire, which broke the story.'],
      ],
      ['Harbour Wire', 'Harbour Wire'],
    ],
    [
      'names a short word that is an outlet as well',
      [
        ['Time', wire],
        ['Evening Post', 'It was the first Time anybody was charged over Nvidia servers in Penang.'],
      ],
      ['Time', 'Evening Post'],
    ],
    [
      'follows a chain',
      [
        ['Harbour Wire', wire],
        ['Evening Post', 'Two men face charges over Nvidia servers, according to Harbour Wire.'],
        [
          'Le Courrier des Puces',
          'Deux hommes sont accusés, rapporte le Evening Post, au sujet de serveurs Nvidia.',
          'fr',
        ],
      ],
      ['Harbour Wire', 'Harbour Wire', 'Harbour Wire'],
    ],
    [
      'does not go round in a ring',
      [
        ['Harbour Wire', 'Two men face charges, according to the Evening Post, over Nvidia servers.'],
        ['Evening Post', 'Two men face charges, according to Harbour Wire, over 180 servers with chips of Nvidia.'],
      ],
      ['Harbour Wire', 'Evening Post'],
    ],
  ])('an article that %s', (_, articles, wanted) => {
    expect(origins(...articles)).toEqual(wanted)
  })
})
