/** Which language a text is in: by its script first, then by a statistical model, with the declared language as prior. */

import type { Id, LanguageGuess } from '../types/text.ts'
import { countChineseForms } from './chinese-script.ts'

/** Languages of a text by ISO 639-1 or 639-3 with their probabilities, likeliest first. Reads one line. */
export type LanguageModel = (text: string) => readonly (readonly [language: string, probability: number])[]

/**
 * BCP 47 by script. Only these are considered for a short text: news is written in few languages, and a headline of
 * names and six words is likest to one of hundreds by chance.
 */
const newsLanguages = {
  Latin: 'en fr de es it pt nl pl tr vi id ms sv da no fi cs sk ro hu hr sl et lv lt ca'.split(' '),
  Cyrillic: 'ru uk bg sr mk be kk'.split(' '),
  Arabic: 'ar fa ur'.split(' '),
  Greek: ['el'],
  Hebrew: ['he'],
  Thai: ['th'],
  Devanagari: 'hi mr ne'.split(' '),
} as const satisfies Record<string, readonly string[]>

type Script = keyof typeof newsLanguages

const declarable: ReadonlySet<string> = new Set(Object.values(newsLanguages).flat())

/** The model's names of what we call otherwise: dialects and written standards of one language. */
const sameLanguage: Readonly<Record<string, string>> = { arz: 'ar', nn: 'no', nb: 'no', sh: 'hr', bs: 'hr' }

/** As much as is read, in UTF-16 code units: more makes nothing surer. */
const sampleLength = 1_000

/** Fewer letters than this tell nothing: a product's name is in no language. */
const fewest = 15

interface Scripts {
  readonly letters: number
  readonly han: number
  readonly kana: number
  readonly hangul: number
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0
}

function countScripts(text: string): Scripts {
  return {
    letters: countOf(/\p{L}/gu, text),
    han: countOf(/\p{Script=Han}/gu, text),
    kana: countOf(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, text),
    hangul: countOf(/\p{Script=Hangul}/gu, text),
  }
}

/**
 * The language of a text; "und" with confidence 0 where there are too few letters to tell.
 * `hint` (feed, page or caller, BCP 47) decides between near neighbours and where the text is short.
 */
export function guessLanguage(text: string, hint: string | null, model: LanguageModel): LanguageGuess {
  const sample = text.slice(0, sampleLength)
  const scripts = countScripts(sample)
  const declared = normaliseHint(hint)
  if (scripts.letters === 0) return declared === null ? guess('und', 0) : guess(declared, 0.3)
  const asian = guessEastAsian(sample, scripts, declared)
  if (asian !== null) return asian
  if (scripts.letters < fewest) return declared === null ? guess('und', 0) : guess(declared, 0.3)
  return guessByModel(sample, scripts.letters, declared, model)
}

/**
 * A headline full of Latin names is still Chinese, Japanese or Korean: a few native characters decide; few of Han
 * alone ("7万円") may be any of them, and the declared language decides. Which Chinese it is the characters say,
 * where they say it: a declared "zh" names no script.
 */
function guessEastAsian(sample: string, scripts: Scripts, declared: string | null): LanguageGuess | null {
  const native = scripts.han + scripts.kana + scripts.hangul
  if (native * 4 < scripts.letters) return null
  const certain = Math.min(0.99, 0.8 + native / 100)
  if (scripts.hangul > scripts.han + scripts.kana) return guess('ko', certain)
  if (scripts.kana * 20 >= native) return guess('ja', certain)
  if (native < fewest && declared !== null && otherThanChinese.has(declared)) return guess(declared, 0.6)
  const { simplified, traditional } = countChineseForms(sample)
  if (simplified + traditional === 0) return guess(eastAsian.has(declared ?? '') ? declared! : 'zh-Hans', 0.5)
  const share = Math.max(simplified, traditional) / (simplified + traditional)
  return guess(traditional > simplified ? 'zh-Hant' : 'zh-Hans', share > 0.8 ? certain : 0.7)
}

const eastAsian: ReadonlySet<string> = new Set(['zh-Hans', 'zh-Hant', 'ja', 'ko'])
const otherThanChinese: ReadonlySet<string> = new Set(['ja', 'ko'])

/** Chinese is told by its script; where only a country is declared, by the script which that country writes. */
function normaliseHint(hint: string | null): string | null {
  if (hint === null) return null
  const parts = hint.toLowerCase().split(/[-_]/)
  const tag = sameLanguage[parts[0] ?? ''] ?? parts[0] ?? ''
  if (tag === 'zh') return parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-Hant' : 'zh-Hans'
  if (eastAsian.has(tag)) return tag
  return declarable.has(tag) ? tag : null
}

const ownScripts: readonly (readonly [Script, RegExp])[] = [
  ['Cyrillic', /\p{Script=Cyrillic}/gu],
  ['Arabic', /\p{Script=Arabic}/gu],
  ['Greek', /\p{Script=Greek}/gu],
  ['Hebrew', /\p{Script=Hebrew}/gu],
  ['Thai', /\p{Script=Thai}/gu],
  ['Devanagari', /\p{Script=Devanagari}/gu],
]

/** Latin names stand in headlines of every script; words of another script do not stand in a Latin one. */
function scriptOf(sample: string, letters: number): Script {
  return ownScripts.find(([, pattern]) => countOf(pattern, sample) * 4 >= letters)?.[0] ?? 'Latin'
}

/** What the declared language adds in log-odds: enough to settle neighbours, not to overrule a page of text. */
function priorOf(letters: number): number {
  return Math.min(3, 120 / letters)
}

/** From here on a language that is none of `newsLanguages` is answered, if the model is this sure. */
const otherFrom = { letters: 150, probability: 0.8 }

function guessByModel(sample: string, letters: number, hint: string | null, model: LanguageModel): LanguageGuess {
  const script = scriptOf(sample, letters)
  const considered: readonly string[] = newsLanguages[script]
  const likely = new Map<string, number>()
  for (const [name, probability] of model(sample)) {
    const tag = sameLanguage[name] ?? name
    likely.set(tag, (likely.get(tag) ?? 0) + probability)
  }
  const [first] = [...likely].sort((a, b) => b[1] - a[1])
  if (
    first !== undefined &&
    letters >= otherFrom.letters &&
    first[1] >= otherFrom.probability &&
    !considered.includes(first[0])
  )
    return guess(first[0], first[1])
  const weights = considered.map((tag) => {
    const prior = tag === hint ? Math.exp(priorOf(letters)) : 1
    return [tag, ((likely.get(tag) ?? 0) + 1e-4) * prior] as const
  })
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  const [best = ['und', 0] as const] = weights.sort((a, b) => b[1] - a[1])
  return guess(best[0], Math.min(0.99, best[1] / total))
}

function guess(code: string, confidence: number): LanguageGuess {
  return { code: code as Id<'Language'>, confidence: Math.round(confidence * 100) / 100 }
}
