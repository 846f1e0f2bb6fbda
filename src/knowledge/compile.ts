/** Turns the knowledge files into the tables that one pass over a text uses. */

import type { LanguageClues, LanguageModel } from '../text/language.ts'
import { compileLexicon, type Lexicon } from '../text/lexicon.ts'
import type { CompiledPattern } from '../text/match.ts'
import { compileNumberGrammar, type NumberGrammar } from '../text/numerals.ts'
import { parsePattern } from '../text/pattern.ts'
import { fold } from '../text/shadow.ts'
import { cldrNames } from './currency-names.ts'
import type { Language } from './language-schema.ts'
import { plainUses } from './plain-uses.ts'
import type { Sources } from './schema.ts'
import { type CurrencySign, currencySigns } from './signs.ts'
import { type ByAnchor, fillersOf, patternsByAnchor, type SlotsOf, slotsByTerm, withOneSlot } from './slots.ts'
import { chipSpellings } from './spellings.ts'
import type { Use } from './use.ts'

/** What a pattern is evidence of: a concept, a route or a red flag, in the language it is written in. */
export interface PatternTag {
  readonly family: 'concept' | 'route' | 'flag'
  readonly id: string
  readonly rule: string
}

export interface CompiledLanguage {
  readonly source: Language
  readonly lexicon: Lexicon<Use>
  readonly numbers: NumberGrammar
  readonly patterns: readonly CompiledPattern<PatternTag>[]
  /** The slots that terms of the lexicon fill. Of these `lexicon.uses` names the first only: there are very many. */
  readonly slotsOf: SlotsOf
  readonly slotCount: number
  /** Mention kind or class → the slots that it fills. */
  readonly kindSlots: ReadonlyMap<string, readonly number[]>
  /** Patterns to try when a slot is filled in a sentence. */
  readonly byAnchor: ByAnchor
  readonly gap: number
  /** Nouns for what is counted that are written in Latin letters, folded: "gpu". */
  readonly latinNouns: ReadonlyMap<string, 'chip' | 'server' | 'wafer'>
  /** Currency signs as they stand in a shadow → code; longest first. */
  readonly signs: readonly CurrencySign[]
}

export interface Knowledge {
  /** Digest of the built code, knowledge/ and weights: same input and analysis, same bytes. */
  readonly analysis: string
  readonly sources: Sources
  readonly shared: Lexicon<Use>
  readonly languages: Languages
  readonly languageClues: LanguageClues
}

/** The languages that have a file, by tag. One is compiled when it is first asked for: most runs read few. */
export type Languages = Pick<ReadonlyMap<string, CompiledLanguage>, 'get' | 'has' | 'keys'>

/** Pure, for all that can be seen of it. */
export function compileKnowledge(sources: Sources, languageModel: LanguageModel, analysis: string): Knowledge {
  const tags = new Map(Object.entries(sources.languages))
  const compiled = new Map<string, CompiledLanguage>()
  const shared = [...sharedEntries(sources)]
  const get = (tag: string): CompiledLanguage | undefined => {
    const known = compiled.get(tag)
    const language = tags.get(tag)
    if (known !== undefined || language === undefined) return known
    const made = compileLanguage(language, sources, shared)
    compiled.set(tag, made)
    return made
  }
  return {
    analysis,
    sources,
    shared: compileLexicon(shared),
    languages: { get, has: (tag) => tags.has(tag), keys: () => tags.keys() },
    languageClues: { model: languageModel, smallWords: smallWordsOf(sources) },
  }
}

/** Throws PatternError for a pattern of any language that cannot be read. */
export function checkPatterns(sources: Sources): void {
  for (const language of Object.values(sources.languages))
    for (const [, pattern] of patternSources(language)) parsePattern(pattern)
}

function smallWordsOf({ functionWords }: Sources): ReadonlyMap<string, readonly string[]> {
  const languages = new Map<string, string[]>()
  for (const [tag, words] of Object.entries(functionWords))
    for (const word of new Set(words.map(fold))) languages.set(word, [...(languages.get(word) ?? []), tag])
  return languages
}

function* sharedEntries(sources: Sources): Generator<[string, Use]> {
  for (const name of sources.givenNames) yield [name, { type: 'given-name' }]
  for (const [id, company] of Object.entries(sources.companies)) yield* partyEntries('company', id, company)
  for (const [id, organisation] of Object.entries(sources.organisations))
    yield* partyEntries('organisation', id, organisation)
  for (const [id, chip] of Object.entries(sources.chips)) {
    for (const { phrase, support } of chipSpellings(chip)) yield [phrase, { type: 'chip', id, support }]
  }
  for (const [key, place] of Object.entries(sources.regions.places)) {
    const via = place.kind === 'government' ? 'capital' : 'city'
    yield* regionEntries(
      place.region,
      via,
      `regions/${key}`,
      [...place.names, ...place.exact, ...place.ambiguous],
      place.exact,
      place.ambiguous,
    )
  }
}

type PartySpellings = {
  readonly name: string
  readonly names: readonly string[]
  readonly exact: readonly string[]
  readonly ambiguous: readonly string[]
}

function* partyEntries(type: 'company' | 'organisation', id: string, party: PartySpellings): Generator<[string, Use]> {
  for (const spelling of new Set([party.name, ...party.names, ...party.exact, ...party.ambiguous])) {
    const ambiguous = party.ambiguous.includes(spelling)
    yield [spelling, { type, id, exact: party.exact.includes(spelling) ? spelling : null, ambiguous }]
  }
}

function* regionEntries(
  code: string,
  via: 'name' | 'demonym' | 'capital' | 'city',
  rule: string,
  spellings: readonly string[],
  exact: readonly string[],
  ambiguous: readonly string[],
): Generator<[string, Use]> {
  for (const spelling of new Set(spellings)) {
    yield [
      spelling,
      {
        type: 'region',
        code,
        via,
        exact: exact.includes(spelling) ? spelling : null,
        ambiguous: ambiguous.includes(spelling),
        rule,
        part: null,
      },
    ]
  }
}

function* languageRegions(language: Language): Generator<[string, Use]> {
  const { regions } = language
  const kinds = [
    ['names', 'name'],
    ['demonyms', 'demonym'],
    ['capitals', 'capital'],
    ['cities', 'city'],
  ] as const
  for (const [key, via] of kinds) {
    for (const [code, spellings] of Object.entries(regions[key])) {
      const rule = `${language.language}/regions/${code}`
      yield* regionEntries(code, via, rule, spellings, regions.exact[code] ?? [], regions.ambiguous[code] ?? [])
    }
  }
  for (const [phrase, codes] of Object.entries(regions.compounds)) {
    for (const [part, code] of codes.entries()) {
      const rule = `${language.language}/regions/${code}`
      yield [phrase, { type: 'region', code, via: 'demonym', exact: null, ambiguous: false, rule, part }]
    }
  }
  for (const phrase of regions.not) yield [phrase, { type: 'block', kind: 'region' }]
}

/** Names with the endings that the language gives them: "Nvidias", "Shenzhens", "Chinas"; demonyms have forms of their own. */
function* inflected(language: Language, entries: Iterable<readonly [string, Use]>): Generator<[string, Use]> {
  for (const [name, use] of entries) {
    if (use.type !== 'company' && use.type !== 'organisation' && use.type !== 'region') continue
    if ((use.type === 'region' && use.via === 'demonym') || !/\p{Script=Latin}$/u.test(name)) continue
    for (const ending of language.endings) {
      if (!name.endsWith(ending))
        yield [name + ending, { ...use, exact: use.exact === null ? null : use.exact + ending }]
    }
  }
}

function* grammarEntries(language: Language, sources: Sources): Generator<[string, Use]> {
  const { numbers, money, quantities, companies } = language
  for (const [phrase, value] of Object.entries(numbers.words)) yield [phrase, { type: 'number', value }]
  for (const [phrase, value] of Object.entries(numbers.scales)) yield [phrase, { type: 'scale', value }]
  for (const [phrase, value] of Object.entries(numbers.fractions)) yield [phrase, { type: 'fraction', value }]
  for (const [phrase, value] of Object.entries(money.minor)) yield [phrase, { type: 'minor', value }]
  for (const [type, phrases] of plainUses(language)) for (const phrase of phrases) yield [phrase, { type }]
  for (const [code, names] of Object.entries(money.names)) {
    for (const name of names) {
      const leads = money.leading.includes(name)
      yield [name, { type: 'currency', code, assumed: money.assumed[name] !== undefined, leads, others: [] }]
    }
  }
  for (const [name, code] of cldrNames(language, sources.currencyNames[language.language] ?? {}))
    yield [name, { type: 'currency', code, assumed: false, leads: false, others: [] }]
  for (const [name, [code = '', ...others]] of Object.entries(money.shared))
    yield [name, { type: 'currency', code, assumed: true, leads: false, others }]
  for (const unit of ['chip', 'server', 'wafer'] as const)
    for (const noun of quantities[unit])
      yield [noun, { type: 'unit', unit, ordinary: language.chips.ordinary.includes(noun) }]
  for (const unit of ['chip', 'server', 'wafer'] as const)
    for (const word of quantities.classifiers?.[unit] ?? []) yield [word, { type: 'classifier', unit }]
  for (const phrase of money.not) yield [phrase, { type: 'block', kind: 'money' }]
  for (const phrase of companies.not) yield [phrase, { type: 'block', kind: 'company' }]
}

/** Most words under one `…`: six, or twelve characters where words are unspaced (DESIGN). */
const gaps = { spaced: 8, unspaced: 16 } as const

function compileLanguage(
  language: Language,
  sources: Sources,
  shared: readonly (readonly [string, Use])[],
): CompiledLanguage {
  const slots = new Map<string, number>()
  const slotEntries: [string, Use][] = []
  const kindSlots = new Map<string, number[]>()
  const slotOf = (phrases: readonly string[], kinds: readonly string[]): number => {
    const key = [...phrases, ...kinds.map((kind) => `{${kind}}`)].join('|')
    const known = slots.get(key)
    if (known !== undefined) return known
    const slot = slots.size
    slots.set(key, slot)
    const listed = kinds.flatMap((kind) => language.lists[kind] ?? [])
    for (const phrase of new Set([...phrases, ...listed])) slotEntries.push([phrase, { type: 'slot', slot }])
    for (const kind of kinds) kindSlots.set(kind, [...(kindSlots.get(kind) ?? []), slot])
    return slot
  }
  const patterns = [...patternSources(language)].map(([tag, source]) => compilePattern(tag, source, slotOf))
  const { trie, uses } = compileLexicon([
    ...grammarEntries(language, sources),
    ...languageRegions(language),
    ...inflected(language, [...shared, ...languageRegions(language)]),
    ...slotEntries,
  ])
  const slotsOf = slotsByTerm(uses)
  return {
    source: language,
    lexicon: { trie, uses: uses.map(withOneSlot) },
    slotsOf,
    slotCount: slots.size,
    numbers: compileNumberGrammar(language.numbers),
    patterns,
    kindSlots,
    byAnchor: patternsByAnchor(patterns, slots.size, fillersOf(slotsOf, slots.size)),
    gap: gaps[language.words],
    latinNouns: latinNouns(language),
    signs: currencySigns(language, sources),
  }
}

function* patternSources(language: Language): Generator<[PatternTag, string]> {
  const families = [
    ['concept', language.concepts],
    ['route', language.routes],
    ['flag', language.flags],
  ] as const
  for (const [family, lists] of families) {
    for (const [id, list] of Object.entries(lists)) {
      for (const pattern of list.patterns)
        yield [{ family, id, rule: `${language.language}/${family}s/${id}` }, pattern]
    }
  }
}

function compilePattern(
  tag: PatternTag,
  source: string,
  slotOf: (phrases: readonly string[], kinds: readonly string[]) => number,
): CompiledPattern<PatternTag> {
  const slots: number[] = []
  const isGap: boolean[] = []
  let anchor = -1
  let gap = false
  for (const item of parsePattern(source)) {
    if (item.type === 'gap') {
      gap = true
      continue
    }
    const slot = slotOf(item.phrases, item.kinds)
    if (anchor === -1 && item.kinds.length === 0) anchor = slot
    slots.push(slot)
    isGap.push(gap)
    gap = false
  }
  return { tag, source, slots, gaps: isGap, anchor: anchor === -1 ? (slots[0] ?? 0) : anchor }
}

function latinNouns(language: Language): CompiledLanguage['latinNouns'] {
  const units = ['chip', 'server', 'wafer'] as const
  return new Map(
    units.flatMap((unit) =>
      language.quantities[unit].map(fold).flatMap((noun) => (/^[a-z]+$/.test(noun) ? [[noun, unit] as const] : [])),
    ),
  )
}
