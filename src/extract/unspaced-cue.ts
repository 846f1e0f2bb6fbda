/** Firms in unspaced text told by marks: Latin names, names in quotation marks or title marks, names with a ticker in brackets. */

import { hitsOf, type Reading, spanOf, wordsOf } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'

export interface CuedName extends WordRange {
  readonly rule: 'latin' | 'quoted' | 'outlet' | 'ticker' | 'repeated'
}

/** Most places looked at: hostile text costs no more. */
const mostPlaces = 2_000

/** Names in words; whoever calls leaves out what is known and what is no firm's. */
export function cuedNames(reading: Reading): CuedName[] {
  const rules = [
    ['latin', latinNames],
    ['quoted', quotedNames],
    ['outlet', outletNames],
    ['ticker', tickerNames],
    ['repeated', repeatedNames],
  ] as const
  return rules.flatMap(([rule, find]) => find(reading).map((name) => ({ ...name, rule })))
}

/** Words that make no name of a run of Latin letters that they are part of. */
const products: ReadonlySet<string> = new Set([
  'chip',
  'unit',
  'stop',
  'organisation',
  'region',
  'currency',
  'other-name',
])

/** "Harrow Digital宣布", 云商Tidebank: capitalised Latin words with a trade at their end, or beside a word for a firm. */
function latinNames(reading: Reading): WordRange[] {
  const names: WordRange[] = []
  for (const { 0: run, index } of matches(
    reading,
    /\p{Lu}[\p{Script=Latin}\p{N}&'’-]*(?: (?:& )?[\p{Lu}][\p{Script=Latin}\p{N}&'’-]*){0,3}/gu,
  )) {
    const name = wordsOf(reading, { start: index, end: index + run.length })
    if (name.first < 0 || isProduct(reading, name)) continue
    if (endsInTrade(reading, name) || besideFirm(reading, name) || isSubject(reading, name, run)) names.push(name)
  }
  return names
}

function isProduct(reading: Reading, { first, last }: WordRange): boolean {
  for (let word = first; word <= last; word++)
    if (reading.at(word).some(({ use }) => products.has(use.type))) return true
  return false
}

function endsInTrade(reading: Reading, { first, last }: WordRange): boolean {
  return first < last && reading.at(last).some(({ use, last: end }) => use.type === 'tell' && end === last)
}

/** 雲端商Tidebank, ベンチャーキャピタルのNoriwake, 客户Main Chain, Nordhaven公司. */
function besideFirm(reading: Reading, { first, last }: WordRange): boolean {
  const { text } = reading.shadow
  const gap = text.slice(reading.words.ends[first - 1] ?? 0, reading.words.starts[first] ?? 0)
  if (/^["（(]?$/.test(gap) && (endsCue(reading, first - 1) || endsCue(reading, copulaEnd(reading, first - 1))))
    return true
  const behind = text.slice(reading.words.ends[last] ?? 0, reading.words.starts[last + 1] ?? 0)
  return /^"?$/.test(behind) && reading.at(last + 1).some(({ use }) => use.type === 'firm-behind')
}

/** 收货人是Zellmark, ドバイのZellmark: the word before a small one, else the word itself. */
function copulaEnd(reading: Reading, word: number): number {
  const isSmall = reading.at(word).some(({ use, last }) => use.type === 'stop' && last === word)
  return isSmall && reading.words.ends[word - 1] === reading.words.starts[word] ? word - 1 : word
}

function endsCue(reading: Reading, word: number): boolean {
  if (reading.sentenceOf[word] !== reading.sentenceOf[word + 1]) return false
  for (let from = word; from >= Math.max(0, word - longestCue); from--)
    if (
      reading
        .at(from)
        .some(
          ({ use, last }) =>
            last === word && (use.type === 'firm-noun' || use.type === 'firm-before' || use.type === 'firm-lead'),
        )
    )
      return true
  return false
}

/** Longest phrase that leads to a name but one, in characters. */
const longestCue = 8

/** "Bharat Nimbus昨天报备": two words or more that open a sentence and stand in the text again. */
function isSubject(reading: Reading, { first, last }: WordRange, run: string): boolean {
  if (first === last || (first > 0 && reading.sentenceOf[first - 1] === reading.sentenceOf[first])) return false
  const { text } = reading.document
  const { end } = spanOf(reading, first, last)
  return /^[\p{Script=Han}\p{Script=Hiragana}]/u.test(text.slice(end)) && text.indexOf(run, end) !== -1
}

/** 「陸奥グリーンコンピュート」: quotation marks around what ends in a trade, and in no field. */
function quotedNames(reading: Reading): WordRange[] {
  const names: WordRange[] = []
  for (const { 1: inner = '', index } of matches(
    reading,
    /[「『“"‘]([^「」『』“”"‘’\n。，、；：！？]{3,24})[」』”"’]/gu,
  )) {
    const name = wordsOf(reading, { start: index + 1, end: index + 1 + inner.length })
    if (name.first < 0 || hasSmallWord(reading, name)) continue
    if (hasTrade(reading, name) || hasFirmBehind(reading, name.last + 1)) names.push(name)
  }
  return names
}

/** 「ゼルマーク」の元社長: what only a firm has, right behind the quotation mark. */
function hasFirmBehind(reading: Reading, word: number): boolean {
  return reading.at(word).some(({ use }) => use.type === 'firm-behind')
}

/** A trade at the end, two characters or more before it, and no word before it that makes a field of it. */
function hasTrade(reading: Reading, { first, last }: WordRange): boolean {
  for (let word = first + 2; word <= last; word++) {
    if (!reading.at(word).some(({ use, last: end }) => end === last && (use.type === 'trade' || use.type === 'tell')))
      continue
    for (let before = first; before < word; before++)
      for (const { use, last: end } of reading.at(before)) {
        // One character makes a field only right before the trade: 津軽 is no 軽工業.
        const near = end > before || end === word - 1
        if (end < word && near && (use.type === 'firm-plain' || use.type === 'unit' || use.type === 'number'))
          return false
      }
    return true
  }
  return false
}

function hasSmallWord(reading: Reading, { first, last }: WordRange): boolean {
  for (let word = first; word <= last; word++)
    if (reading.at(word).some(({ use, last: end }) => end <= last && use.type === 'stop')) return true
  return false
}

/** 告訴《鉅鑫週刊》, 《极客前线》报道: what title marks hold beside a word of reporting is an outlet. */
function outletNames(reading: Reading): WordRange[] {
  const marks = { first: new Set<number>(), last: new Set<number>() }
  for (const { first, last } of hitsOf(reading, 'reported')) {
    marks.first.add(first)
    marks.last.add(last)
  }
  const names: WordRange[] = []
  for (const { 1: inner = '', index } of matches(reading, /《([^《》\n，。]{2,12})》/gu)) {
    const name = wordsOf(reading, { start: index + 1, end: index + 1 + inner.length })
    if (name.first < 0 || !(marks.last.has(name.first - 1) || marks.first.has(name.last + 1))) continue
    names.push(name)
  }
  return names
}

/** 恒阔智造（301687.SZ）, 连航数码（Lianhang Digital Pte Ltd）: opens its clause, and has its number or its Latin name behind it. */
function tickerNames(reading: Reading): WordRange[] {
  const names: WordRange[] = []
  for (const { 1: run = '', index } of matches(
    reading,
    /(?<=^|[\n。，、；：！？「」『』“”\s])([\p{Script=Han}\p{Script=Katakana}ー・]{2,10})(?=[（(](?:\d{4,6}(?:\.[A-Z]{2})?|(?:股票)?代[码碼號号][:：]? ?\d{4,6})[）)])/gmu,
  )) {
    const whole = wordsOf(reading, { start: index, end: index + run.length })
    if (whole.first < 0) continue
    const name = { first: behindCue(reading, whole), last: whole.last }
    if (name.last > name.first && !hasSmallWord(reading, name)) names.push(name)
  }
  return names
}

/** Behind the last word for a firm that stands within: 伺服器代工廠|鴻岳科技. */
function behindCue(reading: Reading, { first, last }: WordRange): number {
  let from = first
  for (let word = first; word < last; word++)
    for (const hit of reading.at(word))
      if (hit.use.type === 'firm-noun' && hit.last < last) from = Math.max(from, hit.last + 1)
  return from
}

/** Longest and shortest name that its own repetition tells. */
const longestRepeated = 8
const shortestRepeated = 3

/** 数据中心开发商南境枢纽: what stands behind a word for a firm and again elsewhere at a clause's beginning, with a word's end behind it. */
function repeatedNames(reading: Reading): WordRange[] {
  const { text } = reading.document
  const names: WordRange[] = []
  for (const noun of hitsOf(reading, 'firm-noun').slice(0, mostPlaces)) {
    const { end } = spanOf(reading, noun.last, noun.last)
    const behind = /^[\p{Script=Han}\p{Script=Katakana}ー]{3,8}/u.exec(text.slice(end, end + longestRepeated))?.[0]
    if (behind === undefined) continue
    for (let length = behind.length; length >= shortestRepeated; length--) {
      const run = behind.slice(0, length)
      if (!opensClause(text, run, end)) continue
      const name = wordsOf(reading, { start: end, end: end + length })
      if (!hasSmallWord(reading, name) && !isProduct(reading, name) && !isKnownWord(reading, name)) names.push(name)
      break
    }
  }
  return names
}

/** Whether a run stands right behind a mark, elsewhere than at `besides`. */
function opensClause(text: string, run: string, besides: number): boolean {
  for (let at = text.indexOf(run), step = 0; at !== -1 && step < 20; at = text.indexOf(run, at + run.length), step++)
    if (at !== besides && at > 0 && /[\n。，、；：！？「『“《（\s]/u.test(text.charAt(at - 1))) return true
  return false
}

/** Whether a name begins with what is known for something else. */
function isKnownWord(reading: Reading, { first }: WordRange): boolean {
  return reading.at(first).some(({ use }) => known.has(use.type))
}

const known: ReadonlySet<string> = new Set([
  'firm-noun',
  'firm-plain',
  'reported',
  'number',
  'company',
  'other-noun',
  'firm-behind',
])

function matches(reading: Reading, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  for (const match of reading.document.text.matchAll(pattern)) {
    if (found.length === mostPlaces) break
    found.push(match)
  }
  return found
}
