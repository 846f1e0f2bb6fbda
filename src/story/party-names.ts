/** One firm under several names, across the articles of a story: "Meridian", "Meridian Lattice", "Meridian Lattice Pte Ltd". */

/**
 * Name → the fullest name of the same firm among `names`: the one that it begins, word for word. A short name that begins
 * two firms' names stays by itself. Names of firms unknown to knowledge/, as articles write them. Pure.
 */
export function fullestNames(names: readonly string[]): ReadonlyMap<string, string> {
  const distinct = [...new Set(names)]
  const longer = new Map(distinct.map((name) => [name, distinct.filter((other) => begins(name, other))]))
  const fullest = (name: string): string => {
    const above = longer.get(name) ?? []
    // The longest must stand above all the others, or they are different firms.
    const top = above.reduce((best, one) => (one.length > best.length ? one : best), name)
    return above.every((one) => one === top || begins(one, top)) ? top : name
  }
  return new Map(distinct.map((name) => [name, fullest(name)]))
}

/** Whether two names are one, or one of them begins the other. */
export function mayBeOne(a: string, b: string): boolean {
  return plain(a) === plain(b) || begins(a, b) || begins(b, a)
}

/** Shortest name without spaces, in characters, that may stand for a longer one. */
const leastUnspaced = 3

function begins(short: string, long: string): boolean {
  const [a, b] = [plain(short), plain(long)]
  if (a === b) return short.length < long.length || (short.length === long.length && short < long)
  if (!b.startsWith(a)) return false
  return isUnspaced(a) ? a.length >= leastUnspaced : b.charAt(a.length) === ' '
}

function isUnspaced(name: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー・]+$/u.test(name)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[.,]/g, '').replace(/\s+/g, ' ').trim()
}
