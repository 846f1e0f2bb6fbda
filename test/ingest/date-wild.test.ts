import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDate } from '../../src/ingest/date.ts'
import { fromPersian } from '../../src/ingest/date-persian.ts'

const fifth = '2026-03-05T00:00:00.000Z'
const half = '2026-03-05T10:30:00.000Z'

describe('dates as they occur in the wild', () => {
  it.each([
    ['lun. 24 nov. 2026', '2026-11-24T00:00:00.000Z'],
    ['2026年11月24日 15時30分', '2026-11-24T15:30:00.000Z'],
    ['令和8年3月5日', fifth],
    ['平成31年3月5日', '2019-03-05T00:00:00.000Z'],
    ['令和元年12月5日', '2019-12-05T00:00:00.000Z'],
    ['民國115年3月5日', fifth],
    ['2026년 3월 5일 오전 10시 30분', half],
    ['2026. március 5.', fifth],
    ['2026. márc. 5. 10:30', half],
    ['2026-Mar-05', fifth],
    ['Thứ năm, 5/3/2026, 10:30 (GMT+7)', '2026-03-05T03:30:00.000Z'],
    ['ngày 5 tháng 3 năm 2026', fifth],
    ['5 tháng 3, 2026', fifth],
    ['5 במרץ 2026', fifth],
    ['5 آذار 2026', fifth],
    ['5 مارس، 2026', fifth],
    ['5 كانون الثاني 2026', '2026-01-05T00:00:00.000Z'],
    ['5 تشرين الأول 2026', '2026-10-05T00:00:00.000Z'],
    ['٥ مارس ٢٠٢٦', fifth],
    ['5 มีนาคม พ.ศ. 2569', fifth],
    ['5 มี.ค. 2569 10:30', half],
    ['۱۴ اسفند ۱۴۰۴', fifth],
    ['14 Esfand 1404', fifth],
    ['پنجشنبه ۱۴ اسفند ۱۴۰۴ - ۱۰:۳۰', half],
    ['1404/12/14 10:30', half],
    ['10:30 AM · Mar 5, 2026', half],
    ['10:30, 5 March 2026', half],
    ['10:30 05.03.2026', half],
    ['Thu, 5 Mar 26 06:30 EDT', half],
    ['Thu,05 Mar 2026 11:30:00 +0100', half],
    ['Thu, 05 Mar 2026 11:30:00 GMT+0100', half],
    ['Thursday, 05-Mar-26 10:30:00 GMT', half],
    ['2026-03-05 10:30:00 +0000 UTC', half],
    ['2026-03-05T02:30:00-08:00[America/Los_Angeles]', half],
    ['Publié le 5 mars 2026 à 10h30', half],
  ])('%s', (text, wanted) => {
    expect(readDate(text)).toBe(wanted)
  })

  it.each([
    '1404/13/01',
    '1404/12/30',
    '32 اسفند 1404',
    'hace 3 horas',
    'yesterday',
    '10:30',
    '令和8年',
    '5 tháng 13 năm 2026',
  ])('is none: %s', (text) => {
    expect(readDate(text)).toBeNull()
  })

  it('agrees with the calendar of the machine on every Persian day', () => {
    const format = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    const days = fc.tuple(
      fc.integer({ min: 1_370, max: 1_420 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 29 }),
    )
    fc.assert(
      fc.property(days, ([year, month, day]) => {
        const found = fromPersian(year, month, day)!
        const parts = format.formatToParts(Date.UTC(found.year, found.month - 1, found.day))
        const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
        expect([part('year'), part('month'), part('day')]).toEqual([year, month, day])
      }),
    )
  })
})
