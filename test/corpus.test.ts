/** The labelled articles as such: that every label can be read and is found in its text. Says nothing of the analysis. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLabelled } from '../cli/commands/score.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import type { Gold } from '../src/score.ts'
import { labels, postures, roles } from '../src/types/finding.ts'

/** Labels as they are written; what is marked in the text says where. */
interface Labels extends Omit<Gold, 'companies' | 'amounts' | 'quantities'> {
  readonly companies: readonly (Gold['companies'][number] & Marked)[]
  readonly amounts: readonly (Gold['amounts'][number] & Marked)[]
  readonly quantities: readonly (Gold['quantities'][number] & Marked)[]
}

interface Marked {
  readonly surface: string
}

interface Article {
  readonly id: string
  readonly lang: string
  readonly published: string
  /** An id of the dossier's, or a name given here; articles about one event stay in one set. */
  readonly event: string
  readonly title: string
  readonly text: string
  readonly gold: Labels
}

const routes = Object.keys(loadKnowledge().sources.routes)

/** Golden and fitted articles with the file they are in. */
const sets = Object.fromEntries(
  ['articles', 'fit'].map((set) => {
    const folder = join(import.meta.dirname, 'golden', set)
    const read = (name: string) =>
      readLabelled(join(folder, name)).map((one) => ({ file: `${set}/${name}`, article: one as unknown as Article }))
    return [set, readdirSync(folder).flatMap(read)]
  }),
) as Record<'articles' | 'fit', { file: string; article: Article }[]>

const all = [...sets.articles, ...sets.fit]

/** What is wrong with one label, in words; empty when nothing is. */
function faultsOf({ title, text, gold }: Pick<Article, 'title' | 'text' | 'gold'>): string[] {
  const whole = `${title}\n${text}`
  const marked = [...gold.companies, ...gold.amounts, ...gold.quantities]
  const told = gold.label === 'circumvention'
  const twice = (values: readonly string[]) => new Set(values).size < values.length
  return [
    ...marked.filter(({ surface }) => !whole.includes(surface)).map(({ surface }) => `"${surface}" is not in the text`),
    ...gold.routes.filter((route) => !routes.includes(route)).map((route) => `no route is called ${route}`),
    ...gold.companies
      .filter(({ role }) => !roles.some((one) => one === role && (told || one === 'source' || one === 'other')))
      .map(({ name, role }) => `${name} cannot be ${role}`),
    ...gold.amounts
      .filter(({ value, value_max: high, currency }) => !/^[A-Z]{3}$/.test(currency) || !(value > 0) || high! <= value)
      .map(({ surface }) => `"${surface}" has no currency, no value or a range upside down`),
    ...gold.quantities
      .filter(({ value, unit }) => !['chip', 'server', 'wafer'].includes(unit) || !(value > 0))
      .map(({ surface }) => `"${surface}" has no unit or no value`),
    ...gold.chips.filter((chip) => !/^\S+ \S/.test(chip)).map((chip) => `${chip} is not "Vendor Model"`),
    ...gold.regions.filter((region) => !/^(?:[A-Z]{2}|\d{3})$/.test(region)).map((region) => `${region} is no region`),
    ...(labels.some((label) => label === gold.label) ? [] : [`${gold.label} is no label`]),
    ...(told === postures.some((posture) => posture === gold.posture)
      ? []
      : [`posture ${gold.posture} of ${gold.label}`]),
    ...(told || gold.routes.length === 0 ? [] : ['routes without circumvention']),
    ...([gold.routes, gold.regions, gold.chips].some(twice) ? ['something is named twice'] : []),
    ...(typeof gold.denied === 'boolean' ? [] : ['denied is not said']),
  ]
}

describe('the labelled articles', () => {
  it.each(['articles', 'fit'] as const)('of %s have labels that are complete and stand in their texts', (set) => {
    const faulty = sets[set].map(({ article }) => [article.id, faultsOf(article)] as const)
    expect(faulty.filter(([, faults]) => faults.length > 0)).toEqual([])
  })

  it('are each in the file of their language, dated, and once', () => {
    const misplaced = all.filter(({ file, article }) => !file.endsWith(`/${article.lang}.jsonl`))
    expect(misplaced).toEqual([])
    expect(all.filter(({ article }) => !/^20\d\d-\d\d-\d\d$/.test(article.published))).toEqual([])
    expect(new Set(all.map(({ article }) => article.id)).size).toBe(all.length)
    expect(new Set(all.map(({ article }) => article.text)).size).toBe(all.length)
  })

  it('are fitted to or measured on by event, never both', () => {
    const fitted = new Set(sets.fit.map(({ article }) => article.event))
    expect(all.filter(({ article }) => !article.event)).toEqual([])
    expect(sets.articles.map(({ article }) => article.event).filter((event) => fitted.has(event))).toEqual([])
  })
})

describe('a faulty label', () => {
  const gold: Labels = {
    label: 'circumvention',
    routes: ['smuggling'],
    posture: 'alleged',
    denied: false,
    companies: [{ name: 'Nvidia', surface: 'Nvidia', role: 'supplier' }],
    chips: ['Nvidia H100'],
    amounts: [{ surface: '$2m', value: 2_000_000, currency: 'USD' }],
    quantities: [{ surface: '200 chips', value: 200, unit: 'chip' }],
    regions: ['CN', '035'],
  }
  const article = { title: 'Nvidia', text: '200 chips for $2m' }

  it.each<[string, Partial<Labels>, number]>([
    ['a good one', {}, 0],
    ['a surface that the text has not', { quantities: [{ surface: '300 chips', value: 300, unit: 'chip' }] }, 1],
    ['a route that is none', { routes: ['teleport'] }, 1],
    ['a report without posture', { posture: null }, 1],
    ['routes and posture of what is no circumvention', { label: 'related', companies: [] }, 2],
    ['a role outside circumvention', { label: 'related', routes: [], posture: null }, 1],
    ['a range upside down', { amounts: [{ surface: '$2m', value: 2, value_max: 1, currency: 'USD' }] }, 1],
    ['a currency sign for a code', { amounts: [{ surface: '$2m', value: 2, currency: '$' }] }, 1],
    ['a unit that is none', { quantities: [{ surface: '200 chips', value: 200, unit: 'crate' }] }, 1],
    ['a chip without its vendor', { chips: ['H100'] }, 1],
    ['a region by name', { regions: ['China'] }, 1],
    ['a region twice', { regions: ['CN', 'CN'] }, 1],
  ])('%s', (_, changed, count) => {
    expect(faultsOf({ ...article, gold: { ...gold, ...changed } })).toHaveLength(count)
  })
})
