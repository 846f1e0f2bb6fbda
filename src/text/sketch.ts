/** Near-duplicate texts: one-permutation minhash over runs of letters (Li, Owen, Zhang 2012). */

import { fold } from './shadow.ts'
import { unitAt } from './units.ts'

/** Bins of a sketch; two texts' likeness is told to about 1/√bins. */
const bins = 64
/** Letters in a shingle: long enough to be telling, short enough to survive an edited word. */
const shingle = 9
/** Bins that no shingle fell into: they match nothing. */
export const empty = -1

/** 64 numbers, 31 bits each; the same for texts that differ in white space, punctuation and letter case only. */
export function sketchOf(text: string): number[] {
  const letters = fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
  const sketch = new Array<number>(bins).fill(empty)
  for (let at = 0; at + shingle <= letters.length; at++) {
    const hash = hashOf(letters, at)
    const bin = hash % bins
    const value = (hash >>> 6) & 0x1ffffff
    const least = sketch[bin] ?? empty
    if (least === empty || value < least) sketch[bin] = value
  }
  return sketch
}

/** FNV-1a with a final mix, so that low bits are as good as high ones. */
function hashOf(text: string, from: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < from + shingle; at++) hash = Math.imul(hash ^ unitAt(text, at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}

/** Estimated share of shingles that two texts have in common, 0..1. */
export function resemblance(a: readonly number[], b: readonly number[]): number {
  let same = 0
  let filled = 0
  for (let bin = 0; bin < bins; bin++) {
    if (a[bin] === empty && b[bin] === empty) continue
    filled++
    if (a[bin] === b[bin]) same++
  }
  return filled === 0 ? 0 : same / filled
}

/** Keys of which texts that resemble each other share at least one: 0.5 alike in nine cases of ten, 0.7 nearly always. */
export function bandsOf(sketch: readonly number[]): string[] {
  const bands: string[] = []
  for (let bin = 0; bin + 1 < 20; bin += 2)
    if (sketch[bin] !== empty && sketch[bin + 1] !== empty) bands.push(`${bin}.${sketch[bin]}.${sketch[bin + 1]}`)
  return bands
}
