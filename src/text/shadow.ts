/** The normalised twin of a text on which all matching runs, with the way back to the author's own characters. */

import type { Span } from '../types/text.ts'
import { cut, unitAt } from './units.ts'

/**
 * `text` is the original in NFKC and lower case, grapheme by grapheme, with typographic variants folded
 * (apostrophes, dashes, quotation marks, digits of other scripts) and invisible marks left out.
 * Unit i of `text` comes from the original's [starts[i], ends[i]). Lengths differ, so offsets are never added up.
 */
export interface Shadow {
  readonly text: string
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Invisible in print and in matching: bidi controls, zero-width characters, soft hyphen, tatweel, BOM. */
const invisible =
  /[\u00ad\u0640\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\ufe00-\ufe0f]/g

/** Typographic variants → what a keyboard types, after NFKC (which has already made every space U+0020). */
const folds: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u055a\uff07\u00b4]/g, "'"],
  [/[\u201c-\u201f\u00ab\u00bb\u300c-\u300f\u2039\u203a\u2033\u301d-\u301f]/g, '"'],
  [/[\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d]/g, '-'],
]

const otherDigit = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]/g

function foldCluster(cluster: string): string {
  let folded = cluster.normalize('NFKC').toLowerCase().replace(invisible, '')
  for (const [variants, plain] of folds) folded = folded.replace(variants, plain)
  return folded.replace(otherDigit, (digit) => String(digitValue(digit)))
}

function digitValue(digit: string): number {
  const code = unitAt(digit, 0)
  const zero = [0x0660, 0x06f0, 0x0966, 0x09e6].findLast((first) => code >= first) ?? code
  return code - zero
}

const extending = /\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}]/u
const regional = /[\u{1f1e6}-\u{1f1ff}]/u

/** End of the grapheme that begins at `at`: a base character with its marks, a joined emoji, a flag, CR LF. */
export function graphemeEnd(text: string, at: number): number {
  let end = at + codePointLength(text, at)
  if (unitAt(text, at) === 13 && unitAt(text, end) === 10) return end + 1
  if (regional.test(cut(text, at, end)) && regional.test(cut(text, end, end + 2))) end += 2
  for (;;) {
    const code = unitAt(text, end)
    if (!(code >= 0x300)) return end
    const length = codePointLength(text, end)
    if (!extending.test(cut(text, end, end + length))) return end
    end += length
    if (code === 0x200d && end < text.length) end += codePointLength(text, end)
  }
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** A UTF-16 unit that stands alone folds into the one unit `foldedTo[code]`. */
const plain = 1
/** Its fold, `longer.get(code)`, is empty or longer than one unit. */
const other = 2

/** 0: not asked yet. */
const kinds = new Uint8Array(0x10000)
const foldedTo = new Uint16Array(0x10000)
const longer = new Map<number, string>()

function learnUnit(code: number): number {
  const folded = foldCluster(String.fromCharCode(code))
  const kind = folded.length === 1 ? plain : other
  if (kind === plain) foldedTo[code] = unitAt(folded, 0)
  else longer.set(code, folded)
  kinds[code] = kind
  return kind
}

/** 1: ends the grapheme before it; 2: may belong to it; 0: not asked yet. Every half of a surrogate pair is a 2. */
const joins = new Uint8Array(0x10000)

function learnJoin(code: number): number {
  const surrogate = code >= 0xd800 && code <= 0xdfff
  const join = surrogate || extending.test(String.fromCharCode(code)) ? 2 : 1
  joins[code] = join
  return join
}

/** Whether the unit at `at` is a grapheme of its own, by the tables alone; "\r\n" counts as two. */
function standsAlone(text: string, at: number, code: number): boolean {
  if (code >= 0xd800 && code <= 0xdfff) return false
  if (at + 1 >= text.length) return true
  const next = unitAt(text, at + 1)
  return next < 0x300 || (joins[next] || learnJoin(next)) === 1
}

/** The last text and its shadow: to guess a language the beginning of a text is folded first, often all of it. */
let last: { readonly text: string; readonly shadow: Shadow } | null = null

/** Longest text remembered, in code units. */
const remembered = 4_000

/** Linear in the text's length; never throws, lone surrogates included. */
export function makeShadow(text: string): Shadow {
  if (text.length < shortest || text.length > remembered) return foldText(text)
  if (last === null || last.text !== text) last = { text, shadow: foldText(text) }
  return last.shadow
}

/** Shorter ones, as words of the knowledge are, push no text out. */
const shortest = 64

/** Room to fold in, used again for each text of ordinary length; and 0, 1, 2 …, where nothing changes its length. */
const ordinary = new Uint16Array(0x8000)
const identity = Int32Array.from({ length: ordinary.length + 1 }, (_, i) => i)

/** 1: folds into one unit and is a grapheme of its own unless a mark follows; 2: is not so simple; 0: not asked yet. */
const simple = new Uint8Array(0x10000)

function learnSimple(code: number): number {
  const joined = code >= 0x300 && (joins[code] || learnJoin(code)) === 2
  const found = !joined && (kinds[code] || learnUnit(code)) === plain ? 1 : 2
  simple[code] = found
  return found
}

/** Unit by unit while all is simple; what is not, grapheme by grapheme. */
function foldText(text: string): Shadow {
  let units = text.length <= ordinary.length ? ordinary : new Uint16Array(text.length + 16)
  /** null as long as unit i comes from unit i. */
  let from: Places | null = null
  let length = 0
  let all = 0
  /** Where the last grapheme ended that was no simple one. */
  let settled = 0
  for (let at = 0; at < text.length; ) {
    let code = unitAt(text, at)
    if ((simple[code] || learnSimple(code)) === 1 && length < units.length) {
      const unit = foldedTo[code]!
      all |= unit
      units[length] = unit
      if (from !== null) {
        from.starts[length] = at
        from.ends[length] = at + 1
      }
      length++
      at++
      continue
    }
    // A mark belongs to the character before it, which was taken for simple.
    if (at > settled && code >= 0x300 && joins[code] === 2) {
      code = unitAt(text, --at)
      length--
    }
    const next = standsAlone(text, at, code) ? at + 1 : graphemeEnd(text, at)
    const folded = next === at + 1 ? foldUnit(code) : foldCluster(cut(text, at, next))
    if (from === null && (folded.length !== 1 || next !== at + 1)) from = placesTo(length, units.length)
    if (length + folded.length > units.length) {
      units = grown(units, new Uint16Array(Math.max(length + folded.length, units.length * 2)))
      if (from !== null) from = grownPlaces(from, units.length)
    }
    for (let i = 0; i < folded.length; i++) {
      const unit = unitAt(folded, i)
      all |= unit
      units[length] = unit
      if (from !== null) {
        from.starts[length] = at
        from.ends[length] = next
      }
      length++
    }
    at = next
    settled = next
  }
  const same = length < identity.length ? identity : from === null ? ascending(length + 1) : identity
  const starts = from === null ? same.subarray(0, length) : from.starts.slice(0, length)
  const ends = from === null ? same.subarray(1, length + 1) : from.ends.slice(0, length)
  return { text: asString(units, length, all), starts, ends }
}

function ascending(length: number): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(length)
  for (let i = 0; i < length; i++) numbers[i] = i
  return numbers
}

/** Where in the original units come from. */
interface Places {
  readonly starts: Int32Array<ArrayBuffer>
  readonly ends: Int32Array<ArrayBuffer>
}

function grownPlaces({ starts, ends }: Places, size: number): Places {
  return { starts: grown(starts, new Int32Array(size)), ends: grown(ends, new Int32Array(size)) }
}

/** Places of `size` units, of which the first `length` are the original's. */
function placesTo(length: number, size: number): Places {
  const starts = new Int32Array(size)
  const ends = new Int32Array(size)
  for (let i = 0; i < length; i++) {
    starts[i] = i
    ends[i] = i + 1
  }
  return { starts, ends }
}

function foldUnit(code: number): string {
  const kind = kinds[code] || learnUnit(code)
  return kind === plain ? String.fromCharCode(foldedTo[code]!) : (longer.get(code) ?? '')
}

/** Room for the letters of a text, as `ordinary`. */
const letters = Buffer.alloc(ordinary.length)

/** `all`: every unit or-ed; where it fits in a byte, so does the string. */
function asString(units: Uint16Array<ArrayBuffer>, length: number, all: number): string {
  if (all < 0x100) {
    const bytes = length <= letters.length ? letters : Buffer.allocUnsafeSlow(length)
    for (let i = 0; i < length; i++) bytes[i] = units[i]!
    return bytes.toString('latin1', 0, length)
  }
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le')
}

function grown<Units extends Uint16Array | Int32Array>(array: Units, larger: Units): Units {
  larger.set(array)
  return larger
}

/** The author's characters behind shadow units [start, end). */
export function toOriginal(shadow: Shadow, start: number, end: number): Span {
  return { start: shadow.starts[start] ?? 0, end: shadow.ends[end - 1] ?? 0 }
}

/** The fold alone, for names and patterns that texts are matched with. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  if (text.length >= shortest) return makeShadow(text).text
  let folded = ''
  for (let at = 0; at < text.length; ) {
    const code = unitAt(text, at)
    const next = standsAlone(text, at, code) ? at + 1 : graphemeEnd(text, at)
    folded += next === at + 1 ? foldUnit(code) : foldCluster(cut(text, at, next))
    at = next
  }
  return folded
}

/** Nothing of ASCII is folded but capitals. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (unitAt(text, at) >= 0x80) return false
  return true
}
