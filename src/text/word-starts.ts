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
  const hashes = new Int32Array(kept.words)
  const firstLetter = new Int32Array(kept.words + 1)
  const letters = new Uint16Array(kept.letters)
  const firstStep = new Int32Array(kept.words + 1)
  const steps = new Int32Array(kept.steps)
  let count = 0
  const isEntry = (entry: number, text: string, start: number, length: number): boolean => {
    const from = firstLetter[entry]!
    if (firstLetter[entry + 1]! - from !== length) return false
    for (let at = 0; at < length; at++) if (letters[from + at] !== text.charCodeAt(start + at)) return false
    return true
  }
  const note = (text: string, start: number, end: number, hash: number): void => {
    const own = stepsAt(trie, text, start, end)
    let letter = firstLetter[count]!
    for (let at = start; at < end; at++) letters[letter++] = text.charCodeAt(at)
    steps.set(own, firstStep[count])
    hashes[count] = hash
    firstLetter[count + 1] = letter
    firstStep[count + 1] = firstStep[count]! + own.length
    count++
  }
  const entryOf = (text: string, words: Words, word: number): number => {
    const start = words.starts[word]!
    const length = words.ends[word]! - start
    if (length > kept.longest) return -1
    const hash = words.hashes[word]!
    let place = (hash ^ (hash >>> 13)) & (table.length - 1)
    for (let entry = table[place]!; entry !== 0; entry = table[place]!) {
      if (hashes[entry - 1] === hash && isEntry(entry - 1, text, start, length)) return entry - 1
      place = (place + 1) & (table.length - 1)
    }
    if (!hasRoom(count, firstLetter[count]!, firstStep[count]!)) {
      table.fill(0)
      count = 0
      place = (hash ^ (hash >>> 13)) & (table.length - 1)
    }
    note(text, start, start + length, hash)
    table[place] = count
    return count - 1
  }
  return { firstStep, steps, entryOf }
}

/** Whether one more word may be kept: a word of the greatest length makes at most two steps at each letter and two more. */
function hasRoom(words: number, letters: number, steps: number): boolean {
  return words < kept.words && letters + kept.longest <= kept.letters && steps + 2 * (kept.longest + 2) <= kept.steps
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
