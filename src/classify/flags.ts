/** Which red flags the text bears out (knowledge/flags.yaml): told beside the routes, none decides by itself. */

import { quote } from '../text/evidence.ts'
import type { Claim } from '../types/finding.ts'
import type { Evidence, NonEmpty } from '../types/text.ts'
import { isHypothetical } from './frames.ts'
import type { Profile, SentenceProfile } from './profile.ts'

/** Most sentences quoted for one flag. */
const quoted = 3

/** Claims of kind flag, for an article labelled circumvention, in the order in which the text tells them. */
export function flagsOf({ reading, sentences }: Profile): Claim[] {
  const evidence = new Map<string, Evidence[]>()
  for (const sentence of sentences) {
    if (!tells(sentence)) continue
    for (const { tag } of sentence.cues) {
      if (tag.family !== 'flag') continue
      const own = evidence.get(tag.id) ?? []
      const { span } = reading.document.sentences[sentence.index]!
      if (!own.some((one) => one.span.start === span.start)) own.push(quote(reading.document, span, tag.rule))
      evidence.set(tag.id, own)
    }
  }
  return [...evidence].map(([value, found]) => ({
    kind: 'flag',
    value,
    by: null,
    score: Math.round((1 - 0.5 ** found.length) * 100) / 100,
    evidence: found.slice(0, quoted) as unknown as NonEmpty<Evidence>,
  }))
}

/** Of this affair, as it was: no list of what to look out for, no fear, no denial. */
function tells(sentence: SentenceProfile): boolean {
  const { concepts, elsewhere } = sentence
  return !elsewhere && !isHypothetical(sentence) && !concepts.has('denial') && !concepts.has('absent')
}
