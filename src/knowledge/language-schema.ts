/** The shape of a language file: knowledge/languages/<tag>.yaml. */

import { z } from 'zod'
import { regionCode, word, words } from './schema-parts.ts'

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
  inverts: z
    .array(z.enum(['speech', 'denial']))
    .default([])
    .describe('verbs whose subject may stand right behind them: "said Nvidia", "dément Nvidia"'),
  subjectFirst: z
    .boolean()
    .default(false)
    .describe('the subject opens its clause; whom it names on the way to its verb does not act: 公司对检方的指控表示'),
  verbFinal: z.boolean().default(false).describe('a verb of saying closes what is said: …と述べた'),
  possessives: words.default([]).describe("right behind a name they make it somebody else's: 的"),
  subjects: words.default([]).describe('marks right behind the subject of a sentence: は'),
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
    through: words
      .default([])
      .describe('of the words that join a range those that nothing need open: "2,000 to 3,000"'),
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
    minor: z
      .record(z.string(), z.number())
      .default({})
      .describe('parts of a currency, behind a sum of it: "20 dollars 43 cents"; alone they are no sum'),
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
    pieces: words
      .default([])
      .describe('words for pieces of whatever chip or server the text named last: "units", "exemplaires"'),
    machines: words
      .default([])
      .describe('words that are servers beside a chip or a maker of chips: "500 Nvidia systems"; else nothing'),
    of: words
      .default([])
      .describe('between a figure and those of which it takes so many: "2,400 of the H100s", "500 de ces puces"'),
    measures: words
      .default([])
      .describe(
        'what they measure or sort is not counted, though it follows: "22 tonnes of chips", "drei Generationen"',
      ),
    parts: words
      .default([])
      .describe('beside a figure: so many of what was counted before: "of which 600", "600 of them"'),
    more: words.default([]).describe('before a figure that ends its phrase: more of what was counted: "another 3,000"'),
    pronouns: words
      .default([])
      .describe('before a figure that ends its phrase: of what was counted in a sentence before: "en a livré 3 000"'),
    examples: z.record(z.string(), z.string()).default({}).describe('text: "36000 chip"'),
    not: words.default([]),
  }),
  chips: z
    .strictObject({
      notBefore: words.default([]).describe('right behind a model they make it something else: "H100形", a train'),
      notAfter: words.default([]).describe('right before a model they make it something else: "autoroute A100"'),
      beside: words
        .default([])
        .describe('nouns that are not counted but bear out a model beside them, as chips and servers do: "cluster"'),
      ordinary: words
        .default([])
        .describe(
          'of the nouns counted as chips those that are ordinary words too: they bear out a model beside them only',
        ),
    })
    .prefault({}),
  companies: z
    .strictObject({
      forms: words.default([]).describe('legal forms that follow or lead a name: "Sdn Bhd"'),
      introducers: words.default([]).describe('words right after which a capitalised name is a firm: "baptisée"'),
      nouns: words.default([]).describe('what firms are called: "société", "reseller"; a name beside one is a firm'),
      nounEndings: words
        .default([])
        .describe('what compounds for firms end in, where words are joined: "händler" of "Schraubenhändler"'),
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
      others: words
        .default([])
        .describe(
          'nouns for what is no firm: "a ship named X", "une opération baptisée X"; the noun nearest to "named" decides',
        ),
      otherNames: words
        .default([])
        .describe(
          'a name that begins or ends in one, without a legal form, is no firm\'s: "Operation X", "Chip Security Act", X行动',
        ),
      titles: words.default([]).describe('before a name they make it a person\'s: "Mr", "Frau"'),
      trades: words
        .default([])
        .describe(
          'what a firm\'s name may end in: "Dhofar Compute"; unspaced text drops it in short names: 科技 of 菱川科技',
        ),
      tells: words
        .default([])
        .describe(
          'trades that tell a name by themselves where words are unspaced, and no noun, field or industry: 科技 of 芯屿科技',
        ),
      fields: words
        .default([])
        .describe(
          'words that make a field of a trade, and no name: "Artificial" (Intelligence), "Information" (Technology)',
        ),
      behind: words
        .default([])
        .describe('phrases that right behind a name, or its comma, make it a firm\'s: "registered in", "which makes"'),
      deeds: words
        .default([])
        .describe(
          'verbs right behind a name of which only firms are the subject, and people least: "resold", "invoiced"',
        ),
      heads: words
        .default([])
        .describe('words for a trade that open a firm\'s name: "Electrónica Ocotán", "Transports Morvan"'),
      placeBefore: words
        .default([])
        .describe('right before a name they make it a place\'s, of which "which sells" says nothing: "outside"'),
      before: words
        .default([])
        .describe('phrases that right before a name make it a firm\'s: "a subsidiary of", "shares of"'),
      among: words.default([]).describe('phrases that open a list of firms: "companies such as"'),
      joins: words.default([]).describe('stand before the last name of a list: "and"'),
      owners: words
        .default([])
        .describe('what an apostrophe and this make of a name is its owner: "s" in "Zagros Data\'s"'),
      attributes: words
        .default([])
        .describe('what only firms have; its owner is one: "headquarters" in "Zagros Data\'s headquarters"'),
      placeSuffixes: words.default([]).describe('may stand behind the place that opens a name: 市 of 东莞市恒锐达电子'),
      ordinary: words
        .default([])
        .describe('endings of ordinary nouns; where nouns are capitalised, a single word so ending is no name'),
      reported: words.default([]).describe('words before or after the source of a report: "selon", "told"'),
      citing: words.default([]).describe('before the outlet on which another rests: "The agency cited the FT"'),
      relayed: words
        .default([])
        .describe('between two outlets the second of which only passes on the first: "the FT, cited by Reuters"'),
      own: words
        .default([])
        .describe('an outlet says that it reports for itself; {own} is its name: "our reporter", "seen by {own}"'),
      heard: words
        .default([])
        .describe('likewise, but a comment only where another outlet is named before: "told us", "told {own}"'),
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
  flags: z.record(z.string(), patternList).default({}).describe('red flags, by their ids in knowledge/flags.yaml'),
})

export type Language = z.infer<typeof languageSchema>
