/** Articles that print another's text, whole or shortened: told by the stretches of letters that both have. */

import { fold } from '../text/shadow.ts'
import type { StoredFinding } from '../types/story.ts'

/** Share of an article's stretches that stand in an earlier one, from which on it repeats that one. */
const repeatsFrom = 0.5

/** Letters and digits in a stretch: a few words, or a clause where a character is a syllable or a word. */
const stretch = { spaced: 24, unspaced: 10 } as const

/** Of an article's own stretches every so many are looked up; fewest that tell anything. */
const step = 3
const fewest = 12

/** An article is compared by its beginning, in letters: what a shortened print keeps. */
const compared = 4000

/** The earliest article of another outlet in which half of this one stands word for word. */
export function repeatedBy(member: StoredFinding, members: readonly StoredFinding[]): StoredFinding | undefined {
  const own = stretchesOf(member)
  if (own.sample.length < fewest) return undefined
  return members
    .filter((other) => other.outlet !== member.outlet && isBefore(other, member))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1))
    .find((other) => {
      const theirs = stretchesOf(other).all
      const common = own.sample.filter((one) => theirs.has(one)).length
      return common / own.sample.length >= repeatsFrom
    })
}

function isBefore(a: StoredFinding, b: StoredFinding): boolean {
  const [x, y] = [timeOf(a), timeOf(b)]
  return x < y || (x === y && a.document.id < b.document.id)
}

function timeOf({ document, firstSeen }: StoredFinding): number {
  return document.published === null ? firstSeen : Date.parse(document.published)
}

interface Stretches {
  readonly all: ReadonlySet<number>
  readonly sample: readonly number[]
}

const known = new WeakMap<StoredFinding['document'], Stretches>()

/** Hashes of all stretches of a text without its title, and of those that are looked up elsewhere. */
function stretchesOf({ document }: StoredFinding): Stretches {
  const found = known.get(document)
  if (found !== undefined) return found
  const letters = lettersOf(document.text.slice(document.titleLength, document.titleLength + 2 * compared)).slice(
    0,
    compared,
  )
  const length = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(
    letters.slice(0, 40),
  )
    ? stretch.unspaced
    : stretch.spaced
  const hashes = rollingHashes(letters, length)
  const made = { all: new Set(hashes), sample: hashes.filter((_, at) => at % step === 0) }
  known.set(document, made)
  return made
}

/** Rabin–Karp: one 32-bit hash for each run of `length` UTF-16 units. */
function rollingHashes(text: string, length: number): number[] {
  const base = 16777619
  let top = 1
  for (let i = 1; i < length; i++) top = Math.imul(top, base)
  const hashes: number[] = []
  let hash = 0
  for (let at = 0; at < text.length; at++) {
    if (at >= length) hash = (hash - Math.imul(text.charCodeAt(at - length), top)) | 0
    hash = (Math.imul(hash, base) + text.charCodeAt(at)) | 0
    if (at >= length - 1) hashes.push(hash)
  }
  return hashes
}

function lettersOf(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
}
