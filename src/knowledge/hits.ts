/** Known phrases found in a text, looked up by word and by use; an object is made of one only when it is asked for. */

import type { Hits } from '../text/find-phrases.ts'
import type { WordRange } from '../text/match.ts'
import type { Use, UseType } from './use.ts'

/** A known phrase in the text, by words, first and last included. */
export interface Hit<Kind extends UseType = UseType> extends WordRange {
  readonly use: UseOf<Use, Kind>
}

type UseOf<One, Kind> = One extends { readonly type: infer Types } ? (Kind extends Types ? One : never) : never

export interface HitIndex {
  /** All that begin at a word. */
  readonly at: (word: number) => readonly Hit[]
  /** Whether one of a use may begin at a word; true for some that `at` leaves out. */
  readonly has: (word: number, type: UseType) => boolean
  /** All of one use: names that all languages share first, each ascending by first word. */
  readonly of: (type: UseType) => readonly Hit[]
}

/** What one lexicon found, with the uses of its terms. */
interface Found {
  readonly uses: readonly (readonly Use[])[]
  readonly hits: Hits
}

const nothing: readonly Hit[] = []

/** Whether a phrase found at words first..last is what its use says. */
type IsHit = (use: Use, first: number, last: number) => boolean

export function indexHits(found: readonly Found[], words: number, isHit: IsHit): HitIndex {
  const sources = found.map((one) => sourceOf(one, words, isHit))
  const starting: (readonly Hit[] | undefined)[] = new Array(words)
  const byType = new Map<UseType, readonly Hit[]>()
  const at = (word: number): readonly Hit[] => {
    if (!(word >= 0 && word < words)) return nothing
    let here = starting[word]
    if (here === undefined) {
      here = nothing
      for (const source of sources) here = joined(here, source.at(word))
      starting[word] = here
    }
    return here
  }
  const of = (type: UseType): readonly Hit[] => {
    let all = byType.get(type)
    if (all === undefined) {
      all = nothing
      for (const source of sources) all = joined(all, source.of(type))
      byType.set(type, all)
    }
    return all
  }
  const has = (word: number, type: UseType): boolean => {
    for (const source of sources) if (source.has(word, type)) return true
    return false
  }
  return { at, of, has }
}

function joined(one: readonly Hit[], other: readonly Hit[]): readonly Hit[] {
  if (one.length === 0) return other
  return other.length === 0 ? one : [...one, ...other]
}

const bitOf = new Map<UseType, number>()

/** Words of bits for each term: as many as all uses need. */
const width = 4

const bitsByUses = new WeakMap<readonly (readonly Use[])[], Int32Array>()

/** Which uses each term has, a bit for each; made once for a lexicon. */
function bitsOf(uses: readonly (readonly Use[])[]): Int32Array {
  const known = bitsByUses.get(uses)
  if (known !== undefined) return known
  const bits = new Int32Array(uses.length * width)
  uses.forEach((own, term) => {
    for (const { type } of own) {
      const bit = bitOf.get(type) ?? bitOf.size
      bitOf.set(type, bit)
      bits[term * width + (bit >> 5)]! |= 1 << (bit & 31)
    }
  })
  bitsByUses.set(uses, bits)
  return bits
}

/** The hits of one lexicon. */
function sourceOf({ uses, hits }: Found, words: number, isHit: IsHit): HitIndex {
  const bits = bitsOf(uses)
  const { count, term } = hits
  const startAt = startsByWord(hits, words)
  const present = allBits(hits, bits)
  const hitsAt = makerOf({ uses, hits }, isHit)
  const is = (i: number, bit: number): boolean => (bits[term[i]! * width + (bit >> 5)]! & (1 << (bit & 31))) !== 0
  const at = (word: number): readonly Hit[] => {
    const from = startAt[word]!
    const to = startAt[word + 1]!
    if (to - from < 2) return from === to ? nothing : hitsAt(from)
    const found: Hit[] = []
    for (let i = from; i < to; i++) found.push(...hitsAt(i))
    return found
  }
  const of = (type: UseType): readonly Hit[] => {
    const bit = bitOf.get(type)
    if (bit === undefined || (present[bit >> 5]! & (1 << (bit & 31))) === 0) return nothing
    const found: Hit[] = []
    for (let i = 0; i < count; i++)
      if (is(i, bit)) for (const hit of hitsAt(i)) if (hit.use.type === type) found.push(hit)
    return found
  }
  const has = (word: number, type: UseType): boolean => {
    const bit = bitOf.get(type)
    if (bit === undefined || !(word >= 0 && word < words)) return false
    for (let i = startAt[word]!; i < startAt[word + 1]!; i++) if (is(i, bit)) return true
    return false
  }
  return { at, of, has }
}

/** The objects of what was found, each made when it is first asked for and the same ever after. */
function makerOf({ uses, hits }: Found, isHit: IsHit): (i: number) => readonly Hit[] {
  const made: (readonly Hit[] | undefined)[] = new Array(hits.count)
  return (i) => {
    const known = made[i]
    if (known !== undefined) return known
    const first = hits.first[i]!
    const last = hits.last[i]!
    const own = uses[hits.term[i]!]!.filter((use) => isHit(use, first, last)).map((use): Hit => ({ first, last, use }))
    made[i] = own
    return own
  }
}

/** Hit i begins at word w where startsByWord[w] <= i < startsByWord[w + 1]. */
function startsByWord({ count, first }: Hits, words: number): Int32Array {
  const starts = new Int32Array(words + 1)
  for (let i = 0; i < count; i++) starts[first[i]! + 1]!++
  for (let word = 0; word < words; word++) starts[word + 1]! += starts[word]!
  return starts
}

/** The uses that any hit has. */
function allBits({ count, term }: Hits, bits: Int32Array): Int32Array {
  const all = new Int32Array(width)
  for (let i = 0; i < count; i++) for (let part = 0; part < width; part++) all[part]! |= bits[term[i]! * width + part]!
  return all
}
