/** ISO 8601 weeks in a time zone: which one an instant is in, where it begins and ends, when its digest is due. */

import { DateTime, IANAZone } from 'luxon'

/** "2026-W47" */
export type Week = string

export function isZone(zone: string): boolean {
  return IANAZone.isValidZone(zone)
}

/** `at` in ms. */
export function weekOf(at: number, zone: string): Week {
  const { weekYear, weekNumber } = DateTime.fromMillis(at, { zone })
  return `${String(weekYear).padStart(4, '0')}-W${String(weekNumber).padStart(2, '0')}`
}

/** First instant of the week and of the next one, in ms: 168 hours apart, but for weeks in which clocks change. Null: no such week. */
export function boundsOf(week: Week, zone: string): { readonly from: number; readonly until: number } | null {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? []
  // luxon throws on what is no number, and is only invalid for a week that a year does not have.
  if (year === undefined) return null
  const start = DateTime.fromObject({ weekYear: Number(year), weekNumber: Number(number), weekday: 1 }, { zone })
  if (!start.isValid) return null
  return { from: start.toMillis(), until: start.plus({ weeks: 1 }).toMillis() }
}

/** The week before the one that `at` is in: the last whole one. */
export function weekBefore(at: number, zone: string): Week {
  return weekOf(DateTime.fromMillis(at, { zone }).minus({ weeks: 1 }).toMillis(), zone)
}

/** "2026-11-23" in the zone; `at` in ms. */
export function dayOf(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toISODate() ?? ''
}

/** The seven days of a week, Monday first. */
export function daysOf(week: Week, zone: string): string[] {
  const bounds = boundsOf(week, zone)
  if (bounds === null) return []
  const monday = DateTime.fromMillis(bounds.from, { zone })
  return Array.from({ length: 7 }, (_, day) => monday.plus({ days: day }).toISODate() ?? '')
}

export interface Schedule {
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number
  /** "07:00" */
  readonly time: string
  readonly zone: string
}

/** The next time, in ms, later than `now`. An hour that a change of clocks leaves out is the one after. */
export function nextDue(now: number, { weekday, time, zone }: Schedule): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const here = DateTime.fromMillis(now, { zone })
  const due = here.set({ weekday: weekday as 1, hour, minute, second: 0, millisecond: 0 })
  return (due.toMillis() > now ? due : due.plus({ weeks: 1 }).set({ hour, minute })).toMillis()
}
