/** Which script a character is of, looked up in tables that learn each character once. */

import { unitAt } from './units.ts'

/** The scripts that matter to us. */
const scripts = [
  'Han',
  'Kana',
  'Hangul',
  'Latin',
  'Cyrillic',
  'Arabic',
  'Greek',
  'Hebrew',
  'Thai',
  'Devanagari',
] as const
export type Script = (typeof scripts)[number]

/** Each its own bit; the first says that the character is a letter, the last that it was looked up. */
const tests: readonly RegExp[] = [
  /^\p{L}/u,
  ...scripts.map((script) =>
    script === 'Kana' ? /^[\p{Script=Hiragana}\p{Script=Katakana}]/u : new RegExp(`^\\p{Script=${script}}`, 'u'),
  ),
]
const asked = 1 << tests.length

const known = new Uint16Array(0x10000)

function bitsOf(code: number): number {
  if (code < 0x10000) {
    const bits = known[code]!
    if (bits !== 0) return bits
  }
  const character = String.fromCodePoint(code)
  let bits = asked
  for (const [index, test] of tests.entries()) if (test.test(character)) bits |= 1 << index
  if (code < 0x10000) known[code] = bits
  return bits
}

/** The code point at `at`; half a surrogate pair counts for itself. */
function codePointAt(text: string, at: number): number {
  const code = unitAt(text, at)
  return code >= 0xd800 && code <= 0xdbff ? text.codePointAt(at)! : code
}

/** How many characters are letters, and how many of each script. */
export type Scripts = Readonly<Record<Script | 'letters', number>>

export function countScripts(text: string): Scripts {
  const counts = new Int32Array(tests.length)
  for (let at = 0; at < text.length; ) {
    const code = codePointAt(text, at)
    at += code > 0xffff ? 2 : 1
    const bits = bitsOf(code)
    for (let index = 0; index < tests.length; index++) if ((bits & (1 << index)) !== 0) counts[index]!++
  }
  const [letters = 0, ...each] = counts
  return {
    letters,
    ...(Object.fromEntries(scripts.map((script, i) => [script, each[i] ?? 0])) as Record<Script, number>),
  }
}
