/** Figures of scripts that write one character a digit or scale: 3.6万, 三千五百, 百二十億, 1億2千萬, 70多亿. */

import { longestAt, type Reading } from '../knowledge/reading.ts'
import { readDigits } from '../text/numerals.ts'
import { cut, unitAt } from '../text/units.ts'
import type { Figure } from './counted.ts'

/** Scales from here on close a group: 三千五百 is one group of 三千五百万. */
const myriad = 1e4

/** More characters than this are no number that a newspaper writes: bounds the work on hostile text. */
const longest = 40

/** A number being read. `digit` waits for its scale; `run` are its characters when they are no Arabic digits. */
interface State {
  readonly total: number
  readonly group: number
  readonly digit: number | null
  readonly run: readonly number[]
  /** The last scale of any size, and the last that closed a group; 0 before the first. */
  readonly scale: number
  readonly closed: number
  readonly decimals: number | null
  readonly atLeast: boolean
  readonly vague: boolean
  readonly end: number
  readonly last: number
}

/**
 * The number that begins at a word and the word where it ends; null where none begins. `figure` is null for a
 * vague one (数十亿, 两三千, 十几亿): nobody can say what it is, and its parts are no figures either. `glued`: the
 * length of a currency sign at the start of the word.
 */
export function readPositional(
  reading: Reading,
  first: number,
  glued = 0,
): { readonly figure: Figure | null; readonly last: number } | null {
  const opening = longestAt(reading, first, 'vague')
  let state: State = {
    total: 0,
    group: 0,
    digit: null,
    run: [],
    scale: 0,
    closed: 0,
    decimals: null,
    atLeast: false,
    vague: opening !== null,
    end: 0,
    last: opening === null ? first - 1 : opening.last,
  }
  const from = state.last
  for (let step = 0; step < longest; step++) {
    const next = advance(reading, state, state.last === first - 1 ? glued : null)
    if (next === null) break
    state = next
  }
  if (state.last === from) return null
  const value = figureOf(state)
  const alone = state.last === first && longestAt(reading, first, 'article') !== null && !isOfMoney(reading, first)
  if (state.vague || value <= 0 || alone) return { figure: null, last: state.last }
  const start = (reading.words.starts[first] ?? 0) + glued
  const figure: Figure = {
    first,
    last: state.last,
    start,
    end: state.end,
    low: value,
    high: value,
    scaled: state.scale > 0,
    loose: false,
    scale: Math.max(1, state.closed, state.closed === 0 ? state.scale : 0),
    digits: isDigit(unitAt(reading.shadow.text, start)),
    atLeast: state.atLeast,
  }
  return { figure, last: state.last }
}

/** "一美元" is a sum; "一元化" is none: the name of the currency has characters enough. */
function isOfMoney(reading: Reading, word: number): boolean {
  const name = longestAt(reading, word + 1, 'currency')
  return name !== null && name.last > name.first && reading.words.starts[word + 1] === reading.words.ends[word]
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** The state after the next digits, character or scale; null where the number is over. `opening`: see `glued`. */
function advance(reading: Reading, state: State, opening: number | null): State | null {
  const word = state.last + 1
  const opens = opening !== null
  if (!opens && !touches(reading, state)) return null
  const from = reading.words.starts[word]
  if (from === undefined) return null
  const start = from + (opening ?? 0)
  if (isDigit(unitAt(reading.shadow.text, start))) return takeDigits(reading, state, word, start, opens)
  const scale = longestAt(reading, word, 'scale')
  if (scale !== null) return takeScale(reading, state, scale.last, scale.use.value)
  if (state.atLeast) return null
  const number = longestAt(reading, word, 'number')
  if (number !== null) return takeCharacter(reading, state, number.last, number.use.value)
  if (opens) return null
  return takeSmallWord(reading, state, word)
}

/** Nothing stands between, or one space between Arabic digits and a scale ("3.6 万"). */
function touches(reading: Reading, state: State): boolean {
  const { words, sentenceOf, shadow } = reading
  const next = words.starts[state.last + 1]
  if (next === undefined || sentenceOf[state.last] !== sentenceOf[state.last + 1]) return false
  const between = cut(shadow.text, words.ends[state.last] ?? 0, next)
  return between === '' || (between === ' ' && state.digit !== null && state.run.length === 0)
}

function takeDigits(reading: Reading, state: State, word: number, start: number, opens: boolean): State | null {
  if (state.digit !== null || state.atLeast || (!opens && (state.vague || state.closed === 0))) return null
  const digits = readDigits(reading.shadow.text, start, reading.language!.numbers)
  if (digits === null) return null
  let last = word
  while ((reading.words.starts[last + 1] ?? Number.POSITIVE_INFINITY) < digits.end) last++
  return { ...state, digit: digits.value, run: [], end: digits.end, last }
}

/** 十 to 千 multiply the digit before them; 万 and above close a group; 万亿 multiplies what 万 has closed. */
function takeScale(reading: Reading, state: State, last: number, value: number): State | null {
  const end = reading.words.ends[last] ?? 0
  const digit = state.digit === null ? null : withDecimals(state)
  const taken = { ...state, digit: null, run: [], decimals: null, scale: value, end, last }
  if (value < myriad) {
    if (digit === null && state.scale > 0 && state.scale < myriad) return null
    return { ...taken, group: state.group + (digit ?? 1) * value }
  }
  const group = state.group + (digit ?? 0)
  if (group === 0 && state.total === 0 && !state.vague) return null
  const grows = state.closed > 0 && value > state.closed
  const total = group === 0 || grows ? (state.total + group) * value : state.total + group * value
  const closed = group === 0 && state.closed > 0 ? state.closed * value : value
  return { ...taken, total, group: 0, closed }
}

/** 二〇二五 is read digit by digit; two neighbours without a zero (两三, 七八) are an estimate. */
function takeCharacter(reading: Reading, state: State, last: number, value: number): State | null {
  if (state.digit !== null && state.run.length === 0) return null
  const end = reading.words.ends[last] ?? 0
  if (state.decimals !== null) return { ...state, decimals: state.decimals * 10 + value, end, last }
  const run = [...state.run, value]
  const digit = run.reduce((sum, one) => sum * 10 + one, 0)
  const vague = state.vague || (run.length === 2 && !run.includes(0))
  return { ...state, digit, run, vague: run.length > 2 ? false : vague, end, last }
}

/** 点 before decimals, 多 or 余 as a hedge, 几 inside: 三点五亿, 70多亿, 十几亿. */
function takeSmallWord(reading: Reading, state: State, word: number): State | null {
  const end = reading.words.ends[word] ?? 0
  if (longestAt(reading, word, 'point')?.last === word && state.run.length > 0 && state.decimals === null)
    return longestAt(reading, word + 1, 'number') === null ? null : { ...state, decimals: 0, end, last: word }
  const vague = longestAt(reading, word, 'vague')
  if (vague !== null && state.scale > 0) return { ...state, vague: true, end, last: vague.last }
  const more = longestAt(reading, word, 'atLeast-after')
  if (more === null || more.last !== word) return null
  return { ...state, atLeast: true, end, last: word }
}

function withDecimals(state: State): number {
  const digit = state.digit ?? 0
  return state.decimals === null || state.decimals === 0 ? digit : Number(`${digit}.${state.decimals}`)
}

/** A last digit without its scale belongs to the next one down: 一万二 is 12,000; after a zero it does not. */
function figureOf(state: State): number {
  const { digit, run, scale } = state
  const rest = run.length === 1 && scale > 10 && digit !== null ? (digit * scale) / 10 : withDecimals(state)
  return Number((state.total + state.group + (digit === null ? 0 : rest)).toPrecision(12))
}
