import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { findPhrases } from '../../src/text/find-phrases.ts'
import { guessLanguage } from '../../src/text/language.ts'
import { matchPattern } from '../../src/text/match.ts'
import { compileNumberGrammar, readDigits } from '../../src/text/numerals.ts'
import { PatternError, parsePattern } from '../../src/text/pattern.ts'
import { phraseKey } from '../../src/text/phrase.ts'
import { sentenceEnds } from '../../src/text/sentence-breaks.ts'
import { splitSentences } from '../../src/text/sentences.ts'
import { makeShadow, toOriginal } from '../../src/text/shadow.ts'
import { compileTrie } from '../../src/text/trie.ts'
import { splitWords } from '../../src/text/words.ts'

const { languageClues } = loadKnowledge()
const anyText = fc.string({ unit: 'binary', maxLength: 200 })

describe('the shadow', () => {
  it.each([
    ['Élysée', 'élysée'],
    ['l’embargo', "l'embargo"],
    ['2\u202f400\u00a0H100', '2 400 h100'],
    ['ＡＢＣ１２', 'abc12'],
    ['٣٩٠', '390'],
    ['a\u200eb\u00adc', 'abc'],
    ['10–15', '10-15'],
    ['e\u0301', 'é'],
    ['㌦', 'ドル'],
  ])('of %j is %j', (text, wanted) => {
    expect(makeShadow(text).text).toBe(wanted)
  })

  it('maps every unit back to whole graphemes, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shadow = makeShadow(text)
        expect(shadow.starts).toHaveLength(shadow.text.length)
        for (let at = 0; at < shadow.text.length; at++) {
          const { start, end } = toOriginal(shadow, at, at + 1)
          expect(start).toBeLessThan(end)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(/[\udc00-\udfff]/.test(text[start] ?? '') && /[\ud800-\udbff]/.test(text[start - 1] ?? '')).toBe(false)
        }
      }),
    )
  })
})

describe('words', () => {
  it.each([
    ["l'usage de 2.5bn", ['l', 'usage', 'de', '2', '5', 'bn']],
    ['H100X RTX4090D', ['h100', 'x', 'rtx4090', 'd']],
    ['英伟达A100', ['英', '伟', '达', 'a100']],
    ['', []],
  ])('of %j', (text, wanted) => {
    const shadow = makeShadow(text).text
    const words = splitWords(shadow)
    expect(Array.from(words.starts, (start, i) => shadow.slice(start, words.ends[i]))).toEqual(wanted)
  })
})

describe('the trie', () => {
  const find = (phrases: readonly string[], text: string): string[] => {
    const shadow = makeShadow(text).text
    const words = splitWords(shadow)
    const hits = findPhrases(compileTrie(phrases.map(phraseKey)), shadow, words)
    return Array.from({ length: hits.count }, (_, i) => `${phrases[hits.term[i]!]}@${hits.first[i]}-${hits.last[i]}`)
  }

  it.each([
    [['Super Micro'], 'the Super-Micro servers', ['Super Micro@1-2']],
    [['Super Micro'], 'Super, Micro', []],
    [['contourn*'], 'il contournait et contourne', ['contourn*@1-1', 'contourn*@3-3']],
    [['centre* de données'], 'des centres de données', ['centre* de données@1-3']],
    [['英伟达'], '用英伟达 A100', ['英伟达@1-3']],
    [['chip'], 'chips', []],
  ])('finds %j in %j', (phrases, text, wanted) => {
    expect(find(phrases, text)).toEqual(wanted)
  })
})

describe('patterns', () => {
  it('are read into items', () => {
    expect(parsePattern('(contreband*|clandestin*) … {chip}')).toEqual([
      { type: 'any', phrases: ['contreband*', 'clandestin*'], kinds: [] },
      { type: 'gap' },
      { type: 'any', phrases: [], kinds: ['chip'] },
    ])
  })

  it.each(['', '… puce', 'puce …', '(a|)', '(a … b)', 'a (b'])('refuses %j with a sentence', (source) => {
    expect(() => parsePattern(source)).toThrow(PatternError)
  })

  it('takes at most the gap between two items', () => {
    const pattern = { tag: null, source: '', slots: [0, 1], gaps: [false, true], anchor: 0 }
    const places = (at: number) => (slot: number) => (slot === 0 ? [{ first: 0, last: 0 }] : [{ first: at, last: at }])
    expect(matchPattern(pattern, places(7), 6)).toEqual([{ first: 0, last: 7 }])
    expect(matchPattern(pattern, places(8), 6)).toEqual([])
  })
})

describe('sentences', () => {
  it.each([
    ['M. Dupont est là. Il parle.', 'fr', ['M.'], ['M. Dupont est là.', 'Il parle.']],
    [
      'The U.S. Commerce Department acted. It fined him.',
      'en',
      ['U.S.'],
      ['The U.S. Commerce Department acted.', 'It fined him.'],
    ],
    [
      'Am 9. April kamen 2 Mrd. Euro an. Er ging.',
      'de',
      ['9.', 'Mrd.'],
      ['Am 9. April kamen 2 Mrd. Euro an.', 'Er ging.'],
    ],
    ['Titre sans point\n\nUn paragraphe.', 'fr', [], ['Titre sans point', 'Un paragraphe.']],
    ['', 'en', [], []],
  ])('of %j', (text, language, abbreviations, wanted) => {
    expect(splitSentences(text, language, abbreviations).map(({ span }) => text.slice(span.start, span.end))).toEqual(
      wanted,
    )
  })

  const readable = fc.string({
    unit: fc.constantFrom(
      ...'abcdéßABCÉ019 .!?,;:-–—"\'()[]«»“”‘’„…€$%/°º·\u00a0\u3000\t中国アひー々。！？、，：；－､「」・Жжαω\u0301\u200d\u{1f600}',
      ...['. ', '." ', '?! '],
    ),
    maxLength: 30,
  })

  it.each(['en', 'fr', 'de', 'es', 'ja', 'zh-Hans', 'ru'])(
    'end where Intl.Segmenter has them end, in %s',
    (language) => {
      const segmenter = new Intl.Segmenter([language, 'en'], { granularity: 'sentence' })
      fc.assert(
        fc.property(readable, (text) => {
          const ends = sentenceEnds(text, 0, text.length)
          if (ends === null) return
          expect(ends).toEqual([...segmenter.segment(text)].map(({ segment, index }) => index + segment.length))
        }),
        { numRuns: 2_000 },
      )
    },
  )

  it.each(['ein Schluß.\u0301 Ja', 'A\u200d. B', 'दिल्ली। हाँ'])('are left to Intl.Segmenter in %j', (text) => {
    expect(sentenceEnds(text, 0, text.length)).toBeNull()
  })

  it('of Greek, where the semicolon asks', () => {
    const text = 'Τι είναι; Ένα τσιπ.'
    expect(splitSentences(text, 'el', []).map(({ span }) => text.slice(span.start, span.end))).toEqual([
      'Τι είναι;',
      'Ένα τσιπ.',
    ])
  })

  it('hold every character that is no space, in order and without overlap', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const sentences = splitSentences(text, 'en', ['Mr.'])
        let at = 0
        for (const { span } of sentences) {
          expect(text.slice(at, span.start).trim()).toBe('')
          expect(span.end).toBeGreaterThan(span.start)
          at = span.end
        }
        expect(text.slice(at).trim()).toBe('')
      }),
    )
  })
})

describe('digits', () => {
  const french = compileNumberGrammar({ decimal: ',', group: [' ', '.'] })
  const english = compileNumberGrammar({ decimal: '.', group: [','] })
  it.each([
    ['2 400', french, 2400],
    ['1,5', french, 1.5],
    ['1.500,5', french, 1500.5],
    ['2.5', french, 2.5],
    ['2025 400', french, 2025],
    ['36,000', english, 36_000],
    ['2.5', english, 2.5],
    ['1,234,567.8', english, 1_234_567.8],
    ['12.', english, 12],
  ])('%j', (text, grammar, wanted) => {
    expect(readDigits(text, 0, grammar)?.value).toBe(wanted)
  })

  it('of any length never hang or throw', () => {
    expect(readDigits('9'.repeat(1_000_000), 0, english)?.end).toBeLessThanOrEqual(40)
  })
})

describe('the language', () => {
  it.each([
    ['ByteDance contourne les restrictions américaines pour acquérir des puces Nvidia', null, 'fr'],
    ['Chinese buyers get round US export rules by renting chips abroad', null, 'en'],
    ['ByteDance通过海外数据中心绕过美国出口管制', null, 'zh-Hans'],
    ['輝達晶片經由馬來西亞轉運至中國', null, 'zh-Hant'],
    ['テンセント、大阪のデータセンター経由で最新GPU利用か', null, 'ja'],
    ['엔비디아 H100 중국 밀수 혐의로 기소', null, 'ko'],
    ['Nvidia H100', 'fr', 'fr'],
    ['1 million Chinese yuan', 'en', 'en'],
    ['輝達晶片經由馬來西亞', 'en', 'zh-Hant'],
    ['Nvidia H100', null, 'und'],
    ['', null, 'und'],
    ['123', null, 'und'],
  ])('of %j (hint %j) is %s', (text, hint, wanted) => {
    expect(guessLanguage(text, hint, languageClues).code).toBe(wanted)
  })
})
