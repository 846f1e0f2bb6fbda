/** Many names and phrases looked for in one pass: a trie on typed arrays, walked from the start of every word. */

import type { Words } from './words.ts'

/**
 * A compiled set of phrases. Edges sit in an open-addressing table: (node, code) → child. `terms` of a node are
 * the phrases that end there, as a range of `ending`. The code `*` (any rest of the word) is an edge like others.
 */
export interface Trie {
  readonly root: Int32Array
  readonly mask: number
  readonly slotNode: Int32Array
  readonly slotCode: Uint16Array
  readonly slotChild: Int32Array
  readonly firstEnding: Int32Array
  readonly ending: Int32Array
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

interface Node {
  readonly edges: Map<number, number>
  readonly terms: number[]
}

/** Phrase i of `phrases` becomes term i. A phrase is as `phraseKey` writes it; "" is never found. */
export function compileTrie(phrases: readonly string[]): Trie {
  const nodes: Node[] = [{ edges: new Map(), terms: [] }]
  let edgeCount = 0
  phrases.forEach((phrase, term) => {
    if (phrase === '') return
    let node = 0
    for (let at = 0; at < phrase.length; at++) {
      const code = phrase.charCodeAt(at)
      const edges = nodes[node]!.edges
      let child = edges.get(code)
      if (child === undefined) {
        child = nodes.push({ edges: new Map(), terms: [] }) - 1
        edges.set(code, child)
        edgeCount++
      }
      node = child
    }
    nodes[node]!.terms.push(term)
  })
  return flatten(nodes, edgeCount, phrases.length)
}

function flatten(nodes: readonly Node[], edgeCount: number, termCount: number): Trie {
  let size = 16
  while (size < edgeCount * 2) size *= 2
  const trie = {
    root: new Int32Array(0x10000),
    mask: size - 1,
    slotNode: new Int32Array(size).fill(-1),
    slotCode: new Uint16Array(size),
    slotChild: new Int32Array(size),
    firstEnding: new Int32Array(nodes.length + 1),
    ending: new Int32Array(termCount),
    open: new Uint8Array(nodes.length),
  }
  let ending = 0
  nodes.forEach((node, id) => {
    trie.firstEnding[id] = ending
    for (const term of node.terms) trie.ending[ending++] = term
    for (const [code, child] of node.edges) {
      if (id === 0) trie.root[code] = child
      if (code === star) trie.open[id] = 1
      let slot = hash(id, code) & trie.mask
      while (trie.slotNode[slot] !== -1) slot = (slot + 1) & trie.mask
      trie.slotNode[slot] = id
      trie.slotCode[slot] = code
      trie.slotChild[slot] = child
    }
  })
  trie.firstEnding[nodes.length] = ending
  return trie
}

function hash(node: number, code: number): number {
  const mixed = Math.imul(node ^ Math.imul(code, 0x9e3779b1), 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}

function step(trie: Trie, node: number, code: number): number {
  if (node === 0) return trie.root[code] ?? 0
  for (let slot = hash(node, code) & trie.mask; ; slot = (slot + 1) & trie.mask) {
    const owner = trie.slotNode[slot]
    if (owner === -1) return 0
    if (owner === node && trie.slotCode[slot] === code) return trie.slotChild[slot] ?? 0
  }
}

/** Characters that may stand between two words of one name: "Super-Micro", "Tom's", "AT&T", "A100/A800" not. */
const bridges = new Set([...` -'.&:·・_"`].map((character) => character.charCodeAt(0)))

/** Between two characters of an unspaced script any other mark ends the name: 科大“马甲” is not 大马. */
const narrowBridges = new Set([...'·・=-'].map((character) => character.charCodeAt(0)))

/** Whether words i-1 and i may belong to one phrase, and with a space between them in its key or without. */
function bridge(text: string, words: Words, index: number): 'none' | 'tight' | 'spaced' {
  const from = words.ends[index - 1] ?? 0
  const to = words.starts[index] ?? 0
  if (to - from > 3) return 'none'
  const allowed = words.single[index] === 1 && words.single[index - 1] === 1 ? narrowBridges : bridges
  for (let at = from; at < to; at++) if (!allowed.has(text.charCodeAt(at))) return 'none'
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
  for (let word = 0; word < words.count; word++) walk(trie, text, words, word, word, 0, found)
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
