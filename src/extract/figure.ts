/** One figure in a text, in digits and words, with scale, range and hedge: what money and quantities are made of. */

import { useSet } from '../knowledge/hits.ts'
import { hitsOf, longestAt, type Reading } from '../knowledge/reading.ts'
import { readDigits } from '../text/numerals.ts'
import { cut, unitAt } from '../text/units.ts'
import type { Figure } from './counted.ts'

/** A noun in Latin letters that the digits of a word are glued to: "GPU70" in GPU70枚. */
export function gluedNoun(reading: Reading, word: number): string | null {
  const text = cut(reading.shadow.text, reading.words.starts[word], reading.words.ends[word])
  const letters = /^[a-z]+(?=\d+$)/.exec(text)?.[0]
  return letters !== undefined && reading.language!.latinNouns.has(letters) ? letters : null
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** The figure that begins at a word; for languages whose numbers are no positional ones. */
export function readFigure(reading: Reading, word: number): Figure | null {
  const start = reading.words.starts[word] ?? 0
  if (isDigit(unitAt(reading.shadow.text, start))) return readDigitFigure(reading, word, start)
  const glued = gluedSign(reading, word, start)
  return glued > 0 ? readDigitFigure(reading, word, start + glued) : readWordFigure(reading, word)
}

/** Length of a currency sign in letters that the digits are glued to: "RM119.8 million", "Rs300 crore". */
export function gluedSign(reading: Reading, word: number, start: number): number {
  const letters = /^\p{L}{1,4}(?=\d)/u.exec(cut(reading.shadow.text, start, reading.words.ends[word]))?.[0]
  return letters !== undefined && reading.language!.signs.some(({ sign }) => sign === letters) ? letters.length : 0
}

function readDigitFigure(reading: Reading, word: number, start: number): Figure | null {
  const { text } = reading.shadow
  if (!standsFree(reading, { first: word, start })) return null
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
    scale: 1,
    digits: true,
    atLeast: false,
  })
}

/** Whether the digits of a figure are no part of a name. */
export function standsFree(reading: Reading, figure: { readonly first: number; readonly start: number }): boolean {
  return reading.words.joined[figure.first] !== 1 && !hangsOnName(reading.shadow.text, figure.start)
}

/** "GPT-4", "F-35", "v2.1": digits that belong to a name before them; "1万-2万" does not. */
function hangsOnName(text: string, start: number): boolean {
  const before = text[start - 1]
  return (
    (before === '-' || before === '.' || before === '/' || before === '_') &&
    /(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L}/u.test(text[start - 2] ?? '')
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
      scale: current.scale * hit.use.value,
      loose: oneLetter && reading.words.joined[hit.first] !== 1,
    }
    const rest = digitsAfter(reading, current.last)
    if (rest !== null)
      current = {
        ...current,
        last: current.last + 1,
        end: endOf(reading, current.last + 1),
        low: current.low + rest,
        high: current.high + rest,
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

/** "4 mil 800": what the digits behind a thousand word add, or null where the language does not write so. */
function digitsAfter(reading: Reading, word: number): number | null {
  if (longestAt(reading, word, 'continues')?.last !== word || !follows(reading, word)) return null
  const start = reading.words.starts[word + 1] ?? 0
  const digits = cut(reading.shadow.text, start, endOf(reading, word + 1))
  const whole = /^\d{1,3}$/.test(digits) && !/^[.,]\d/.test(cut(reading.shadow.text, start + digits.length))
  return whole && reading.words.joined[word + 2] !== 1 ? Number(digits) : null
}

/** 7.1 × 1e9 is 7100000000, not 7099999999.999999. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

/** Shadow offset behind a word. */
export function endOf(reading: Reading, word: number): number {
  return reading.words.ends[word] ?? 0
}

/** Whether the next word follows with at most a space or a hyphen between (a full stop too: "2 Mrd. Euro"), in the same sentence. */
export function follows(reading: Reading, word: number): boolean {
  const next = reading.words.starts[word + 1]
  if (next === undefined || reading.sentenceOf[word] !== reading.sentenceOf[word + 1]) return false
  const { text } = reading.shadow
  const end = endOf(reading, word)
  if (next - end > 2) return false
  let links = 0
  while (end + links < next && isBridge(unitAt(text, end + links))) links++
  return end + links === next || (text.startsWith('. ', end) && next - end === 2 && isAbbreviated(reading, word))
}

/** A space, an apostrophe or a hyphen. */
function isBridge(code: number): boolean {
  return code === 0x20 || code === 0x27 || code === 0x2d
}

/** Whether a scale ends with a full stop that ends no sentence: "2 Mrd. Euro". */
export function isAbbreviated(reading: Reading, word: number): boolean {
  const { text } = reading.shadow
  if (text[endOf(reading, word)] !== '.' || longestAt(reading, word, 'scale') === null) return false
  const stopped = cut(text, reading.words.starts[word], endOf(reading, word) + 1)
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
    scale: 1,
    digits: false,
    atLeast: false,
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
    const rest = last >= from ? digitsAfter(reading, last) : null
    if (scale !== null && (number === null || scale.last >= number.last) && (group > 0 || total < scale.use.value)) {
      if (scale.use.value === 100) group *= 100
      else {
        total = scale.use.value > total ? (total + group) * scale.use.value : total + group * scale.use.value
        group = 0
        scaled = true
      }
      last = scale.last
    } else if (rest !== null) {
      group += rest
      last = next
    } else if (number !== null) {
      group += number.use.value
      last = number.last
    } else {
      const joining = joiner(reading, next)
      if (joining === null) break
      last = joining
    }
  }
  return inWords(reading, from, last, total, group, scaled)
}

/** The figure that number words from..last add up to, with the half behind them: "trois milliards et demi". */
function inWords(reading: Reading, from: number, last: number, total: number, group: number, scaled: boolean): Figure {
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
    scale: scaled ? scaleOf(value) : 1,
    digits: false,
    atLeast: false,
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

/** "2025": four digits that may be a year. */
export function isYear(figure: Figure): boolean {
  return figure.digits && !figure.scaled && figure.low >= 1990 && figure.low <= 2035 && figure.end - figure.start === 4
}

const opening = useSet('from')

/** Whether a range word ("entre", "between") ends right before `word`. */
export function openedRange(reading: Reading, word: number): number | null {
  for (let from = word - 1; from >= Math.max(0, word - 3); from--) {
    if (reading.hits.spans(from, word - 1, opening)) return from
  }
  return null
}

/** How two figures are joined: by a dash, by a range word, or not at all. */
export function joinOf(reading: Reading, from: number, to: number): 'dash' | 'word' | null {
  const between = cut(reading.shadow.text, endOf(reading, from), reading.words.starts[to] ?? 0)
  if (/^ ?[-~\u301c] ?[^\p{L}\p{N}]{0,2}$/u.test(between)) return 'dash'
  if (longestAt(reading, from + 1, 'join')?.last === to - 1) return 'dash'
  return hitsOf(reading, 'to').length > 0 && longestAt(reading, from + 1, 'to')?.last === to - 1 ? 'word' : null
}
