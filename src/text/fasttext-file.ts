/** Reads the file of a quantised fastText classifier (Joulin et al., 2016) into typed arrays. */

/** What the file holds of use in telling labels. */
export interface Classifier {
  readonly dimension: number
  /** Runs of so many characters within a word count as words do, by their hash modulo `buckets`. */
  readonly runs: { readonly shortest: number; readonly longest: number; readonly buckets: number }
  /** Word → row of `input`. */
  readonly words: ReadonlyMap<string, number>
  /** Hash of a run → row of `input`; most runs have none. */
  readonly runRows: ReadonlyMap<number, number>
  readonly input: Rows
  readonly labels: readonly string[]
  /** Inner node n of the label tree forks to sides[2n] and sides[2n + 1]: a label, or labels.length + another inner node. */
  readonly sides: Int32Array
  /** A row of `dimension` numbers for each inner node. */
  readonly forks: Float32Array
}

/** Rows kept small: each is cut into pieces of `width` numbers, a piece is one of 256 `centroids`, and a row has a scale. */
export interface Rows {
  readonly codes: Uint8Array
  readonly pieces: number
  readonly width: number
  readonly centroids: Float32Array
  readonly scaleCodes: Uint8Array
  readonly scales: Float32Array
}

/** Numbers and names one after another. */
interface Cursor {
  readonly int: () => number
  readonly long: () => number
  readonly byte: () => number
  readonly bytes: (count: number) => Uint8Array
  readonly floats: (count: number) => Float32Array
  readonly name: () => string
}

function cursorOver(file: Buffer): Cursor {
  let at = 0
  const pass = (length: number): number => {
    at += length
    return at - length
  }
  return {
    int: () => file.readInt32LE(pass(4)),
    long: () => Number(file.readBigInt64LE(pass(8))),
    byte: () => file.readUInt8(pass(1)),
    bytes: (count) => Uint8Array.from(file.subarray(pass(count), at)),
    floats: (count) => Float32Array.from({ length: count }, () => file.readFloatLE(pass(4))),
    name: () => {
      const start = pass(file.indexOf(0, at) + 1 - at)
      return file.toString('utf8', start, at - 1)
    },
  }
}

/** What the head of a file of this kind says. */
const kind = { magic: 793_712_314, version: 12, hierarchicalSoftmax: 1, supervised: 3 } as const

/** The file as facebookresearch/fastText writes it; throws RangeError where it is of another kind. */
export function readClassifier(file: Buffer): Classifier {
  const read = cursorOver(file)
  if (read.int() !== kind.magic || read.int() !== kind.version) throw new RangeError('this is no fastText model')
  const [dimension = 0, , , , , wordGroups, loss, model, buckets = 0, shortest = 0, longest = 0] = Array.from(
    { length: 12 },
    read.int,
  )
  if (loss !== kind.hierarchicalSoftmax || model !== kind.supervised || wordGroups !== 1)
    throw new RangeError('this is no classifier with a tree of labels')
  read.bytes(8)
  const { words, labels, counts, runRows } = readDictionary(read)
  if (read.byte() !== 1) throw new RangeError('this model is not quantised')
  const input = readRows(read)
  if (read.byte() !== 0) throw new RangeError('the output of this model is quantised')
  const forks = read.floats(read.long() * read.long())
  const runs = { shortest, longest, buckets }
  return { dimension, runs, words, runRows, input, labels, sides: treeOf(counts), forks }
}

type Dictionary = Pick<Classifier, 'words' | 'labels' | 'runRows'> & { readonly counts: readonly number[] }

function readDictionary(read: Cursor): Dictionary {
  const size = read.int()
  const wordCount = read.int()
  read.bytes(4 + 8)
  const runCount = read.long()
  const words = new Map<string, number>()
  const labels: string[] = []
  const counts: number[] = []
  for (let entry = 0; entry < size; entry++) {
    const name = read.name()
    const count = read.long()
    if (read.byte() === 0) words.set(name, entry)
    else {
      labels.push(name)
      counts.push(count)
    }
  }
  const runRows = new Map<number, number>()
  for (let run = 0; run < runCount; run++) runRows.set(read.int(), wordCount + read.int())
  return { words, labels, counts, runRows }
}

function readRows(read: Cursor): Rows {
  const scaled = read.byte() === 1
  const count = read.long()
  read.bytes(8)
  const codes = read.bytes(read.int())
  const { pieces, width, centroids } = readCentroids(read)
  if (!scaled) throw new RangeError('the rows of this model have no scale')
  return { codes, pieces, width, centroids, scaleCodes: read.bytes(count), scales: readCentroids(read).centroids }
}

const centroidsOfPiece = 256

function readCentroids(read: Cursor): Pick<Rows, 'pieces' | 'width' | 'centroids'> {
  const dimension = read.int()
  const pieces = read.int()
  const width = read.int()
  if (read.int() !== width) throw new RangeError('the rows of this model are cut unevenly')
  return { pieces, width, centroids: read.floats(dimension * centroidsOfPiece) }
}

/** Huffman's tree over the labels, as fastText builds it: the rarest two join first. `counts` descend. */
function treeOf(counts: readonly number[]): Int32Array {
  const labels = counts.length
  const weights = [...counts, ...new Array<number>(labels - 1).fill(Number.POSITIVE_INFINITY)]
  const sides = new Int32Array(2 * (labels - 1))
  let leaf = labels - 1
  let node = labels
  for (let fork = 0; fork < labels - 1; fork++) {
    const pair = [0, 1].map((side) => {
      const rarest = leaf >= 0 && weights[leaf]! < weights[node]! ? leaf-- : node++
      sides[2 * fork + side] = rarest
      return weights[rarest]!
    })
    weights[labels + fork] = pair[0]! + pair[1]!
  }
  return sides
}
