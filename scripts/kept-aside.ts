/** Which judged articles may be fitted to: none that golden measures on, nor another about one of its affairs. */

import { articleFromLine } from '../cli/commands/analyze.ts'
import { analyse } from '../src/analyse.ts'
import type { Knowledge } from '../src/knowledge/load.ts'
import { type Fingerprint, fingerprintOf } from '../src/story/fingerprint.ts'
import { likenessOf } from '../src/story/likeness.ts'
import type { LabelledArticle } from './labelled.ts'

/** Likeness from which two articles are about one affair, as stories have it. */
const oneAffair = 0.5

interface Sorted {
  readonly fitted: readonly LabelledArticle[]
  /** Ids, each with the reason in words. */
  readonly left: readonly { readonly id: string; readonly why: string }[]
}

/** Pure. By text, whatever its spaces and letter case, and by affair; dates count for nothing here. */
export function withoutKeptAside(
  judged: readonly LabelledArticle[],
  { golden, fit }: { readonly golden: readonly LabelledArticle[]; readonly fit: readonly LabelledArticle[] },
  knowledge: Knowledge,
): Sorted {
  if (judged.length === 0) return { fitted: [], left: [] }
  const texts = new Map([...fit, ...golden].map((one) => [plainOf(one), one]))
  const goldenIds = new Set(golden.map(({ id }) => id))
  const prints = golden.map((one) => [one.id, printOf(one, knowledge)] as const)
  const whyNot = (one: LabelledArticle): string | null => {
    const twin = texts.get(plainOf(one))
    if (twin !== undefined) return goldenIds.has(twin.id) ? `is ${twin.id} of golden` : `is ${twin.id} of the fit`
    const own = printOf(one, knowledge)
    const like = prints.find(([, print]) => likenessOf(own, print).score >= oneAffair)
    return like === undefined ? null : `tells the affair of ${like[0]} of golden`
  }
  const reasons = judged.map((one) => ({ one, why: whyNot(one) }))
  return {
    fitted: reasons.flatMap(({ one, why }) => (why === null ? [one] : [])),
    left: reasons.flatMap(({ one: { id }, why }) => (why === null ? [] : [{ id, why }])),
  }
}

/** Titles change from copy to copy; texts are what is read. */
function plainOf({ text }: LabelledArticle): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')
}

function printOf(line: LabelledArticle, knowledge: Knowledge): Fingerprint {
  const { document, finding } = analyse(articleFromLine(line).article, knowledge)
  const stored = { document, finding, outlet: null, backfill: false, firstSeen: 0, copyOf: null }
  return { ...fingerprintOf(stored, knowledge), day: 0 }
}
