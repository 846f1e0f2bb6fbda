/** Names, numbers, dates and money as the words of one language write them: what alerts and digests share. */

import type { StoryFigure } from '../types/story.ts'
import { fill, type Wording } from './wording.ts'

type Values = Readonly<Record<string, string | number>>

export interface Teller {
  readonly wording: Wording
  /** A message of `shared`, filled in. */
  readonly shared: (key: keyof Wording['shared'], values?: Values) => string
  /** A message of `alert`, filled in. */
  readonly alert: (key: keyof Wording['alert'], values?: Values) => string
  /** A message of `digest`, filled in. */
  readonly digest: (key: keyof Wording['digest'], values?: Values) => string
  /** ISO 3166-1, UN M49 or EU; the code itself where it has no name. */
  readonly region: (code: string) => string
  /** BCP 47: "de" → "German"; the tag itself where it has no name. */
  readonly language: (tag: string) => string
  /** ISO 8601, a date alone or with its time, by the day in UTC; null where it is no date. */
  readonly date: (iso: string | null) => string | null
  /** Two dates alone, as one: "16–22 November 2026". */
  readonly days: (first: string, last: string) => string
  /** A date alone: "Mon 16". */
  readonly weekday: (day: string) => string
  /** ISO 8601 → date and time of day in a zone. */
  readonly time: (iso: string, zone: string) => string
  /** A number with its sign: "+3", "-1", "0". */
  readonly change: (value: number) => string
  readonly list: (items: readonly string[]) => string
  readonly number: (value: number) => string
  /** Money, or a count of chips, servers or wafers, with "about", "at least" and ranges. */
  readonly figure: (figure: StoryFigure) => string
  readonly route: (id: string) => string
}

export function tellerOf(wording: Wording): Teller {
  const { language } = wording
  const regions = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  const languages = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' })
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const weekdays = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', timeZone: 'UTC' })
  const changes = new Intl.NumberFormat(language, { signDisplay: 'exceptZero' })
  const lists = new Intl.ListFormat(language, { type: 'conjunction' })
  const shared: Teller['shared'] = (key, values) => fill(wording.shared[key], language, values)
  return {
    wording,
    shared,
    alert: (key, values) => fill(wording.alert[key], language, values),
    digest: (key, values) => fill(wording.digest[key], language, values),
    region: (code) => wording.regions[code] ?? named(regions, code),
    language: (tag) => named(languages, tag),
    date: (iso) => {
      const time = iso === null ? Number.NaN : Date.parse(iso)
      return Number.isNaN(time) ? null : dates.format(time)
    },
    days: (first, last) => dates.formatRange(new Date(first), new Date(last)),
    weekday: (day) => weekdays.format(new Date(day)),
    time: (iso, timeZone) =>
      new Date(iso).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short', timeZone }),
    change: (value) => changes.format(value),
    list: (items) => lists.format(items),
    number: (value) => value.toLocaleString(language),
    figure: (figure) => figureOf(figure, wording, shared),
    route: (id) => wording.routes[id] ?? id,
  }
}

/** The name of a code that may be no code at all. */
function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

function isUnit(unit: string): unit is keyof Wording['units'] {
  return unit === 'chip' || unit === 'server' || unit === 'wafer'
}

function figureOf(figure: StoryFigure, wording: Wording, shared: Teller['shared']): string {
  const { low, high, unit } = figure
  const bare = isUnit(unit)
    ? (value: number): string => value.toLocaleString(wording.language)
    : (value: number): string => moneyOf(value, unit, wording.language)
  const number = boundsOf(low, high, bare, shared)
  const about = figure.about && low === high ? shared('figure-about', { figure: number }) : number
  return isUnit(unit) ? fill(wording.units[unit], wording.language, { figure: about, count: high ?? low ?? 0 }) : about
}

function boundsOf(
  low: number | null,
  high: number | null,
  bare: (value: number) => string,
  shared: Teller['shared'],
): string {
  if (low === null) return high === null ? '?' : shared('figure-most', { figure: bare(high) })
  if (high === null) return shared('figure-least', { figure: bare(low) })
  return low === high ? bare(low) : shared('figure-range', { low: bare(low), high: bare(high) })
}

/** Every digit of a figure is kept, "US$1.234567m": rounding would say what no article says. */
function moneyOf(value: number, currency: string, language: string): string {
  try {
    const style = { style: 'currency', currency } as const
    const digits =
      value >= 1e6
        ? ({ notation: 'compact', maximumSignificantDigits: 15 } as const)
        : ({ maximumFractionDigits: 2, minimumFractionDigits: 0 } as const)
    return new Intl.NumberFormat(language, { ...style, ...digits }).format(value)
  } catch {
    return `${value.toLocaleString(language)} ${currency}`
  }
}
