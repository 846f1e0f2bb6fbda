/** Many names and phrases compiled into a trie on typed arrays; find-phrases.ts walks it from the start of every word. */

import { unitAt } from './units.ts'

/**
 * A compiled set of phrases. Nodes are numbered breadth first, so that the children of one stand side by side: those of
 * node n are firstChild[n] up to, not including, firstChild[n + 1], ascending by the code that leads to them. `ending`
 * holds the phrases that end at a node, in the same manner. The code `*` (any rest of the word) is an edge like others.
 */
export interface Trie {
  /** Code → child of the root, 0 where there is none. */
  readonly root: Int32Array
  readonly firstChild: Int32Array
  /** The code that leads to a node. */
  readonly codes: Uint16Array
  readonly firstEnding: Int32Array
  readonly ending: Int32Array
  /** 1 where a node has a `*` edge. */
  readonly open: Uint8Array
}

/** The code of an edge for any rest of the word. */
export const star = 0x2a

/** Phrase i of `phrases` becomes term i. A phrase is as `phraseKey` writes it; "" is never found. */
export function compileTrie(phrases: readonly string[]): Trie {
  const order = [...phrases.keys()].filter((term) => phrases[term] !== '')
  order.sort((a, b) => (phrases[a]! < phrases[b]! ? -1 : phrases[a]! > phrases[b]! ? 1 : a - b))
  const sorted = order.map((term) => phrases[term]!)
  const most = sorted.reduce((sum, phrase) => sum + phrase.length, 1)
  const codes = new Uint16Array(most)
  const firstChild = new Int32Array(most + 1)
  const firstEnding = new Int32Array(most + 1)
  const ending = new Int32Array(order.length)
  /** Node n stands for the beginning that the phrases from[n]..to[n] of `sorted` share, depth[n] units long. */
  const from = new Int32Array(most)
  const to = new Int32Array(most)
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
      const code = unitAt(sorted[at]!, length)
      codes[nodes] = code
      depth[nodes] = length + 1
      from[nodes] = at
      while (at < to[node]! && unitAt(sorted[at]!, length) === code) at++
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
    root: new Int32Array(0x10000),
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
  let low = firstChild[node]!
  let high = firstChild[node + 1]!
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
