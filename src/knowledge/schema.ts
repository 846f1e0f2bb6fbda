/** The shapes of the files under knowledge/, checked when they are read; schema/knowledge/*.json is generated from here. */

import { z } from 'zod'
import type { Language } from './language-schema.ts'
import { regionCode, word, words } from './schema-parts.ts'
import type { Wording } from './wording.ts'

const date = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, 'must be a date such as "2022-10-07", in quotation marks')
const source = z.string().min(1)
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens')
const listing = z.strictObject({ list: word, since: date, source: source.optional() })

const party = {
  name: word.describe('canonical Latin name; a spelling itself'),
  names: words.default([]).describe('other spellings, in every script; letter case is ignored'),
  exact: words.default([]).describe('spellings that count in exactly this letter case only: "Arm", "FT"'),
  ambiguous: words.default([]).describe('spellings that are ordinary words too and need support from the text'),
  listings: z.array(listing).default([]),
  source: source.optional(),
}

/** knowledge/companies/<cc>.yaml: id → company. */
export const companiesSchema = z.record(
  id,
  z.strictObject({
    ...party,
    kind: z.enum(['company', 'media', 'research']),
    sector: z.string().optional(),
    parent: id.optional(),
  }),
)

/** knowledge/organisations.yaml: parties that are no companies. */
export const organisationsSchema = z.record(
  id,
  z.strictObject({
    ...party,
    kind: z.enum(['university', 'agency', 'military', 'institute', 'think-tank', 'government']),
    country: regionCode.optional(),
  }),
)

const control = z.strictObject({
  destination: regionCode,
  status: z.enum(['controlled', 'licence', 'free']),
  rule: z.string().optional(),
  policy: z.string().optional(),
  announced: date.optional(),
  effective: date,
  source,
})

/** knowledge/chips/<vendor>.yaml. */
export const chipsSchema = z.strictObject({
  vendor: word,
  company: id,
  chips: z.record(
    id,
    z.strictObject({
      name: word,
      spellings: words.min(1).describe('bare model names; hyphens, spaces and plurals are derived'),
      systems: words.default([]).describe('products that contain the chip: "DGX H100"'),
      kind: z.string(),
      year: z.number().int().optional(),
      tpp: z.number().positive().optional().describe('total processing performance as published, TOPS × bits'),
      density: z.number().positive().optional().describe('performance density as published, TPP per mm²'),
      context: z.boolean().default(false).describe('the bare spelling needs a chip word beside it: L4, M4'),
      control: z.array(control).default([]),
    }),
  ),
})

/** knowledge/regions.yaml: codes, what contains what, and places whose names all languages share. */
export const regionsSchema = z.strictObject({
  countries: z.record(regionCode, z.strictObject({ name: word, in: z.array(regionCode).optional() })),
  groups: z.record(
    regionCode,
    z.strictObject({ name: word, in: z.array(regionCode).optional(), members: z.array(regionCode).optional() }),
  ),
  places: z.record(
    z.string(),
    z.strictObject({
      region: regionCode,
      names: words,
      exact: words.default([]),
      ambiguous: words.default([]),
      kind: z.string().default('city'),
    }),
  ),
})

/** knowledge/currencies.yaml: ISO 4217. */
export const currenciesSchema = z.record(
  z.string().regex(/^[A-Z]{3}$/),
  z.strictObject({
    name: word,
    symbols: words.default([]).describe('signs of this currency alone'),
    shared: words.default([]).describe('signs that several currencies use: "$"'),
    units: z.number().int().min(0).max(4).optional(),
    country: regionCode.optional(),
  }),
)

/** knowledge/currency-names/<tag>.yaml, written by `npm run currency-names`: code → names in one language. */
export const currencyNamesSchema = z.record(z.string().regex(/^[A-Z]{3}$/), words)

const meaning = z.strictObject({ meaning: word, evidence: z.string().optional() })

/** knowledge/routes.yaml, knowledge/flags.yaml and knowledge/concepts.yaml: what languages express, each with its meaning. */
export const meaningsSchema = z.record(id, meaning)

/** knowledge/parties.yaml: which countries the rules restrict, and what part a firm of a trade usually plays. */
export const partiesSchema = z.strictObject({
  restricted: z.array(regionCode),
  origins: z.array(regionCode),
  betweens: z.array(z.string()),
  sectors: z.record(z.string(), z.enum(['supplier', 'intermediary', 'source', 'other'])),
})

/** knowledge/weights.yaml, written by `npm run fit`. */
export const weightsSchema = z.strictObject({
  fitted: z.strictObject({
    articles: z.number().int(),
    inputs: z.string(),
    lambda: z.number(),
    temperature: z.number().positive().describe('log-odds are divided by it, so that probabilities can be believed'),
    partial: z.number().positive().describe('the temperature for articles of which only the beginning was to be had'),
  }),
  bias: z.strictObject({ circumvention: z.number(), related: z.number(), unrelated: z.number() }),
  weights: z.record(
    z.string(),
    z.strictObject({ circumvention: z.number(), related: z.number(), unrelated: z.number() }),
  ),
})

/** knowledge/rarity.yaml, written by `npm run rarity`: how many labelled articles on circumvention have each key. */
export const raritySchema = z.strictObject({
  articles: z.number().int().positive(),
  names: z.record(z.string(), z.number().int().positive()),
})

/** knowledge/furniture.yaml: what newsrooms write around an article. */
export const furnitureSchema = z.strictObject({
  ends: words.describe('nothing after such a block is the article’s: "Related articles"'),
  lines: words.describe('such a block is not the article’s: "Share"'),
  teasers: words.describe('what feeds write at the end of a summary: "Read more"; "…" stands for any words'),
  walls: z.strictObject({
    subscription: words.describe(
      'how a paragraph begins that asks for payment or a login before the rest; an article that holds such a paragraph is not whole',
    ),
    page: words.describe(
      'how a paragraph begins on a page that shows nothing but itself: cookies, checks, nothing there',
    ),
  }),
  titles: words.describe('titles of pages that are no article: "Page not found"'),
  examples: z.strictObject({
    teasers: z.record(word, z.string()).describe('a summary, and what is left of it'),
    walls: words.describe('texts that are stubs'),
    not: words.describe('texts that are none'),
  }),
})

/** knowledge/function-words.yaml: by language, the small words that tell it from its neighbours. */
export const functionWordsSchema = z.record(z.string(), words)

/** knowledge/given-names.yaml: first words of people's names, in Latin letters, whatever the language. */
export const givenNamesSchema = words.min(1)

/** knowledge/feeds/<tag>.yaml: the feeds of one language. */
export const feedsSchema = z.array(
  z.strictObject({
    id,
    outlet: word,
    url: z.url(),
    kind: z.string(),
    weekly: z.number().int().min(0).optional().describe('entries to expect in a week'),
  }),
)

export type Companies = z.infer<typeof companiesSchema>
export type Organisations = z.infer<typeof organisationsSchema>
export type Chips = z.infer<typeof chipsSchema>
export type Regions = z.infer<typeof regionsSchema>
export type Currencies = z.infer<typeof currenciesSchema>
export type Meanings = z.infer<typeof meaningsSchema>
export type PartyKnowledge = z.infer<typeof partiesSchema>
export type Weights = z.infer<typeof weightsSchema>
export type Rarity = z.infer<typeof raritySchema>
export type FurnitureWords = z.infer<typeof furnitureSchema>
export type Company = Companies[string]
export type Chip = Chips['chips'][string]
export type Control = Chip['control'][number]

/** Everything under knowledge/, as read: what `compileKnowledge` makes the matcher's tables of. */
export interface Sources {
  readonly companies: Readonly<Record<string, Company & { readonly country: string }>>
  readonly organisations: Organisations
  readonly chips: Readonly<Record<string, Chip & { readonly vendor: string; readonly company: string }>>
  readonly regions: Regions
  readonly currencies: Currencies
  readonly languages: Readonly<Record<string, Language>>
  readonly routes: Meanings
  readonly flags: Meanings
  readonly concepts: Meanings
  readonly parties: PartyKnowledge
  readonly weights: Weights
  readonly furniture: FurnitureWords
  /** By language. */
  readonly currencyNames: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  readonly functionWords: Readonly<Record<string, readonly string[]>>
  readonly givenNames: readonly string[]
  readonly rarity: Rarity
  /** By the name of its file: "en", "fr". */
  readonly wording: Readonly<Record<string, Wording>>
}
