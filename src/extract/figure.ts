/** Figures in a text, in digits and words, with scale, range and hedge: what money and quantities are made of. */

import { hitsOf, longestAt, type Reading } from '../knowledge/reading.ts'
import { readDigits } from '../text/numerals.ts'

/** A figure at words first..last; `end` is the shadow offset behind it. Low and high as in types/mention.ts `Amount`. */
export interface Figure {
  readonly first: number
  readonly last: number
  /** Shadow offset of the first digit or letter; behind a currency sign that is glued to it. */
  readonly start: number
  readonly end: number
  readonly low: number
  readonly high: number
  /** A scale word or abbreviation was read: "milliards", "bn". */
  readonly scaled: boolean
  /** The scale is one letter set apart from the digits ("160 m"): money only if a currency stands beside it. */
  readonly loose: boolean
  /** Written in digits. */
  readonly digits: boolean
}

/** Every figure of the text, ascending, none overlapping. Needs a language; [] without one. */
export function findFigures(reading: Reading): Figure[] {
  const figures: Figure[] = []
  if (reading.language === null) return figures
  for (let word = 0; word < reading.words.count; word++) {
    const figure = readFigure(reading, word)
    if (figure === null) continue
    figures.push(figure)
    word = figure.last
  }
  return figures
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function readFigure(reading: Reading, word: number): Figure | null {
  const start = reading.words.starts[word] ?? 0
  if (isDigit(reading.shadow.text.charCodeAt(start))) return readDigitFigure(reading, word, start)
  const glued = gluedSign(reading, word, start)
  return glued > 0 ? readDigitFigure(reading, word, start + glued) : readWordFigure(reading, word)
}

/** Length of a currency sign in letters that the digits are glued to: "RM119.8 million", "Rs300 crore". */
function gluedSign(reading: Reading, word: number, start: number): number {
  const letters = /^\p{L}{1,4}(?=\d)/u.exec(reading.shadow.text.slice(start, reading.words.ends[word]))?.[0]
  return letters !== undefined && reading.language!.signs.some(({ sign }) => sign === letters) ? letters.length : 0
}

function readDigitFigure(reading: Reading, word: number, start: number): Figure | null {
  const { text } = reading.shadow
  if (reading.words.joined[word] === 1 || hangsOnName(text, start)) return null
  const digits = readDigits(text, start, reading.language!.numbers)
  if (digits === null) return null
  let last = word
  while ((reading.words.starts[last + 1] ?? Number.POSITIVE_INFINITY) < digits.end) last++
  return scaleUp(reading, {
    first: word,
    last,
    start,
    end: digits.end,
    low: digits.value,
    high: digits.value,
    scaled: false,
    loose: false,
    digits: true,
  })
}

/** "GPT-4", "F-35", "v2.1": digits that belong to a name before them. */
function hangsOnName(text: string, start: number): boolean {
  const before = text[start - 1]
  return (
    (before === '-' || before === '.' || before === '/' || before === '_') && /[\p{L}]/u.test(text[start - 2] ?? '')
  )
}

/** Multiplies by the scales that follow: "7 milliards", "2.5bn", "3 mille milliards", "2 milliards et demi". */
function scaleUp(reading: Reading, figure: Figure): Figure {
  let current = figure
  for (;;) {
    const hit = follows(reading, current.last) ? longestAt(reading, current.last + 1, 'scale') : null
    if (hit === null) return current
    const oneLetter = endOf(reading, hit.last) - (reading.words.starts[hit.first] ?? 0) === 1
    if (reading.words.joined[hit.last + 1] === 1) return current
    current = {
      ...current,
      last: hit.last,
      end: endOf(reading, hit.last),
      low: tidy(current.low * hit.use.value),
      high: tidy(current.high * hit.use.value),
      scaled: true,
      loose: oneLetter && reading.words.joined[hit.first] !== 1,
    }
    const half = follows(reading, current.last) ? longestAt(reading, current.last + 1, 'half') : null
    if (half !== null) {
      const plus = hit.use.value / 2
      current = {
        ...current,
        last: half.last,
        end: endOf(reading, half.last),
        low: current.low + plus,
        high: current.high + plus,
      }
    }
  }
}

/** 7.1 × 1e9 is 7100000000, not 7099999999.999999. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

function endOf(reading: Reading, word: number): number {
  return reading.words.ends[word] ?? 0
}

/** Whether the next word follows with at most a space or a hyphen between (a full stop too: "2 Mrd. Euro"), in the same sentence. */
export function follows(reading: Reading, word: number): boolean {
  const next = reading.words.starts[word + 1]
  if (next === undefined || reading.sentenceOf[word] !== reading.sentenceOf[word + 1]) return false
  const between = reading.shadow.text.slice(endOf(reading, word), next)
  return /^[ '-]{0,2}$/.test(between) || (between === '. ' && isAbbreviated(reading, word))
}

/** Whether a scale ends with a full stop that ends no sentence: "2 Mrd. Euro". */
export function isAbbreviated(reading: Reading, word: number): boolean {
  const { text } = reading.shadow
  if (text[endOf(reading, word)] !== '.' || longestAt(reading, word, 'scale') === null) return false
  const stopped = text.slice(reading.words.starts[word], endOf(reading, word) + 1)
  return reading.language!.source.abbreviations.some((abbreviation) => abbreviation.toLowerCase() === stopped)
}

/** "trois cents", "half a billion", "un milliard", "une centaine de millions". */
function readWordFigure(reading: Reading, word: number): Figure | null {
  const fraction = longestAt(reading, word, 'fraction')
  if (fraction !== null) return needScale(reading, fraction.first, fraction.last, fraction.use.value)
  const number = longestAt(reading, word, 'number')
  if (number === null) {
    const article = longestAt(reading, word, 'article')
    return article === null ? null : needScale(reading, article.first, article.last, 1)
  }
  return addWords(reading, word)
}

function needScale(reading: Reading, first: number, last: number, value: number): Figure | null {
  const figure = scaleUp(reading, {
    first,
    last,
    start: reading.words.starts[first] ?? 0,
    end: endOf(reading, last),
    low: value,
    high: value,
    scaled: false,
    loose: false,
    digits: false,
  })
  return figure.scaled ? figure : null
}

/** Adds number words up: units add, a hundred multiplies what stands before it, a larger scale closes a group. */
function addWords(reading: Reading, from: number): Figure {
  let total = 0
  let group = 0
  let last = from - 1
  let scaled = false
  for (;;) {
    const next = last + 1
    if (last >= from && !follows(reading, last)) break
    const scale = group > 0 || last >= from ? longestAt(reading, next, 'scale') : null
    const number = longestAt(reading, next, 'number')
    if (scale !== null && (number === null || scale.last >= number.last) && group > 0) {
      if (scale.use.value === 100) group *= 100
      else {
        total += group * scale.use.value
        group = 0
        scaled = true
      }
      last = scale.last
    } else if (number !== null) {
      group += number.use.value
      last = number.last
    } else {
      const joining = joiner(reading, next)
      if (joining === null) break
      last = joining
    }
  }
  const half = scaled && follows(reading, last) ? longestAt(reading, last + 1, 'half') : null
  const value = total + group
  const plus = half === null ? 0 : total / Math.max(1, Math.round(total / scaleOf(total))) / 2
  const end = half === null ? last : half.last
  return {
    first: from,
    last: end,
    start: reading.words.starts[from] ?? 0,
    end: endOf(reading, end),
    low: value + plus,
    high: value + plus,
    scaled,
    loose: false,
    digits: false,
  }
}

function scaleOf(total: number): number {
  return 10 ** (3 * Math.floor(Math.log10(Math.max(1, total)) / 3))
}

/** "deux cent et un", "two hundred and fifty", "une centaine de millions": a small word between two parts of a number. */
function joiner(reading: Reading, word: number): number | null {
  const small = longestAt(reading, word, 'to') ?? longestAt(reading, word, 'link')
  if (small === null || small.last !== word || !follows(reading, word)) return null
  const isLink = longestAt(reading, word, 'link') !== null
  if (isLink) return longestAt(reading, word + 1, 'scale') === null ? null : word
  const before = longestAt(reading, word - 1, 'scale')
  return before !== null && before.use.value === 100 && longestAt(reading, word + 1, 'number') !== null ? word : null
}

/** How the words before a figure hedge it; `first` is where the hedge begins, else the figure's own first word. */
export interface Hedge {
  readonly first: number
  readonly about: boolean
  readonly atLeast: boolean
  readonly atMost: boolean
}

const hedgeTypes = ['about', 'atLeast', 'atMost'] as const

/** Hedges that end right before `word`: "près de", "more than", "up to". */
export function hedgeBefore(reading: Reading, word: number): Hedge {
  const hedge = { first: word, about: false, atLeast: false, atMost: false }
  for (let from = word - 1; from >= Math.max(0, word - 5); from--) {
    for (const type of hedgeTypes) {
      for (const hit of reading.at(from)) {
        if (hit.use.type !== type || hit.last !== hedge.first - 1 || !leadsTo(reading, hit.last)) continue
        hedge[type] = true
        hedge.first = from
      }
    }
  }
  return hedge
}

/** Whether the next word follows with nothing but a space, a hyphen or a currency sign between. */
function leadsTo(reading: Reading, word: number): boolean {
  const between = reading.shadow.text.slice(endOf(reading, word), reading.words.starts[word + 1] ?? 0)
  return /^[ '-]{0,2}\p{Sc}? ?$/u.test(between)
}

/** Whether a range word ("entre", "between") ends right before `word`. */
export function openedRange(reading: Reading, word: number): number | null {
  for (let from = word - 1; from >= Math.max(0, word - 3); from--) {
    for (const hit of reading.at(from)) if (hit.use.type === 'from' && hit.last === word - 1) return from
  }
  return null
}

/** How two figures are joined: by a dash, by a range word, or not at all. */
export function joinOf(reading: Reading, from: number, to: number): 'dash' | 'word' | null {
  const between = reading.shadow.text.slice(endOf(reading, from), reading.words.starts[to] ?? 0)
  if (/^ ?- ?[^\p{L}\p{N}]{0,2}$/u.test(between)) return 'dash'
  return hitsOf(reading, 'to').length > 0 && longestAt(reading, from + 1, 'to')?.last === to - 1 ? 'word' : null
}
