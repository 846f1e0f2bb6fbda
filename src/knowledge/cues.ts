/** Patterns found in a document: for each sentence those whose parts all stand in it are tried, and no others. */

import { type CompiledPattern, matchPattern, type WordRange } from '../text/match.ts'
import type { Mention } from '../types/mention.ts'
import type { CompiledLanguage, PatternTag } from './compile.ts'
import { type Reading, wordsOf } from './reading.ts'
import type { SlotsOf } from './slots.ts'

/** A pattern found in a sentence. */
export interface Cue extends WordRange {
  readonly sentence: number
  readonly tag: PatternTag
  readonly pattern: string
}

/** Kinds a mention counts as in patterns: its own, and classes such as {restricted} that knowledge derives. */
export type KindsOf = (mention: Mention) => readonly string[]

/** A mention and the slots that it fills. */
interface Filling {
  readonly slots: readonly number[]
  readonly range: WordRange
}

/** Every pattern of the document's language that is found, in order of sentences. */
export function findCues(reading: Reading, mentions: readonly Mention[], kindsOf: KindsOf): Cue[] {
  const { language, parts, firstWord } = reading
  if (language === null) return []
  const fillings = fillingsOf(reading, language, mentions, kindsOf)
  /** Slot → 1 + the sentence where it was last filled. */
  const filled = new Int32Array(language.slotCount)
  const cues: Cue[] = []
  let to = 0
  for (let sentence = 0; sentence < reading.document.sentences.length; sentence++) {
    const from = to
    while (to < parts.count && parts.first[to]! < firstWord[sentence + 1]!) to++
    const named = fillings.get(sentence) ?? none
    if (from === to && named.length === 0) continue
    const wanted = complete(reading, language, { sentence, from, to, named }, filled)
    if (wanted.length === 0) continue
    const places = placesOf(reading, language, { sentence, from, to, named }, wanted)
    const lookUp = (slot: number): readonly WordRange[] => places.get(slot) ?? []
    for (const pattern of wanted) {
      for (const range of matchPattern(pattern, lookUp, language.gap))
        cues.push({ ...range, sentence, tag: pattern.tag, pattern: pattern.source })
    }
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
  language: CompiledLanguage,
  mentions: readonly Mention[],
  kindsOf: KindsOf,
): ReadonlyMap<number, readonly Filling[]> {
  const bySentence = new Map<number, Filling[]>()
  for (const mention of mentions) {
    const slots = kindsOf(mention).flatMap((kind) => language.kindSlots.get(kind) ?? [])
    if (slots.length === 0) continue
    const filling = { slots, range: wordsOf(reading, mention.span) }
    const own = bySentence.get(mention.sentence)
    if (own === undefined) bySentence.set(mention.sentence, [filling])
    else own.push(filling)
  }
  return bySentence
}

/** The patterns of which every slot is filled, by their anchors in the order in which these are first met. */
function complete(
  { parts }: Reading,
  { slotsOf, byAnchor }: CompiledLanguage,
  { sentence, from, to, named }: Stretch,
  filled: Int32Array,
): readonly CompiledPattern<PatternTag>[] {
  const mark = sentence + 1
  const { first, slots } = slotsOf
  anchors.length = 0
  for (const filling of named) for (const slot of filling.slots) meet(slot, filled, mark, byAnchor)
  for (let part = from; part < to; part++) {
    const term = parts.term[part]!
    const end = first[term + 1]!
    for (let at = first[term]!; at < end; at++) meet(slots[at]!, filled, mark, byAnchor)
  }
  let found: CompiledPattern<PatternTag>[] | null = null
  for (const anchor of anchors)
    for (const pattern of byAnchor[anchor]!)
      if (isFilled(pattern.slots, filled, mark)) {
        found ??= []
        found.push(pattern)
      }
  return found ?? noPatterns
}

const noPatterns: readonly CompiledPattern<PatternTag>[] = []

/** Slots of the sentence at hand that anchor patterns; one list, used again for each. */
const anchors: number[] = []

/** Marks a slot as filled; one that is new and anchors patterns joins `anchors`. */
function meet(slot: number, filled: Int32Array, mark: number, byAnchor: CompiledLanguage['byAnchor']): void {
  if (filled[slot] === mark) return
  filled[slot] = mark
  if (byAnchor[slot] !== undefined) anchors.push(slot)
}

function isFilled(slots: readonly number[], filled: Int32Array, mark: number): boolean {
  for (const slot of slots) if (filled[slot] !== mark) return false
  return true
}

/** Slot of the patterns → where it is filled, ascending by first word. */
function placesOf(
  { parts }: Reading,
  { slotsOf }: CompiledLanguage,
  { from, to, named }: Stretch,
  patterns: readonly CompiledPattern<PatternTag>[],
): ReadonlyMap<number, WordRange[]> {
  const places = new Map<number, WordRange[]>()
  for (const pattern of patterns)
    for (const slot of pattern.slots) {
      if (places.has(slot)) continue
      const ranges: WordRange[] = []
      for (const { slots, range } of named) for (const own of slots) if (own === slot) ranges.push(range)
      const mentions = ranges.length
      for (let part = from; part < to; part++)
        if (fills(slotsOf, parts.term[part]!, slot)) ranges.push({ first: parts.first[part]!, last: parts.last[part]! })
      if (mentions > 0 && ranges.length > 1) ranges.sort((a, b) => a.first - b.first)
      places.set(slot, ranges)
    }
  return places
}

function fills({ first, slots }: SlotsOf, term: number, slot: number): boolean {
  const end = first[term + 1]!
  for (let at = first[term]!; at < end; at++) if (slots[at] === slot) return true
  return false
}
