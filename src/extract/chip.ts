/** Chip models: a known spelling, where the text bears out that it is a chip and not a road or a date. */

import { type Hit, hitsOf, type Reading, spanOf, standsAlone } from '../knowledge/reading.ts'
import type { ChipMention } from '../types/mention.ts'
import type { Id } from '../types/text.ts'
import { follows } from './figure.ts'

/** Chip mentions of any language. A bare "H100" needs a chip word, maker or chip elsewhere in the text, "L4" in its sentence. */
export function findChips(reading: Reading): ChipMention[] {
  const hits = hitsOf(reading, 'chip').filter(
    (hit) => standsAlone(reading, hit.first, hit.last) && !isOther(reading, hit.last),
  )
  const support = findSupport(reading, hits)
  const mentions: ChipMention[] = []
  for (const hit of hits) {
    const sentence = reading.sentenceOf[hit.first] ?? 0
    if (hit.use.support === 'sentence' && !support.sentences.has(sentence)) continue
    if (hit.use.support === 'text' && !support.text) continue
    mentions.push({
      kind: 'chip',
      span: spanOf(reading, hit.first, hit.last),
      sentence,
      rule: `chips/${hit.use.id}` as Id<'Rule'>,
      chip: hit.use.id as Id<'Chip'>,
    })
  }
  return mentions
}

/** "H100形", "A100号線": the word right behind says that it is a train or a road. */
function isOther(reading: Reading, last: number): boolean {
  return follows(reading, last) && reading.at(last + 1).some(({ use }) => use.type === 'not-chip')
}

interface Support {
  readonly text: boolean
  readonly sentences: ReadonlySet<number>
}

function findSupport(reading: Reading, chips: readonly Hit<'chip'>[]): Support {
  const { companies, chips: models } = reading.knowledge.sources
  const makers = new Set(Object.values(models).map((model) => model.company))
  const sentences = new Set<number>()
  const support = (hit: Hit): void => {
    sentences.add(reading.sentenceOf[hit.first] ?? 0)
  }
  for (const hit of hitsOf(reading, 'unit')) if (hit.use.unit === 'chip') support(hit)
  for (const hit of hitsOf(reading, 'company'))
    if (makers.has(hit.use.id) && companies[hit.use.id]?.kind === 'company') support(hit)
  const strong = new Set(
    chips.filter((hit) => hit.use.support !== 'sentence').map((hit) => reading.sentenceOf[hit.first] ?? 0),
  )
  const text = sentences.size > 0 || chips.some((hit) => hit.use.support === 'none') || distinctModels(chips) >= 2
  if (text) for (const sentence of strong) sentences.add(sentence)
  return { text, sentences }
}

function distinctModels(chips: readonly Hit<'chip'>[]): number {
  return new Set(chips.filter((hit) => hit.use.support !== 'sentence').map((hit) => hit.use.id)).size
}
