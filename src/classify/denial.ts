/** Who denies, says it complies, or that there is no evidence. */

import { type Cue, wordsOf } from '../knowledge/reading.ts'
import { quote } from '../text/evidence.ts'
import type { Claim } from '../types/finding.ts'
import type { CompanyMention, Mention, OrganisationMention, RegionMention } from '../types/mention.ts'
import type { Evidence } from '../types/text.ts'
import { nameOf } from './names.ts'
import type { Profile, SentenceProfile } from './profile.ts'

type Denier = CompanyMention | OrganisationMention | RegionMention

/** Claims of kind denial: one for each party that denies. The text must name it, in the sentence or just before. */
export function denialsOf(profile: Profile): Claim[] {
  const evidence = new Map<string, [Evidence, ...Evidence[]]>()
  for (const sentence of profile.sentences) {
    if (sentence.title) continue
    const denial = denialIn(profile, sentence)
    if (denial === null) continue
    const by = nameOf(profile.reading, denial.by)
    const { document } = profile.reading
    const quoted = quote(document, document.sentences[sentence.index]!.span, denial.rule)
    const known = evidence.get(by)
    if (known === undefined) evidence.set(by, [quoted])
    else known.push(quoted)
  }
  return [...evidence].map(([by, quotations]) => ({
    kind: 'denial',
    value: 'denied',
    by,
    score: 0.8,
    evidence: quotations,
  }))
}

/** "Denies" is a denial in itself; "complies with the rules" is one only when a party is heard saying it. */
function denialIn(profile: Profile, sentence: SentenceProfile): { readonly by: Denier; readonly rule: string } | null {
  const strong = cueOf(sentence, 'denial')
  const cue = strong ?? cueOf(sentence, 'comply')
  if (cue === undefined || (strong === undefined && cueOf(sentence, 'speech') === undefined)) return null
  const by = denierOf(profile, sentence, cue)
  return by === null ? null : { by, rule: cue.tag.rule }
}

function cueOf(sentence: SentenceProfile, concept: string): Cue | undefined {
  return sentence.cues.find((cue) => cue.tag.family === 'concept' && cue.tag.id === concept)
}

/** Most words between a speaker and "said". */
const beside = 4

/**
 * Who speaks: a party before the cue; else, where the sentence says "the company", the last party of the sentence
 * before; else a party beside a verb of saying ("…, Nvidia said"); else the last of the sentence before.
 */
function denierOf(profile: Profile, sentence: SentenceProfile, cue: Cue): Denier | null {
  const parties = sentence.mentions.filter((mention): mention is Denier => canDeny(profile, mention))
  const ranges = new Map(parties.map((party) => [party, wordsOf(profile.reading, party.span)]))
  const before = parties.filter((party) => ranges.get(party)!.last < cue.first)
  const subject = before.findLast((party) => party.kind === 'company') ?? before.at(-1)
  if (subject !== undefined) return subject
  const earlier = earlierParty(profile, sentence)
  const pointsBack = sentence.cues.some((other) => other.tag.id === 'same-party' && other.first <= cue.last)
  if (pointsBack && earlier !== null) return earlier
  const speech = sentence.cues.filter((other) => other.tag.id === 'speech')
  const speaker = parties.find((party) => {
    const range = ranges.get(party)!
    return speech.some(
      (verb) => Math.min(Math.abs(verb.first - range.last), Math.abs(range.first - verb.last)) <= beside,
    )
  })
  return speaker ?? earlier ?? parties[0] ?? null
}

/** How many sentences back "the company" may point. */
const memory = 6

/** The party last named in the sentences before: a company if there is one. */
function earlierParty(profile: Profile, sentence: SentenceProfile): Denier | null {
  for (let back = 1; back <= memory; back++) {
    const parties =
      profile.sentences[sentence.index - back]?.mentions.filter((mention): mention is Denier =>
        canDeny(profile, mention),
      ) ?? []
    const found = parties.find((party) => party.kind === 'company') ?? parties[0]
    if (found !== undefined) return found
  }
  return null
}

/** Companies that are no media, organisations, and governments by their capital. */
function canDeny(profile: Profile, mention: Mention): mention is Denier {
  if (mention.kind === 'organisation') return true
  if (mention.kind === 'region') return mention.via === 'capital'
  if (mention.kind !== 'company') return false
  return mention.company === null || profile.reading.knowledge.sources.companies[mention.company]?.kind === 'company'
}
