/** The shapes of the files under knowledge/, checked when they are read; schema/knowledge/*.json is generated from here. */

import { z } from 'zod'
import type { Wording } from './wording.ts'

const word = z.string().min(1)
const words = z.array(word)
const date = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, 'must be a date such as "2022-10-07", in quotation marks')
const source = z.string().min(1)
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens')
const regionCode = z
  .string()
  .regex(/^([A-Z]{2}|\d{3})$/, 'must be ISO 3166-1 alpha-2, a UN M49 number in quotation marks, or EU')

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

const patternList = z.strictObject({
  patterns: words.default([]),
  examples: words.default([]).describe('sentences in which one of the patterns must be found'),
  not: words.default([]).describe('sentences in which none may be found'),
})

const regionNames = z.record(regionCode, words)

/** knowledge/languages/<tag>.yaml: one language, whole. */
export const languageSchema = z.strictObject({
  language: z.string(),
  name: word,
  words: z.enum(['spaced', 'unspaced']).default('spaced').describe('unspaced: written without spaces, as Chinese'),
  nouns: z
    .enum(['plain', 'capitalised'])
    .default('plain')
    .describe('capitalised: every noun is written with a capital, as in German, so that a capital makes no name'),
  endings: words.default([]).describe('what names of firms and places may take on: the s of "Nvidias", "Shenzhens"'),
  abbreviations: words.default([]).describe('end no sentence although a full stop follows'),
  stop: words.default([]).describe('function words: they are in no name, and tell the language of a text'),
  numbers: z.strictObject({
    decimal: z.string(),
    group: z.array(z.string()),
    words: z.record(z.string(), z.number()).default({}),
    scales: z.record(z.string(), z.number()).default({}).describe('multiply the number before them'),
    continues: words.default([]).describe('thousand words after which digits may go on: "4 mil 800 millones"'),
    fractions: z.record(z.string(), z.number()).default({}).describe('"half a": 0.5, before a scale'),
    halves: words.default([]).describe('"et demi", "and a half": half of the scale is added'),
    articles: words.default([]).describe('are a number before a scale only: "un milliard"'),
    about: words.default([]),
    atLeast: words.default([]),
    atMost: words.default([]),
    from: words.default([]).describe('opens a range: "entre", "between"'),
    to: words.default([]).describe('joins a range: "et", "to"'),
    joins: words.default([]).describe('joins a range by itself, as a dash does: "至"'),
    positional: z
      .boolean()
      .default(false)
      .describe(
        'one character a digit or scale, tens multiplied by what stands before them: 三千五百, 3.6万, 百二十億',
      ),
    point: words.default([]).describe('the decimal sign in words: "点"'),
    vague: words.default([]).describe('makes the figure that it opens or stands in none: "数" in 数十亿'),
    after: z
      .strictObject({
        about: words.default([]),
        atLeast: words.default([]).describe('inside a positional figure too: "多" in 70多亿'),
        atMost: words.default([]),
      })
      .prefault({})
      .describe('hedges behind the figure or what it counts: "左右", "以上"'),
  }),
  money: z.strictObject({
    names: z.record(z.string(), words),
    assumed: z
      .record(z.string(), z.string())
      .default({})
      .describe('whose an unqualified sign or word is, by custom: "$": USD'),
    shared: z
      .record(z.string(), z.array(z.string()).min(1))
      .default({})
      .describe(
        'words and signs of several currencies, the likeliest first: the country that the text names most decides',
      ),
    elided: z
      .boolean()
      .default(false)
      .describe(
        'a figure in millions with nothing counted behind it is money, where the text counts money: "ganó 800 millones"',
      ),
    links: words.default([]).describe('may stand between the figure and the currency: "de", "of"'),
    leading: words.default([]).describe('names that may also stand before the figure: "人民币" in 人民币20亿元'),
    examples: z.record(z.string(), z.string()).default({}).describe('text: "7e9 USD"'),
    not: words.default([]),
  }),
  quantities: z.strictObject({
    chip: words.default([]),
    server: words.default([]),
    wafer: words.default([]),
    classifiers: z
      .record(z.enum(['chip', 'server', 'wafer']), words)
      .optional()
      .describe('counting words, without which nothing is counted except right behind the figure: "颗", "台"'),
    examples: z.record(z.string(), z.string()).default({}).describe('text: "36000 chip"'),
    not: words.default([]),
  }),
  chips: z
    .strictObject({
      notBefore: words.default([]).describe('right behind a model they make it something else: "H100形", a train'),
    })
    .prefault({}),
  companies: z
    .strictObject({
      forms: words.default([]).describe('legal forms that follow or lead a name: "Sdn Bhd"'),
      introducers: words.default([]).describe('words right after which a capitalised name is a firm: "baptisée"'),
      nouns: words.default([]).describe('what firms are called: "société", "reseller"; a name beside one is a firm'),
      articles: words.default([]).describe('open an apposition: "Helvidata, un revendeur"'),
      formsBefore: words.default([]).describe('legal forms that lead a name in unspaced text: "株式会社"'),
      leads: words.default([]).describe('a run of katakana or capitals right behind is a firm: "販売会社"'),
      trails: words.default([]).describe('a run of katakana or capitals right before is a firm: "社"'),
      indefinite: words
        .default([])
        .describe(
          'articles before a noun whose name stands behind a comma: "un courtier, NowNaw"; none listed: any noun will do',
        ),
      nationals: words
        .default([])
        .describe(
          'articles after which a nationality and one capitalised word are a firm: "la estadounidense CloudHQ"',
        ),
      ordinary: words
        .default([])
        .describe('endings of ordinary nouns; where nouns are capitalised, a single word so ending is no name'),
      reported: words.default([]).describe('words before or after the source of a report: "selon", "told"'),
      examples: z.record(z.string(), words).default({}).describe('text: [names of unknown firms in it]'),
      not: words.default([]),
    })
    .prefault({}),
  regions: z
    .strictObject({
      names: regionNames,
      exact: regionNames.default({}),
      demonyms: regionNames.default({}),
      capitals: regionNames.default({}),
      cities: regionNames.default({}),
      ambiguous: regionNames.default({}),
      compounds: z
        .record(word, z.array(regionCode))
        .default({})
        .describe('several places in one word, a character each: 日米: [JP, US]'),
      examples: z.array(z.strictObject({ text: word, regions: z.array(regionCode) })).default([]),
      not: words.default([]),
    })
    .prefault({ names: {} }),
  lists: z.record(z.string(), words).default({}).describe('word lists that patterns name as {list}'),
  concepts: z.record(z.string(), patternList).default({}),
  routes: z.record(z.string(), patternList).default({}),
})

const meaning = z.strictObject({ meaning: word, evidence: z.string().optional() })

/** knowledge/routes.yaml and knowledge/concepts.yaml: what languages express, each with its meaning. */
export const meaningsSchema = z.record(id, meaning)

/** knowledge/parties.yaml: which countries the rules restrict, and what part a firm of a trade usually plays. */
export const partiesSchema = z.strictObject({
  restricted: z.array(regionCode),
  sectors: z.record(z.string(), z.enum(['supplier', 'intermediary', 'source', 'other'])),
})

/** knowledge/weights.yaml, written by `npm run fit`. */
export const weightsSchema = z.strictObject({
  fitted: z.strictObject({ articles: z.number().int(), inputs: z.string(), lambda: z.number() }),
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
})

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
export type Language = z.infer<typeof languageSchema>
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
  readonly concepts: Meanings
  readonly parties: PartyKnowledge
  readonly weights: Weights
  readonly furniture: FurnitureWords
  readonly rarity: Rarity
  /** By the name of its file: "en", "fr". */
  readonly wording: Readonly<Record<string, Wording>>
}
