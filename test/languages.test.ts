import { describe, expect, it } from 'vitest'
import { checkLanguage } from '../scripts/examples.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'

const knowledge = loadKnowledge()

describe('knowledge', () => {
  it.each([...knowledge.languages.keys()])('every example and counter-example of %s holds', (tag) => {
    const { checked, misses } = checkLanguage(tag, knowledge)
    expect(checked).toBeGreaterThan(100)
    expect(misses).toEqual([])
  })

  it('covers what the issue asks for', () => {
    const { companies, chips, regions } = knowledge.sources
    expect(Object.keys(companies).length).toBeGreaterThanOrEqual(120)
    expect(Object.keys(chips).length).toBeGreaterThanOrEqual(60)
    expect(Object.keys(regions.countries)).toHaveLength(249)
  })

  it('expresses in every language only concepts and routes that have a meaning', () => {
    const { languages, concepts, routes } = knowledge.sources
    for (const language of Object.values(languages)) {
      expect(Object.keys(concepts)).toEqual(expect.arrayContaining(Object.keys(language.concepts)))
      expect(Object.keys(language.routes).sort()).toEqual(Object.keys(routes).sort())
    }
  })

  it('names only makers and parents that exist', () => {
    const { companies, chips } = knowledge.sources
    for (const chip of Object.values(chips)) expect(companies[chip.company], chip.name).toBeDefined()
    for (const company of Object.values(companies))
      if (company.parent !== undefined) expect(companies[company.parent]).toBeDefined()
  })
})
