/** Asks a fastText classifier for the likeliest labels of a text. */

import type { Classifier } from './fasttext-file.ts'

/** The likeliest labels with their probabilities, likeliest first. */
type Classify = (text: string, ranks: number) => readonly (readonly [label: string, probability: number])[]

/** Words whose sums are kept, the commonest of a language soon among them; and the longest word kept, in code units. */
const kept = { words: 8_192, longest: 40 } as const

/** The word that fastText reads at the end of a line; a text given here is one line. */
const lineEnd = '</s>'

/** Pure, for all that can be seen of it: the sum of a word is the same whenever it is made. */
export function classifierOf(model: Classifier): Classify {
  const { dimension } = model
  const places = new Map<string, number>()
  /** Of each word kept: the sum of its rows, and how many these are. */
  const sums = new Float64Array(kept.words * dimension)
  const counts = new Int32Array(kept.words)
  const end = model.words.get(lineEnd) ?? 0
  const placeOf = (word: string): number => {
    const known = places.get(word)
    if (known !== undefined) return known
    if (places.size === kept.words) places.clear()
    const place = places.size
    places.set(word, place)
    const sum = sums.subarray(place * dimension, (place + 1) * dimension).fill(0)
    counts[place] = addWord(model, word, sum)
    return place
  }
  return (text, ranks) => {
    const mean = new Float64Array(dimension)
    let count = 1
    addRow(model, end, mean)
    for (const word of text.split(/[\s\0]+/u)) {
      if (word.length > kept.longest) count += addWord(model, word, mean)
      else if (word !== '') {
        const place = placeOf(word)
        count += counts[place]!
        for (let i = 0; i < dimension; i++) mean[i]! += sums[place * dimension + i]!
      }
    }
    for (let i = 0; i < dimension; i++) mean[i]! /= count
    return likeliest(model, mean, ranks)
  }
}

const encoder = new TextEncoder()

/** Adds the rows of a word and of its runs of characters to `sum`; returns how many they are. */
function addWord(model: Classifier, word: string, sum: Float64Array): number {
  const own = model.words.get(word)
  if (own !== undefined) addRow(model, own, sum)
  let count = own === undefined ? 0 : 1
  const { shortest, longest, buckets } = model.runs
  const bytes = encoder.encode(`<${word}>`)
  for (let from = 0; from < bytes.length; from++) {
    if (goesOn(bytes[from])) continue
    let hash = 0x811c9dc5
    let to = from
    for (let length = 1; length <= longest && to < bytes.length; length++) {
      do hash = Math.imul(hash ^ ((bytes[to]! << 24) >> 24), 0x01000193)
      while (goesOn(bytes[++to]))
      if (length < shortest) continue
      const row = model.runRows.get((hash >>> 0) % buckets)
      if (row === undefined) continue
      addRow(model, row, sum)
      count++
    }
  }
  return count
}

/** Whether a byte of UTF-8 goes on with the character before it. */
function goesOn(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

function addRow({ input }: Classifier, row: number, sum: Float64Array): void {
  const { codes, pieces, width, centroids, scaleCodes, scales } = input
  const scale = scales[scaleCodes[row]!]!
  for (let piece = 0; piece < pieces; piece++) {
    const centroid = (piece * 256 + codes[row * pieces + piece]!) * width
    for (let i = 0; i < width; i++) sum[piece * width + i]! += scale * centroids[centroid + i]!
  }
}

/** Added to every probability before its logarithm, as fastText does; what is no likelier is not told. */
const least = 1e-5
const leastScore = Math.log(least)

/** Walks the tree of labels from its root, the fork made last; leaves a branch that cannot come among the likeliest. */
function likeliest(model: Classifier, mean: Float64Array, ranks: number): [label: string, probability: number][] {
  const { labels } = model
  const found: [number, number][] = []
  const walk = (node: number, score: number): void => {
    if (score < leastScore || (found.length === ranks && score <= found[ranks - 1]![1])) return
    if (node < labels.length) {
      let rank = found.length
      while (rank > 0 && found[rank - 1]![1] < score) rank--
      found.splice(rank, 0, [node, score])
      found.length = Math.min(found.length, ranks)
      return
    }
    const fork = node - labels.length
    const second = secondSide(model, fork, mean)
    const scores = [score + Math.log(1 - second + least), score + Math.log(second + least)] as const
    const likelier = scores[0] >= scores[1] ? 0 : 1
    walk(model.sides[2 * fork + likelier]!, scores[likelier])
    walk(model.sides[2 * fork + 1 - likelier]!, scores[1 - likelier]!)
  }
  walk(2 * labels.length - 2, 0)
  return found.map(([label, score]) => [labels[label]!, Math.exp(score)])
}

/** How likely the second side of a fork is. */
function secondSide({ dimension, forks }: Classifier, fork: number, mean: Float64Array): number {
  let product = 0
  for (let i = 0; i < dimension; i++) product += mean[i]! * forks[fork * dimension + i]!
  return 1 / (1 + Math.exp(-product))
}
