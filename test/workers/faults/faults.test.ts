import { afterAll, describe, expect, it } from 'vitest'
import { isCI, missing } from '../../../scripts/servers.js'
import { faultCases, undisturbed } from './faults.ts'
import { clearQuarantine, runRound } from './rounds.ts'
import { startStack } from './stack.ts'

const rounds = 2
/** Shorter than what the program takes by itself, so that tests need not wait for it. */
const leaseSeconds = 2
const pace = { silenceMs: 6_000 }

const stack = await startStack({ leaseSeconds, attempts: 3 })
if (stack === null && isCI()) throw new Error(`${missing('postgres')} ${missing('redis-server')}`)
afterAll(() => stack?.stop(), 60_000)

describe.skipIf(stack === null)('an installation of two daemons and two workers', () => {
  it.each([undisturbed, ...faultCases].map((one) => [one.name, one] as const))(
    '%s: every article is found and told of once',
    async (_, fault) => {
      for (let round = 1; round <= rounds; round++) {
        const { lost, doubled } = await runRound(stack!, fault, pace)
        expect({ lost, doubled }, `round ${round}`).toEqual({ lost: 0, doubled: 0 })
        await clearQuarantine(stack!)
      }
    },
    600_000,
  )

  it('stops within ten seconds when it is asked to, with nothing in hand', async () => {
    stack!.news.publish(2)
    const ended = await Promise.all(stack!.workers.map((worker) => worker.stop()))
    for (const { code } of ended) expect(code).toBe(0)
    const claimed = stack!.store.selectFrom('task').select('id').where('state', '=', 'claimed')
    expect(await claimed.execute()).toEqual([])
  }, 120_000)
})
