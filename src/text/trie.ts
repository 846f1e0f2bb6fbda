/** Many names and phrases looked for in one pass: a trie on typed arrays, walked from the start of every word. */

import type { Words } from './words.ts'

/**
 * A compiled set of phrases. Nodes are numbered breadth first, so that the children of one stand side by side: those of
 * node n are firstChild[n] up to, not including, firstChild[n + 1], ascending by the code that leads to them. `ending`
 * holds the phrases that end at a node, in the same manner. The code `*` (any rest of the word) is an edge like others.
 */
export interface Trie {
  /** Code → child of the root, 0 where there is none. */
  readonly root: Uint32Array
  readonly firstChild: Uint32Array
  /** The code that leads to a node. */
  readonly codes: Uint16Array
  readonly firstEnding: Uint32Array
  readonly ending: Uint32Array
  /** 1 where a node has a `*` edge. */
  readonly open: Uint8Array
}

/** Hit i: phrase `term[i]` stands at words `first[i]`..`last[i]`, both included; ascending by first. */
export interface Hits {
  readonly count: number
  readonly term: Int32Array
  readonly first: Int32Array
  readonly last: Int32Array
}

const star = 0x2a
const space = 0x20

/** Phrase i of `phrases` becomes term i. A phrase is as `phraseKey` writes it; "" is never found. */
export function compileTrie(phrases: readonly string[]): Trie {
  const order = [...phrases.keys()].filter((term) => phrases[term] !== '')
  order.sort((a, b) => (phrases[a]! < phrases[b]! ? -1 : phrases[a]! > phrases[b]! ? 1 : a - b))
  const sorted = order.map((term) => phrases[term]!)
  const most = sorted.reduce((sum, phrase) => sum + phrase.length, 1)
  const codes = new Uint16Array(most)
  const firstChild = new Uint32Array(most + 1)
  const firstEnding = new Uint32Array(most + 1)
  const ending = new Uint32Array(order.length)
  /** Node n stands for the beginning that the phrases from[n]..to[n] of `sorted` share, depth[n] units long. */
  const from = new Uint32Array(most)
  const to = new Uint32Array(most)
  const depth = new Uint16Array(most)
  let nodes = 1
  let ended = 0
  to[0] = sorted.length
  for (let node = 0; node < nodes; node++) {
    firstEnding[node] = ended
    firstChild[node] = nodes
    const length = depth[node]!
    let at = from[node]!
    for (; at < to[node]! && sorted[at]!.length === length; at++) ending[ended++] = order[at]!
    while (at < to[node]!) {
      const code = sorted[at]!.charCodeAt(length)
      codes[nodes] = code
      depth[nodes] = length + 1
      from[nodes] = at
      while (at < to[node]! && sorted[at]!.charCodeAt(length) === code) at++
      to[nodes++] = at
    }
  }
  firstEnding[nodes] = ended
  firstChild[nodes] = nodes
  return trimmed(nodes, { codes, firstChild, firstEnding, ending })
}

function trimmed(
  nodes: number,
  { codes, firstChild, firstEnding, ending }: Pick<Trie, 'codes' | 'firstChild' | 'firstEnding' | 'ending'>,
): Trie {
  const trie = {
    root: new Uint32Array(0x10000),
    firstChild: firstChild.slice(0, nodes + 1),
    codes: codes.slice(0, nodes),
    firstEnding: firstEnding.slice(0, nodes + 1),
    ending,
    open: new Uint8Array(nodes),
  }
  for (let child = 1; child < firstChild[1]!; child++) trie.root[codes[child]!] = child
  for (let node = 0; node < nodes; node++) if (childOf(trie, node, star) !== 0) trie.open[node] = 1
  return trie
}

/** The child of a node by a code, 0 where there is none. */
function childOf({ firstChild, codes }: Pick<Trie, 'firstChild' | 'codes'>, node: number, code: number): number {
  const end = firstChild[node + 1]!
  let low = firstChild[node]!
  let high = end
  while (high - low > 8) {
    const middle = (low + high) >>> 1
    if (codes[middle]! <= code) low = middle
    else high = middle
  }
  for (; low < high; low++) if (codes[low] === code) return low
  return 0
}

/** The node that a code leads to, 0 where it leads nowhere. */
export function step(trie: Trie, node: number, code: number): number {
  return node === 0 ? trie.root[code]! : childOf(trie, node, code)
}

/** 1: the mark may stand between two words of one name; 2: also between two characters of an unspaced script. */
const bridges = new Uint8Array(0x10000)

/** "Super-Micro", "Tom's", "AT&T", "A100/A800" not. */
for (const mark of ` -'.&:·・_"`) bridges[mark.charCodeAt(0)] = 1

/** Between two characters of an unspaced script any other mark ends the name: 科大“马甲” is not 大马. */
for (const mark of '·・=-') bridges[mark.charCodeAt(0)]! |= 2

/** Whether words i-1 and i may belong to one phrase, and with a space between them in its key or without. */
function bridge(text: string, words: Words, index: number): 'none' | 'tight' | 'spaced' {
  const from = words.ends[index - 1] ?? 0
  const to = words.starts[index] ?? 0
  if (to - from > 3) return 'none'
  const allowed = words.single[index] === 1 && words.single[index - 1] === 1 ? 2 : 1
  for (let at = from; at < to; at++) if ((bridges[text.charCodeAt(at)]! & allowed) === 0) return 'none'
  return from === to || words.single[index] === 1 || words.single[index - 1] === 1 ? 'tight' : 'spaced'
}

interface Collector {
  term: Int32Array
  first: Int32Array
  last: Int32Array
  count: number
}

/** All phrases of the trie in a text, longer and shorter alike; time is linear in the text for bounded phrases. */
export function findPhrases(trie: Trie, text: string, words: Words): Hits {
  const found: Collector = {
    term: new Int32Array(256),
    first: new Int32Array(256),
    last: new Int32Array(256),
    count: 0,
  }
  for (let word = 0; word < words.count; word++)
    if (trie.root[text.charCodeAt(words.starts[word]!)] !== 0 || trie.open[0] === 1)
      walk(trie, text, words, word, word, 0, found)
  return {
    count: found.count,
    term: found.term.subarray(0, found.count),
    first: found.first.subarray(0, found.count),
    last: found.last.subarray(0, found.count),
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
      if (between === 'none') return
      if (between === 'spaced') {
        node = step(trie, node, space)
        if (node === 0) return
      }
    }
    const end = words.ends[word] ?? 0
    for (let at = words.starts[word] ?? 0; at < end; at++) {
      if (trie.open[node] === 1) walkOpen(trie, text, words, first, word, step(trie, node, star), found)
      node = step(trie, node, text.charCodeAt(at))
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
  if (word + 1 >= words.count) return
  const between = bridge(text, words, word + 1)
  if (between === 'none') return
  const next = between === 'spaced' ? step(trie, node, space) : node
  if (next !== 0) walk(trie, text, words, first, word + 1, next, found)
}

function report(trie: Trie, node: number, first: number, last: number, found: Collector): void {
  const to = trie.firstEnding[node + 1] ?? 0
  for (let at = trie.firstEnding[node] ?? 0; at < to; at++) {
    if (found.count === found.term.length) grow(found)
    found.term[found.count] = trie.ending[at] ?? 0
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
