/** Which language a text is in: by its script first, then by a statistical model, with the declared language as prior. */

import { francAll } from 'franc'
import type { Id, LanguageGuess } from '../types/text.ts'
import { countChineseForms } from './chinese-script.ts'
import { countScripts, type Scripts } from './scripts.ts'
import { fold } from './shadow.ts'
import { cut } from './units.ts'

/** The `ranks` likeliest languages of a text by ISO 639-1 or 639-3 with their probabilities, likeliest first. */
export type LanguageModel = (
  text: string,
  ranks: number,
) => readonly (readonly [language: string, probability: number])[]

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

/** By ISO 639-3, as franc names them. */
const francNames: Readonly<Record<string, string>> = {
  eng: 'en',
  fra: 'fr',
  deu: 'de',
  spa: 'es',
  ita: 'it',
  por: 'pt',
  nld: 'nl',
  pol: 'pl',
  tur: 'tr',
  vie: 'vi',
  ind: 'id',
  zlm: 'ms',
  swe: 'sv',
  dan: 'da',
  nob: 'no',
  fin: 'fi',
  ces: 'cs',
  ron: 'ro',
  hun: 'hu',
  slk: 'sk',
  hrv: 'hr',
  slv: 'sl',
  rus: 'ru',
  ukr: 'uk',
  bul: 'bg',
  srp: 'sr',
  arb: 'ar',
  pes: 'fa',
  urd: 'ur',
}

/** What languages are told by beside their script; passed in, as knowledge is. */
export interface LanguageClues {
  readonly model: LanguageModel
  /** A small word, folded → the languages that write it. */
  readonly smallWords: ReadonlyMap<string, readonly string[]>
}

type NewsScript = keyof typeof newsLanguages

const declarable: ReadonlySet<string> = new Set(Object.values(newsLanguages).flat())

/** The model's names of what we call otherwise: dialects and written standards of one language. */
const sameLanguage: Readonly<Record<string, string>> = { arz: 'ar', nn: 'no', nb: 'no', sh: 'hr', bs: 'hr' }

/** As much as is read, in UTF-16 code units: more makes nothing surer. */
const sampleLength = 600

/** Fewer letters than this tell nothing: a product's name is in no language. */
const fewest = 15

/**
 * The language of a text; "und" with confidence 0 where there are too few letters to tell.
 * `hint` (feed, page or caller, BCP 47) decides between near neighbours and where the text is short.
 */
export function guessLanguage(text: string, hint: string | null, clues: LanguageClues): LanguageGuess {
  const sample = cut(text, 0, sampleLength)
  const scripts = countScripts(sample)
  const declared = normaliseHint(hint)
  if (scripts.letters === 0) return declared === null ? guess('und', 0) : guess(declared, 0.3)
  const asian = guessEastAsian(sample, scripts, declared)
  if (asian !== null) return asian
  if (scripts.letters < fewest) return declared === null ? guess('und', 0) : guess(declared, 0.3)
  return guessByLikeness(sample, scripts, declared, clues)
}

/**
 * A headline full of Latin names is still Chinese, Japanese or Korean: a few native characters decide; few of Han
 * alone ("7万円") may be any of them, and the declared language decides. Which Chinese it is the characters say,
 * where they say it: a declared "zh" names no script.
 */
function guessEastAsian(sample: string, scripts: Scripts, declared: string | null): LanguageGuess | null {
  const native = scripts.Han + scripts.Kana + scripts.Hangul
  if (native * 4 < scripts.letters) return null
  const certain = Math.min(0.99, 0.8 + native / 100)
  if (scripts.Hangul > scripts.Han + scripts.Kana) return guess('ko', certain)
  if (scripts.Kana * 20 >= native) return guess('ja', certain)
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

/** Latin names stand in headlines of every script; words of another script do not stand in a Latin one. */
function scriptOf(scripts: Scripts): NewsScript {
  return ownScripts.find((script) => scripts[script] * 4 >= scripts.letters) ?? 'Latin'
}

const ownScripts = ['Cyrillic', 'Arabic', 'Greek', 'Hebrew', 'Thai', 'Devanagari'] as const

/**
 * What the declared language adds in log-odds: decides over a few words ("1 million Chinese yuan" looks Finnish), settles
 * neighbours in a headline, does not overrule a page of text.
 */
function priorOf(letters: number): number {
  return Math.min(12, 200 / letters)
}

/** The model alone decides where it is this sure of this much text; a headline of names is looked at from all sides. */
const alone = { letters: 120, probability: 0.95 }
/** Languages asked for, each of which costs time: few show whether the model is sure. */
const ranks = { sure: 2, unsure: 12 }
/** A language that is none of `newsLanguages` is answered from here on. */
const other = { letters: 150, probability: 0.8 }

function guessByLikeness(sample: string, scripts: Scripts, hint: string | null, clues: LanguageClues): LanguageGuess {
  const { letters } = scripts
  const considered: readonly string[] = newsLanguages[scriptOf(scripts)]
  const [[first, probability] = ['und', 0] as const] = [...probabilities(sample, clues.model, ranks.sure)].sort(
    (a, b) => b[1] - a[1],
  )
  if (considered.includes(first)) {
    if (letters >= alone.letters && probability >= alone.probability) return guess(first, Math.min(0.99, probability))
  } else if (letters >= other.letters && probability >= other.probability) return guess(first, probability)
  const scores = scoresOf(sample, considered, clues)
  const odds = scores.map(([tag, score]) => [tag, Math.exp(score + (tag === hint ? priorOf(letters) : 0))] as const)
  const total = odds.reduce((sum, [, weight]) => sum + weight, 0)
  const [best = ['und', 0] as const] = odds.sort((a, b) => b[1] - a[1])
  return guess(best[0], Math.min(0.99, best[1] / total))
}

function probabilities(text: string, model: LanguageModel, ranks: number): ReadonlyMap<string, number> {
  const likely = new Map<string, number>()
  for (const [name, probability] of model(text, ranks)) {
    const tag = sameLanguage[name] ?? name
    likely.set(tag, (likely.get(tag) ?? 0) + probability)
  }
  return likely
}

/** Weights of the clues, set on the "tune" half of test/text/titles.tsv; the "golden" half measures them. */
const weights = { trigrams: 5, smallWords: 2 }

/**
 * Log-odds of each language considered, but for a constant: of the text, of its words without the capitalised ones
 * (names are in no language), of its letter trigrams, and of its small words, the fewer languages have one the more.
 */
function scoresOf(
  sample: string,
  considered: readonly string[],
  { model, smallWords }: LanguageClues,
): (readonly [string, number])[] {
  const nameless = sample.match(/(?<![\p{L}\p{N}])\p{Ll}[^\s]*/gu)?.join(' ') ?? ''
  const likely = probabilities(sample, model, ranks.unsure)
  const likelyNameless = probabilities(nameless, model, ranks.unsure)
  const only = Object.keys(francNames).filter((name) => considered.includes(francNames[name] ?? ''))
  const trigrams = new Map(
    only.length < 2 ? [] : francAll(sample, { only, minLength: 3 }).map(([name, share]) => [francNames[name], share]),
  )
  const words = new Map<string, number>()
  for (const word of fold(sample).match(/\p{L}+/gu) ?? []) {
    const languages = smallWords.get(word) ?? []
    for (const tag of languages) words.set(tag, (words.get(tag) ?? 0) + 1 / Math.sqrt(languages.length))
  }
  return considered.map((tag) => [
    tag,
    Math.log((likely.get(tag) ?? 0) + 1e-4) +
      Math.log((likelyNameless.get(tag) ?? 0) + 1e-3) +
      weights.trigrams * (trigrams.get(tag) ?? 0) +
      weights.smallWords * (words.get(tag) ?? 0),
  ])
}

function guess(code: string, confidence: number): LanguageGuess {
  return { code: code as Id<'Language'>, confidence: Math.round(confidence * 100) / 100 }
}
