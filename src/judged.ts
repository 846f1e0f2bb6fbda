/** Findings and what people say of them: which values there are to judge by, and the labelled article that comes of it. */

import type { Knowledge } from './knowledge/compile.ts'
import { toRecord } from './record.ts'
import type { AnalysisRecord } from './record-schema.ts'
import type { Gold, Labelled } from './score.ts'
import { Fault } from './types/fault.ts'
import { type Finding, labels, postures } from './types/finding.ts'
import { type JudgedField, type Judgement, noValue, type Verdict } from './types/judgement.ts'
import type { StoredFinding } from './types/story.ts'

/** Between the routes of one value. */
const separator = ','

/** What the finding says of a field, written as a judgement's value is. */
export function foundValue({ label, claims }: Finding, field: JudgedField): string {
  const valuesOf = (kind: 'route' | 'posture'): string[] =>
    claims.filter((claim) => claim.kind === kind).map(({ value }) => value)
  switch (field) {
    case 'label':
      return label
    case 'routes':
      return joined(valuesOf('route'))
    case 'posture':
      return valuesOf('posture')[0] ?? noValue
    case 'denied':
      return String(claims.some(({ kind }) => kind === 'denial'))
  }
}

function joined(routes: readonly string[]): string {
  return [...new Set(routes)].sort().join(separator) || noValue
}

/** Every value of a field; routes may be several of theirs with commas between. */
function valuesOf(field: JudgedField, { sources }: Knowledge): readonly string[] {
  switch (field) {
    case 'label':
      return labels
    case 'routes':
      return [...Object.keys(sources.routes), noValue]
    case 'posture':
      return [...postures, noValue]
    case 'denied':
      return ['true', 'false']
  }
}

/** A value as it was typed, checked and in one spelling. Throws Fault usage that says what there is. */
export function readValue(field: JudgedField, typed: string, knowledge: Knowledge): string {
  const known = valuesOf(field, knowledge)
  const parts = (field === 'routes' ? typed.split(separator) : [typed]).map((part) => part.trim().toLowerCase())
  const wrong = parts.find((part) => !known.includes(part))
  if (wrong !== undefined)
    throw new Fault(
      'usage',
      `--value of ${field} is ${field === 'routes' ? 'one or, with commas between, several' : 'one'} of ${known.join(', ')}; "${wrong}" is none.`,
    )
  if (field !== 'routes') return parts[0] ?? ''
  if (parts.includes(noValue) && parts.length > 1)
    throw new Fault('usage', `--value of routes is either ${noValue} or routes, not both.`)
  return joined(parts.filter((part) => part !== noValue))
}

/** What is right of a field by this verdict; null: nobody knows. Throws Fault usage for one that contradicts itself or teaches nothing. */
export function rightValue(verdict: Verdict, field: JudgedField, given: string | null, found: string): string | null {
  if (verdict === 'unsure') {
    if (given === null) return null
    throw new Fault('usage', 'unsure takes no --value: whoever knows the right one says no, or yes.')
  }
  if (verdict === 'yes') {
    if (given === null || given === found) return found
    throw new Fault(
      'usage',
      `yes says that the ${field} found is right, and that is "${found}"; if "${given}" is right, say no --value ${given}.`,
    )
  }
  if (given === found)
    throw new Fault('usage', `no says that the ${field} found is wrong, but "${given}" is what was found: say yes.`)
  if (given !== null) return given
  // What is no denial is none: the other value needs no saying.
  if (field === 'denied') return String(found !== 'true')
  throw new Fault('usage', `no needs --value with the right ${field}: "not ${found}" alone teaches nothing.`)
}

/** An article with what is right of it, as test/golden/articles/<tag>.jsonl holds it. */
export interface JudgedArticle extends Labelled {
  /** ISO 8601; null where the article gives no date. */
  readonly published: string | null
  readonly title: string
  readonly text: string
}

/**
 * What the finding says, corrected by the judgements on its document that count. null: nobody judged its label, so it is
 * no labelled article.
 */
export function labelledArticle(
  { document, finding }: StoredFinding,
  judgements: readonly Judgement[],
  knowledge: Knowledge,
): JudgedArticle | null {
  const judged = new Map(judgements.map(({ field, value }) => [field, value]))
  const label = judged.get('label')
  if (label === undefined || label === null) return null
  const rightOf = (field: JudgedField): string => judged.get(field) ?? foundValue(finding, field)
  const { text, titleLength, published } = document
  return {
    id: `${document.language.code}-${document.id.slice(0, 12)}`,
    lang: document.language.code,
    published: published?.slice(0, 10) ?? null,
    title: text.slice(0, titleLength),
    text: titleLength === 0 ? text : text.slice(titleLength + 2),
    gold: goldOf(label, rightOf, toRecord(document.id, document, finding, knowledge)),
  }
}

function goldOf(label: string, rightOf: (field: JudgedField) => string, record: AnalysisRecord): Gold {
  const told = label === 'circumvention'
  const [routes, posture] = [rightOf('routes'), rightOf('posture')]
  return {
    label,
    routes: told && routes !== noValue ? routes.split(separator) : [],
    posture: told && posture !== noValue ? posture : null,
    denied: rightOf('denied') === 'true',
    companies: record.companies.map(({ name, role, mentions }) => ({
      name,
      surface: mentions[0]?.text ?? name,
      role: told || role === 'source' ? role : 'other',
    })),
    chips: record.chips.map(({ name }) => name),
    amounts: record.amounts.map(({ value, max, currency, mentions }) => ({
      surface: mentions[0]?.text ?? '',
      value,
      ...(max === null || max === value ? {} : { value_max: max }),
      currency,
    })),
    quantities: record.quantities.map(({ value, unit, mentions }) => ({
      surface: mentions[0]?.text ?? '',
      value,
      unit,
    })),
    regions: record.regions.map(({ code }) => code),
  }
}
