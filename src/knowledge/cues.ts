/** Patterns found in a document: for each sentence those whose parts all stand in it are tried, and no others. */

import { matchPattern, type WordRange } from '../text/match.ts'
import type { Mention } from '../types/mention.ts'
import type { CompiledLanguage, PatternTag } from './compile.ts'
import { type Reading, wordsOf } from './reading.ts'
import type { ByAnchor } from './slots.ts'

/** A pattern found in a sentence. */
export interface Cue extends WordRange {
  readonly sentence: number
  readonly tag: PatternTag
  readonly pattern: string
}

/** Kinds a mention counts as in patterns: its own, and classes such as {restricted} that knowledge derives. */
export type KindsOf = (mention: Mention) => readonly string[]

/** A mention's words and the kinds whose slots it fills. */
interface Filling extends WordRange {
  readonly kinds: readonly string[]
}

/** Every pattern of the document's language that is found, in order of sentences. */
export function findCues(reading: Reading, mentions: readonly Mention[], kindsOf: KindsOf): Cue[] {
  const { language, parts, firstWord } = reading
  if (language === null) return []
  const fillings = fillingsOf(reading, mentions, kindsOf)
  const cues: Cue[] = []
  let to = 0
  for (let sentence = 0; sentence < reading.document.sentences.length; sentence++) {
    const from = to
    while (to < parts.count && parts.first[to]! < firstWord[sentence + 1]!) to++
    const named = fillings.get(sentence) ?? none
    if (from === to && named.length === 0) continue
    const stretch = { sentence, from, to, named }
    if (fillSlots(reading, language, stretch) > 0) matchComplete(reading, language, stretch, cues)
  }
  return cues
}

const none: readonly Filling[] = []

/** One sentence: its parts are from..to (not included) of `reading.parts`. */
interface Stretch {
  readonly sentence: number
  readonly from: number
  readonly to: number
  readonly named: readonly Filling[]
}

function fillingsOf(
  reading: Reading,
  mentions: readonly Mention[],
  kindsOf: KindsOf,
): ReadonlyMap<number, readonly Filling[]> {
  const bySentence = new Map<number, Filling[]>()
  for (const mention of mentions) {
    const { first, last } = wordsOf(reading, mention.span)
    const filling = { first, last, kinds: kindsOf(mention) }
    const own = bySentence.get(mention.sentence)
    if (own === undefined) bySentence.set(mention.sentence, [filling])
    else own.push(filling)
  }
  return bySentence
}

/**
 * What fills the slots of the sentence at hand; the same room for each sentence of each text. Slot s is filled where
 * marks[s] is `mark`: by filler[head[s]], then by that of next[…], to -1. A filler is a part's number, or -1 - that of a
 * mention among those of the sentence.
 */
const room = {
  mark: 0,
  marks: new Int32Array(0),
  head: new Int32Array(0),
  tail: new Int32Array(0),
  filler: new Int32Array(1024),
  next: new Int32Array(1024),
  count: 0,
  /** Slots that anchor patterns, in the order in which they are first filled. */
  anchors: new Int32Array(0),
  anchored: 0,
  /** Where the slots of patterns tried are filled, valid where placed[s] is `mark`. */
  placed: new Int32Array(0),
  places: [] as (readonly WordRange[])[],
}

/** Notes what fills which slots; returns how many of them anchor patterns. */
function fillSlots({ parts }: Reading, language: CompiledLanguage, { from, to, named }: Stretch): number {
  const { slotsOf, byAnchor, kindSlots } = language
  clear(language.slotCount)
  for (const [at, { kinds }] of named.entries())
    for (const kind of kinds) for (const slot of kindSlots.get(kind) ?? []) fill(slot, -1 - at, byAnchor.first)
  const { first, slots } = slotsOf
  for (let part = from; part < to; part++) {
    const term = parts.term[part]!
    const end = first[term + 1]!
    for (let at = first[term]!; at < end; at++) fill(slots[at]!, part, byAnchor.first)
  }
  return room.anchored
}

/** The mark is a new one for each sentence, so that nothing need be wiped. */
function clear(slotCount: number): void {
  if (room.marks.length < slotCount || room.mark === 0x7fffffff) {
    const size = Math.max(slotCount, room.marks.length)
    for (const key of ['marks', 'head', 'tail', 'anchors', 'placed'] as const) room[key] = new Int32Array(size)
    room.mark = 0
  }
  room.mark++
  room.count = 0
  room.anchored = 0
}

function fill(slot: number, filler: number, firstOfAnchor: Int32Array): void {
  const { marks, tail } = room
  if (room.count === room.filler.length) {
    room.filler = twice(room.filler)
    room.next = twice(room.next)
  }
  const at = room.count++
  room.filler[at] = filler
  room.next[at] = -1
  if (marks[slot] === room.mark) room.next[tail[slot]!] = at
  else {
    marks[slot] = room.mark
    room.head[slot] = at
    if (firstOfAnchor[slot + 1] !== firstOfAnchor[slot]) room.anchors[room.anchored++] = slot
  }
  tail[slot] = at
}

function twice(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** Tries the patterns of which every slot is filled, by their anchors in the order in which these are first met. */
function matchComplete(
  { parts }: Reading,
  { byAnchor, patterns, gap }: CompiledLanguage,
  { sentence, named }: Stretch,
  cues: Cue[],
): void {
  const { mark, placed, places } = room
  const lookUp = (slot: number): readonly WordRange[] => {
    if (placed[slot] !== mark) {
      placed[slot] = mark
      places[slot] = placesOf(slot, parts, named)
    }
    return places[slot]!
  }
  for (let n = 0; n < room.anchored; n++) {
    const anchor = room.anchors[n]!
    const end = byAnchor.first[anchor + 1]!
    for (let at = byAnchor.first[anchor]!; at < end; at++) {
      if (!isComplete(byAnchor, at)) continue
      const own = patterns[byAnchor.patterns[at]!]!
      for (const { first, last } of matchPattern(own, lookUp, gap))
        cues.push({ first, last, sentence, tag: own.tag, pattern: own.source })
    }
  }
}

/** Whether every slot of a pattern beside its anchor is filled. */
function isComplete({ firstOther, others }: ByAnchor, entry: number): boolean {
  const { marks, mark } = room
  const end = firstOther[entry + 1]!
  for (let at = firstOther[entry]!; at < end; at++) if (marks[others[at]!] !== mark) return false
  return true
}

/** Where a slot is filled, ascending by first word; mentions before words. */
function placesOf(slot: number, parts: Reading['parts'], named: readonly Filling[]): readonly WordRange[] {
  const ranges: WordRange[] = []
  let mentions = 0
  for (let at = room.head[slot]!; at !== -1; at = room.next[at]!) {
    const filler = room.filler[at]!
    if (filler < 0) mentions++
    ranges.push(filler < 0 ? named[-1 - filler]! : { first: parts.first[filler]!, last: parts.last[filler]! })
  }
  if (mentions > 0 && ranges.length > 1) ranges.sort((a, b) => a.first - b.first)
  return ranges
}
