/** The words that newsrooms write around articles (knowledge/furniture.yaml), made ready for looking up. */

/** `ends`: nothing after such a block is the article's; `lines`: such a block is not. The rest as the knowledge says. */
export interface Furniture {
  readonly ends: readonly string[]
  readonly lines: readonly string[]
  readonly teasers: readonly string[]
  readonly walls: { readonly subscription: readonly string[]; readonly page: readonly string[] }
  readonly titles: readonly string[]
}

export const noFurniture: Furniture = {
  ends: [],
  lines: [],
  teasers: [],
  walls: { subscription: [], page: [] },
  titles: [],
}

interface Ready {
  readonly ends: ReadonlySet<string>
  readonly lines: ReadonlySet<string>
  /** Of `ends` and `lines`, in characters as written. */
  readonly longest: number
  /** A teaser and what may follow it, up to the end of the text; null: there are none. */
  readonly teaser: RegExp | null
  readonly subscription: readonly string[]
  readonly page: readonly string[]
  readonly titles: readonly string[]
}

/** Without case and punctuation. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** Worked out once for each set of words. */
const known = new WeakMap<Furniture, Ready>()

export function readyOf(furniture: Furniture): Ready {
  const found = known.get(furniture)
  if (found !== undefined) return found
  const { ends, lines, teasers, walls, titles } = furniture
  const made: Ready = {
    ends: new Set(ends.map(plain)),
    lines: new Set(lines.map(plain)),
    longest: Math.max(0, ...[...ends, ...lines].map((line) => line.length)),
    teaser: teasers.length === 0 ? null : teaserOf(teasers),
    subscription: walls.subscription.map(plain),
    page: walls.page.map(plain),
    titles: titles.map(plain),
  }
  known.set(furniture, made)
  return made
}

/** What may follow a teaser in its sentence, in characters: "Read more about chips at example.com". */
const behind = '(?:[^.!?。！？…]|[.!?](?=\\S)){0,60}'

function teaserOf(teasers: readonly string[]): RegExp {
  const one = (phrase: string): string => {
    const words = phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
    const start = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(
      phrase,
    )
    return `${start ? '' : '(?<![\\p{L}\\p{N}])'}${words.replace(/…$/, '').replaceAll('…', '.{1,200}?')}`
  }
  const longestFirst = [...teasers].sort((a, b) => b.length - a.length).map(one)
  return new RegExp(`(?:${longestFirst.join('|')})${behind}[\\s.!…»›>→\\])]*$`, 'iu')
}

/** The end of a sentence, or of what stands for one. */
const sentenceEnd = /[.!?…。！？»”"'’)\]>|:–—-]$/

/** Pure. A summary without the teaser at its end, and the dots before that. */
export function withoutTeaser(summary: string, furniture: Furniture): string {
  const found = readyOf(furniture).teaser?.exec(summary.slice(-longestTail)) ?? null
  if (found === null) return summary
  const at = Math.max(0, summary.length - longestTail) + found.index
  const before = summary.slice(0, at).trimEnd()
  const first = summary.charAt(at)
  // Within a sentence it is no teaser: "they want to read more", "den Roman weiterlesen".
  const isOwn = before === '' || sentenceEnd.test(before) || first !== first.toLowerCase()
  return isOwn ? before.replace(/\s*[[(]?(?:\.\.\.|…)[\])]?$/, '') : summary
}

/** How much of a summary's end is looked at, in characters. */
const longestTail = 500
