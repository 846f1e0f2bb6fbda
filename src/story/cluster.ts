/** Articles that hang together by likeness → affairs: the same answer in whichever order they came. */

/** An undirected likeness; `a` < `b`. */
export interface Edge {
  readonly a: string
  readonly b: string
  readonly score: number
}

/**
 * Two groups are one affair from this mean of best likenesses on. Where the mean reaches it, so does at least one likeness
 * between them: documents that no chain of likenesses of this strength joins never come into one group.
 */
export const join = 0.5

/**
 * Agglomerative clustering. How alike two groups are is the mean, over both sides, of how well a member's best match on the
 * other side fits: a follow-up that resembles one article of five joins them, a round-up that resembles one of each
 * of two affairs does not make them one. Ties go by the ids, so that nothing depends on the order of arrival.
 * Returns groups of ids, each sorted, in order of their first id. Cubic in the documents: at most a few hundred.
 */
export function cluster(documents: readonly string[], edges: readonly Edge[]): string[][] {
  const scores = new Map<string, Map<string, number>>()
  const put = (from: string, to: string, score: number): void => {
    const row = scores.get(from) ?? new Map<string, number>()
    scores.set(from, row.set(to, score))
  }
  for (const { a, b, score } of edges) {
    put(a, b, score)
    put(b, a, score)
  }
  let groups = [...documents].sort().map((id) => [id])
  for (;;) {
    const best = bestPair(groups, scores)
    if (best === null) return groups
    const merged = [...best.one, ...best.other].sort()
    groups = [...groups.filter((group) => group !== best.one && group !== best.other), merged].sort((x, y) =>
      (x[0] ?? '') < (y[0] ?? '') ? -1 : 1,
    )
  }
}

type Scores = ReadonlyMap<string, ReadonlyMap<string, number>>

interface Pair {
  readonly one: readonly string[]
  readonly other: readonly string[]
  readonly score: number
}

function bestPair(groups: readonly (readonly string[])[], scores: Scores): Pair | null {
  let best: Pair | null = null
  for (const [index, one] of groups.entries()) {
    for (const other of groups.slice(index + 1)) {
      const score = (meanBest(one, other, scores) + meanBest(other, one, scores)) / 2
      if (score >= join && (best === null || score > best.score + 1e-9)) best = { one, other, score }
    }
  }
  return best
}

function meanBest(from: readonly string[], to: readonly string[], scores: Scores): number {
  let sum = 0
  for (const id of from) {
    const row = scores.get(id)
    if (row === undefined) continue
    let best = 0
    for (const other of to) best = Math.max(best, row.get(other) ?? 0)
    sum += best
  }
  return sum / from.length
}
