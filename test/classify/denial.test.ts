import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { denialTables } from '../fixtures/denials.ts'

const knowledge = loadKnowledge()

function denialsIn(lang: string, sentence: string) {
  const { title, report } = denialTables[lang]!
  const { id, article } = articleFromLine({ id: 'x', title, text: report + sentence, lang })
  const { label, denied, denials } = recordOf(id, article, knowledge)
  return { label, denied, by: denials.map(({ by }) => by) }
}

describe.each(Object.entries(denialTables))('a denial in %s', (lang, { denials, traps }) => {
  it.each(Object.entries(denials))('is told: %s', (sentence, by) => {
    expect(denialsIn(lang, sentence)).toEqual({ label: 'circumvention', denied: true, by: [by] })
  })

  it.each(traps)('is not told: %s', (sentence) => {
    expect(denialsIn(lang, sentence)).toEqual({ label: 'circumvention', denied: false, by: [] })
  })
})
