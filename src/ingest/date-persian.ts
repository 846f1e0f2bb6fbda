/** Dates of the Persian calendar, which papers of Iran and Afghanistan write → the same day as others count it. */

/** First month to last, as written in Persian and in Latin letters. */
const months: readonly (readonly string[])[] = [
  ['فروردین', 'farvardin'],
  ['اردیبهشت', 'ordibehesht'],
  ['خرداد', 'khordad'],
  ['تیر', 'tir'],
  ['مرداد', 'mordad'],
  ['شهریور', 'shahrivar'],
  ['مهر', 'mehr'],
  ['آبان', 'aban'],
  ['آذر', 'azar'],
  ['دی', 'dey'],
  ['بهمن', 'bahman'],
  ['اسفند', 'esfand'],
]

/** Years that are read as Persian: 1991 to 2041. */
const years = { first: 1_370, last: 1_420 }

/** The first day of 1404 was 21 March 2025; leap years follow a cycle of 33. */
const known = { year: 1_404, start: Date.UTC(2025, 2, 21) }
const day = 86_400_000

function daysIn(year: number): number {
  return (25 * year + 11) % 33 < 8 ? 366 : 365
}

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Null where it is no day of that calendar. Six months have 31 days, five 30, the last 29 or 30. */
export function fromPersian(year: number, month: number, date: number): Day | null {
  if (year < years.first || year > years.last || month < 1 || month > 12) return null
  const longest = month <= 6 ? 31 : month < 12 || daysIn(year) === 366 ? 30 : 29
  if (date < 1 || date > longest) return null
  let start = known.start
  for (let at = known.year; at < year; at++) start += daysIn(at) * day
  for (let at = known.year - 1; at >= year; at--) start -= daysIn(at) * day
  const before = (month - 1) * 30 + Math.min(6, month - 1)
  const found = new Date(start + (before + date - 1) * day)
  return { year: found.getUTCFullYear(), month: found.getUTCMonth() + 1, day: found.getUTCDate() }
}

const named = new RegExp(`(\\d{1,2}) (${months.flat().join('|')}) (\\d{4})(?!\\d)`, 'iu')
const numbered = /(?<!\d)(1[34]\d\d)([/-])(\d{1,2})\2(\d{1,2})(?!\d)/

/** The text with its first Persian date, if it has one, written as "2026-03-05". */
export function withoutPersian(text: string): string {
  const written = named.exec(text)
  if (written !== null) {
    const month = months.findIndex((names) => names.includes(written[2]?.toLowerCase() ?? '')) + 1
    return replaced(text, written, fromPersian(Number(written[3]), month, Number(written[1])))
  }
  const found = numbered.exec(text)
  return found === null
    ? text
    : replaced(text, found, fromPersian(Number(found[1]), Number(found[3]), Number(found[4])))
}

/** What stands before the date goes: a weekday's name. */
function replaced(text: string, found: RegExpExecArray, to: Day | null): string {
  if (to === null) return text
  const written = [to.year, String(to.month).padStart(2, '0'), String(to.day).padStart(2, '0')].join('-')
  return `${written} ${text.slice(found.index + found[0].length)}`.trim()
}
