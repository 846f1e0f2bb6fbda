/** Which language a text is in: by its script first, then by letter trigrams, with the declared language as prior. */

import { francAll } from 'franc'
import type { Id, LanguageGuess } from '../types/text.ts'
import { fold } from './shadow.ts'

/** ISO 639-3 as franc says it → BCP 47 as we do. Only these are considered: news is written in few languages. */
const trigramLanguages: Readonly<Record<string, string>> = {
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
  rus: 'ru',
  ukr: 'uk',
  bul: 'bg',
  srp: 'sr',
  swe: 'sv',
  dan: 'da',
  nob: 'no',
  fin: 'fi',
  ces: 'cs',
  ron: 'ro',
  hun: 'hu',
  ell: 'el',
  arb: 'ar',
  pes: 'fa',
  urd: 'ur',
  hin: 'hi',
  heb: 'he',
  tha: 'th',
  kor: 'ko',
}

/** Characters that only the simplified or only the traditional script writes, among the commonest of news. */
const simplified =
  /[这为国发时会说们对过还进开关产业经动现电务单机网络芯货阶亿万与东严丧个丰临举么义乌乐习书买乱争亏亚亲显运转数设计规联报导讯续纪录应该资达实际证监许权护华间问题门闻违诉讼审讨论认识释谁详语误谈责贸费赛车软轻输边远选择针铁银锁错长难韩项顾预领频额风飞马驱验鲜鸿龙围罗卢]/g
const traditional =
  /[這為國發時會說們對過還進開關產業經動現電務單機網絡貨階億萬與東嚴喪個豐臨舉麼義烏樂習書買亂爭於虧雲亞親顯運轉數據設計規範圍聯報導訊續紀錄應該資達實際證監許權護華間問題門聞違訴訟審討論認識釋誰詳語誤談責貿費賽車軟輕輸邊遠選擇針鐵銀鎖錯長難韓項顧預領頻額風飛馬驅驗鮮鴻龍羅盧]/g

const sampleLength = 3_000

/** Fewer letters than this tell nothing: a product's name is in no language. */
const fewest = 15

/** Up to so many letters a declared language is believed, if it is written so: "1 million Chinese yuan" looks Finnish. */
const believed = 40

/** Function words of a language, folded: "the", "of". */
export type CommonWords = ReadonlyMap<string, ReadonlySet<string>>

/** Share of the text's words that are function words of each language. */
function commonShares(sample: string, common: CommonWords): ReadonlyMap<string, number> {
  const words = fold(sample).match(/\p{L}+/gu) ?? []
  const shares = new Map<string, number>()
  for (const [tag, known] of common)
    shares.set(tag, words.filter((word) => known.has(word)).length / Math.max(1, words.length))
  return shares
}

/** What function words add to a language's likeness, for each share of the text; and what having a file does. */
const commonWeight = 0.5
const fileWeight = 0.05

interface Scripts {
  readonly letters: number
  readonly han: number
  readonly kana: number
  readonly hangul: number
  readonly latin: number
}

function countScripts(text: string): Scripts {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0
  return {
    letters: count(/\p{L}/gu),
    han: count(/\p{Script=Han}/gu),
    kana: count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu),
    hangul: count(/\p{Script=Hangul}/gu),
    latin: count(/\p{Script=Latin}/gu),
  }
}

/**
 * The language of a text; "und" with confidence 0 where there are too few letters to tell.
 * `hint` (feed, page or caller, BCP 47) decides between near neighbours and where the text is short.
 */
export function guessLanguage(text: string, hint: string | null, common: CommonWords): LanguageGuess {
  const sample = text.slice(0, sampleLength)
  const scripts = countScripts(sample)
  const declared = normaliseHint(hint)
  if (scripts.letters === 0) return declared === null ? guess('und', 0) : guess(declared, 0.3)
  const asian = guessEastAsian(sample, scripts, declared)
  if (asian !== null) return asian
  if (scripts.letters < fewest) return declared === null ? guess('und', 0) : guess(declared, 0.3)
  const latin = scripts.latin * 2 > scripts.letters
  if (declared !== null && scripts.letters < believed && latin && common.has(declared) && !eastAsian.has(declared))
    return guess(declared, 0.5)
  return guessByTrigrams(sample, scripts.letters, declared, commonShares(sample, common))
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
  const hant = sample.match(traditional)?.length ?? 0
  const hans = sample.match(simplified)?.length ?? 0
  if (hant + hans === 0) return guess(eastAsian.has(declared ?? '') ? declared! : 'zh-Hans', 0.5)
  return guess(hant > hans ? 'zh-Hant' : 'zh-Hans', Math.max(hant, hans) / (hant + hans) > 0.8 ? certain : 0.7)
}

const eastAsian: ReadonlySet<string> = new Set(['zh-Hans', 'zh-Hant', 'ja', 'ko'])
const otherThanChinese: ReadonlySet<string> = new Set(['ja', 'ko'])

/** Chinese is told by its script; where only a country is declared, by the script which that country writes. */
function normaliseHint(hint: string | null): string | null {
  if (hint === null) return null
  const parts = hint.toLowerCase().split(/[-_]/)
  const tag = parts[0] ?? ''
  if (tag === 'zh') return parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-Hant' : 'zh-Hans'
  if (eastAsian.has(tag)) return tag
  return Object.values(trigramLanguages).includes(tag) ? tag : null
}

/** What the declared language adds to its own likeness: enough to settle neighbours, not to overrule a page of text. */
function priorOf(letters: number): number {
  return Math.min(0.25, 12 / letters)
}

function guessByTrigrams(
  sample: string,
  letters: number,
  hint: string | null,
  common: ReadonlyMap<string, number>,
): LanguageGuess {
  const ranked = francAll(sample, { only: Object.keys(trigramLanguages), minLength: 3 })
    .filter(([code]) => code !== 'und')
    .map(([code, likeness]) => {
      const tag = trigramLanguages[code] ?? 'und'
      const share = common.get(tag)
      const known = share === undefined ? 0 : fileWeight + commonWeight * share
      return [tag, likeness + known + (tag === hint ? priorOf(letters) : 0)] as const
    })
    .sort((a, b) => b[1] - a[1])
  const [best, second] = ranked
  if (best === undefined) return hint === null ? guess('und', 0) : guess(hint, 0.3)
  const margin = best[1] - (second?.[1] ?? 0)
  const confidence = Math.min(0.99, 0.4 + margin * 4 + Math.min(letters, 400) / 1_000)
  return guess(best[0], confidence)
}

function guess(code: string, confidence: number): LanguageGuess {
  return { code: code as Id<'Language'>, confidence: Math.round(confidence * 100) / 100 }
}
