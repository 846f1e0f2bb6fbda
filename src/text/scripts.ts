/** Which script a character is of, looked up in tables that learn each character once. */

/** What a character is: bits of `letter` and of the scripts that matter to us. */
export const letter = 1
export const han = 2
export const kana = 4
export const hangul = 8
export const latin = 16
const asked = 32

const tests: readonly (readonly [number, RegExp])[] = [
  [letter, /^\p{L}/u],
  [han, /^\p{Script=Han}/u],
  [kana, /^[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  [hangul, /^\p{Script=Hangul}/u],
  [latin, /^\p{Script=Latin}/u],
]

const known = new Uint8Array(0x10000)

/** The bits of a code point. */
export function bitsOf(code: number): number {
  if (code < 0x10000) {
    const bits = known[code]!
    if (bits !== 0) return bits
  }
  const character = String.fromCodePoint(code)
  let bits = asked
  for (const [bit, test] of tests) if (test.test(character)) bits |= bit
  if (code < 0x10000) known[code] = bits
  return bits
}

/** The code point at `at`; half a surrogate pair counts for itself. */
export function codePointAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xd800 && code <= 0xdbff ? text.codePointAt(at)! : code
}

export interface Scripts {
  readonly letters: number
  readonly han: number
  readonly kana: number
  readonly hangul: number
  readonly latin: number
}

/** How many characters of each there are. */
export function countScripts(text: string): Scripts {
  const counts = { letters: 0, han: 0, kana: 0, hangul: 0, latin: 0 }
  for (let at = 0; at < text.length; ) {
    const code = codePointAt(text, at)
    at += code > 0xffff ? 2 : 1
    const bits = bitsOf(code)
    counts.letters += bits & letter
    if ((bits & latin) !== 0) counts.latin++
    else if ((bits & (han | kana | hangul)) !== 0) {
      if ((bits & han) !== 0) counts.han++
      if ((bits & kana) !== 0) counts.kana++
      if ((bits & hangul) !== 0) counts.hangul++
    }
  }
  return counts
}
