import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getLIDModel } from 'fasttext.wasm.js'
import { describe, expect, it } from 'vitest'
import { languageModel } from '../../src/knowledge/language-model.ts'
import { projectRoot } from '../../src/knowledge/project.ts'
import { readClassifier } from '../../src/text/fasttext-file.ts'

const library = await (await getLIDModel()).load()

/** What fastText itself, compiled to WebAssembly, answers. */
function asked(text: string, ranks: number): (readonly [string, number])[] {
  const found = library.predict(text.replace(/\s+/gu, ' '), ranks, 0)
  const ranked = Array.from({ length: found.size() }, (_, rank): readonly [string, number] => {
    const [probability, label] = found.get(rank)
    return [label.slice('__label__'.length), probability]
  })
  found.delete()
  return ranked
}

const texts = ['titles.tsv', 'leads.tsv'].flatMap((name) =>
  readFileSync(join(projectRoot, 'test', 'text', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[1] ?? ''),
)

describe('the language model', () => {
  it('answers what fastText answers, text by text, but for the last digits', () => {
    for (const text of ['', ' ', 'the', 'x'.repeat(500), '1 2 3', '中国', ...texts]) {
      const own = new Map(languageModel(text, 12))
      const theirs = asked(text, 12).filter(([, probability]) => probability > 0.001)
      expect(languageModel(text, 1)[0]?.[0]).toBe(theirs[0]?.[0])
      for (const [language, probability] of theirs) expect(own.get(language)).toBeCloseTo(probability, 4)
    }
  })

  it('answers the same when asked again, whatever was asked between', () => {
    const [first = '', ...others] = texts
    const before = languageModel(first, 5)
    for (const text of others) languageModel(text, 2)
    expect(languageModel(first, 5)).toEqual(before)
  })

  it('is read from no other file', () => {
    expect(() => readClassifier(Buffer.alloc(100))).toThrow(RangeError)
  })
})
