/** Which ways round the rule an article reports. */

import { quote } from '../text/evidence.ts'
import type { Claim } from '../types/finding.ts'
import type { NonEmpty } from '../types/text.ts'
import { isHypothetical } from './frames.ts'
import type { Profile, SentenceProfile } from './profile.ts'

/** Strength from which a route is claimed; one well-supported sentence reaches it. */
const claimed = 1

interface Support {
  readonly sentence: SentenceProfile
  readonly weight: number
}

/** Claims of kind route, strongest first, for an article labelled circumvention. */
export function routesOf(profile: Profile): Claim[] {
  const support = new Map<string, Support[]>()
  for (const sentence of profile.sentences) {
    for (const route of sentence.routes) {
      const found = { sentence, weight: weigh(profile, sentence) }
      const list = support.get(route)
      if (list === undefined) support.set(route, [found])
      else list.push(found)
    }
  }
  const ranked = [...support].map(([route, found]) => ({
    route,
    found,
    strength: found.reduce((sum, one) => sum + one.weight, 0),
  }))
  ranked.sort((a, b) => b.strength - a.strength || a.route.localeCompare(b.route))
  const strong = ranked.filter(({ strength }) => strength >= claimed)
  const kept = strong.length > 0 ? strong : ranked.slice(0, 1)
  return kept.map(({ route, found, strength }) => claimOf(profile, route, found, strength))
}

/** How well a sentence bears a route out: it, or the one before it, must speak of the goods, the rule or the party. */
function weigh(profile: Profile, sentence: SentenceProfile): number {
  const before = profile.sentences[sentence.index - 1]
  const own = tied(sentence)
  const near = before !== undefined && !before.title && tied(before)
  const base = own ? 1 : near ? 0.6 : 0.3
  const place = sentence.title ? 1.2 : 1
  return base * place * (isHypothetical(sentence) ? 0.4 : 1)
}

function tied(sentence: SentenceProfile): boolean {
  const { concepts } = sentence
  return (
    sentence.goods ||
    sentence.restricted ||
    concepts.has('control') ||
    concepts.has('evade') ||
    concepts.has('banned-goods')
  )
}

function claimOf(profile: Profile, route: string, found: readonly Support[], strength: number): Claim {
  const { document } = profile.reading
  const best = [...found].sort((a, b) => b.weight - a.weight || a.sentence.index - b.sentence.index).slice(0, 3)
  const evidence = best.map(({ sentence }) => {
    const cue = sentence.cues.find((one) => one.tag.family === 'route' && one.tag.id === route)
    return quote(document, document.sentences[sentence.index]!.span, cue?.tag.rule ?? `routes/${route}`)
  })
  const score = Math.round((1 - 0.5 ** strength) * 100) / 100
  return {
    kind: 'route',
    value: route,
    by: null,
    score,
    evidence: evidence as unknown as NonEmpty<(typeof evidence)[number]>,
  }
}
