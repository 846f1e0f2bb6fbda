/** Which ways round the rule an article reports, borne out sentence by sentence. */

import { quote } from '../text/evidence.ts'
import type { Claim } from '../types/finding.ts'
import type { Evidence, NonEmpty } from '../types/text.ts'
import { isHypothetical } from './frames.ts'
import type { Profile, SentenceProfile } from './profile.ts'
import { quotedWords } from './quoted.ts'

/** Strength from which a route is claimed; one well-supported sentence reaches it. */
const claimed = 0.8

interface Support {
  readonly sentence: SentenceProfile
  readonly weight: number
  readonly rule: string
}

/** A route that one sentence speaks of: in full by its own pattern, in part by a word that only hints at it. */
interface Sign {
  readonly route: string
  readonly share: number
  readonly rule: string
}

/** Words that hint at a route: "smuggled" without concealment, "a dealer". Several sentences of them bear it out. */
const hints: readonly (readonly [concept: string, route: string, share: number])[] = [
  ['smuggle', 'smuggling', 0.4],
  ['trader', 'grey-market', 0.5],
]

/** The last profile asked for: the label asks for the routes of the same before they are claimed. */
let last: { readonly profile: Profile; readonly routes: readonly Claim[] } | null = null

/** Claims of kind route, strongest first, for an article labelled circumvention. */
export function routesOf(profile: Profile): readonly Claim[] {
  if (last?.profile !== profile) last = { profile, routes: findRoutes(profile) }
  return last.routes
}

function findRoutes(profile: Profile): Claim[] {
  const support = new Map<string, Support[]>()
  for (const sentence of profile.sentences) {
    for (const { route, share, rule } of signsIn(profile, sentence)) {
      const found = { sentence, rule, weight: share * weigh(profile, sentence) }
      if (found.weight === 0) continue
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

function signsIn(profile: Profile, sentence: SentenceProfile): readonly Sign[] {
  const signs: Sign[] = []
  for (const { tag, first } of sentence.cues) {
    if (tag.family !== 'route' || signs.some(({ route }) => route === tag.id)) continue
    if (tag.id === 'smuggling' && quotedWords(profile.reading, sentence.index)(first)) continue
    signs.push({ route: tag.id, share: tag.id === 'transshipment' && stays(sentence) ? 0.5 : 1, rule: tag.rule })
  }
  for (const [concept, route, share] of hints) {
    if (!sentence.concepts.has(concept) || signs.some((sign) => sign.route === route)) continue
    if (sentence.concepts.has('speech') && !sentence.title) continue
    signs.push({ route, share: isCharged(sentence) ? share * 1.5 : share, rule: `hints/${concept}` })
  }
  if (onTheWay(profile, sentence) && !signs.some(({ route }) => route === 'transshipment'))
    signs.push({ route: 'transshipment', share: 1, rule: 'hints/path' })
  return signs
}

/** Ways in which the goods stay abroad: a third country is then where they stand, not where they pass. */
const staying = ['offshore-compute', 'remote-access'] as const

/** A charge or verdict says what it is for: it means more by "smuggling" than a reporter does. */
function isCharged({ concepts }: SentenceProfile): boolean {
  return concepts.has('charged') || concepts.has('convicted')
}

function stays({ routes, concepts }: SentenceProfile): boolean {
  return !concepts.has('move') && (concepts.has('datacentre') || staying.some((route) => routes.has(route)))
}

/** Goods that move by a third country, and a restricted party or place close by. */
function onTheWay({ sentences, isThird }: Profile, sentence: SentenceProfile): boolean {
  const { concepts, routes, mentions, index } = sentence
  if (!concepts.has('move') || staying.some((route) => routes.has(route))) return false
  if (!sentence.goodsNear || !mentions.some(isThird)) return false
  return [-2, -1, 0, 1, 2].some((step) => sentences[index + step]?.restricted === true)
}

/** How well a sentence bears a route out: it, or the one before it, must speak of the goods, the rule or the party. */
function weigh(profile: Profile, sentence: SentenceProfile): number {
  if (sentence.elsewhere) return 0
  const before = profile.sentences[sentence.index - 1]
  const after = profile.sentences[sentence.index + 1]
  const own = tied(sentence)
  const near = (before !== undefined && !before.title && tied(before)) || (after !== undefined && tied(after))
  const base = own ? 1 : near ? 0.8 : 0.3
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
  const evidence = best.map(({ sentence, rule }) => quote(document, document.sentences[sentence.index]!.span, rule))
  const score = Math.round((1 - 0.5 ** strength) * 100) / 100
  return { kind: 'route', value: route, by: null, score, evidence: evidence as unknown as NonEmpty<Evidence> }
}
