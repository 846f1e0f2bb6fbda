import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsOf, dayOf, daysOf, isZone, nextDue, weekBefore, weekOf } from '../../src/digest/week.ts'

const at = (iso: string): number => Date.parse(iso)
const hour = 3_600_000

describe('weekOf', () => {
  it.each([
    ['2026-11-23T00:00:00Z', 'UTC', '2026-W48'],
    ['2026-11-22T23:59:59.999Z', 'UTC', '2026-W47'],
    // Year boundaries: the week belongs to the year that has its Thursday.
    ['2021-01-03T12:00:00Z', 'UTC', '2020-W53'],
    ['2021-01-04T12:00:00Z', 'UTC', '2021-W01'],
    ['2024-12-30T12:00:00Z', 'UTC', '2025-W01'],
    ['2026-12-31T12:00:00Z', 'UTC', '2026-W53'],
    ['2027-01-03T23:59:59Z', 'UTC', '2026-W53'],
    ['2027-01-04T00:00:00Z', 'UTC', '2027-W01'],
    // The same instant is in another week elsewhere.
    ['2026-11-22T23:30:00Z', 'Europe/Paris', '2026-W48'],
    ['2026-11-23T03:00:00Z', 'America/New_York', '2026-W47'],
    ['2026-11-22T16:00:00Z', 'Asia/Tokyo', '2026-W48'],
  ])('%s in %s is in %s', (iso, zone, week) => {
    expect(weekOf(at(iso), zone)).toBe(week)
  })
})

describe('boundsOf', () => {
  it.each([
    ['2026-W47', 'Europe/Paris', '2026-11-15T23:00:00Z', 168],
    // The clocks go forward and back on the Sunday.
    ['2026-W13', 'Europe/Paris', '2026-03-22T23:00:00Z', 167],
    ['2026-W43', 'Europe/Paris', '2026-10-18T22:00:00Z', 169],
    ['2026-W10', 'America/New_York', '2026-03-02T05:00:00Z', 167],
    ['2026-W44', 'America/New_York', '2026-10-26T04:00:00Z', 169],
    ['2020-W53', 'UTC', '2020-12-28T00:00:00Z', 168],
  ])('%s in %s begins at %s and has %d hours', (week, zone, from, hours) => {
    const bounds = boundsOf(week, zone)!
    expect(new Date(bounds.from).toISOString()).toBe(from.replace('Z', '.000Z'))
    expect((bounds.until - bounds.from) / hour).toBe(hours)
  })

  it.each(['2026-W54', '2025-W53', '2026-W00', '2026-47', '2026-W1', 'W47', '', ' 2026-W47', '2026-W47x'])(
    'knows no week "%s"',
    (week) => {
      expect(boundsOf(week, 'Europe/Paris')).toBeNull()
      expect(daysOf(week, 'Europe/Paris')).toEqual([])
    },
  )
})

describe('days', () => {
  it('are seven, Monday first, over a year boundary and a change of clocks', () => {
    expect(daysOf('2026-W53', 'UTC')).toEqual([
      ...['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31'],
      ...['2027-01-01', '2027-01-02', '2027-01-03'],
    ])
    expect(daysOf('2026-W43', 'Europe/Paris').at(-1)).toBe('2026-10-25')
  })

  it('are those of the zone', () => {
    expect(dayOf(at('2026-11-22T23:30:00Z'), 'Europe/Paris')).toBe('2026-11-23')
    expect(dayOf(at('2026-11-22T23:30:00Z'), 'America/New_York')).toBe('2026-11-22')
  })
})

describe('weekBefore', () => {
  it.each([
    ['2026-11-23T06:00:00Z', 'Europe/Paris', '2026-W47'],
    ['2027-01-04T06:00:00Z', 'UTC', '2026-W53'],
    ['2021-01-01T06:00:00Z', 'UTC', '2020-W52'],
  ])('at %s in %s it is %s', (iso, zone, week) => {
    expect(weekBefore(at(iso), zone)).toBe(week)
  })
})

describe('nextDue', () => {
  const monday = { weekday: 1, time: '07:00', zone: 'Europe/Paris' }
  it.each([
    ['on the day before', '2026-11-22T12:00:00Z', monday, '2026-11-23T06:00:00Z'],
    ['an instant before', '2026-11-23T05:59:59.999Z', monday, '2026-11-23T06:00:00Z'],
    ['at the very time: the one after', '2026-11-23T06:00:00Z', monday, '2026-11-30T06:00:00Z'],
    ['later in the week', '2026-11-25T12:00:00Z', monday, '2026-11-30T06:00:00Z'],
    ['over the change to winter time', '2026-10-19T06:00:00Z', monday, '2026-10-26T06:00:00Z'],
    ['over the change to summer time', '2026-03-23T08:00:00Z', monday, '2026-03-30T05:00:00Z'],
    ['over new year', '2026-12-29T08:00:00Z', monday, '2027-01-04T06:00:00Z'],
    [
      'an hour that is left out is the one after',
      '2026-03-28T12:00:00Z',
      { weekday: 7, time: '02:30', zone: 'Europe/Paris' },
      '2026-03-29T01:30:00Z',
    ],
    [
      'in New York, clocks going forward',
      '2026-03-08T00:00:00Z',
      { weekday: 7, time: '02:30', zone: 'America/New_York' },
      '2026-03-08T07:30:00Z',
    ],
  ])('%s', (_, now, schedule, due) => {
    expect(new Date(nextDue(at(now), schedule)).toISOString()).toBe(new Date(due).toISOString())
  })
})

const zones = fc.constantFrom(
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
)
const instants = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') })

describe('for every instant and zone', () => {
  it('its week contains it, and the weeks leave no gap', () => {
    fc.assert(
      fc.property(instants, zones, (now, zone) => {
        const { from, until } = boundsOf(weekOf(now, zone), zone)!
        expect(from <= now && now < until).toBe(true)
        expect(weekOf(until, zone)).not.toBe(weekOf(now, zone))
        expect(boundsOf(weekOf(until, zone), zone)!.from).toBe(until)
        expect(boundsOf(weekBefore(now, zone), zone)!.until).toBe(from)
        expect(daysOf(weekOf(now, zone), zone)).toContain(dayOf(now, zone))
      }),
    )
  })

  it('the next digest is due later, within a week and an hour', () => {
    const schedules = fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      time: fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })),
      zone: zones,
    })
    fc.assert(
      fc.property(instants, schedules, (now, { weekday, time, zone }) => {
        const clock = time.map((part) => String(part).padStart(2, '0')).join(':')
        const due = nextDue(now, { weekday, time: clock, zone })
        expect(due).toBeGreaterThan(now)
        // A day that the calendar left out, as Samoa did in 2011, is no more than a day more.
        expect(due - now).toBeLessThanOrEqual((7 * 24 + 25) * hour)
      }),
    )
  })
})

it.each([
  ['Europe/Paris', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['', false],
])('"%s" is a zone: %s', (zone, known) => {
  expect(isZone(zone)).toBe(known)
})
