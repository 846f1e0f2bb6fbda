/** Money: a figure with a currency before or after it. */

import type { CompiledLanguage } from '../knowledge/compile.ts'
import { hitsOf, longestAt, type Reading } from '../knowledge/reading.ts'
import { toOriginal } from '../text/shadow.ts'
import { cut } from '../text/units.ts'
import type { MoneyMention } from '../types/mention.ts'
import type { Id } from '../types/text.ts'
import type { Figure } from './counted.ts'
import { countriesNamed, currencyOf, elidedSums, nationalAt, type Sum, scaledBehind, withChange } from './currency.ts'
import { follows, joinOf, openedRange } from './figure.ts'
import { findFigures } from './figures.ts'
import { hedgeAround, hedgeBefore } from './hedge.ts'
import { afterFigure, type Sign, signAfter, signBefore, signBeyondLink } from './sign.ts'

/** Amounts of money in the document's language; [] for a language we have no file for. */
export function findMoney(reading: Reading): MoneyMention[] {
  const { language } = reading
  if (language === null) return []
  const figures = findFigures(reading)
  const named = countriesNamed(reading)
  const priced = figures.map((figure, i) =>
    withChange(reading, pricedFigure(reading, figure, language.signs, named), figures[i + 1]),
  )
  const sums = elidedSums(reading, figures, priced)
  const others = rivalled(reading)
  const mentions: MoneyMention[] = []
  for (let i = 0; i < figures.length; i++) {
    const range = asRange(reading, figures, sums, i)
    const sum = range?.sum ?? sums[i]
    if (range !== null) i++
    if (sum === undefined || sum === null) continue
    mentions.push(mentionOf(reading, sum, range?.low ?? sum.figure.low, language, others))
  }
  return mentions
}

function mentionOf(
  reading: Reading,
  sum: Sum,
  low: number,
  language: CompiledLanguage,
  others: ReadonlySet<string>,
): MoneyMention {
  const hedge = hedgeAround(reading, sum.figure, sum.first, sum.last)
  const { high } = sum.figure
  return {
    kind: 'money',
    span: toOriginal(reading.shadow, sum.start, sum.end),
    sentence: reading.sentenceOf[sum.figure.first] ?? 0,
    rule: `${language.source.language}/money` as Id<'Rule'>,
    low: hedge.atMost && low === high ? null : low,
    high: hedge.atLeast && low === high ? null : high,
    about: hedge.about,
    currency: sum.currency,
    assumed: sum.assumed && others.has(sum.currency),
  }
}

function pricedFigure(
  reading: Reading,
  figure: Figure,
  signs: readonly Sign[],
  named: ReadonlyMap<string, number>,
): Sum | null {
  const { start } = figure
  const before = figure.digits && !isName(reading, figure.first - 1) ? signBefore(reading, start, signs) : null
  const after = isName(reading, figure.last + 1)
    ? null
    : (signAfter(reading, afterFigure(reading, figure), signs) ?? signBeyondLink(reading, figure, signs))
  if (before !== null && (after === null || !before.sign.assumed)) {
    const first = firstWordFrom(reading, before.at, figure.first)
    const tail = after !== null && after.sign.code === before.sign.code ? after.end : figure.end
    return {
      figure,
      currency: currencyOf(reading, before.sign, named),
      assumed: before.sign.assumed,
      start: before.at,
      end: tail,
      first,
      last: figure.last,
    }
  }
  if (after !== null) {
    const from = before?.at ?? start
    return {
      ...scaledBehind(reading, figure, after.end),
      currency: currencyOf(reading, after.sign, named),
      assumed: after.sign.assumed,
      start: from,
      first: figure.first,
      last: figure.last,
    }
  }
  return (figure.loose ? null : namedBefore(reading, figure, named)) ?? namedAfter(reading, figure, start, named)
}

/** "320 AMD accelerators": a firm has the code of a currency for its name. */
function isName(reading: Reading, word: number): boolean {
  return word >= 0 && longestAt(reading, word, 'company')?.last === word
}

function firstWordFrom(reading: Reading, offset: number, word: number): number {
  let first = word
  while (first > 0 && (reading.words.starts[first - 1] ?? 0) >= offset) first--
  return first
}

/** "人民币20亿元", "港币3亿": a name that may lead stands before; an unqualified one behind adds nothing. */
function namedBefore(reading: Reading, figure: Figure, named: ReadonlyMap<string, number>): Sum | null {
  if (isShare(reading, figure)) return null
  const before = hedgeBefore(reading, figure.first).first
  for (let from = before - 1; from >= Math.max(0, before - 4); from--) {
    const name = longestAt(reading, from, 'currency')
    if (name === null || !name.use.leads || name.last !== before - 1 || !follows(reading, name.last)) continue
    const start = reading.words.starts[from] ?? 0
    const after = namedAfter(reading, figure, start, named)
    if (after !== null && !after.assumed && after.currency !== name.use.code) return null
    const last = after?.last ?? figure.last
    const end = after?.end ?? figure.end
    return { figure, currency: name.use.code, assumed: false, start, end, first: from, last }
  }
  return null
}

/** "against the ringgit 3 percent". */
function isShare(reading: Reading, { last, end }: Figure): boolean {
  if (/^ ?[%‰]/.test(cut(reading.shadow.text, end, end + 2))) return true
  return follows(reading, last) && longestAt(reading, last + 1, 'measure') !== null
}

/** "7 milliards de dollars", "200,000 yuan": a currency's name behind the figure, a linking word between; "24 mdd": in it. */
function namedAfter(reading: Reading, figure: Figure, start: number, named: ReadonlyMap<string, number>): Sum | null {
  const own = figure.scaled ? longestAt(reading, figure.last, 'currency') : null
  if (own?.last === figure.last) {
    const { first, last, end } = figure
    return { figure, currency: own.use.code, assumed: own.use.assumed, start, end, first, last }
  }
  if (!follows(reading, figure.last)) return null
  let word = figure.last + 1
  const link = longestAt(reading, word, 'link')
  if (link !== null && !figure.loose && follows(reading, link.last)) word = link.last + 1
  const name = longestAt(reading, word, 'currency')
  if (name === null) {
    const { first } = figure
    const own = figure.loose ? null : nationalAt(reading, word)
    if (own === null) return null
    return {
      figure,
      currency: own.code,
      assumed: false,
      start,
      end: reading.words.ends[own.last] ?? 0,
      first,
      last: own.last,
    }
  }
  const blocked = longestAt(reading, figure.first, 'block')
  if (blocked !== null && blocked.use.kind === 'money' && blocked.last >= name.last) return null
  const end = reading.words.ends[name.last] ?? 0
  return {
    figure,
    currency: currencyOf(reading, name.use, named),
    assumed: name.use.assumed,
    start,
    end,
    first: figure.first,
    last: name.last,
  }
}

/** "entre 2 et 3 milliards", "$10–15 million", "between US$ 12bn and US$ 15bn": two figures, one amount. */
function asRange(
  reading: Reading,
  figures: readonly Figure[],
  sums: readonly (Sum | null)[],
  index: number,
): { readonly sum: Sum; readonly low: number } | null {
  const first = figures[index]
  const second = figures[index + 1]
  if (
    first === undefined ||
    second === undefined ||
    reading.sentenceOf[first.first] !== reading.sentenceOf[second.first]
  )
    return null
  const one = sums[index] ?? null
  const two = sums[index + 1] ?? null
  const sum = two ?? one
  if (sum === null || (one !== null && two !== null && one.currency !== two.currency)) return null
  const leftEnd = one?.last ?? first.last
  const rightStart = two?.first ?? second.first
  const join = joinOf(reading, leftEnd, rightStart)
  const opened = openedRange(reading, one?.first ?? first.first)
  if (join === null || (join === 'word' && opened === null && (first.scaled || one !== null))) return null
  const scale = second.scaled && !first.scaled ? second.scale : 1
  const low = first.low * scale
  if (!(low < second.high)) return null
  const start =
    opened === null ? (one?.start ?? reading.words.starts[first.first] ?? 0) : (reading.words.starts[opened] ?? 0)
  const last = Math.max(sum.last, second.last)
  const whole: Sum = {
    ...sum,
    figure: { ...second, low },
    start,
    end: Math.max(sum.end, second.end),
    first: opened ?? first.first,
    last,
  }
  return { sum: whole, low }
}

/** Currencies of which the text could mean another by the same sign: it names a country whose currency shares it. */
function rivalled(reading: Reading): ReadonlySet<string> {
  const rivals = rivalsOf(reading.knowledge.sources.currencies)
  const named = new Set(hitsOf(reading, 'region').map((hit) => hit.use.code))
  const found = new Set<string>()
  for (const country of named) for (const other of rivals.get(country) ?? []) found.add(other)
  return found
}

type Currencies = Reading['knowledge']['sources']['currencies']

const rivalsByCountry = new WeakMap<Currencies, ReadonlyMap<string, readonly string[]>>()

/** Country → the currencies that share a sign with its own; made once for each knowledge. */
function rivalsOf(currencies: Currencies): ReadonlyMap<string, readonly string[]> {
  const known = rivalsByCountry.get(currencies)
  if (known !== undefined) return known
  const rivals = new Map<string, string[]>()
  for (const [code, { country, shared: own }] of Object.entries(currencies)) {
    if (country === undefined) continue
    const others = Object.entries(currencies).filter(
      ([other, { shared }]) => other !== code && shared.some((sign) => own.includes(sign)),
    )
    rivals.set(country, [...(rivals.get(country) ?? []), ...others.map(([other]) => other)])
  }
  rivalsByCountry.set(currencies, rivals)
  return rivals
}
