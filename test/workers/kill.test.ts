import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countStore, detour, type Feeds, makeInstallation, serveFeeds } from './line.ts'

/** Rounds of each kind. */
const rounds = 10
const each = 3

let served: Feeds
let undisturbed: Readonly<Record<string, number>>

beforeAll(async () => {
  served = await serveFeeds(each)
  const { data, config } = makeInstallation(served.feeds)
  await detour(['once', '--config', config])
  undisturbed = await countStore(data)
})

afterAll(() => served.close())

/** Starts again, as a service manager would, until a run has ended by itself. */
async function untilDone(config: string): Promise<void> {
  const { code, stderr } = await detour(['once', '--config', config])
  if (code !== 0) throw new Error(`detour once ended with ${code}: ${stderr}`)
}

describe('an undisturbed run', () => {
  it('brings every entry to one finding, shared pages once', () => {
    expect(undisturbed).toEqual({
      entries: 4 * (each + 1),
      pages: 4 * each + 1,
      documents: 4 * each + 1,
      findings: 4 * each + 1,
      // The next poll of each feed, and the next digest.
      waiting: 5,
      claimed: 0,
      quarantined: 0,
      doubled: 0,
    })
  })
})

describe('a daemon that is killed', () => {
  it.each(['after-claim', 'while-fetching', 'before-commit', 'after-commit'])(
    `%s, ${rounds} rounds, loses and doubles nothing`,
    async (point) => {
      for (let round = 1; round <= rounds; round++) {
        const { data, config } = makeInstallation(served.feeds)
        const { signal } = await detour(['once', '--config', config], { env: { DETOUR_FAIL: `${point}:${round}` } })
        expect(signal, `round ${round} was not killed`).toBe('SIGKILL')
        await untilDone(config)
        expect(await countStore(data), `${point} round ${round}`).toEqual(undisturbed)
      }
    },
    240_000,
  )

  it(`at random, ${rounds} rounds, loses and doubles nothing`, async () => {
    for (let round = 1; round <= rounds; round++) {
      const { data, config } = makeInstallation(served.feeds)
      await detour(['once', '--config', config], { killAfterMs: 250 + Math.random() * 900 })
      await untilDone(config)
      expect(await countStore(data), `round ${round}`).toEqual(undisturbed)
    }
  }, 240_000)
})

describe('a daemon that is asked to stop', () => {
  it('ends with nothing in hand, and goes on later', async () => {
    const { data, config } = makeInstallation(served.feeds)
    const { code, signal } = await detour(['run', '--config', config], {
      stopOnceSaid: /Detour runs/,
      killAfterMs: 50_000,
    })
    expect([code, signal]).toEqual([0, null])
    expect((await countStore(data)).claimed).toBe(0)
    await untilDone(config)
    expect(await countStore(data)).toEqual(undisturbed)
  }, 60_000)

  it('holds its store alone, while others read', async () => {
    const { config } = makeInstallation(served.feeds)
    let seen = (): void => undefined
    const running = detour(['run', '--config', config], {
      stopAfter: new Promise<void>((resolve) => (seen = resolve)),
      killAfterMs: 110_000,
    })
    const read = () => detour(['findings', '--config', config, '--json'])
    let reader = await read()
    for (let i = 0; i < 50 && (reader.code !== 0 || reader.stdout.length < 10); i++) reader = await read()
    const second = await detour(['once', '--config', config])
    seen()
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/in use by a Detour daemon \(process \d+ on /)
    expect(reader.code).toBe(0)
    expect(JSON.parse(reader.stdout).length).toBeGreaterThan(0)
    await running
  }, 120_000)
})
