/** Words of a shadow: runs of letters or digits, and every character of a script written without spaces. */

import { unitAt } from './units.ts'

/**
 * Word i is shadow units [starts[i], ends[i]). `single[i]` is 1 for one character of a script that writes no
 * spaces (Han, kana, Thai …). `joined[i]` is 1 where word i follows the one before it with nothing between,
 * both of spaced scripts: "2.5bn" is 2 · 5 · bn, and bn is joined to 5.
 */
export interface Words {
  readonly count: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly single: Uint8Array
  readonly joined: Uint8Array
  /** 1 where a digit is in the word. */
  readonly digits: Uint8Array
  /** A hash of each word's characters; 0 for one character of an unspaced script. */
  readonly hashes: Int32Array
}

const letter = 1
const digit = 2
const singleScript = 3
const none = 4

/** 0: not asked yet. */
const classes = new Uint8Array(0x10000)

const isSingle =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\u3005]/u
const isLetter = /[\p{L}\p{M}]/u
const isDigit = /\p{Nd}/u

/** What kind of character a UTF-16 unit is; surrogate pairs count as single when they are Han (planes 2 and 3). */
function classOf(code: number): number {
  return classes[code] || learnClass(code)
}

function learnClass(code: number): number {
  const character = String.fromCharCode(code)
  let kind = none
  if (code >= 0xd840 && code <= 0xd8bf) kind = singleScript
  else if (isSingle.test(character)) kind = singleScript
  else if (isDigit.test(character)) kind = digit
  else if (isLetter.test(character)) kind = letter
  classes[code] = kind
  return kind
}

/** Where the word that begins at `at` ends; `at` where none begins. */
export function wordEnd(text: string, at: number): number {
  const kind = classOf(unitAt(text, at))
  if (kind === none) return at
  return kind === singleScript ? singleEnd(text, at) : runEnd(text, at, kind)
}

/** Whether the word at `at` is one character of a script that writes no spaces. */
export function isSingleAt(text: string, at: number): boolean {
  return classOf(unitAt(text, at)) === singleScript
}

/** Room to note words in, used again for each text of ordinary length: making it anew takes longer than filling it. */
const ordinary = roomFor(0x10000)

function roomFor(length: number): Omit<Words, 'count'> {
  return {
    starts: new Int32Array(length),
    ends: new Int32Array(length),
    single: new Uint8Array(length),
    joined: new Uint8Array(length),
    digits: new Uint8Array(length),
    hashes: new Int32Array(length),
  }
}

/** Linear. A digit followed by a letter begins a new word ("160m" is 160 · m); a letter followed by a digit does not. */
export function splitWords(text: string): Words {
  const { starts, ends, single, joined, digits, hashes } =
    text.length <= ordinary.starts.length ? ordinary : roomFor(text.length)
  let count = 0
  for (let at = 0; at < text.length; ) {
    const code = unitAt(text, at)
    const kind = classes[code] || learnClass(code)
    if (kind === none) {
      at++
      continue
    }
    const isSingle = kind === singleScript
    const end = isSingle ? singleEnd(text, at) : runEnd(text, at, kind)
    hashes[count] = isSingle ? 0 : runHash
    digits[count] = isSingle ? 0 : runDigits
    starts[count] = at
    ends[count] = end
    single[count] = isSingle ? 1 : 0
    joined[count] = !isSingle && count > 0 && ends[count - 1] === at && single[count - 1] === 0 ? 1 : 0
    count++
    at = end
  }
  return {
    count,
    starts: starts.slice(0, count),
    ends: ends.slice(0, count),
    single: single.slice(0, count),
    joined: joined.slice(0, count),
    digits: digits.slice(0, count),
    hashes: hashes.slice(0, count),
  }
}

function singleEnd(text: string, at: number): number {
  const code = unitAt(text, at)
  return code >= 0xd800 && code <= 0xdbff && at + 1 < text.length ? at + 2 : at + 1
}

/** Hash of the run that `runEnd` read last, and whether it has a digit. */
let runHash = 0
let runDigits = 0

function runEnd(text: string, at: number, first: number): number {
  let end = at + 1
  let last = first
  let hash = unitAt(text, at)
  let digits = first === digit ? 1 : 0
  while (end < text.length) {
    const code = unitAt(text, end)
    const kind = classes[code] || learnClass(code)
    if (kind === digit) digits = 1
    else if (kind !== letter || last === digit) break
    last = kind
    hash = (Math.imul(hash, 31) + code) | 0
    end++
  }
  runHash = hash
  runDigits = digits
  return end
}
