/** All phrases of a trie that stand in a text, found in one pass over its words. */

import { star, step, type Trie } from './trie.ts'
import { unitAt } from './units.ts'
import { nothing, numbersOf, startsOf, unknown } from './word-starts.ts'
import type { Words } from './words.ts'

/** Hit i: phrase `term[i]` stands at words `first[i]`..`last[i]`, both included; ascending by first. */
export interface Hits {
  readonly count: number
  readonly term: Int32Array
  readonly first: Int32Array
  readonly last: Int32Array
}

const space = 0x20

/** 1: the mark may stand between two words of one name; 2: also between two characters of an unspaced script. */
const bridges = new Uint8Array(0x10000)

/** "Super-Micro", "Tom's", "AT&T", "A100/A800" not. */
for (const mark of ` -'.&:·・_"`) bridges[unitAt(mark, 0)] = 1

/** Between two characters of an unspaced script any other mark ends the name: 科大“马甲” is not 大马. */
for (const mark of '·・=-') bridges[unitAt(mark, 0)]! |= 2

const none = 0
const tight = 1
const spaced = 2

/** Whether words i-1 and i may belong to one phrase, and with a space between them in its key (`spaced`) or without (`tight`). */
function bridge(text: string, words: Words, index: number): number {
  const from = words.ends[index - 1]!
  const to = words.starts[index]!
  const singles = words.single[index]! + words.single[index - 1]!
  if (singles === 0 && to - from === 1 && unitAt(text, from) === space) return spaced
  if (to - from > 3) return none
  const allowed = singles === 2 ? 2 : 1
  for (let at = from; at < to; at++) if ((bridges[unitAt(text, at)]! & allowed) === 0) return none
  return from === to || singles > 0 ? tight : spaced
}

interface Collector {
  term: Int32Array
  first: Int32Array
  last: Int32Array
  count: number
}

/**
 * All phrases of the trie in a text, longer and shorter alike; time is linear in the text for bounded phrases. `numbers`, of
 * the text's words, are the same for all tries.
 */
export function findPhrases(trie: Trie, text: string, words: Words, numbers = numbersOf(text, words)): Hits {
  const found: Collector = {
    term: new Int32Array(256),
    first: new Int32Array(256),
    last: new Int32Array(256),
    count: 0,
  }
  const starts = startsOf(trie)
  const always = trie.open[0] === 1
  for (let word = 0; word < words.count; word++) {
    const number = numbers[word]!
    if (number !== -1) {
      const known = starts.first[number]! || starts.learn(text, words, word, number)
      if (known === nothing) continue
      if (known !== unknown) {
        replay(trie, text, words, word, starts.steps, known - 1, found)
        continue
      }
    }
    if (always || trie.root[unitAt(text, words.starts[word]!)] !== 0) walk(trie, text, words, word, word, 0, found)
  }
  return {
    count: found.count,
    term: found.term.subarray(0, found.count),
    first: found.first.subarray(0, found.count),
    last: found.last.subarray(0, found.count),
  }
}

/** What a walk from the root does at a word, as word-starts.ts noted it when it met the word first. */
function replay(
  trie: Trie,
  text: string,
  words: Words,
  word: number,
  steps: Int32Array,
  from: number,
  found: Collector,
): void {
  const to = from + 1 + steps[from]!
  for (let at = from + 1; at < to; at++) {
    const node = steps[at]! >>> 1
    if ((steps[at]! & 1) === 0) report(trie, node, word, word, found)
    else goOn(trie, text, words, word, word, node, found)
  }
}

function walk(
  trie: Trie,
  text: string,
  words: Words,
  first: number,
  from: number,
  start: number,
  found: Collector,
): void {
  let node = start
  for (let word = from; word < words.count; word++) {
    if (word > from) {
      const between = bridge(text, words, word)
      if (between === none) return
      if (between === spaced) {
        node = step(trie, node, space)
        if (node === 0) return
      }
    }
    const end = words.ends[word]!
    for (let at = words.starts[word]!; at < end; at++) {
      if (trie.open[node] === 1) walkOpen(trie, text, words, first, word, step(trie, node, star), found)
      node = step(trie, node, unitAt(text, at))
      if (node === 0) return
    }
    if (trie.open[node] === 1) walkOpen(trie, text, words, first, word, step(trie, node, star), found)
    report(trie, node, first, word, found)
  }
}

/** The word's rest is skipped (`dissimul*`); the phrase ends here or goes on with the next word. */
function walkOpen(
  trie: Trie,
  text: string,
  words: Words,
  first: number,
  word: number,
  node: number,
  found: Collector,
): void {
  report(trie, node, first, word, found)
  goOn(trie, text, words, first, word, node, found)
}

/** From a node reached at the end of a word to the next word. */
function goOn(
  trie: Trie,
  text: string,
  words: Words,
  first: number,
  word: number,
  node: number,
  found: Collector,
): void {
  if (word + 1 >= words.count) return
  const between = bridge(text, words, word + 1)
  if (between === none) return
  const next = between === spaced ? step(trie, node, space) : node
  if (next !== 0) walk(trie, text, words, first, word + 1, next, found)
}

function report(trie: Trie, node: number, first: number, last: number, found: Collector): void {
  const to = trie.firstEnding[node + 1]!
  for (let at = trie.firstEnding[node]!; at < to; at++) {
    if (found.count === found.term.length) grow(found)
    found.term[found.count] = trie.ending[at]!
    found.first[found.count] = first
    found.last[found.count++] = last
  }
}

function grow(found: Collector): void {
  for (const key of ['term', 'first', 'last'] as const) {
    const larger = new Int32Array(found[key].length * 2)
    larger.set(found[key])
    found[key] = larger
  }
}
