/** Where sentences end by Unicode's rules (UAX 29), for the characters that most news is written in: Intl.Segmenter takes ten times as long. */

import { unitAt } from './units.ts'

/** What the rules call a character. `foreign`: what a mark joins, or is of no kind that is read here. */
const other = 1
const lower = 2
const upper = 3
const letter = 4
const digit = 5
const stop = 6
const mark = 7
const close = 8
const space = 9
const continues = 10
const foreign = 11

/** 0: not asked yet. */
const kinds = new Uint8Array(0x10000)

const tests: readonly (readonly [RegExp, number])[] = [
  [
    /[^\t -\u024f\u0384-\u04ff\u2010-\u203a\u20a0-\u20bf\u3000-\u30ff\u4e00-\u9fff\uff01-\uff65]|[\u0387\u2028\u2029]/,
    foreign,
  ],
  [/[.]/, stop],
  [/[!?。！？]/, mark],
  [/[\p{Zs}\t]/u, space],
  [/[\p{M}\p{C}\p{Sentence_Terminal}]/u, foreign],
  [/\p{Lowercase}/u, lower],
  [/[\p{Uppercase}\p{Lt}]/u, upper],
  [/[0-9]/, digit],
  [/\p{N}/u, foreign],
  [/\p{Alphabetic}/u, letter],
  [/[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"']/u, close],
  [/[,\-:;–—、，：；－､]/, continues],
  [/./s, other],
]

function learnKind(code: number): number {
  const character = String.fromCharCode(code)
  const kind = tests.find(([test]) => test.test(character))![1]
  kinds[code] = kind
  return kind
}

/** Ends of the sentences in from..to of a text, the last of them `to`; null where it holds a character that is not read here. */
export function sentenceEnds(text: string, from: number, to: number): number[] | null {
  for (let at = from; at < to; at++) {
    const code = unitAt(text, at)
    if ((kinds[code] || learnKind(code)) === foreign) return null
  }
  const kindAt = (at: number): number => (at < to ? kinds[unitAt(text, at)]! : 0)
  const ends: number[] = []
  for (let at = from; at < to; ) {
    const kind = kindAt(at++)
    if (kind !== stop && kind !== mark) continue
    const next = kindAt(at)
    if (kind === stop && (next === digit || (next === upper && at - 2 >= from && isCased(kindAt(at - 2))))) continue
    while (kindAt(at) === close) at++
    while (kindAt(at) === space) at++
    if (at < to && !goesOn(kindAt, at, kind)) ends.push(at)
  }
  if (from < to) ends.push(to)
  return ends
}

function isCased(kind: number): boolean {
  return kind === lower || kind === upper
}

/** Whether what follows a full stop or mark, with what closes it and spaces, is of the same sentence. */
function goesOn(kindAt: (at: number) => number, from: number, kind: number): boolean {
  let at = from
  const first = kindAt(at)
  if (first === continues || first === stop || first === mark) return true
  if (kind === mark) return false
  for (let next = first; ; next = kindAt(++at)) {
    if (next === lower) return true
    if (next === 0 || next === upper || next === letter || next === stop || next === mark) return false
  }
}
