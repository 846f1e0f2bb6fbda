/** What chance alone does to a figure: a seeded generator, the bootstrap over articles, Wilson's interval. */

/** Both ends belong to it. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Numbers in 0..1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Normal quantile of a two-sided 95 % interval. */
const z = 1.959964

/** Wilson's 95 % interval of a share. */
export function wilson(ok: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 }
  const share = ok / of
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) }
}

/** Draws of a bootstrap; its seed is fixed, so a table is the same each time. */
const draws = 2_000
const seed = 20_261_128

/** 95 % percentile interval of a figure of articles, drawn anew with replacement. */
export function bootstrap<Item>(items: readonly Item[], figure: (drawn: readonly Item[]) => number): Interval {
  const random = seeded(seed)
  const figures: number[] = []
  for (let draw = 0; draw < draws; draw++)
    figures.push(figure(Array.from(items, () => items[Math.floor(random() * items.length)]!)))
  figures.sort((a, b) => a - b)
  return { low: quantile(figures, 0.025), high: quantile(figures, 0.975) }
}

/** Of ascending figures; 0 of none. */
export function quantile(ascending: readonly number[], at: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(at * ascending.length))] ?? 0
}
