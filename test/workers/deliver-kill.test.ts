import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/database.ts'
import { listNotices } from '../../src/store/outbox.ts'
import { detour, type Feeds, makeInstallation, serveFeeds } from './line.ts'
import { type HookReceiver, type Posted, receiveHooks } from './telling.ts'

/** Rounds of each kind. */
const rounds = 10

let served: Feeds
let hook: HookReceiver

beforeAll(async () => {
  served = await serveFeeds(1)
  hook = await receiveHooks()
})
afterAll(async () => {
  await served.close()
  await hook.close()
})
beforeEach(() => {
  ;(hook.posted as Posted[]).length = 0
})

const install = () =>
  makeInstallation(served.feeds, {
    destinations: { hook: { channel: 'webhook', url: hook.url, secrets: [hook.secret] } },
    settleSeconds: 0,
  })

async function notices(data: string) {
  const store = await openStore(data, { create: false })
  try {
    return await listNotices(store, { limit: 1_000 })
  } finally {
    await store.destroy()
  }
}

/** What holds whenever work has ended: every notice was sent, each key came in, and no key that is not a notice's. */
async function expectWhole(data: string, round: string): Promise<void> {
  const sent = await notices(data)
  const keys = new Set(hook.posted.map(({ id }) => id))
  expect(sent.length, round).toBeGreaterThan(0)
  expect(
    sent.filter(({ state }) => state !== 'sent' && state !== 'dropped'),
    round,
  ).toEqual([])
  expect([...keys].sort(), round).toEqual(
    sent
      .filter(({ state }) => state === 'sent')
      .map(({ key }) => key)
      .sort(),
  )
  for (const { key, attempts } of sent)
    expect(attempts, `${round} ${key}`).toBeGreaterThanOrEqual(hook.posted.filter(({ id }) => id === key).length)
}

describe('a daemon that is killed while it tells', () => {
  it.each(['while-delivering', 'after-delivery'])(
    `%s, ${rounds} rounds, loses no notice and sends none under a second key`,
    async (point) => {
      let repeated = 0
      for (let round = 1; round <= rounds; round++) {
        ;(hook.posted as Posted[]).length = 0
        const { data, config } = install()
        const { signal } = await detour(['once', '--config', config], { env: { DETOUR_FAIL: `${point}:1` } })
        expect(signal, `round ${round} was not killed`).toBe('SIGKILL')
        const { code, stderr } = await detour(['once', '--config', config])
        expect(code, stderr).toBe(0)
        await expectWhole(data, `${point} round ${round}`)
        repeated += hook.posted.length - new Set(hook.posted.map(({ id }) => id)).size
      }
      // The second attempt is what the key is for: after the answer it must be seen to happen.
      if (point === 'after-delivery') expect(repeated).toBe(rounds)
    },
    240_000,
  )
})
