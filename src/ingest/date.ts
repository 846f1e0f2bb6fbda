/** Dates as feeds and pages write them → ISO 8601 in UTC. */

const months: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  janv: 1,
  fév: 2,
  févr: 2,
  fev: 2,
  mars: 3,
  avr: 4,
  mai: 5,
  juin: 6,
  juil: 7,
  aoû: 8,
  août: 8,
  aout: 8,
  déc: 12,
  mär: 3,
  mrz: 3,
  okt: 10,
  dez: 12,
  ene: 1,
  abr: 4,
  ago: 8,
  dic: 12,
  gen: 1,
  mag: 5,
  giu: 6,
  lug: 7,
  set: 9,
  ott: 10,
  out: 10,
  maj: 5,
  mei: 5,
}

/** Offsets of zone abbreviations in minutes (RFC 822 and what is met beside it). */
const zones: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  mez: 60,
  mesz: 120,
  bst: 60,
  eet: 120,
  eest: 180,
  msk: 180,
  ist: 330,
  sgt: 480,
  hkt: 480,
  jst: 540,
  kst: 540,
  aest: 600,
  aedt: 660,
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly time: string | undefined
  readonly zone: string | undefined
}

/** Null for what is no date, or lies before 1980 or after 2100. Without a zone UTC is taken. Never throws. */
export function readDate(text: string | null | undefined): string | null {
  const trimmed = text?.trim().replace(/\s+/g, ' ') ?? ''
  if (trimmed === '' || trimmed.length > 80) return null
  const parts = isoParts(trimmed) ?? namedParts(trimmed) ?? numericParts(trimmed)
  return parts === null ? epoch(trimmed) : toIso(parts)
}

function isoParts(text: string): Parts | null {
  const found =
    /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:(?:[T ]|\s+at\s+)+(\d{1,2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)\s*(.*))?$/i.exec(
      text,
    )
  if (found !== null)
    return { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]), time: found[4], zone: found[5] }
  const short = /^(\d{4})-(\d{2})$/.exec(text)
  return short === null
    ? null
    : { year: Number(short[1]), month: Number(short[2]), day: 1, time: undefined, zone: undefined }
}

/** "Tue, 24 Nov 2026 10:00:00 +0100", "24 novembre 2026", "November 24, 2026 at 10:00 EST". */
function namedParts(text: string): Parts | null {
  const bare = text
    .replace(/^\p{L}+\.?,?\s+(?=\d{1,2}(?:er|\.|st|nd|rd|th)?[ -]\p{L})/u, '')
    .replace(/\b(de|à|um|at|le|,)\b/giu, ' ')
    .replace(/[,]/g, ' ')
    .replace(/\s+/g, ' ')
  const dayFirst = /^(\d{1,2})(?:er|\.|st|nd|rd|th)?[ -](\p{L}+)\.?[ -](\d{2,4})\b\s*(.*)$/u.exec(bare)
  const monthFirst = /^(?:\p{L}+\s+)?(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4})\b\s*(.*)$/u.exec(bare)
  const asctime = /^(?:\p{L}+\s+)?(\p{L}+) (\d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?) (?:(\p{L}+) )?(\d{4})$/u.exec(bare)
  if (asctime !== null) return withMonth(asctime[1], asctime[2], asctime[5], `${asctime[3]} ${asctime[4] ?? ''}`)
  if (dayFirst !== null) return withMonth(dayFirst[2], dayFirst[1], dayFirst[3], dayFirst[4])
  return monthFirst === null ? null : withMonth(monthFirst[1], monthFirst[2], monthFirst[3], monthFirst[4])
}

function withMonth(
  name: string | undefined,
  day: string | undefined,
  year: string | undefined,
  rest: string | undefined,
): Parts | null {
  const lower = (name ?? '').toLowerCase()
  const month = months[lower] ?? months[lower.slice(0, 4)] ?? months[lower.slice(0, 3)]
  if (month === undefined) return null
  const time = /^(\d{1,2}[:h.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\.?)?)\s*(.*)$/i.exec(rest ?? '')
  const full = Number(year) < 100 ? 2000 + Number(year) : Number(year)
  return { year: full, month, day: Number(day), time: time?.[1], zone: time?.[2] ?? rest }
}

/** "24/11/2026 10:00", "24.11.2026": day first, as everywhere but in America; month first where the second is no month. */
function numericParts(text: string): Parts | null {
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,]+(\d{1,2}:\d{2}(?::\d{2})?)\s*(.*))?$/.exec(text)
  if (found === null) return null
  const [first, second] = [Number(found[1]), Number(found[2])]
  const swap = second > 12
  return {
    year: Number(found[3]),
    month: swap ? first : second,
    day: swap ? second : first,
    time: found[4],
    zone: found[5],
  }
}

function epoch(text: string): string | null {
  if (!/^\d{10}(\d{3})?$/.test(text)) return null
  return bounded(Number(text) * (text.length === 10 ? 1000 : 1))
}

function toIso({ year, month, day, time, zone }: Parts): string | null {
  const clock = /^(\d{1,2})[:h.]?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?\s*([ap])?/i.exec(time ?? '')
  let hour = Number(clock?.[1] ?? 0)
  if (clock?.[5]?.toLowerCase() === 'p' && hour < 12) hour += 12
  if (clock?.[5]?.toLowerCase() === 'a' && hour === 12) hour = 0
  const milliseconds = Number(`0.${clock?.[4] ?? '0'}`) * 1000
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24) return null
  const local = Date.UTC(year, month - 1, day, hour, Number(clock?.[2] ?? 0), Number(clock?.[3] ?? 0), milliseconds)
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null
  return bounded(local - offsetOf(zone) * 60_000)
}

/** Minutes east of UTC: "+0100", "GMT+1", "EST"; 0 where it is unknown. */
function offsetOf(zone: string | undefined): number {
  const text = (zone ?? '').trim().toLowerCase()
  const found = /^(?:gmt|utc|ut)?\s*([+\u2212-])(\d{1,2}):?(\d{2})?/.exec(text)
  if (found !== null) return (found[1] === '+' ? 1 : -1) * (Number(found[2]) * 60 + Number(found[3] ?? 0))
  return zones[/^\p{L}+/u.exec(text)?.[0] ?? ''] ?? 0
}

const earliest = Date.UTC(1980, 0, 1)
const latest = Date.UTC(2100, 0, 1)

function bounded(time: number): string | null {
  return time >= earliest && time < latest ? new Date(time).toISOString() : null
}
