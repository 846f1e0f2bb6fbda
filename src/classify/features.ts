/** A document as numbers: how often each cue and frame stands in its title, lead and body. */

import { framesOf } from './frames.ts'
import type { Profile } from './profile.ts'
import { routesOf } from './routes.ts'

/** Counts saturate: the first sentence that says a thing tells most, the tenth little. 1 → 0.5, 2 → 0.75, … */
function saturate(count: number): number {
  return 1 - 0.5 ** count
}

/** Concepts that serve to find who speaks and who is meant; they tell nothing of what is reported. */
const structural: ReadonlySet<string> = new Set([
  'speech',
  'same-party',
  'speaker-person',
  'speaker-government',
  'speaker-other',
  'no-denial',
  'denied-by',
  'absent',
  'impending',
  'internal',
  'elsewhere',
  'move',
  'trader',
])

/** Score of a route that one well-supported sentence bears out (routes.ts). */
const borneOut = 0.42

/** Feature → value in 0..1; features not named are 0. Names are the same in every language. */
export function featuresOf(profile: Profile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const sentence of profile.sentences) {
    const place = sentence.title ? 'title' : sentence.lead ? 'lead' : null
    for (const concept of sentence.concepts) {
      if (structural.has(concept)) continue
      add(`concept/${concept}`)
      if (place === 'title') add(`title/${concept}`)
    }
    for (const route of sentence.routes) if (sentence.goods || sentence.restricted) add(`route/${route}`)
    for (const frame of framesOf(sentence)) {
      add(`frame/${frame.name}${frame.actual ? '' : '?'}`)
      if (place !== null) add(`${place}-frame/${frame.name}${frame.actual ? '' : '?'}`)
    }
  }
  for (const mention of profile.mentions)
    if (mention.kind === 'chip' || mention.kind === 'quantity') add(`mention/${mention.kind}`)
  if (profile.sentences.some((sentence) => sentence.restricted)) add('mention/restricted')
  if (profile.sentences.some((sentence) => sentence.goods)) add('mention/goods')
  for (const { score } of routesOf(profile)) if (score >= borneOut) add('borne/routes')
  return new Map([...counts].map(([name, count]) => [name, saturate(count)]))
}
