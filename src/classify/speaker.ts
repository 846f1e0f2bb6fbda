/** Who is heard in a sentence: a party, somebody who speaks for one, a person, or somebody whose word is no denial. */

import { useSet } from '../knowledge/hits.ts'
import { beginsAny, type Reading, wordsOf } from '../knowledge/reading.ts'
import type { UseType } from '../knowledge/use.ts'
import type { WordRange } from '../text/match.ts'
import { cut } from '../text/units.ts'
import type { CompanyMention, Mention, OrganisationMention, RegionMention } from '../types/mention.ts'
import { nameOf } from './names.ts'
import type { Profile, SentenceProfile } from './profile.ts'
import { quotedWords } from './quoted.ts'

export type Denier = CompanyMention | OrganisationMention | RegionMention

/**
 * `party`: null where the text names none that we know, as for "his lawyer". `office`: an agency or court, which states facts
 * and makes no denial of its own by them.
 */
export interface Speaker {
  readonly party: Denier | null
  readonly office: boolean
}

/** Somebody who may be the subject of a verb. `points`: "the company"; `person`: "his lawyer"; `other`: "prosecutors". */
interface Candidate extends WordRange {
  readonly who: 'party' | 'points' | 'person' | 'government' | 'other'
  readonly party: Denier | null
  readonly outlet: boolean
}

/** A verb of saying or denying, and where its subject may stand: "said Nvidia", "was denied by Nvidia". */
export interface Verb extends WordRange {
  readonly subject: 'before' | 'either' | 'after'
  /** An outlet says and denies nothing of its own: before "denies" it is whom somebody spoke to. */
  readonly denies: boolean
}

const stops = useSet('stop')
const firmNouns = useSet('firm-noun')
const goods = useSet('chip', 'unit')

/** Most words between a verb and the subject behind it: "sagte ein Sprecher". */
const behind = 2

/** Most words between "a spokesman" and the party he speaks for. */
const beside = 3

/** Most words between an office and its country, "un funcionario del Ministerio de Comercio indio", or a verb and a title. */
const far = 5

/** How many sentences back "the company" may point. */
const memory = 3

/** A sentence with all that may speak in it, read once. */
export interface Scene {
  readonly profile: Profile
  readonly sentence: SentenceProfile
  readonly candidates: readonly Candidate[]
  /** The only company that the text tells of, where it tells of one. */
  readonly only: CompanyMention | null
  readonly quoted: (word: number) => boolean
}

export function sceneOf(profile: Profile, sentence: SentenceProfile, only: CompanyMention | null): Scene {
  return {
    profile,
    sentence,
    only,
    candidates: candidatesOf(profile, sentence),
    quoted: quotedWords(profile.reading, sentence.index),
  }
}

/** The subject of a verb; null where it is nobody whose word counts; undefined where the sentence names none. */
export function speakerOf(scene: Scene, verb: Verb): Speaker | null | undefined {
  const quoted = scene.quoted(verb.first)
  const heard = scene.candidates.filter(
    ({ first, outlet }) => (quoted || !scene.quoted(first)) && !(outlet && verb.denies),
  )
  const chosen = subjectOf(scene.profile.reading, heard, verb)
  if (chosen === undefined) return undefined
  if (chosen.who === 'other') return null
  if (chosen.who === 'party') return speaking(chosen.party)
  return speakingFor(scene, chosen)
}

/** For whom "a spokesman", "his lawyer" or "the embassy" speaks: a party beside it, else whom "the company" points at. */
function speakingFor(scene: Scene, speaker: Candidate): Speaker | null {
  const { reading } = scene.profile
  if (speaker.who === 'government') return speaking(countryBeside(reading, scene.sentence, speaker))
  const near = scene.candidates.filter(
    (one) => one !== speaker && !one.outlet && one.who !== 'person' && isBeside(reading, one, speaker),
  )
  const party = near.find(({ who }) => who === 'party')
  if (party !== undefined) return speaking(party.party)
  if (near.some(({ who }) => who === 'other')) return null
  const government = near.find(({ who }) => who === 'government')
  if (government !== undefined) return speaking(countryBeside(reading, scene.sentence, government))
  const pointer = speaker.who === 'points' ? speaker : near.find(({ who }) => who === 'points')
  return speaking(pointer === undefined ? null : pointedAt(scene, pointer))
}

function speaking(party: Denier | null): Speaker {
  return { party, office: party?.kind === 'organisation' && party.office }
}

/** In the verb's clause before it, else right behind it, else before it beyond a comma. */
function subjectOf(reading: Reading, all: readonly Candidate[], verb: Verb): Candidate | undefined {
  const after = verb.subject === 'before' ? undefined : subjectBehind(reading, all, verb)
  if (verb.subject === 'after') return after
  const ahead = all.filter(({ last }) => last < verb.first)
  const parties = ahead.filter(({ outlet }) => !outlet)
  const before = marked(reading, parties.length > 0 ? parties : ahead)
  const inClause = before.filter(({ last }) => isOneClause(reading, last, verb.first))
  const first = reading.language?.source.subjectFirst === true ? 0 : -1
  return inClause.at(first) ?? after ?? outsideInsertion(reading, before, verb)
}

/** Right behind the verb, or within it: "weist Megaspeed zurück"; a title also behind whom he spoke to. */
function subjectBehind(reading: Reading, all: readonly Candidate[], verb: Verb): Candidate | undefined {
  const found = all.find(({ first, outlet }) => first >= verb.first && !outlet)
  if (found === undefined) return undefined
  const from = found.first <= verb.last ? verb.first : verb.last
  const most = found.who === 'party' ? behind : far
  return found.first - from - 1 <= most && isOneClause(reading, from, found.first) ? found : undefined
}

/** Those that a mark of the subject follows, or no mark of possession, where the language has such marks. */
function marked(reading: Reading, candidates: readonly Candidate[]): readonly Candidate[] {
  const followed = (last: number, type: UseType): boolean => reading.hits.has(last + 1, type)
  const subjects = candidates.filter(({ last }) => followed(last, 'subject-mark'))
  if (subjects.length > 0) return subjects
  const free = candidates.filter(({ last }) => !followed(last, 'possessive'))
  return free.length > 0 ? free : candidates
}

/** "ByteDance, which buys from Nvidia, denied": between two commas before a verb stands what is said of its subject. */
function outsideInsertion(reading: Reading, before: readonly Candidate[], verb: Verb): Candidate | undefined {
  const near = Array.from({ length: behind + 1 }, (_, step) => verb.first - 1 - step)
  const closing = near.find((word) => gapAfter(reading, word).includes(','))
  if (closing === undefined) return before.at(-1)
  const outside = before.filter(
    ({ last }) => !isOneClause(reading, last, closing + 1) && last < openingOf(reading, closing),
  )
  return outside.at(-1) ?? before.at(-1)
}

/** First word behind the comma before the one that follows word `closing`. */
function openingOf(reading: Reading, closing: number): number {
  let word = closing
  while (
    word > 0 &&
    reading.sentenceOf[word - 1] === reading.sentenceOf[closing] &&
    !gapAfter(reading, word - 1).includes(',')
  )
    word--
  return word
}

function gapAfter(reading: Reading, word: number): string {
  return cut(reading.shadow.text, reading.words.ends[word] ?? 0, reading.words.starts[word + 1] ?? 0)
}

/** Whether no mark that parts clauses stands between two words. */
function isOneClause(reading: Reading, from: number, to: number): boolean {
  for (let word = from; word < to; word++) if (/[,;:、，；：()（）–—]|\.\s/u.test(gapAfter(reading, word))) return false
  return true
}

/** Everybody in a sentence who may speak, in its order. */
function candidatesOf({ reading }: Profile, sentence: SentenceProfile): Candidate[] {
  const candidates: Candidate[] = []
  const taken = new Set<number>()
  for (const mention of sentence.mentions) {
    const range = wordsOf(reading, mention.span)
    const outlet = isOutlet(reading, mention)
    if (!outlet && (!canSpeak(reading, mention) || namesGoods(reading, range))) continue
    candidates.push({ ...range, who: outlet ? 'other' : 'party', party: outlet ? null : (mention as Denier), outlet })
    for (let word = range.first; word <= range.last; word++) taken.add(word)
  }
  for (const { tag, first, last } of sentence.cues) {
    const who = roles.get(tag.id)
    if (who === undefined || taken.has(first) || taken.has(last) || isCompound(reading, first, last)) continue
    candidates.push({ first, last, who, party: null, outlet: false })
  }
  return widest(candidates.sort((a, b) => a.first - b.first || b.last - a.last))
}

/** Without those within another: the attorney of "US attorney". In order of their first words. */
function widest(candidates: readonly Candidate[]): Candidate[] {
  let end = -1
  return candidates.filter(({ last }) => {
    const own = last > end
    end = Math.max(end, last)
    return own
  })
}

/** "贸易公司": the company of a longer word for firms points at none. */
function isCompound(reading: Reading, first: number, last: number): boolean {
  for (let word = first - 1; word >= Math.max(0, first - beside); word--)
    if (reading.hits.spans(word, last, firmNouns)) return true
  return false
}

const roles: ReadonlyMap<string, Candidate['who']> = new Map([
  ['same-party', 'points'],
  ['speaker-person', 'person'],
  ['speaker-government', 'government'],
  ['speaker-other', 'other'],
])

export function overlaps(one: WordRange, other: WordRange): boolean {
  return one.first <= other.last && other.first <= one.last
}

function countryBeside(reading: Reading, sentence: SentenceProfile, speaker: WordRange): RegionMention | null {
  const regions = sentence.mentions.filter((mention): mention is RegionMention => mention.kind === 'region')
  return regions.find(({ span }) => isBeside(reading, wordsOf(reading, span), speaker, far)) ?? null
}

function isBeside(reading: Reading, one: WordRange, other: WordRange, most = beside): boolean {
  if (overlaps(one, other)) return true
  const [left, right] = one.last < other.first ? [one, other] : [other, one]
  return right.first - left.last - 1 <= most && isOneClause(reading, left.last, right.first)
}

/** "the company": the company named last before it in the sentence, else the one that an earlier sentence tells of first; nobody beyond a denial by a party that we do not know. */
function pointedAt({ profile, sentence, candidates, only }: Scene, pointer: WordRange): Denier | null {
  const own = candidates.filter(({ party, last }) => party?.kind === 'company' && last < pointer.first).at(-1)
  if (own !== undefined) return own.party
  for (let back = 1; back <= memory; back++) {
    const earlier = profile.sentences[sentence.index - back]
    if (earlier === undefined || earlier.title) break
    const named = candidatesOf(profile, earlier)
    const company = named.find(({ party }) => party?.kind === 'company')
    if (company !== undefined) return company.party
    if (named.length === 0 && earlier.concepts.has('denial')) return null
  }
  return only
}

/** The company of a text that tells of one alone: outlets, and names that only tell whose goods are meant, left out. */
export function onlyCompany({ reading, mentions }: Profile): CompanyMention | null {
  let only: CompanyMention | null = null
  for (const mention of mentions) {
    if (mention.kind !== 'company' || !canSpeak(reading, mention)) continue
    if (namesGoods(reading, wordsOf(reading, mention.span))) continue
    if (only !== null && nameOf(reading, only) !== nameOf(reading, mention)) return null
    only = mention
  }
  return only
}

/** "Nvidia H100", "puces de Nvidia": the name tells whose goods are spoken of; the firm itself does nothing here. */
function namesGoods(reading: Reading, { first, last }: WordRange): boolean {
  const isStop = (word: number): boolean => reading.hits.spans(word, word, stops)
  const touches = (word: number): boolean => /^[ '-]?$/.test(gapAfter(reading, word))
  const next = isStop(last + 1) && touches(last + 1) ? last + 2 : last + 1
  if (beginsAny(reading, next, goods) && touches(last)) return true
  const linked = isStop(first - 1) && touches(first - 1)
  const previous = linked ? first - 2 : first - 1
  if (!touches(previous)) return false
  for (let from = previous; from >= Math.max(0, previous - beside); from--)
    if (reading.hits.spans(from, previous, goods)) return true
  return false
}

/** Companies that are no media, organisations, and governments by their capital. */
function canSpeak(reading: Reading, mention: Mention): mention is Denier {
  if (mention.kind === 'organisation') return true
  if (mention.kind === 'region') return mention.via === 'capital'
  if (mention.kind !== 'company') return false
  return mention.company === null || reading.knowledge.sources.companies[mention.company]?.kind === 'company'
}

/** Outlets and researchers pass on what others say. */
function isOutlet(reading: Reading, mention: Mention): boolean {
  return mention.kind === 'company' && mention.company !== null && !canSpeak(reading, mention)
}
