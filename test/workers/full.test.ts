import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storePath } from '../../src/store/place.ts'
import { mountSmall } from './disk.ts'
import { type Counts, countAll, type Filling, fillDisk, serveFilling, undisturbedRun } from './filling.ts'
import { detour } from './line.ts'

let filling: Filling
let undisturbed: Counts

beforeAll(async () => {
  filling = await serveFilling()
  undisturbed = await undisturbedRun(filling)
}, 120_000)

afterAll(() => filling.close())

const sentence = /^detour: The disk that holds \S+detour\.db is full: make room, then start again; .*\.\n$/
const skipped = 'skipped: mounting a small tmpfs needs root'

describe('an undisturbed run', () => {
  it('does all the work', () => {
    expect(undisturbed).toMatchObject({ code: 0, findings: filling.articles, refused: 0, quarantined: 0 })
  })
})

describe('a disk that fills up amid the work', () => {
  it.each([
    [700, 1],
    [1_500, 6],
    [2_000, 2],
  ])(
    'of %i KB ends %i runs in a sentence with nothing in hand; with room, another run does all of it once',
    async (kb, runs) => {
      const round = await fillDisk(filling, kb, runs)
      if (round === null) return console.warn(skipped)
      expect(round.ended).toHaveLength(runs)
      for (const { code, signal, stdout, stderr } of round.ended)
        expect([code, signal, stdout, stderr]).toEqual([1, null, '', expect.stringMatching(sentence)])
      expect(round.full).toMatchObject({ claimed: 0, quarantined: 0, refused: 0, doubled: 0 })
      expect(round.after).toEqual(undisturbed)
    },
    120_000,
  )

  it.each([0, 16])(
    'by others, but for %i KB, ends the daemon the same way',
    async (spareKb) => {
      const { pages } = filling
      const { data, config } = filling.install()
      const disk = mountSmall(data, 32_000)
      if (disk === null) return console.warn(skipped)
      try {
        const from = pages.served
        pages.onPage = () => pages.served === from + 5 && disk.fill(spareKb)
        const ended = await detour(['run', '--config', config], { killAfterMs: 30_000 })
        expect([ended.code, ended.signal, ended.stderr.replace(/^.*Detour runs.*\n/, '')]).toEqual([
          1,
          null,
          expect.stringMatching(sentence),
        ])
        disk.clear()
        expect(await countAll(data)).toMatchObject({ claimed: 0, quarantined: 0, refused: 0, doubled: 0 })
        const { code } = await detour(['once', '--config', config])
        expect({ code, ...(await countAll(data)) }).toEqual(undisturbed)
      } finally {
        pages.onPage = () => undefined
        disk.unmount()
      }
    },
    120_000,
  )
})

describe('a store that another process keeps busy for longer than a statement waits', () => {
  it('is waited for', async () => {
    const { pages } = filling
    const { data, config } = filling.install()
    const from = pages.served
    pages.onPage = () => {
      if (pages.served !== from + 5) return
      const other = new Libsql(storePath(data))
      const hold = (): void => {
        try {
          other.exec('begin immediate')
          setTimeout(() => other.exec('commit'), 8_000)
        } catch {
          // The daemon writes just now: a moment later it does not.
          setTimeout(hold, 10)
        }
      }
      hold()
    }
    const { code, stderr } = await detour(['once', '--config', config])
    pages.onPage = () => undefined
    expect([stderr, { code, ...(await countAll(data)) }]).toEqual(['', undisturbed])
  }, 120_000)
})
