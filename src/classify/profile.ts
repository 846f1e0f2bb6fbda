/** What each sentence holds: the cues and mentions that frames are made of, whatever the language. */

import { type Cue, findCues } from '../knowledge/cues.ts'
import type { Reading } from '../knowledge/reading.ts'
import type { Mention } from '../types/mention.ts'

/** One sentence as the classifier sees it. */
export interface SentenceProfile {
  readonly index: number
  readonly title: boolean
  /** Among the first sentences after the title, where news says what it is about. */
  readonly lead: boolean
  readonly concepts: ReadonlySet<string>
  readonly routes: ReadonlySet<string>
  /** A chip or a word for the goods. */
  readonly goods: boolean
  /** A party or place under the rules. */
  readonly restricted: boolean
  /** The goods are spoken of here or in the sentence before. */
  readonly goodsNear: boolean
  readonly cues: readonly Cue[]
  readonly mentions: readonly Mention[]
}

/** A document with its mentions and its sentences' profiles: what every question of this folder is asked of. */
export interface Profile {
  readonly reading: Reading
  readonly mentions: readonly Mention[]
  readonly sentences: readonly SentenceProfile[]
}

/** How many sentences after the title count as the lead. */
const leadLength = 3

/** Pure. Sentences without any cue have an empty profile. */
export function makeProfile(reading: Reading, mentions: readonly Mention[]): Profile {
  const isRestricted = restrictedTest(reading)
  const cues = findCues(reading, mentions, (mention) =>
    isRestricted(mention) ? [mention.kind, 'restricted'] : [mention.kind],
  )
  const cuesOf = groupBySentence(cues)
  const mentionsOf = groupBySentence(mentions)
  const titled = reading.document.titleLength > 0
  let body = 0
  let goodsBefore = false
  const sentences = reading.document.sentences.map((sentence, index): SentenceProfile => {
    const title = titled && sentence.paragraph === 0
    if (!title) body++
    const own = cuesOf.get(index) ?? []
    const named = mentionsOf.get(index) ?? []
    const concepts = new Set(own.filter((cue) => cue.tag.family === 'concept').map((cue) => cue.tag.id))
    const goods =
      concepts.has('goods') || named.some((mention) => mention.kind === 'chip' || mention.kind === 'quantity')
    const goodsNear = goods || goodsBefore
    goodsBefore = goods
    return {
      index,
      goodsNear,
      title,
      lead: !title && body <= leadLength,
      concepts,
      routes: new Set(own.filter((cue) => cue.tag.family === 'route').map((cue) => cue.tag.id)),
      goods,
      restricted: named.some(isRestricted),
      cues: own,
      mentions: named,
    }
  })
  return { reading, mentions, sentences }
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

/** Whether a mention names a place or party under the rules: by its country (knowledge/parties.yaml) or by a listing. */
export function restrictedTest(reading: Reading): (mention: Mention) => boolean {
  const { companies, organisations, parties } = reading.knowledge.sources
  const codes = new Set<string>(parties.restricted)
  return (mention) => {
    if (mention.kind === 'region') return codes.has(mention.region)
    if (mention.kind === 'organisation') {
      const organisation = organisations[mention.organisation]
      return organisation !== undefined && (codes.has(organisation.country ?? '') || organisation.listings.length > 0)
    }
    if (mention.kind !== 'company' || mention.company === null) return false
    const company = companies[mention.company]
    return (
      company !== undefined && company.kind === 'company' && (codes.has(company.country) || company.listings.length > 0)
    )
  }
}
