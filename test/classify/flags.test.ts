/** Red flags are told where an article on circumvention bears them out, and nowhere else. */

import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { smuggled } from '../fixtures/kept.ts'

const knowledge = loadKnowledge()
const flagsIn = (text: string, title = 'Three charged over chips smuggled to China'): readonly string[] => {
  const { id, article } = articleFromLine({ id: 'x', title, text })
  const { flags } = recordOf(id, article, knowledge)
  for (const { evidence } of flags)
    for (const { start, end, text: quote } of evidence) expect(`${title}\n\n${text}`.slice(start, end)).toBe(quote)
  return flags.map(({ flag }) => flag)
}

describe('red flags', () => {
  it.each<[string, string, readonly string[]]>([
    ['none', smuggled, []],
    [
      'two in one sentence',
      `${smuggled} The buyer was registered three weeks before it ordered and has no website.`,
      ['new-customer', 'no-presence'],
    ],
    [
      'one told twice',
      `${smuggled} Its office is a flat. The firm shares an address with a listed company.`,
      ['vague-address'],
    ],
    ['of another affair', `${smuggled}\n\nIn a separate case, a buyer of graphics cards had no website.`, []],
    ['proposed', `${smuggled} A new export control rule proposed on Monday would bar buyers that have no website.`, []],
  ])('%s', (_, text, wanted) => {
    expect(flagsIn(text)).toEqual(wanted)
  })

  it('are none of an article on the guidance that lists them', () => {
    const guidance =
      'The Bureau of Industry and Security on Tuesday proposed new guidance on export controls for advanced chips. Exporters should look out for buyers that have no website, share an address with a listed party or refuse to name the end user. Comments are open for sixty days.'
    expect(flagsIn(guidance, 'BIS proposes red flags for chip exporters')).toEqual([])
  })

  it('have a meaning, and every language with flags expresses all of them', () => {
    const { languages, flags } = knowledge.sources
    for (const language of Object.values(languages)) {
      const told = Object.keys(language.flags)
      expect(Object.keys(flags)).toEqual(expect.arrayContaining(told))
      if (told.length > 0) expect(told).toHaveLength(Object.keys(flags).length)
    }
  })
})
