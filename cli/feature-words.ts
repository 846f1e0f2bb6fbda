/** What the classifier's features say in plain words. */

import type { Sources } from '../src/knowledge/schema.ts'

const others: Readonly<Record<string, string>> = {
  'borne/routes': 'a way round that sentences bear out',
  'mention/chip': 'a chip named by its model',
  'mention/goods': 'chips, compute or chip-making tools',
  'mention/quantity': 'chips, servers or wafers counted',
  'mention/restricted': 'a party or place under the rules',
  'share/act': 'sentences that tell of the act as having happened',
  'share/policy': 'sentences on rules, licences and their effects',
  'rule/none': 'no word of an export rule',
  'rule/other': 'more of taxes, oil or the like than of export rules',
}

/** "concept/evade" → what the concept means; the name itself for a feature without words. */
export function featureWords(name: string, { concepts, routes }: Pick<Sources, 'concepts' | 'routes'>): string {
  const known = others[name]
  if (known !== undefined) return known
  const [kind, id = ''] = name.split('/')
  if (kind === 'route') return routes[id]?.meaning ?? name
  const meaning = concepts[id]?.meaning ?? name
  return kind === 'title' ? `in the title: ${meaning}` : meaning
}
