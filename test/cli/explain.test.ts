/** What `detour explain` says of the label: what spoke for it, and what the nearest other one lacked. */

import { describe, expect, it } from 'vitest'
import { articleFromLine } from '../../cli/commands/analyze.ts'
import { explain } from '../../cli/commands/explain.ts'
import { painter } from '../../cli/output.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { smuggled } from '../fixtures/kept.ts'

const knowledge = loadKnowledge()
const plain = painter({}, {})
const explained = (title: string, text: string, paint = plain): string =>
  explain(articleFromLine({ id: 'x', title, text }).article, knowledge, paint)

const rule =
  'The Commerce Department on Monday proposed tighter export controls on Nvidia chips. Comments are open for sixty days. Industry groups fear for their sales to China, and analysts expect earnings to suffer.'
const oil =
  'A shipowner evaded sanctions on Iranian oil with a front company in Dubai, prosecutors said. The tankers were repainted. The owner bought shares of Nvidia with his profits. He has been charged.'

describe('explain', () => {
  it.each<[string, string, string, readonly RegExp[]]>([
    [
      'a report',
      'Three charged over chips smuggled to China',
      smuggled,
      [
        /^circumvention {2}score 0\.\d+/m,
        /nearest label not chosen: (?:un)?related \(0\.\d{3}\)/,
        /^ +\+\d\.\d\d {2}\S+ = /m,
      ],
    ],
    [
      'a rule proposed',
      'Washington plans tighter chip rules',
      rule,
      [/^related /m, /nearest label not chosen: (?:unrelated|circumvention)/, /it lacked {5}\S/, /rules are made/],
    ],
    [
      'oil',
      'Tankers slip past sanctions',
      oil,
      [/^(?:related|unrelated) /m, /nearest label not chosen: (?:related|unrelated|circumvention)/, /it lacked {5}\S/],
    ],
  ])('%s: names the nearest other label and what it lacked', (_, title, text, wanted) => {
    const said = explained(title, text)
    for (const one of wanted) expect(said).toMatch(one)
    expect(said).not.toMatch(/undefined|NaN/)
  })

  it('says the same with colours', () => {
    const coloured = explained('Three charged', smuggled, painter({ isTTY: true }, {}))
    expect(coloured).toContain('\u001b[32m')
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(explained('Three charged', smuggled))
  })

  it('in a language without a file says that nothing is classified', () => {
    const finnish = 'Yhtiö kertoi maanantaina, että se rakentaa uuden tehtaan Tampereelle ja palkkaa sata työntekijää.'
    expect(explained('Uusi tehdas Tampereelle', finnish)).toMatch(/nothing is classified/)
  })
})
