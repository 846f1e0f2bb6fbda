/** Analysis records against labelled articles: micro precision, recall and F1 per field, over all and per language. */

/** A labelled article, as test/golden/articles/<tag>.jsonl holds it. */
export interface Labelled {
  readonly id: string
  readonly lang: string
  /** The affair it tells of; articles of one stay in one set. */
  readonly event?: string
  readonly gold: Gold
}

export interface Gold {
  readonly label: string
  readonly routes: readonly string[]
  readonly posture: string | null
  readonly denied: boolean
  readonly companies: readonly { readonly name: string; readonly surface?: string; readonly role: string }[]
  readonly chips: readonly string[]
  readonly amounts: readonly {
    readonly surface?: string
    readonly value: number
    readonly value_max?: number
    readonly currency: string
  }[]
  readonly quantities: readonly { readonly surface?: string; readonly value: number; readonly unit: string }[]
  readonly regions: readonly string[]
}

/** What is scored of an analysis record. */
export interface Scored {
  readonly id: string | null
  readonly lang: { readonly code: string }
  readonly label: string
  /** Probability of circumvention, 0..1. */
  readonly score?: number
  readonly posture: string | null
  readonly denied: boolean
  readonly routes: readonly { readonly route: string }[]
  readonly companies: readonly Item[]
  readonly chips: readonly Item[]
  readonly amounts: readonly Item[]
  readonly quantities: readonly Item[]
  readonly regions: readonly Item[]
}

interface Item {
  readonly name?: string
  readonly code?: string
  readonly role?: string
  readonly value?: number
  readonly min?: number | null
  readonly max?: number | null
  readonly currency?: string
  readonly unit?: string
  readonly mentions?: readonly { readonly text: string }[]
}

export interface Counts {
  readonly tp: number
  readonly fp: number
  readonly fn: number
}

export const fields = ['companies', 'chips', 'amounts', 'quantities', 'regions', 'routes'] as const
export type Field = (typeof fields)[number]

/** Counts of one language or of all; shares are `ok` of `of`. */
export interface Tally {
  readonly documents: number
  readonly missing: number
  readonly circumvention: Counts
  readonly fields: Readonly<Record<Field, Counts>>
  readonly shares: Readonly<
    Record<'label' | 'language' | 'posture' | 'denied' | 'role', { readonly ok: number; readonly of: number }>
  >
}

/** A disagreement, for a person to read. */
export interface Miss {
  readonly id: string
  readonly field: Field | 'label' | 'posture' | 'denied' | 'role'
  readonly what: string
}

const legalForms =
  /\b(inc|corp|corporation|co|ltd|limited|llc|plc|gmbh|ag|sa|sas|sarl|nv|bv|pte|sdn bhd|oy|ab|spa|kk|group|holdings?|technologies|technology|semiconductor|international)\b\.?/g
const vendors =
  /\b(nvidia|amd|intel|huawei|google|amazon|aws|apple|qualcomm|cambricon|asml|geforce|radeon|instinct|tesla|hopper|blackwell|ampere)\b/g

function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’'`]s\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function companyKey(text: string): string {
  const plain = normalise(text)
  return plain.replace(legalForms, ' ').replace(/\s+/g, ' ').trim() || plain
}

function chipKey(text: string): string {
  return normalise(text).replace(vendors, ' ').replace(/\s+/g, '')
}

/** Within half a per cent. */
function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.005 * Math.max(Math.abs(a), Math.abs(b), 1)
}

function namesOf(item: Item, key: (text: string) => string): string[] {
  return [item.name, ...(item.mentions ?? []).map((mention) => mention.text)]
    .filter((text) => text !== undefined)
    .map(key)
    .filter((text) => text !== '')
}

type Figured = { readonly value?: number; readonly currency?: string; readonly unit?: string }

type Matcher = (gold: never, found: Item) => boolean

function figuresOf({ value, min, max }: Item): number[] {
  return [value ?? 0, min ?? value ?? 0, max ?? value ?? 0]
}

const matchers: Readonly<Record<Field, Matcher>> = {
  companies: (gold: Gold['companies'][number], found) => {
    const wanted = new Set([gold.name, gold.surface ?? gold.name].map(companyKey))
    return namesOf(found, companyKey).some((name) => wanted.has(name))
  },
  chips: (gold: string, found) => namesOf(found, chipKey).includes(chipKey(gold)),
  amounts: (gold: Gold['amounts'][number], found) =>
    gold.currency === found.currency &&
    figuresOf(found).some(
      (figure) => close(gold.value, figure) || (gold.value_max !== undefined && close(gold.value_max, figure)),
    ),
  quantities: (gold: Gold['quantities'][number], found) =>
    gold.unit === found.unit && figuresOf(found).some((figure) => close(gold.value, figure)),
  regions: (gold: string, found) => gold === found.code,
  routes: (gold: string, found) => gold === found.name,
}

/** One figure repeated in other words is one item, on both sides. */
function distinct<One extends { readonly value?: number; readonly currency?: string; readonly unit?: string }>(
  field: Field,
  items: readonly One[],
): One[] {
  if (field !== 'amounts' && field !== 'quantities') return [...items]
  const same = (a: One, b: One): boolean =>
    close(a.value ?? 0, b.value ?? 0) && a.currency === b.currency && a.unit === b.unit
  return items.filter((item, index) => items.findIndex((other) => same(item, other)) === index)
}

interface MutableTally {
  documents: number
  missing: number
  circumvention: { tp: number; fp: number; fn: number }
  fields: Record<Field, { tp: number; fp: number; fn: number }>
  shares: Record<keyof Tally['shares'], { ok: number; of: number }>
}

function emptyTally(): MutableTally {
  const counts = (): { tp: number; fp: number; fn: number } => ({ tp: 0, fp: 0, fn: 0 })
  const share = (): { ok: number; of: number } => ({ ok: 0, of: 0 })
  return {
    documents: 0,
    missing: 0,
    circumvention: counts(),
    fields: {
      companies: counts(),
      chips: counts(),
      amounts: counts(),
      quantities: counts(),
      regions: counts(),
      routes: counts(),
    },
    shares: { label: share(), language: share(), posture: share(), denied: share(), role: share() },
  }
}

/** Scores records by id; an article without a record counts as missed. Routes, posture, denied and role on circumvention only. */
export function score(
  articles: readonly Labelled[],
  records: ReadonlyMap<string, Scored>,
): { readonly all: Tally; readonly byLanguage: ReadonlyMap<string, Tally>; readonly misses: readonly Miss[] } {
  const all = emptyTally()
  const byLanguage = new Map<string, MutableTally>()
  const misses: Miss[] = []
  for (const article of articles) {
    const own = byLanguage.get(article.lang) ?? emptyTally()
    byLanguage.set(article.lang, own)
    tally(article, records.get(article.id) ?? null, [all, own], (field, what) =>
      misses.push({ id: article.id, field, what }),
    )
  }
  return { all, byLanguage, misses }
}

function tally(
  article: Labelled,
  record: Scored | null,
  tallies: readonly MutableTally[],
  miss: (field: Miss['field'], what: string) => void,
): void {
  const { gold } = article
  const wanted = gold.label === 'circumvention'
  const given = record?.label === 'circumvention'
  const share = (name: keyof Tally['shares'], ok: boolean): void => {
    for (const one of tallies) {
      one.shares[name].of++
      if (ok) one.shares[name].ok++
    }
  }
  for (const one of tallies) {
    one.documents++
    if (record === null) one.missing++
    if (wanted || given) one.circumvention[wanted && given ? 'tp' : given ? 'fp' : 'fn']++
  }
  const code = record?.lang.code ?? ''
  share('language', code === article.lang || (article.lang.length === 2 && code.slice(0, 2) === article.lang))
  share('label', record?.label === gold.label)
  if (record?.label !== gold.label) miss('label', `should be ${gold.label}, is ${record?.label ?? 'missing'}`)
  if (wanted) {
    share('posture', (record?.posture ?? null) === gold.posture)
    if ((record?.posture ?? null) !== gold.posture)
      miss('posture', `should be ${gold.posture}, is ${record?.posture ?? null}`)
    share('denied', (record?.denied ?? false) === gold.denied)
    if ((record?.denied ?? false) !== gold.denied) miss('denied', `should be ${gold.denied}`)
  }
  for (const field of fields) if (field !== 'routes' || wanted) tallyField(field, gold, record, tallies, share, miss)
}

function itemsOf(field: Field, record: Scored | null): readonly Item[] {
  if (record === null) return []
  return field === 'routes' ? record.routes.map(({ route }) => ({ name: route })) : record[field]
}

function tallyField(
  field: Field,
  gold: Gold,
  record: Scored | null,
  tallies: readonly MutableTally[],
  share: (name: keyof Tally['shares'], ok: boolean) => void,
  miss: (field: Miss['field'], what: string) => void,
): void {
  const wanted = distinct(field, gold[field] as readonly unknown[] as readonly Figured[])
  const found = distinct(field, itemsOf(field, record))
  const used = new Set<number>()
  const count = (which: keyof Counts): void => {
    for (const one of tallies) one.fields[field][which]++
  }
  for (const item of wanted) {
    const index = found.findIndex((other, at) => !used.has(at) && matchers[field](item as never, other))
    if (index === -1) {
      count('fn')
      miss(field, `missed ${JSON.stringify(item)}`)
      continue
    }
    used.add(index)
    count('tp')
    if (field !== 'companies' || gold.label !== 'circumvention') continue
    const role = (item as unknown as Gold['companies'][number]).role
    share('role', found[index]?.role === role)
    if (found[index]?.role !== role)
      miss('role', `${(item as unknown as Gold['companies'][number]).name} should be ${role}, is ${found[index]?.role}`)
  }
  found.forEach((item, at) => {
    if (used.has(at) || wanted.some((other) => matchers[field](other as never, item))) return
    count('fp')
    miss(
      field,
      `extra ${item.name ?? item.code ?? ''} ${item.value ?? ''} ${item.currency ?? item.unit ?? ''} ${JSON.stringify(item.mentions?.[0]?.text ?? '')}`,
    )
  })
}

/** Precision, recall and F1 in 0..1; 0 where nothing was found or wanted. */
export function ratios({ tp, fp, fn }: Counts): {
  readonly precision: number
  readonly recall: number
  readonly f1: number
} {
  const precision = tp / (tp + fp || 1)
  const recall = tp / (tp + fn || 1)
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall || 1) }
}
