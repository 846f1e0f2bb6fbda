/** Who denies, says that it complies, or that there is no evidence. */

import type { Cue } from '../knowledge/cues.ts'
import { quote } from '../text/evidence.ts'
import { cut } from '../text/units.ts'
import type { Claim } from '../types/finding.ts'
import type { CompanyMention } from '../types/mention.ts'
import type { Evidence } from '../types/text.ts'
import { nameOf } from './names.ts'
import type { Profile, SentenceProfile } from './profile.ts'
import { onlyCompany, overlaps, type Scene, type Speaker, sceneOf, speakerOf } from './speaker.ts'

interface Denial extends Speaker {
  readonly rule: string
}

/** Claims of kind denial: one for each party that denies; `by` is null where the text names no party that we know. */
export function denialsOf(profile: Profile): Claim[] {
  const evidence = new Map<string | null, [Evidence, ...Evidence[]]>()
  const only = onlyCompany(profile)
  const { document } = profile.reading
  for (const sentence of profile.sentences) {
    if (sentence.title) continue
    const denial = denialIn(profile, sentence, only)
    if (denial === null) continue
    const by = denial.party === null ? null : nameOf(profile.reading, denial.party)
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

/** What denies only when somebody is heard saying it: a fact ("the chip was never sold there") denies nothing. */
const said = ['no-evidence', 'untrue', 'comply'] as const
const concepts = ['denial', ...said] as const

/** "Denies" is a denial in itself; the rest is one where a party is heard saying it. */
function denialIn(profile: Profile, sentence: SentenceProfile, only: CompanyMention | null): Denial | null {
  if (!concepts.some((concept) => sentence.concepts.has(concept))) return null
  const scene = sceneOf(profile, sentence, only)
  for (const cue of realCues(sentence, 'denial')) {
    const speaker = denierOf(scene, cue)
    if (speaker !== null) return { ...speaker, rule: cue.tag.rule }
  }
  for (const concept of said) {
    for (const cue of realCues(sentence, concept)) {
      const speaker = heard(scene, cue)
      if (speaker !== null && !(speaker.office && concept !== 'no-evidence')) return { ...speaker, rule: cue.tag.rule }
    }
  }
  return null
}

/** Most cues of one concept that one sentence is read for: hostile text costs no more. */
const mostCues = 20

function cuesOf(sentence: SentenceProfile, concept: string): readonly Cue[] {
  return sentence.cues.filter(({ tag }) => tag.family === 'concept' && tag.id === concept).slice(0, mostCues)
}

/** Those that no phrase undoes which only looks like a denial: "denied bail", "did not deny". */
function realCues(sentence: SentenceProfile, concept: string): readonly Cue[] {
  const seeming = cuesOf(sentence, 'no-denial')
  return cuesOf(sentence, concept).filter((cue) => !seeming.some((other) => overlaps(other, cue)))
}

/** The subject of "denies", the agent of "was denied by". Where we know neither, somebody denies all the same. */
function denierOf(scene: Scene, cue: Cue): Speaker | null {
  const agent = cuesOf(scene.sentence, 'denied-by').find((other) => overlaps(other, cue))
  const { first, last } = agent ?? cue
  const subject = agent === undefined ? placeOf(scene, 'denial') : 'after'
  const speaker = speakerOf(scene, { first, last, subject, denies: true })
  if (speaker !== undefined) return speaker
  return scene.quoted(cue.first) ? heard(scene, cue) : { party: null, office: false }
}

/** The subject of the verb of saying that the cue hangs on, outside quotation marks: here, or behind a quotation that ends here. */
function heard(scene: Scene, cue: Cue): Speaker | null {
  const verbs = cuesOf(scene.sentence, 'speech').filter((verb) => !scene.quoted(verb.first) && !overlaps(verb, cue))
  const speaker = subjectOfFirst(scene, byReach(scene, cue, verbs))
  if (speaker !== undefined) return speaker
  const opener = scene.quoted(cue.first) && verbs.length > 0 ? openerOf(scene) : undefined
  if (opener !== undefined) return opener
  const next = scene.quoted(cue.first) ? scene.profile.sentences[scene.sentence.index + 1] : undefined
  if (next === undefined || !endsQuotation(scene)) return unknownSpeaker(scene, verbs)
  const behind = sceneOf(scene.profile, next, scene.only)
  return (
    subjectOfFirst(
      behind,
      cuesOf(next, 'speech').filter(({ first }) => !behind.quoted(first)),
    ) ?? null
  )
}

/** Most sentences of one quotation. */
const mostQuoted = 4

/** 「社長は取材に「……ない。法令は守っている」と述べた」: who speaks stands before a quotation that began in a sentence before. */
function openerOf({ profile, sentence, only, quoted }: Scene): Speaker | null | undefined {
  const { document, firstWord } = profile.reading
  const own = document.sentences[sentence.index]
  if (own === undefined || !quoted(firstWord[sentence.index] ?? 0) || opens.test(document.text.charAt(own.span.start)))
    return undefined
  for (let back = 1; back <= mostQuoted; back++) {
    const earlier = profile.sentences[sentence.index - back]
    if (earlier === undefined || document.sentences[earlier.index]?.paragraph !== own.paragraph) return undefined
    const scene = sceneOf(profile, earlier, only)
    const start = firstWord[earlier.index] ?? 0
    const end = firstWord[earlier.index + 1] ?? 0
    let word = end
    while (word > start && scene.quoted(word - 1)) word--
    if (word < end) return speakerOf(scene, { first: word, last: word, subject: 'before', denies: false })
  }
  return undefined
}

/** A mark that opens a quotation. */
const opens = /[「『“"«„《]/u

/** Fewest words before a verb of saying that may be a name. */
const leastName = 3

/** Where words are unspaced many a firm's name is not known as one: somebody says so all the same, where words stand before the verb. */
function unknownSpeaker(scene: Scene, verbs: readonly Cue[]): Speaker | null {
  const { language, firstWord } = scene.profile.reading
  if (language?.source.words !== 'unspaced') return null
  const start = firstWord[scene.sentence.index] ?? 0
  return verbs.some(({ first }) => first - start >= leastName) ? { party: null, office: false } : null
}

function subjectOfFirst(scene: Scene, verbs: readonly Cue[]): Speaker | null | undefined {
  for (const { first, last } of verbs) {
    const speaker = speakerOf(scene, { first, last, subject: placeOf(scene, 'speech'), denies: false })
    if (speaker !== undefined) return speaker
  }
  return undefined
}

/** Verbs on the side where this language puts them come first, and there the nearest. */
function byReach({ profile }: Scene, cue: Cue, verbs: readonly Cue[]): readonly Cue[] {
  const before = verbs.filter(({ last }) => last < cue.first).sort((a, b) => b.last - a.last)
  const after = verbs.filter(({ first }) => first > cue.last).sort((a, b) => a.first - b.first)
  return profile.reading.language?.source.verbFinal === true ? [...after, ...before] : [...before, ...after]
}

/** "“……。”公司说": the quotation mark closes behind the full stop, and who speaks stands in the next sentence. */
function endsQuotation({ profile, sentence }: Scene): boolean {
  const { document } = profile.reading
  const own = document.sentences[sentence.index]
  if (own === undefined || document.sentences[sentence.index + 1]?.paragraph !== own.paragraph) return false
  return /[”」』»"]\s*$/u.test(cut(document.text, own.span.start, own.span.end))
}

/** Where this language puts the subject of such a verb. */
function placeOf({ profile }: Scene, verb: 'speech' | 'denial'): 'before' | 'either' {
  return profile.reading.language?.source.inverts.includes(verb) === true ? 'either' : 'before'
}
