/** Document → mentions: runs the recognisers, which see nothing of one another, then settles overlaps. */

import type { Reading } from '../knowledge/reading.ts'
import type { Mention } from '../types/mention.ts'
import { findChips } from './chip.ts'
import { findParties } from './company.ts'
import { findMoney } from './money.ts'
import { settle } from './overlap.ts'
import { findQuantities } from './quantity.ts'
import { findRegions } from './region.ts'

type Recogniser = (reading: Reading) => readonly Mention[]

/** In the order in which ties are settled. */
const recognisers: readonly Recogniser[] = [findParties, findChips, findMoney, findQuantities, findRegions]

/** Every mention of the text, ascending by start; those of one kind never overlap. */
export function findMentions(reading: Reading): Mention[] {
  return settle(recognisers.flatMap((recognise) => recognise(reading)))
}
