/** The normalised twin of a text on which all matching runs, with the way back to the author's own characters. */

import type { Span } from '../types/text.ts'

/**
 * `text` is the original in NFKC and lower case, grapheme by grapheme, with typographic variants folded
 * (apostrophes, dashes, quotation marks, digits of other scripts) and invisible marks left out.
 * Unit i of `text` comes from the original's [starts[i], ends[i]). Lengths differ, so offsets are never added up.
 */
export interface Shadow {
  readonly text: string
  readonly starts: Uint32Array
  readonly ends: Uint32Array
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
  const code = digit.charCodeAt(0)
  const zero = [0x0660, 0x06f0, 0x0966, 0x09e6].findLast((first) => code >= first) ?? code
  return code - zero
}

const extending = /\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}]/u
const regional = /[\u{1f1e6}-\u{1f1ff}]/u

/** End of the grapheme that begins at `at`: a base character with its marks, a joined emoji, a flag, CR LF. */
export function graphemeEnd(text: string, at: number): number {
  let end = at + codePointLength(text, at)
  if (text.charCodeAt(at) === 13 && text.charCodeAt(end) === 10) return end + 1
  if (regional.test(text.slice(at, end)) && regional.test(text.slice(end, end + 2))) end += 2
  for (;;) {
    const code = text.charCodeAt(end)
    if (!(code >= 0x300)) return end
    const length = codePointLength(text, end)
    if (!extending.test(text.slice(end, end + length))) return end
    end += length
    if (code === 0x200d && end < text.length) end += codePointLength(text, end)
  }
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

const memo: (string | undefined)[] = []

function foldUnit(text: string, start: number, end: number): string {
  if (end - start !== 1) return foldCluster(text.slice(start, end))
  const code = text.charCodeAt(start)
  const known = memo[code]
  if (known !== undefined) return known
  const folded = foldCluster(text.slice(start, end))
  memo[code] = folded
  return folded
}

/** Linear in the text's length; never throws, lone surrogates included. */
export function makeShadow(text: string): Shadow {
  const parts: string[] = []
  let starts = new Uint32Array(text.length + 16)
  let ends = new Uint32Array(text.length + 16)
  let length = 0
  for (let at = 0; at < text.length; ) {
    const next = text.charCodeAt(at) < 0x80 && !(text.charCodeAt(at + 1) >= 0x300) ? at + 1 : graphemeEnd(text, at)
    const folded = foldUnit(text, at, next)
    if (length + folded.length > starts.length) {
      starts = grown(starts, length + folded.length)
      ends = grown(ends, length + folded.length)
    }
    for (let unit = 0; unit < folded.length; unit++) {
      starts[length] = at
      ends[length++] = next
    }
    parts.push(folded)
    at = next
  }
  return { text: parts.join(''), starts: starts.subarray(0, length), ends: ends.subarray(0, length) }
}

function grown(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, array.length * 2))
  larger.set(array)
  return larger
}

/** The author's characters behind shadow units [start, end). */
export function toOriginal(shadow: Shadow, start: number, end: number): Span {
  return { start: shadow.starts[start] ?? 0, end: shadow.ends[end - 1] ?? 0 }
}

/** The fold alone, for names and patterns that texts are matched with. */
export function fold(text: string): string {
  return makeShadow(text).text
}
