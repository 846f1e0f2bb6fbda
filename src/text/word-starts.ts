/** What a walk through a trie from its root does at a word, kept for words met before: most words of a text are. */

import { star, step, type Trie } from './trie.ts'
import { unitAt } from './units.ts'
import type { Words } from './words.ts'

/** Of one trie. */
export interface WordStarts {
  /** Number of a word → `nothing`, `unknown` or 1 + where its steps begin; 0: `learn` has not been asked yet. */
  readonly first: Int32Array
  /**
   * How many steps, then each: node × 2 where its phrases end with the word, node × 2 + 1 where the next word may go on
   * from it; in the walk's order.
   */
  readonly steps: Int32Array
  /** What `first` says of a word that it said 0 of. */
  readonly learn: (text: string, words: Words, word: number, number: number) => number
}

/** A word at which no phrase begins. */
export const nothing = -1
/** A word whose steps found no room. */
export const unknown = -2

/** Words that have numbers, all forgotten at once when there is no room; the longest of them; and steps kept for a trie. */
const kept = { words: 16_384, letters: 0x20000, steps: 0x8000, longest: 32 } as const

/** The words that have numbers, of whatever language. */
const numbered = {
  /** Hash → 1 + number; 0 where there is none. Twice as many places as words, so that searches end soon. */
  table: new Uint16Array(kept.words * 2),
  count: 0,
  hashes: new Int32Array(kept.words),
  firstLetter: new Int32Array(kept.words + 1),
  letters: new Uint16Array(kept.letters),
  /** How often all were forgotten. */
  age: 0,
}

/** The number of each word of a text, made where it has none; -1 for one that is too long, single, or finds no room. */
export function numbersOf(text: string, words: Words): Int32Array {
  if (!hasRoom()) forget()
  const numbers = new Int32Array(words.count)
  for (let word = 0; word < words.count; word++)
    numbers[word] =
      words.single[word] === 1 ? -1 : numberOf(text, words.starts[word]!, words.ends[word]!, words.hashes[word]!)
  return numbers
}

/** Room for one more word at the least. Numbers stay as they are while a text is read. */
function hasRoom(): boolean {
  return numbered.count < kept.words && numbered.firstLetter[numbered.count]! + kept.longest <= kept.letters
}

function forget(): void {
  numbered.table.fill(0)
  numbered.count = 0
  numbered.age++
}

function numberOf(text: string, start: number, end: number, hash: number): number {
  if (end - start > kept.longest) return -1
  const { table, hashes } = numbered
  let place = (hash ^ (hash >>> 13)) & (table.length - 1)
  for (let entry = table[place]!; entry !== 0; entry = table[place]!) {
    if (hashes[entry - 1] === hash && isWord(entry - 1, text, start, end)) return entry - 1
    place = (place + 1) & (table.length - 1)
  }
  if (!hasRoom()) return -1
  const { firstLetter, letters } = numbered
  const number = numbered.count++
  let letter = firstLetter[number]!
  for (let at = start; at < end; at++) letters[letter++] = unitAt(text, at)
  firstLetter[number + 1] = letter
  hashes[number] = hash
  table[place] = number + 1
  return number
}

function isWord(number: number, text: string, start: number, end: number): boolean {
  const { firstLetter, letters } = numbered
  let letter = firstLetter[number]!
  if (firstLetter[number + 1]! - letter !== end - start) return false
  for (let at = start; at < end; at++) if (letters[letter++] !== unitAt(text, at)) return false
  return true
}

const byTrie = new WeakMap<Trie, WordStarts & { age: number; count: number }>()

/** Of one trie, the same each time; forgotten with the words' numbers. */
export function startsOf(trie: Trie): WordStarts {
  let known = byTrie.get(trie)
  if (known === undefined) {
    known = makeStarts(trie)
    byTrie.set(trie, known)
  }
  if (known.age !== numbered.age) {
    known.first.fill(0)
    known.age = numbered.age
    known.count = 0
  }
  return known
}

function makeStarts(trie: Trie): WordStarts & { age: number; count: number } {
  const made = {
    age: numbered.age,
    count: 0,
    first: new Int32Array(kept.words),
    steps: new Int32Array(kept.steps),
    learn: (text: string, words: Words, word: number, number: number): number => {
      const own = stepsAt(trie, text, words.starts[word]!, words.ends[word]!)
      const fits = made.count + 1 + own.length <= kept.steps
      const first = own.length === 0 ? nothing : fits ? made.count + 1 : unknown
      made.first[number] = first
      if (first > 0) {
        made.steps[made.count] = own.length
        made.steps.set(own, made.count + 1)
        made.count += 1 + own.length
      }
      return first
    },
  }
  return made
}

/** The steps of one word, as the walk takes them. */
function stepsAt(trie: Trie, text: string, start: number, end: number): number[] {
  const found: number[] = []
  const note = (node: number): void => {
    if (trie.firstEnding[node + 1]! > trie.firstEnding[node]!) found.push(node * 2)
    if (trie.firstChild[node + 1]! > trie.firstChild[node]!) found.push(node * 2 + 1)
  }
  let node = 0
  for (let at = start; at < end; at++) {
    if (trie.open[node] === 1) note(step(trie, node, star))
    node = step(trie, node, unitAt(text, at))
    if (node === 0) return found
  }
  if (trie.open[node] === 1) note(step(trie, node, star))
  note(node)
  return found
}
