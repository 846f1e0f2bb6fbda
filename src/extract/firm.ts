/** Firms that no file knows: named with a legal form, or beside a word for what they are. */

import { useSet } from '../knowledge/hits.ts'
import { hitsAt, hitsOf, type Reading, spanOf, standsAlone } from '../knowledge/reading.ts'
import type { WordRange } from '../text/match.ts'
import { indexSpans } from '../text/spans.ts'
import { cut } from '../text/units.ts'
import type { CompanyMention } from '../types/mention.ts'
import type { Id } from '../types/text.ts'
import { type Taken, withLaterNames } from './firm-again.ts'
import { cluedNames, headlineCaseOf } from './firm-clues.ts'
import type { Firm } from './firm-places.ts'
import {
  capitalisedRun,
  isCompoundNoun,
  longNameStart,
  nameStart,
  separator,
  touches,
  unlessOrdinary,
} from './firm-words.ts'
import { introducesFirm, namesOther } from './no-firm.ts'
import { isPerson } from './person.ts'
import { lettersOf } from './region.ts'
import { unspacedFirms } from './unspaced-firm.ts'

/** Most words between "une société de Bichkek" and the comma, or between "un revendeur" and its article. */
const looseWords = 3

/** Most words between an article and its noun in an apposition: "the Austin-based maker of servers". */
const farWords = 5

/** Mentions with company null, none of which meets a known party (`known`), for a language that has a file. */
export function unknownFirms(reading: Reading, known: readonly Pick<CompanyMention, 'span'>[]): CompanyMention[] {
  if (reading.language === null) return []
  const taken = indexSpans(known, (mention) => mention.span)
  const firms = introducedFirms(reading, taken)
  return withLaterNames(reading, firms, taken).map((firm) => ({
    kind: 'company',
    span: firm.span,
    sentence: firm.sentence,
    rule: `${reading.language?.source.language}/companies/${firm.rule}` as Id<'Rule'>,
    company: null,
    firm: firm.whole,
  }))
}

function introducedFirms(reading: Reading, taken: Taken): Firm[] {
  const firms: Firm[] = []
  const inHeadlineCase = headlineCaseOf(reading)
  const add = (first: number, last: number, nameLast: number, rule: string): void => {
    const span = spanOf(reading, first, last)
    const isNone = (): boolean =>
      namesOther(reading, first, nameLast) ||
      inHeadlineCase(reading.sentenceOf[first] ?? -1) ||
      isPerson(reading, { first, last: nameLast })
    if (taken(span).length > 0 || span.end - span.start < shortestName || (!sure.has(rule) && isNone())) return
    const name = cut(reading.document.text, span.start, spanOf(reading, first, nameLast).end)
    firms.push({ span, sentence: reading.sentenceOf[first] ?? 0, name, rule })
  }
  for (const firm of unspacedFirms(reading)) add(firm.first, firm.last, firm.nameLast, firm.rule)
  for (const form of hitsOf(reading, 'form')) {
    const first = leadsToForm(reading, form.first - 1) ? longNameStart(reading, form.first - 1) : null
    if (first === null || !standsAlone(reading, form.first, form.last) || !isForm(reading, form)) continue
    add(first, touches(reading, form.first - 1) ? form.last : form.first - 1, form.first - 1, 'form')
  }
  for (const national of hitsOf(reading, 'firm-national')) {
    const word = nationalFirm(reading, national.last)
    if (word !== null) add(word, word, word, 'national')
  }
  for (const introducer of hitsOf(reading, 'introducer')) {
    const name = nameAfter(reading, introducer.last)
    if (name !== null && introducesFirm(reading, introducer)) add(name.first, name.last, name.last, 'introducer')
  }
  for (const noun of firmNouns(reading)) {
    const name =
      nameAfter(reading, noun.last) ??
      nameAfterGoods(reading, noun.last) ??
      nameBehindComma(reading, noun.first, noun.last) ??
      nameInApposition(reading, noun.first)
    if (name !== null) add(name.first, name.last, name.last, 'noun')
    for (const one of pairBehindComma(reading, noun.last)) add(one.first, one.last, one.last, 'noun')
  }
  for (const name of namesBehindColon(reading)) add(name.first, name.last, name.last, 'colon')
  for (const { first, last, rule } of cluedNames(reading)) add(first, last, last, rule)
  return firms
}

/** Fewest characters of a name: one letter is an initial or "I". */
const shortestName = 2

/** Rules that need nothing else: the form is part of the name, and a dateline names who reports. */
const sure: ReadonlySet<string> = new Set(['form', 'dateline'])

/** A form in its own letters or in capitals, the longer also as "Gmbh": "Volvo AB", but not "gibt ab" or "Sa'ar". */
function isForm(reading: Reading, form: WordRange): boolean {
  const { start, end } = spanOf(reading, form.first, form.last)
  const surface = lettersOf(cut(reading.document.text, start, end))
  if (surface.length > 2 && surface !== surface.toLowerCase()) return true
  return reading.language!.source.companies.forms.some((written) => {
    const letters = lettersOf(written)
    return letters === surface || letters.toUpperCase() === surface
  })
}

/** "la estadounidense CloudHQ": one capitalised word behind article and nationality; two would be a person's name. */
function nationalFirm(reading: Reading, article: number): number | null {
  const demonym = hitsAt(reading, article + 1, 'region').find((hit) => hit.use.via === 'demonym')
  if (demonym === undefined || !touches(reading, article) || !touches(reading, demonym.last)) return null
  const name = capitalisedRun(reading, demonym.last + 1)
  return name !== null && name.first === name.last ? name.first : null
}

/** "Hao Global LLC", "Norvia, S.A. de C.V.": a space before the form, or a comma, where the form has its capital and is left off. */
function leadsToForm(reading: Reading, word: number): boolean {
  if (touches(reading, word)) return true
  if (separator(reading, word) !== ', ' || reading.sentenceOf[word] !== reading.sentenceOf[word + 1]) return false
  return /^\p{Lu}/u.test(cut(reading.document.text, spanOf(reading, word + 1, word + 1).start))
}

/** "la société texane Hao Global": the name right behind the word, a nationality between them at most. */
function nameAfter(reading: Reading, word: number): WordRange | null {
  let first = word + 1
  if (hitsAt(reading, first, 'region').some((hit) => hit.use.via === 'demonym')) first++
  if (reading.sentenceOf[first] !== reading.sentenceOf[word]) return null
  const between = cut(reading.shadow.text, reading.words.ends[word] ?? 0, reading.words.starts[first] ?? 0)
  return /^[\p{L}\s"'(-]{0,24}$/u.test(between) ? capitalisedRun(reading, first) : null
}

/**
 * "un courtier japonais, NowNaw": the name behind the comma that follows a firm noun. Behind "la compagnie" it is
 * somebody's name ("le patron de la compagnie, Jensen Huang"): a language may ask for the indefinite article.
 */
function nameBehindComma(reading: Reading, first: number, noun: number): WordRange | null {
  const wanted = reading.language?.source.companies.indefinite ?? []
  const isIndefinite = (word: number): boolean => reading.hits.has(word, 'firm-indefinite')
  const definite = wanted.length > 0 && !isIndefinite(first - 1) && !isIndefinite(first - 2)
  if (definite && !isSubject(reading, first)) return null
  const plain = reading.language?.source.nouns !== 'capitalised'
  for (let word = noun; word <= noun + looseWords; word++) {
    if (reading.sentenceOf[word + 1] !== reading.sentenceOf[noun]) return null
    const between = separator(reading, word)
    if (between === ', ') return plain ? capitalisedRun(reading, word + 1) : articledName(reading, word + 1)
    if (!/^[ '-]$/.test(between)) return null
  }
  return null
}

/** "two firms, Zellmark and Brionics,": two names in the place of one, closed by a mark. */
function pairBehindComma(reading: Reading, noun: number): WordRange[] {
  if (separator(reading, noun) !== ', ' || reading.sentenceOf[noun] !== reading.sentenceOf[noun + 1]) return []
  const one = capitalisedRun(reading, noun + 1)
  if (one === null || !reading.hits.has(one.last + 1, 'firm-join')) return []
  const other = touches(reading, one.last) ? capitalisedRun(reading, one.last + 2) : null
  if (other === null || !/^[,.]/.test(separator(reading, other.last))) return []
  return [one, other]
}

/** "El mayorista, Guaraní Bytes, negó": the noun with its article opens a sentence or a clause, and hangs on no word before it. */
function isSubject(reading: Reading, noun: number): boolean {
  if (!reading.hits.spans(noun - 1, noun - 1, articles)) return false
  const before = noun - 2
  return before < 0 || reading.sentenceOf[before] !== reading.sentenceOf[noun] || separator(reading, before) === ', '
}

const articles = useSet('firm-article')
const others = useSet('other-noun', 'person-title')
const stops = useSet('stop')

/** "eine Firma in Bischkek, die Asia Data Trade": where every noun has a capital, an article and two words at least. */
function articledName(reading: Reading, word: number): WordRange | null {
  if (!reading.hits.spans(word, word, stops)) return null
  const name = touches(reading, word) ? capitalisedRun(reading, word + 1) : null
  return name !== null && name.last > name.first ? name : null
}

/** "Helvidata, un revendeur informatique": the name before the comma, article and noun. */
function nameInApposition(reading: Reading, noun: number): WordRange | null {
  for (let word = noun - 1; word >= Math.max(1, noun - farWords); word--) {
    if (!/^[ '-]$/.test(separator(reading, word))) return null
    if (reading.sentenceOf[word - 1] !== reading.sentenceOf[noun]) return null
    // "a five-person outfit" is one; "the founder of a firm" is none.
    const joined = separator(reading, word - 1) === '-'
    if (!joined && reading.hits.hasAny(word, others)) return null
    if (!reading.hits.has(word, 'firm-article')) continue
    if (separator(reading, word - 1) !== ', ') return null
    const first = nameStart(reading, word - 1)
    return first === null ? null : unlessOrdinary(reading, { first, last: word - 1 })
  }
  return null
}

/** "le fabricant grenoblois de substrats Cristolis": the name behind what the firm deals in, one word for it or two. */
function nameAfterGoods(reading: Reading, noun: number): WordRange | null {
  let word = noun + 1
  if (isPlainWord(reading, word)) word++
  const link = reading.at(word).find(({ use }) => use.type === 'link')
  if (link === undefined || reading.sentenceOf[word] !== reading.sentenceOf[noun]) return null
  for (let at = noun; at < link.last; at++) if (!/^[ ']$/.test(separator(reading, at))) return null
  for (let step = 1; step <= 2; step++) {
    const goods = link.last + step
    if (!isPlainWord(reading, goods) || !/^[ ']$/.test(separator(reading, goods - 1))) return null
    const name = separator(reading, goods) === ' ' ? capitalisedRun(reading, goods + 1) : null
    if (name !== null) return reading.sentenceOf[name.first] === reading.sentenceOf[noun] ? name : null
  }
  return null
}

/** A word in small letters that is no function word. */
function isPlainWord(reading: Reading, word: number): boolean {
  const { start } = spanOf(reading, word, word)
  if (!/^\p{Ll}/u.test(reading.document.text.slice(start, start + 2))) return false
  return !reading.at(word).some(({ use, last }) => last === word && (use.type === 'stop' || use.type === 'link'))
}

/** "a customer it had not heard of before: Ala-Too Imaging, of Bishkek": two words or more between a colon and a mark. */
function namesBehindColon(reading: Reading): WordRange[] {
  const names: WordRange[] = []
  for (const { first: noun, last } of firmNouns(reading)) {
    for (let word = last; word < last + mostBeforeColon; word++) {
      if (reading.sentenceOf[word + 1] !== reading.sentenceOf[noun]) break
      const gap = separator(reading, word)
      if (/[;"()]/.test(gap)) break
      if (gap !== ': ') continue
      const name = capitalisedRun(reading, word + 1)
      const behind = name === null ? '' : reading.shadow.text.charAt(reading.words.ends[name.last] ?? 0)
      if (name !== null && name.last > name.first && /^[.,;]?$/.test(behind)) names.push(name)
      break
    }
  }
  return names
}

/** Most words between a firm's noun and the colon behind which it is named. */
const mostBeforeColon = 20

/** Words for a firm; one with a capital inside a sentence is part of a name ("Freedom Front Plus"), unless all nouns have one. */
function firmNouns(reading: Reading): WordRange[] {
  const nouns = hitsOf(reading, 'firm-noun')
  if (reading.language!.source.nouns === 'capitalised') return [...nouns, ...compoundNouns(reading)]
  return nouns.filter(({ first }) => {
    const opens = first === 0 || reading.sentenceOf[first - 1] !== reading.sentenceOf[first]
    const { start } = spanOf(reading, first, first)
    const capital = /^\p{Lu}\p{Ll}/u.test(reading.document.text.slice(start, start + 2))
    return (
      opens ||
      !capital ||
      !touches(reading, first - 1) ||
      !/^\p{Lu}/u.test(reading.document.text.slice(spanOf(reading, first - 1, first - 1).start))
    )
  })
}

/** Words that are for a firm by their ending. */
function compoundNouns(reading: Reading): WordRange[] {
  if (reading.language!.source.companies.nounEndings.length === 0) return []
  const found: WordRange[] = []
  for (let word = 0; word < reading.words.count; word++)
    if (isCompoundNoun(reading, word) && !isNoun(reading, word)) found.push({ first: word, last: word })
  return found
}

function isNoun(reading: Reading, word: number): boolean {
  return reading.at(word).some(({ use }) => use.type === 'firm-noun' || use.type === 'other-noun')
}
