import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brief } from '../../src/text/escape.ts'
import { columnsOf, wrap } from '../../src/text/wrap.ts'

describe('columnsOf', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['芯片 H100', 9],
    ['ガ', 2],
    ['한국', 4],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['الشرق', 5],
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })
})

describe('wrap', () => {
  it.each<[string, number, readonly string[]]>([
    ['', 10, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['one two', 3, ['one', 'two']],
    ['unbreakable', 4, ['unbr', 'eaka', 'ble']],
    ['约八百块芯片。', 8, ['约八百块', '芯片。']],
    ['约八百块，芯片。', 8, ['约八百', '块，芯', '片。']],
    ['租用H100芯片', 8, ['租用H100', '芯片']],
    ['租用H100芯片', 6, ['租用', 'H100芯', '片']],
    ['一 二 三', 4, ['一', '二', '三']],
    ['a 👩‍💻👩‍💻', 4, ['a 👩‍💻', '👩‍💻']],
  ])('%j in %i columns', (text, columns, lines) => {
    expect(wrap(text, columns)).toEqual(lines)
  })

  it('loses nothing but spaces, and no line is too long', () => {
    const words = fc.array(
      fc.constantFrom('a', 'word', 'supercalifragilistic', '芯片', '，', '。', '«x»', 'e\u0301', '👩‍💻'),
      {
        maxLength: 40,
      },
    )
    fc.assert(
      fc.property(words, fc.constantFrom('', ' '), fc.integer({ min: 8, max: 40 }), (some, between, columns) => {
        const text = some.join(between)
        const lines = wrap(text, columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
        expect(lines.filter((line) => line !== line.trim())).toEqual([])
      }),
    )
  })
})

describe('brief', () => {
  it.each<[string, number, string]>([
    ['', 5, ''],
    ['short', 5, 'short'],
    ['a\r\nb\u202e', 5, 'a b'],
    ['longer than five', 5, 'long…'],
    [`x${' '.repeat(10_000)}y`, 5, 'x…'],
    ['芯'.repeat(100_000), 5, '芯芯芯芯…'],
    ['😀'.repeat(100_000), 5, '😀😀…'],
    ['\ud83d'.repeat(100_000), 3, '\ufffd\ufffd…'],
  ])('%#', (text, most, said) => {
    expect(brief(text, most)).toBe(said)
  })
})
