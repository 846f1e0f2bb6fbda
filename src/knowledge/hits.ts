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
  /** Whether one of a use may begin at a word; true for some that `at` leaves out, of chips only. */
  readonly has: (word: number, type: UseType) => boolean
  /** The same for any use of a set. */
  readonly hasAny: (word: number, types: UseSet) => boolean
  /** Whether one of a use of a set begins at `first` and ends with `last`. */
  readonly spans: (first: number, last: number, types: UseSet) => boolean
  /** All of one use: names that all languages share first, each ascending by first word. */
  readonly of: (type: PlainUse) => readonly Hit[]
}

/** Words of patterns are looked up by cues.ts and not here: there are very many. */
export type PlainUse = Exclude<UseType, 'slot'>

/** What one lexicon found, with the uses of its terms. */
interface Found {
  readonly uses: readonly (readonly Use[])[]
  readonly hits: Hits
}

const nothing: readonly Hit[] = []

/** Whether a chip found at words first..last is what its use says; of all other uses every hit is one. */
type IsChip = (first: number, last: number) => boolean

export function indexHits(found: readonly Found[], words: number, isChip: IsChip): HitIndex {
  const present = new Int32Array(words * width)
  const sources = found.map((one) => sourceOf(one, words, present, isChip))
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
  const of = (type: PlainUse): readonly Hit[] => {
    let all = byType.get(type)
    if (all === undefined) {
      all = nothing
      for (const source of sources) all = joined(all, source.of(type))
      byType.set(type, all)
    }
    return all
  }
  const has = (word: number, type: UseType): boolean => {
    if (!(word >= 0 && word < words)) return false
    const bit = bitOf(type)
    return (present[word * width + (bit >> 5)]! & (1 << (bit & 31))) !== 0
  }
  const hasAny = (word: number, types: UseSet): boolean => word >= 0 && word < words && meets(present, word, types)
  const spans = (first: number, last: number, types: UseSet): boolean => {
    if (!hasAny(first, types)) return false
    for (const source of sources) if (source.spans(first, last, types)) return true
    return false
  }
  return { at, has, hasAny, spans, of }
}

function joined(one: readonly Hit[], other: readonly Hit[]): readonly Hit[] {
  if (one.length === 0) return other
  return other.length === 0 ? one : [...one, ...other]
}

/** Several uses, a bit for each. */
export type UseSet = Int32Array

/** Words of bits: as many as all uses need. */
const width = 3

const bits = new Map<UseType, number>()

function bitOf(type: UseType): number {
  const known = bits.get(type)
  if (known !== undefined) return known
  const bit = bits.size
  if (bit >= width * 32) throw new RangeError('there are more uses than bits for them')
  bits.set(type, bit)
  return bit
}

/** Made once for each place that asks for several uses at once. */
export function useSet(...types: readonly UseType[]): UseSet {
  const set = new Int32Array(width)
  for (const type of types) note(set, 0, type)
  return set
}

function note(sets: Int32Array, at: number, type: UseType): void {
  const bit = bitOf(type)
  sets[at * width + (bit >> 5)]! |= 1 << (bit & 31)
}

/** Whether a use is in a set. */
export function isIn(set: UseSet, type: UseType): boolean {
  const bit = bitOf(type)
  return (set[bit >> 5]! & (1 << (bit & 31))) !== 0
}

/** Whether set `at` of `sets` and another have a use in common. */
function meets(sets: Int32Array, at: number, other: UseSet): boolean {
  const from = at * width
  return ((sets[from]! & other[0]!) | (sets[from + 1]! & other[1]!) | (sets[from + 2]! & other[2]!)) !== 0
}

const chips = useSet('chip')

/** What the terms of a lexicon are used for. */
interface TermUses {
  /** A set for each term. */
  readonly sets: Int32Array
  /** Term t has the uses of bits[first[t]] up to, not including, bits[first[t + 1]], without words of patterns. */
  readonly first: Int32Array
  readonly bits: Uint8Array
}

const usesByLexicon = new WeakMap<readonly (readonly Use[])[], TermUses>()

/** Made once for a lexicon. */
function termUsesOf(uses: readonly (readonly Use[])[]): TermUses {
  const known = usesByLexicon.get(uses)
  if (known !== undefined) return known
  const sets = new Int32Array(uses.length * width)
  const first = new Int32Array(uses.length + 1)
  const plain: number[] = []
  uses.forEach((own, term) => {
    for (const { type } of own) {
      note(sets, term, type)
      if (type !== 'slot' && !plain.includes(bitOf(type), first[term])) plain.push(bitOf(type))
    }
    first[term + 1] = plain.length
  })
  const made = { sets, first, bits: Uint8Array.from(plain) }
  usesByLexicon.set(uses, made)
  return made
}

/** The hits of one lexicon. */
interface Source {
  readonly at: (word: number) => readonly Hit[]
  readonly of: (type: PlainUse) => readonly Hit[]
  readonly spans: HitIndex['spans']
}

/** Notes in `present` which uses begin at which word. */
function sourceOf({ uses, hits }: Found, words: number, present: Int32Array, isChip: IsChip): Source {
  const termUses = termUsesOf(uses)
  const { sets } = termUses
  const { count, term, first, last } = hits
  const startAt = startsByWord(hits, words)
  for (let i = 0; i < count; i++) {
    const own = term[i]! * width
    const word = first[i]! * width
    present[word]! |= sets[own]!
    present[word + 1]! |= sets[own + 1]!
    present[word + 2]! |= sets[own + 2]!
  }
  let chains: Chains | null = null
  const hitsAt = makerOf({ uses, hits }, isChip)
  const at = (word: number): readonly Hit[] => {
    const from = startAt[word]!
    const to = startAt[word + 1]!
    if (to - from < 2) return from === to ? nothing : hitsAt(from)
    const found: Hit[] = []
    for (let i = from; i < to; i++) for (const hit of hitsAt(i)) found.push(hit)
    return found
  }
  const of = (type: PlainUse): readonly Hit[] => {
    chains ??= chainsOf(hits, termUses)
    const found: Hit[] = []
    for (let at = chains.head[bitOf(type)]!; at !== -1; at = chains.next[at]!)
      for (const hit of hitsAt(chains.hit[at]!)) if (hit.use.type === type) found.push(hit)
    return found.length === 0 ? nothing : found
  }
  const spans = (from: number, to: number, types: UseSet): boolean => {
    const end = startAt[from + 1]!
    for (let i = startAt[from]!; i < end; i++) {
      if (last[i] !== to || !meets(sets, term[i]!, types)) continue
      if (!meets(sets, term[i]!, chips) || hitsAt(i).some(({ use }) => isIn(types, use.type))) return true
    }
    return false
  }
  return { at, of, spans }
}

/** The hits of use u, by its bit: hit[head[u]], then hit[next[…]], to -1. */
interface Chains {
  readonly head: Int32Array
  readonly hit: Int32Array
  readonly next: Int32Array
}

function chainsOf({ count, term }: Hits, { first, bits }: TermUses): Chains {
  let links = 0
  for (let i = 0; i < count; i++) links += first[term[i]! + 1]! - first[term[i]!]!
  const head = new Int32Array(width * 32).fill(-1)
  const hit = new Int32Array(links)
  const next = new Int32Array(links)
  for (let i = count - 1; i >= 0; i--) {
    const end = first[term[i]! + 1]!
    for (let at = first[term[i]!]!; at < end; at++) {
      hit[--links] = i
      next[links] = head[bits[at]!]!
      head[bits[at]!] = links
    }
  }
  return { head, hit, next }
}

/** The objects of what was found, each made when it is first asked for and the same ever after. */
function makerOf({ uses, hits }: Found, isChip: IsChip): (i: number) => readonly Hit[] {
  const made: (readonly Hit[] | undefined)[] = new Array(hits.count)
  return (i) => {
    const known = made[i]
    if (known !== undefined) return known
    const first = hits.first[i]!
    const last = hits.last[i]!
    const own: Hit[] = []
    for (const use of uses[hits.term[i]!]!)
      if (use.type !== 'chip' || isChip(first, last)) own.push({ first, last, use })
    made[i] = own
    return own
  }
}

/** Hit i begins at word w where startsByWord[w] <= i < startsByWord[w + 1]; hits ascend by first word. */
function startsByWord({ count, first }: Hits, words: number): Int32Array {
  const starts = new Int32Array(words + 1)
  let i = 0
  for (let word = 0; word <= words; word++) {
    while (i < count && first[i]! < word) i++
    starts[word] = i
  }
  return starts
}
