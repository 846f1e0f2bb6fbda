import { describe, expect, it } from 'vitest'
import { articleFromLine } from '../../cli/commands/analyze.ts'
import { analyse } from '../../src/analyse.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()

describe('a firm that no list knows', () => {
  it.each([
    [
      'is a source where it is named as one',
      'en',
      'Shell company Kestrel Data Ltd smuggled Nvidia H100 servers to China',
      'The reseller Kestrel Data Ltd shipped Nvidia H100 servers to China through Malaysia in spite of US export rules, according to Harbour Wire Ltd.',
      { 'Kestrel Data Ltd': 'intermediary', 'Harbour Wire Ltd': 'source' },
    ],
    [
      'stays an intermediary where it is named by itself',
      'fr',
      'Une société écran fait passer des puces Nvidia H100 en Chine',
      'La société Calder Négoce SARL a expédié des serveurs Nvidia H100 vers la Chine via Singapour malgré les restrictions américaines, selon Reuters.',
      { 'Calder Négoce SARL': 'intermediary', Reuters: 'source' },
    ],
  ])('%s (%s)', (_, lang, title, text, wanted) => {
    const { finding } = analyse(articleFromLine({ id: 'x', title, text, lang }).article, knowledge)
    expect(finding.label).toBe('circumvention')
    expect(Object.fromEntries(finding.parties.map(({ name, role }) => [name, role]))).toMatchObject(wanted)
  })
})
