/** Words that count only for what stands around them: pieces of the thing named last, and systems that are servers. */

import type { Hit } from '../knowledge/hits.ts'
import { longestAt, type Reading } from '../knowledge/reading.ts'
import type { Id } from '../types/text.ts'
import type { Counted, Figure, Tally } from './counted.ts'
import { follows } from './figure.ts'

/** Fewer "units" than this are parts of a firm as often as pieces of goods. */
const fewest = 10

/** Most sentences before a word for pieces in which the goods may be named. */
const memory = 12

/** Most sentences back to what was counted, or to the servers that machines are. */
const recent = 3

/** Most words between "systems" and the chip that makes them servers: "systems equipped with eight H100". */
const reach = 8

type Noun = Hit<'chip'> | Hit<'unit'>

/** "400 000 unités", "200 units of the H100": what the words behind name, else what was counted last, else the noun or model named last. */
export function pieceAt(
  reading: Reading,
  { first, low }: Figure,
  word: number,
  last: Tally | undefined,
): Counted | null {
  const piece = low < fewest ? null : longestAt(reading, word, 'piece')
  if (piece === null) return null
  const behind = nounBehind(reading, piece.last)
  const since = (reading.sentenceOf[first] ?? 0) - (reading.sentenceOf[last?.figure.first ?? 0] ?? 0)
  if (behind === null && last?.counted && since <= recent) return { ...last.counted, last: piece.last }
  const noun = behind ?? nounBefore(reading, first)
  return noun === null ? null : { ...counted(noun), last: behind?.last ?? piece.last }
}

/** "500 Nvidia systems"; many of them also with a chip behind, "systèmes équipés de B200", or where servers were named last. */
export function machineAt(reading: Reading, { first, low }: Figure, word: number, maker: boolean): Counted | null {
  const machine = longestAt(reading, word, 'machine')
  if (machine === null) return null
  const chip = chipBehind(reading, machine.last)
  const many = low >= fewest && (chip !== null || isServer(nounBefore(reading, first)) || namesServer(reading, first))
  const named = many || maker || makerBehind(reading, machine.last)
  return named ? { unit: 'server', of: chip === null ? null : (chip.use.id as Id<'Chip'>), last: machine.last } : null
}

/** Whether a company's name is that of a maker of chips that we list. */
export function makesChips({ knowledge }: Reading, company: string): boolean {
  const { chips, companies } = knowledge.sources
  const name = companies[company]?.name
  return Object.values(chips).some(({ vendor }) => vendor === name)
}

/** Whether servers are named in the sentence before a word, or in the few before that. */
function namesServer(reading: Reading, word: number): boolean {
  const from = reading.firstWord[Math.max(0, (reading.sentenceOf[word] ?? 0) - recent)] ?? 0
  for (let at = word - 1; at >= from; at--) if (longestAt(reading, at, 'unit')?.use.unit === 'server') return true
  return false
}

/** What a figure of "of them" counts where nothing was counted before: the noun named last, a few sentences back at most. */
export function meantBy(reading: Reading, { first, low }: Figure): Omit<Counted, 'last'> | null {
  const noun = low < fewest ? null : nounBefore(reading, first)
  const since = noun === null ? 0 : (reading.sentenceOf[first] ?? 0) - (reading.sentenceOf[noun.first] ?? 0)
  return noun === null || since > recent ? null : counted(noun)
}

function isServer(noun: Noun | null): boolean {
  return noun?.use.type === 'unit' && noun.use.unit === 'server'
}

function counted({ use }: Noun): Omit<Counted, 'last'> {
  return use.type === 'chip' ? { unit: 'chip', of: use.id as Id<'Chip'> } : { unit: use.unit, of: null }
}

function nounAt(reading: Reading, word: number): Noun | null {
  return longestAt(reading, word, 'chip') ?? longestAt(reading, word, 'unit')
}

/** "units of Nvidia's H100", "exemplaires de la puce": behind a linking word, an article and a maker's name. */
function nounBehind(reading: Reading, piece: number): Noun | null {
  if (!follows(reading, piece)) return null
  let word = piece + 1
  const link = longestAt(reading, word, 'partitive') ?? longestAt(reading, word, 'link')
  if (link === null) return null
  word = link.last + 1
  for (const type of ['stop', 'company'] as const) {
    if (nounAt(reading, word) !== null || !follows(reading, word - 1)) break
    const passed = longestAt(reading, word, type)
    if (passed !== null) word = passed.last + 1
  }
  return follows(reading, word - 1) ? nounAt(reading, word) : null
}

/** "systèmes Nvidia", "sistemas de Nvidia". */
function makerBehind(reading: Reading, machine: number): boolean {
  const link = follows(reading, machine) ? longestAt(reading, machine + 1, 'link') : null
  const word = link?.last ?? machine
  const maker = follows(reading, word) ? longestAt(reading, word + 1, 'company') : null
  return maker !== null && makesChips(reading, maker.use.id)
}

function chipBehind(reading: Reading, machine: number): Hit<'chip'> | null {
  for (let word = machine; word < machine + reach && follows(reading, word); word++) {
    const chip = longestAt(reading, word + 1, 'chip')
    if (chip !== null) return chip
  }
  return null
}

/** The noun or model named last before a word in its sentence; else in those before it, a chip rather than a server. */
function nounBefore(reading: Reading, word: number): Noun | null {
  const sentence = reading.sentenceOf[word] ?? 0
  const from = reading.firstWord[Math.max(0, sentence - memory)] ?? 0
  let server: Noun | null = null
  for (let at = word - 1; at >= from; at--) {
    const noun = nounAt(reading, at)
    if (noun === null || noun.last >= word) continue
    if (reading.sentenceOf[at] === sentence || !isServer(noun)) return noun
    server ??= noun
  }
  return server
}
