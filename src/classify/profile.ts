/** What each sentence holds: the cues and mentions that frames are made of, whatever the language. */

import { type Cue, findCues } from '../knowledge/cues.ts'
import type { Reading } from '../knowledge/reading.ts'
import type { Mention } from '../types/mention.ts'
import { asideOf, type Partial } from './aside.ts'
import { withoutUndone } from './undone.ts'

/** One sentence as the classifier sees it. */
export interface SentenceProfile {
  readonly index: number
  readonly title: boolean
  /** The page's and not the article's: a menu, a notice, a headline of another article. */
  readonly apart: boolean
  /** Among the first sentences after the title, where news says what it is about. */
  readonly lead: boolean
  readonly concepts: ReadonlySet<string>
  readonly routes: ReadonlySet<string>
  /** A chip or a word for the goods; any such word ("the machines") where the article names them plainly elsewhere. */
  readonly goods: boolean
  /** A party or place under the rules. */
  readonly restricted: boolean
  /** The goods are spoken of here or in the sentence before. */
  readonly goodsNear: boolean
  /** A restricted party or place is named here or in the sentence before. */
  readonly restrictedNear: boolean
  /** Told of another affair, here or since the paragraph turned to one: it bears nothing out of this one. */
  readonly elsewhere: boolean
  readonly cues: readonly Cue[]
  readonly mentions: readonly Mention[]
}

/** A document with its mentions and its sentences' profiles: what every question of this folder is asked of. */
export interface Profile {
  readonly reading: Reading
  readonly mentions: readonly Mention[]
  readonly sentences: readonly SentenceProfile[]
  /** Why the article is not whole; null where nothing says so. */
  readonly partial: Partial
  /** Whether a mention names a country in between: neither under the rules nor where the goods are from. */
  readonly isThird: (mention: Mention) => boolean
}

/** How many sentences after the title count as the lead. */
const leadLength = 3

/** Pure. Sentences without any cue have an empty profile, and so have those that are the page's (aside.ts). */
export function makeProfile(reading: Reading, mentions: readonly Mention[]): Profile {
  const isRestricted = restrictedTest(reading)
  const isThird = thirdTest(reading)
  const cues = findCues(reading, mentions, (mention) => {
    if (isRestricted(mention)) return [mention.kind, 'restricted']
    return isThird(mention) ? [mention.kind, 'third'] : [mention.kind]
  })
  const cuesOf = groupBySentence(cues)
  const mentionsOf = groupBySentence(mentions)
  const titled = reading.document.titleLength > 0
  const aside = asideOf(reading.document, reading.knowledge)
  const rows = reading.document.sentences.map(({ paragraph }, index): Row => {
    const apart = aside.paragraphs.has(paragraph)
    const title = titled && paragraph === 0
    const cues = apart ? noCues : withoutUndone(reading, cuesOf.get(index) ?? noCues)
    const held = apart ? noMentions : (mentionsOf.get(index) ?? noMentions)
    return { index, paragraph, title, apart, cues, mentions: held, concepts: idsOf(cues, 'concept') }
  })
  const sentences = profilesOf(rows, isRestricted)
  return { reading, mentions, sentences, isThird, partial: aside.partial }
}

/** What a sentence holds by itself. */
interface Row extends Pick<SentenceProfile, 'index' | 'title' | 'cues' | 'mentions' | 'concepts'> {
  readonly paragraph: number
  readonly apart: boolean
}

/** The same with what stands around it: the goods spoken of before, the affair that the paragraph turned to. */
function profilesOf(rows: readonly Row[], isRestricted: (mention: Mention) => boolean): readonly SentenceProfile[] {
  const plain = rows.some(namesGoods)
  let body = 0
  let goodsBefore = false
  let restrictedBefore = false
  let turned = -1
  return rows.map((row): SentenceProfile => {
    const { index, paragraph, title, apart, cues, mentions, concepts } = row
    if (!title && !apart) body++
    const goods = namesGoods(row) || (plain && concepts.has('wares'))
    const goodsNear = goods || goodsBefore
    goodsBefore = goods
    const lead = !title && !apart && body <= leadLength
    if (concepts.has('elsewhere') && !title && !lead) turned = paragraph
    const elsewhere = turned === paragraph
    const restricted = mentions.some(isRestricted)
    const restrictedNear = restricted || restrictedBefore
    restrictedBefore = restricted && !title
    return {
      index,
      apart,
      goodsNear,
      restrictedNear,
      title,
      lead,
      elsewhere,
      concepts,
      routes: idsOf(cues, 'route'),
      goods,
      restricted,
      cues,
      mentions,
    }
  })
}

/** Plainly: a chip, a count of them, or a word that means nothing else. */
function namesGoods({ concepts, mentions }: Row): boolean {
  return concepts.has('goods') || mentions.some(({ kind }) => kind === 'chip' || kind === 'quantity')
}

const noCues: readonly Cue[] = []
const noMentions: readonly Mention[] = []
const none: ReadonlySet<string> = new Set()

function idsOf(cues: readonly Cue[], family: Cue['tag']['family']): ReadonlySet<string> {
  let ids: Set<string> | null = null
  for (const { tag } of cues)
    if (tag.family === family) {
      ids ??= new Set()
      ids.add(tag.id)
    }
  return ids ?? none
}

function groupBySentence<Item extends { readonly sentence: number }>(
  items: readonly Item[],
): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>()
  for (const item of items) {
    const group = groups.get(item.sentence)
    if (group === undefined) groups.set(item.sentence, [item])
    else group.push(item)
  }
  return groups
}

/** Whether a mention names a place that goods may pass: no country under the rules, nor one they come from (knowledge/parties.yaml). */
function thirdTest({ knowledge }: Reading): (mention: Mention) => boolean {
  const { restricted, origins } = knowledge.sources.parties
  const known: readonly string[] = [...restricted, ...origins]
  return (mention) => mention.kind === 'region' && !known.includes(mention.region)
}

/** Whether a mention names a place or party under the rules: by its country (knowledge/parties.yaml) or by a listing. */
export function restrictedTest(reading: Reading): (mention: Mention) => boolean {
  const { companies, organisations, parties } = reading.knowledge.sources
  const codes: readonly string[] = parties.restricted
  return (mention) => {
    if (mention.kind === 'region') return codes.includes(mention.region)
    if (mention.kind === 'organisation') {
      const organisation = organisations[mention.organisation]
      return (
        organisation !== undefined && (codes.includes(organisation.country ?? '') || organisation.listings.length > 0)
      )
    }
    if (mention.kind !== 'company' || mention.company === null) return false
    const company = companies[mention.company]
    return (
      company !== undefined &&
      company.kind === 'company' &&
      (codes.includes(company.country) || company.listings.length > 0)
    )
  }
}
