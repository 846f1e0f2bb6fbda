/** What a walk through a trie from its root does at a word, kept for words met before: most words of a text are. */

import { star, step, type Trie } from './trie.ts'
import type { Words } from './words.ts'

/** Steps of entry e: steps[firstStep[e]] up to, not including, steps[firstStep[e + 1]]. */
export interface WordStarts {
  readonly firstStep: Int32Array
  /** Node × 2 where its phrases end with the word, node × 2 + 1 where the next word may go on from it; in the walk's order. */
  readonly steps: Int32Array
  /** The entry of a word, made where it has none; -1 for a word that is too long to keep. */
  readonly entryOf: (text: string, words: Words, word: number) => number
}

/** Words kept for a trie, all forgotten at once when there is no room; and the longest of them, in code units. */
const kept = { words: 8_192, letters: 0x10000, steps: 0x8000, longest: 32 } as const

const byTrie = new WeakMap<Trie, WordStarts>()

/** Of one trie, the same each time. */
export function startsOf(trie: Trie): WordStarts {
  const known = byTrie.get(trie)
  if (known !== undefined) return known
  const made = makeStarts(trie)
  byTrie.set(trie, made)
  return made
}

function makeStarts(trie: Trie): WordStarts {
  /** Hash → 1 + entry; 0 where there is none. Twice as many places as entries, so that searches end soon. */
  const table = new Uint16Array(kept.words * 2)
  const store: Store = {
    count: 0,
    hashes: new Int32Array(kept.words),
    firstLetter: new Int32Array(kept.words + 1),
    letters: new Uint16Array(kept.letters),
    firstStep: new Int32Array(kept.words + 1),
    steps: new Int32Array(kept.steps),
  }
  const entryOf = (text: string, words: Words, word: number): number => {
    const start = words.starts[word]!
    const end = words.ends[word]!
    if (end - start > kept.longest) return -1
    const hash = words.hashes[word]!
    let place = placeOf(store, table, hash, text, start, end)
    if (table[place] !== 0) return table[place]! - 1
    if (!hasRoom(store)) {
      table.fill(0)
      store.count = 0
      place = placeOf(store, table, hash, text, start, end)
    }
    note(store, text, start, end, hash, stepsAt(trie, text, start, end))
    table[place] = store.count
    return store.count - 1
  }
  return { firstStep: store.firstStep, steps: store.steps, entryOf }
}

/** Words and their steps, one entry after another. */
interface Store {
  count: number
  readonly hashes: Int32Array
  readonly firstLetter: Int32Array
  readonly letters: Uint16Array
  readonly firstStep: Int32Array
  readonly steps: Int32Array
}

/** Where in the table a word has its entry, or may have one: there is none there yet. */
function placeOf(store: Store, table: Uint16Array, hash: number, text: string, start: number, end: number): number {
  let place = (hash ^ (hash >>> 13)) & (table.length - 1)
  for (let entry = table[place]!; entry !== 0; entry = table[place]!) {
    if (store.hashes[entry - 1] === hash && isEntry(store, entry - 1, text, start, end - start)) return place
    place = (place + 1) & (table.length - 1)
  }
  return place
}

function isEntry({ firstLetter, letters }: Store, entry: number, text: string, start: number, length: number): boolean {
  const from = firstLetter[entry]!
  if (firstLetter[entry + 1]! - from !== length) return false
  for (let at = 0; at < length; at++) if (letters[from + at] !== text.charCodeAt(start + at)) return false
  return true
}

function note(store: Store, text: string, start: number, end: number, hash: number, own: readonly number[]): void {
  const { count, firstLetter, firstStep, letters } = store
  let letter = firstLetter[count]!
  for (let at = start; at < end; at++) letters[letter++] = text.charCodeAt(at)
  store.steps.set(own, firstStep[count])
  store.hashes[count] = hash
  firstLetter[count + 1] = letter
  firstStep[count + 1] = firstStep[count]! + own.length
  store.count++
}

/** Whether one more word may be kept: a word of the greatest length makes at most two steps at each letter and two more. */
function hasRoom({ count, firstLetter, firstStep }: Store): boolean {
  return (
    count < kept.words &&
    firstLetter[count]! + kept.longest <= kept.letters &&
    firstStep[count]! + 2 * (kept.longest + 2) <= kept.steps
  )
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
    node = step(trie, node, text.charCodeAt(at))
    if (node === 0) return found
  }
  if (trie.open[node] === 1) note(step(trie, node, star))
  note(node)
  return found
}
