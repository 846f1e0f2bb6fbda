import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { projectRoot } from '../../src/knowledge/project.ts'
import { countChineseForms } from '../../src/text/chinese-script.ts'
import { guessLanguage } from '../../src/text/language.ts'

const { languageClues } = loadKnowledge()
const codeOf = (text: string, hint: string | null = null): string => guessLanguage(text, hint, languageClues).code

/** Languages whose neighbours (da, no, sv, ms) are there to be mistaken for, not to be read. */
const neighbours = new Set(['da', 'no', 'sv', 'ms'])

interface Row {
  readonly lang: string
  readonly text: string
  readonly set: string
}

function rowsOf(name: string): Row[] {
  const [, ...lines] = readFileSync(join(projectRoot, 'test', 'text', name), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => {
    const [lang = '', text = '', set = ''] = line.split('\t')
    return { lang, text, set }
  })
}

function shareRight(rows: readonly Row[]): number {
  return (100 * rows.filter(({ lang, text }) => codeOf(text) === lang).length) / rows.length
}

describe('the language of what nobody has declared', () => {
  it.each([
    ['titles.tsv', 'golden', false, 98],
    ['titles.tsv', 'tune', false, 98],
    ['leads.tsv', 'golden', false, 99],
    ['leads.tsv', 'tune', false, 99.5],
    ['titles.tsv', 'golden', true, 75],
    ['leads.tsv', 'golden', true, 95],
  ])('of %s, %s (neighbours: %j) is right in %d per cent', (name, half, among, least) => {
    const rows = rowsOf(name).filter(({ lang, set }) => set === half && neighbours.has(lang) === among)
    expect(rows.length).toBeGreaterThan(20)
    expect(shareRight(rows)).toBeGreaterThanOrEqual(least)
  })
})

describe('a declared language', () => {
  it.each([
    ['settles what a headline leaves open', 'Nvidia H200 boleh dijual lagi ke China, ini syaratnya', 'id', 'id'],
    [
      'does not overrule a page',
      'Die Regierung hat am Dienstag neue Regeln für den Export von Chips beschlossen.',
      'fr',
      'de',
    ],
    ['may be a dialect of one', 'Nvidia H200', 'nb-NO', 'no'],
    ['tells the script of Chinese by the country', '川普', 'zh-TW', 'zh-Hant'],
  ])('%s', (_, text, hint, wanted) => {
    expect(codeOf(text, hint)).toBe(wanted)
  })
})

describe('a language that no news list names', () => {
  it('is answered honestly where the model is sure', () => {
    const basque =
      'Gobernuak atzo jakinarazi zuen datozen hilabeteetan neurri berriak hartuko dituela energiaren prezioa jaisteko, eta enpresek laguntza eskatu ahal izango dutela urtea amaitu baino lehen.'
    expect(codeOf(basque)).toBe('eu')
  })
})

describe('the script of Chinese', () => {
  it.each([
    ['国发会审查', 5, 0],
    ['川普鬆綁H200銷中　美政府抽成25%', 0, 3],
    ['中山大学', 1, 0],
    ['Nvidia H100', 0, 0],
    ['', 0, 0],
  ])('of %j', (text, simplified, traditional) => {
    const found = countChineseForms(text)
    expect([found.simplified > 0, found.traditional > 0]).toEqual([simplified > 0, traditional > 0])
  })
})

it('any text has an answer, and the same one again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const first = guessLanguage(text, null, languageClues)
      expect(first).toEqual(guessLanguage(text, null, languageClues))
      expect(first.confidence).toBeGreaterThanOrEqual(0)
      expect(first.confidence).toBeLessThanOrEqual(1)
    }),
    { numRuns: 300 },
  )
})
