import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGate } from '../../workers/gate.ts'

describe('a gate', () => {
  it('lets work in side by side, and never anything beside what is to be alone', async () => {
    const asked = fc.array(fc.record({ alone: fc.boolean(), turns: fc.nat({ max: 4 }), fails: fc.boolean() }))
    await fc.assert(
      fc.asyncProperty(asked, async (pieces) => {
        const gate = createGate()
        const inside = new Set<number>()
        const order: number[] = []
        const work = async (at: number): Promise<void> => {
          inside.add(at)
          order.push(at)
          for (let turn = 0; turn < (pieces[at]?.turns ?? 0); turn++) await Promise.resolve()
          const others = [...inside].filter((one) => one !== at)
          const together = pieces[at]?.alone === true ? others : others.filter((one) => pieces[one]?.alone === true)
          inside.delete(at)
          expect(together).toEqual([])
          if (pieces[at]?.fails === true) throw new Error('failed')
        }
        await Promise.allSettled(
          pieces.map(({ alone }, at) => (alone ? gate.alone(() => work(at)) : gate.beside(() => work(at)))),
        )
        // Everything got in, in the order in which it asked.
        expect(order).toEqual(pieces.map((_, at) => at))
      }),
    )
  })

  it('is open side by side', async () => {
    const gate = createGate()
    let enter = (): void => undefined
    const other = new Promise<void>((resolve) => {
      enter = resolve
    })
    const first = gate.beside(() => other)
    await gate.beside(async () => enter())
    await first
  })
})
