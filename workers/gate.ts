/** Lets work in side by side, or one piece of it alone; in the order in which they asked, so that nobody waits for ever. */

export interface Gate {
  readonly beside: <Result>(work: () => Promise<Result>) => Promise<Result>
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>
}

interface Waiting {
  readonly alone: boolean
  readonly enter: () => void
}

export function createGate(): Gate {
  const waiting: Waiting[] = []
  let inside = 0
  let closed = false
  const admit = (): void => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      if (closed || (first.alone && inside > 0)) return
      waiting.shift()
      inside++
      closed = first.alone
      first.enter()
    }
  }
  const through = async <Result>(alone: boolean, work: () => Promise<Result>): Promise<Result> => {
    await new Promise<void>((enter) => {
      waiting.push({ alone, enter })
      admit()
    })
    try {
      return await work()
    } finally {
      inside--
      if (alone) closed = false
      admit()
    }
  }
  return { beside: (work) => through(false, work), alone: (work) => through(true, work) }
}
