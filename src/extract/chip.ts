/** Chip models: a known spelling, where the text bears out that it is a chip and not a road or a date. */

import type { Hit } from '../knowledge/hits.ts'
import { hitsOf, type Reading, spanOf, standsAlone } from '../knowledge/reading.ts'
import { cut } from '../text/units.ts'
import type { ChipMention } from '../types/mention.ts'
import type { Id } from '../types/text.ts'
import { borneOut } from './chip-beside.ts'
import { follows } from './figure.ts'

/**
 * Chip mentions of any language. A bare "H100" needs a chip word, maker or chip elsewhere in the text, or goods or a count
 * beside it; "L4" needs one in its sentence.
 */
export function findChips(reading: Reading): ChipMention[] {
  const hits = withoutOthers(
    reading,
    hitsOf(reading, 'chip').filter((hit) => standsAlone(reading, hit.first, hit.last)),
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

/** Leaves out bare models that the words around make roads, trains or rooms, with all that are listed beside one. */
function withoutOthers(reading: Reading, hits: readonly Hit<'chip'>[]): readonly Hit<'chip'>[] {
  const before = new Set(hitsOf(reading, 'not-chip-before').map(({ last }) => last))
  const kept: Hit<'chip'>[] = []
  let list: Hit<'chip'>[] = []
  let other = false
  const close = (): void => {
    if (!other) kept.push(...list)
    list = []
    other = false
  }
  for (const hit of hits) {
    const last = list.at(-1)
    if (last !== undefined && !isListed(reading, last, hit)) close()
    list.push(hit)
    other ||= hit.use.support !== 'none' && isOther(reading, hit, before)
  }
  close()
  return kept
}

/** "autoroute A100", "H100形", "A100号線": the word beside it says that it is a train or a road. */
function isOther(reading: Reading, { first, last }: Hit<'chip'>, before: ReadonlySet<number>): boolean {
  if (before.has(first - 1) && follows(reading, first - 1)) return true
  return follows(reading, last) && reading.hits.has(last + 1, 'not-chip')
}

/** "A10 et A100", "A40, the A100": at most two short words between, or spellings of one name. */
function isListed(reading: Reading, one: Hit<'chip'>, next: Hit<'chip'>): boolean {
  if (next.first <= one.last) return true
  if (next.first - one.last > 3 || reading.sentenceOf[one.last] !== reading.sentenceOf[next.first]) return false
  const between = cut(reading.shadow.text, reading.words.ends[one.last] ?? 0, reading.words.starts[next.first] ?? 0)
  return /^[ ,/\u3001]*(?:\p{L}{1,3} ?){0,2}$/u.test(between)
}

interface Support {
  readonly text: boolean
  readonly sentences: ReadonlySet<number>
}

type Models = Reading['knowledge']['sources']['chips']

const makersByModels = new WeakMap<Models, ReadonlySet<string>>()

/** The companies that make chips; made once for each knowledge. */
function makersOf(models: Models): ReadonlySet<string> {
  const known = makersByModels.get(models)
  if (known !== undefined) return known
  const makers = new Set(Object.values(models).map((model) => model.company))
  makersByModels.set(models, makers)
  return makers
}

function findSupport(reading: Reading, chips: readonly Hit<'chip'>[]): Support {
  const { companies, chips: models } = reading.knowledge.sources
  const makers = makersOf(models)
  const sentences = new Set<number>()
  const support = (hit: Hit): void => {
    sentences.add(reading.sentenceOf[hit.first] ?? 0)
  }
  for (const hit of hitsOf(reading, 'unit')) if (hit.use.unit === 'chip' && !hit.use.ordinary) support(hit)
  for (const hit of hitsOf(reading, 'company'))
    if (makers.has(hit.use.id) && companies[hit.use.id]?.kind === 'company') support(hit)
  for (const hit of borneOut(reading, chips)) support(hit)
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
