/** Dates as feeds and pages write them, in the languages of the press → ISO 8601 in UTC. */

import { withoutPersian } from './date-persian.ts'
import { bareWord, monthOf, zones } from './date-words.ts'

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  /** What follows the date: a time, a zone, words. */
  readonly rest: string
}

/** Longest text that is looked at, in characters. */
const longest = 120

/** Null for what is no date, or lies before 1980 or after 2100. Without a zone UTC is taken. Never throws. */
export function readDate(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text.length > longest * 4) return null
  const plain = simplify(text)
  if (plain === '' || plain.length > longest) return null
  const parts = isoParts(plain) ?? namedParts(plain) ?? numericParts(plain)
  return parts === null ? epoch(plain) : toIso(parts)
}

/** Digits of any script as ASCII, East Asian date signs as separators, other calendars' years as ours, white space in one. */
function simplify(text: string): string {
  const plain = simplifySigns(text)
    .replace(/(令和|平成|昭和|民國|民国) ?(\d{1,3}|元)(?= ?年)/, (_, era: string, year: string) =>
      String((eras[era] ?? 0) + (year === '元' ? 1 : Number(year))),
    )
    .replace(/(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?/, '$1-$2-$3 ')
    .replace(/\s+/g, ' ')
    .trim()
  return withoutPersian(timeLast(plain))
}

/** The year before an era's first. */
const eras: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 民國: 1911, 民国: 1911 }

/** "10:30 AM · Mar 5, 2026" → "Mar 5, 2026 10:30 AM". */
function timeLast(text: string): string {
  const found = /^(\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: [A-Z]{3,4})?)[ ,·|–-]+(?=.*\d{4})(.+)$/i.exec(text)
  return found === null || /\d:\d\d/.test(found[2] ?? '') ? text : `${found[2]} ${found[1]}`
}

function simplifySigns(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u0e50-\u0e59]/g, (digit) => String(digitOf(digit)))
    .replace(/،/g, ',')
    .replace(/[พค]\.ศ\.\s*/, '')
    .replace(/^\D{0,30}?(\d{1,2}) tháng (\d{1,2})(?:,? năm|,)? (\d{4})/i, '$3-$2-$1 ')
    .replace(/(\d) ב(?=[א-ת]{3})/, '$1 ')
    .replace(/(كانون|تشرين) (الثاني|الأول|الاول)/, (two) => levantine[two] ?? two)
    .replace(/(\d{1,2})\s*[時时点點시]\s*(\d{1,2})\s*[分분]?(?:\s*(\d{1,2})\s*[秒초])?/, '$1:$2:$3')
    .replace(/:(?=\s|$)/, '')
    .replace(/上午|오전/, ' AM ')
    .replace(/下午|오후/, ' PM ')
    .replace(/([AP]M) +(\d{1,2}:\d{2}(?::\d{2})?)/, '$2 $1')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Months of two words, as the Levant calls them. */
const levantine: Readonly<Record<string, string>> = {
  'كانون الثاني': 'يناير',
  'تشرين الأول': 'أكتوبر',
  'تشرين الاول': 'أكتوبر',
  'تشرين الثاني': 'نوفمبر',
  'كانون الأول': 'ديسمبر',
  'كانون الاول': 'ديسمبر',
}

/** Value of an Arabic, Persian, Devanagari or Thai digit: each script has its ten in a row. */
function digitOf(digit: string): number {
  const code = digit.charCodeAt(0)
  const zero = [0x660, 0x6f0, 0x966, 0xe50].find((start) => code >= start && code < start + 10) ?? code
  return code - zero
}

/** "2026-11-24T10:00:00Z", "20261124", "2026/11/24 10:00", "2026-11", "2026-328" (day of the year). */
function isoParts(text: string): Parts | null {
  const found =
    /^(?:\p{L}+\.?,? )?(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\. ?(\d{1,2})\. ?(\d{1,2})\.?|(\d{2})(\d{2}))(?!\d)(.*)$/u.exec(
      text,
    )
  if (found !== null) {
    const [month, day] = found.slice(2, 10).filter((part) => part !== undefined)
    return { year: Number(found[1]), month: Number(month), day: Number(day), rest: found[10] ?? '' }
  }
  const ofYear = /^(\d{4})-(\d{3})(?!\d)(.*)$/.exec(text)
  // Days past the month's end are carried on into the next ones by Date.UTC; toIso is given real ones only.
  if (ofYear !== null) return fromDayOfYear(Number(ofYear[1]), Number(ofYear[2]), ofYear[3] ?? '')
  const short = /^(\d{4})-(\d{2})$/.exec(text)
  return short === null ? null : { year: Number(short[1]), month: Number(short[2]), day: 1, rest: '' }
}

function fromDayOfYear(year: number, day: number, rest: string): Parts | null {
  if (day < 1 || day > 366) return null
  const date = new Date(Date.UTC(year, 0, day))
  return { year, month: date.getUTCMonth() + 1, day: date.getUTCDate(), rest }
}

const month = '([\\p{L}\\p{M}][\\p{L}\\p{M}.]*?)\\.?'
const dayFirst = new RegExp(
  `(?<![\\d:])(\\d{1,2})(?:er|st|nd|rd|th|\\.|º|ª|η)?[ ,-]*(?:de |d['’]|of |del )?${month}[ ,.'’-]+(?:de |del |do )?(\\d{4}|\\d{2})(?![\\d:])(?:\\s*(?:г|года|р)\\.?)?(.*)$`,
  'u',
)
const monthFirst = new RegExp(`${month}[ ]?(\\d{1,2})(?:st|nd|rd|th)?(?:,? |,)(\\d{4})(?!\\d)(.*)$`, 'u')
/** "2026. március 5.", "2026-Mar-05". */
const yearFirst = new RegExp(`^(\\d{4})[. -]+${month}[ .-]+(\\d{1,2})\\.?(?!\\d)(.*)$`, 'u')
/** "Tue Nov 24 10:00:00 UTC 2026", as C and Unix write it. */
const unix = new RegExp(`${month} +(\\d{1,2}) (\\d{1,2}:\\d{2}(?::\\d{2})?(?: [\\p{L}+\\d:-]+)?) (\\d{4})$`, 'u')

/** "Tue, 24 Nov 2026 10:00:00 +0100", "le 24 novembre 2026", "November 24, 2026 at 10:00 EST", "2026 November 24". */
function namedParts(text: string): Parts | null {
  const old = unix.exec(text)
  if (old !== null) return withMonth(old[1], old[2], old[4], old[3])
  const hungarian = yearFirst.exec(text)
  const ordered = hungarian === null ? null : withMonth(hungarian[2], hungarian[3], hungarian[1], hungarian[4])
  if (ordered !== null) return ordered
  const american = monthFirst.exec(text)
  const first = american === null ? null : withMonth(american[1], american[2], american[3], american[4])
  if (first !== null) return first
  const european = dayFirst.exec(text)
  return european === null ? null : withMonth(european[2], european[1], european[3], european[4])
}

function withMonth(
  name: string | undefined,
  day: string | undefined,
  year: string | undefined,
  rest: string | undefined,
): Parts | null {
  const number = monthOf(name ?? '')
  if (number === null) return null
  const written = Number(year)
  const full = written >= 100 ? written : written + (written < 80 ? 2000 : 1900)
  return { year: full, month: number, day: Number(day), rest: rest ?? '' }
}

/** "24/11/2026 10:00", "24.11.26": day first, as everywhere but in America; month first where the second is no month. */
function numericParts(text: string): Parts | null {
  const found = /^(?:\p{L}[\p{L}\p{M}]*\.?,? ){0,3}(\d{1,2})[/.-] ?(\d{1,2})[/.-] ?(\d{4}|\d{2})(?!\d)(.*)$/u.exec(text)
  if (found === null) return null
  const [first, second, written] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const swap = second > 12
  return {
    year: written < 100 ? 2000 + written : written,
    month: swap ? first : second,
    day: swap ? second : first,
    rest: found[4] ?? '',
  }
}

/** Seconds or milliseconds since 1970. */
function epoch(text: string): string | null {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return null
  return bounded(Number(text) * (text.length === 10 ? 1_000 : 1))
}

/** "T10:00:00.5", " at 10:00", "10.30 Uhr", "10h30", "1030", "10:00 p.m.", at the start of what follows the date. */
const clockPattern =
  /^[\sT,;:|·–—-]*(?:[^\d+]{0,20}[\s(])?(\d{1,2})(?:[:.h](\d{2})|(?<=\d\d)(\d{2}))?(?:[:.]?(\d{2}))?(?:[.,](\d+))?\s*([ap]\.?\s?m\b\.?)?/iu

function toIso({ year, month, day, rest }: Parts): string | null {
  const clock = clockPattern.exec(rest)
  const isClock = clock !== null && (clock[2] ?? clock[3] ?? clock[6]) !== undefined
  let hour = isClock ? Number(clock[1]) : 0
  const half = isClock ? clock[6]?.toLowerCase().charAt(0) : undefined
  if (half === 'p' && hour < 12) hour += 12
  if (half === 'a' && hour === 12) hour = 0
  const minute = isClock ? Number(clock[2] ?? clock[3] ?? 0) : 0
  const second = isClock ? Math.min(59, Number(clock[4] ?? 0)) : 0
  const fraction = isClock ? Math.floor(Number(`0.${clock[5] ?? '0'}`) * 1_000) : 0
  // Thai feeds count years from the Buddha's death.
  const common = year > 2_400 && year < 2_700 ? year - 543 : year
  const start = new Date(Date.UTC(common, month - 1, day))
  if (month < 1 || month > 12 || start.getUTCDate() !== day || hour > 24 || minute > 59) return null
  const local = start.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + fraction
  return bounded(local - offsetOf(isClock ? rest.slice(clock[0].length) : rest) * 60_000)
}

/** Minutes east of UTC: "+0100", "GMT+1", "EST"; 0 where it is unknown. */
function offsetOf(zone: string): number {
  const found = /^[\s(]*(?:gmt|utc|ut|z)?\s*([+\u2212-])(\d{1,2})(?::?(\d{2}))?(?!\d)/i.exec(zone)
  if (found !== null) return (found[1] === '+' ? 1 : -1) * (Number(found[2]) * 60 + Number(found[3] ?? 0))
  for (const word of zone.slice(0, 40).match(/\p{L}+/gu) ?? []) {
    const offset = zones[bareWord(word)]
    if (offset !== undefined) return offset
  }
  return 0
}

const earliest = Date.UTC(1980, 0, 1)
const latest = Date.UTC(2100, 0, 1)

function bounded(time: number): string | null {
  return time >= earliest && time < latest ? new Date(time).toISOString() : null
}
