/** Which blocks of a page are the article. */

import { type AnyNode, type Element, isTag } from 'domhandler'
import type { Block } from './page-blocks.ts'
import { type Furniture, plain, readyOf } from './page-words.ts'

/** An element around the article is taken when it adds at least this much prose for what there is, and this mostly. */
const widening = { prose: 0.15, mostly: 0.7, links: 0.2 }

/** Least weight of a block that says something about where the article stands. */
const telling = 25

const articleName = /(?:^|[-_\s])(?:article|content|entry|post|story|body|main|text)(?:$|[-_\s]|body|content|text)/i

/** What the page says of itself that helps to find its article. */
export interface About {
  readonly title: string | null
  /** Descriptions for search engines and shared links: mostly the article's first lines. */
  readonly descriptions: readonly string[]
}

/** Pure. Paragraphs separated by blank lines; "" where nothing reads like an article. */
export function articleText(blocks: readonly Block[], about: About, furniture: Furniture): string {
  const main = mainElement(blocks)
  if (main === null) return ''
  const inside = blocks.filter(({ element }) => isUnder(element, main))
  const start = blocks.indexOf(inside[0] as Block)
  const before = blocks.slice(Math.max(0, start - leadWithin), start)
  const said = about.descriptions.map((text) => plain(text.slice(0, 200)))
  const lead = before.filter((block) => isLead(block, said))
  return tidy([...lead.slice(-1), ...inside], about.title, furniture).join('\n\n')
}

/** How many blocks above the article its lead may stand. */
const leadWithin = 30

const leadName =
  /(?:^|[-_\s])(?:lead|lede|standfirst|stand-first|chapo|chapeau|dek|deck|intro|introduction|excerpt|summary|sumario|bajada|subtitle|subheadline|vorspann|teaser|ingress|perex|entradilla)(?:$|[-_\s])/i

/** The article's first lines, set apart above a picture: what its description repeats, or its name says. */
function isLead({ text, weight, links, kind, element }: Block, descriptions: readonly string[]): boolean {
  if (weight < telling || links > 0.35 || kind === 'item' || kind === 'row') return false
  const start = plain(text.slice(0, 200))
  const repeats = descriptions.some((one) => one.startsWith(start.slice(0, 60)) || start.startsWith(one.slice(0, 60)))
  if (repeats) return start.length > 30
  return kind !== 'heading' && weight >= 60 && leadName.test(element.attribs.class ?? '')
}

function isUnder(element: Element, ancestor: Element): boolean {
  for (let at: Element | null = element; at !== null; at = parentOf(at)) if (at === ancestor) return true
  return false
}

function parentOf(element: Element): Element | null {
  const { parent } = element
  return parent !== null && isTag(parent as AnyNode) ? (parent as Element) : null
}

/** What stands under an element: points of its paragraphs, and its blocks' weight in all and in links. */
interface Sum {
  points: number
  prose: number
  weight: number
  links: number
}

/** Commas tell prose from menus, in any script. */
function commas(text: string): number {
  return Math.min(6, text.match(/[,،、，;]/g)?.length ?? 0)
}

function pointsOf({ text, weight, links, kind }: Block): number {
  if (weight < telling) return 0
  const least = kind === 'item' || kind === 'row' ? 0.5 : kind === 'heading' ? 0 : 1
  return (1 + Math.min(3, weight / 100) + commas(text)) * (1 - links) * least
}

/** Reads like a paragraph of an article. */
function isProse({ weight, links, kind }: Block): boolean {
  return weight >= 60 && links < 0.35 && kind !== 'heading'
}

/** Each block gives its points to the element around it and half to the next one. */
function sumUp(blocks: readonly Block[]): ReadonlyMap<Element, Sum> {
  const sums = new Map<Element, Sum>()
  const sumOf = (element: Element): Sum => {
    const known = sums.get(element)
    if (known !== undefined) return known
    const made = { points: 0, prose: 0, weight: 0, links: 0 }
    sums.set(element, made)
    return made
  }
  for (const block of blocks) {
    const points = pointsOf(block)
    const isLeaf =
      block.paragraph || block.kind !== 'text' || /^(?:p|pre|blockquote|li|td|dd)$/.test(block.element.name)
    const around = isLeaf ? parentOf(block.element) : block.element
    const outer = around === null ? null : parentOf(around)
    if (around !== null) sumOf(around).points += points
    if (outer !== null && outer.name !== 'html') sumOf(outer).points += points / 2
    for (let at: Element | null = block.element; at !== null; at = parentOf(at)) {
      const sum = sumOf(at)
      sum.weight += block.weight
      if (isProse(block)) sum.prose += block.weight
      sum.links += block.weight * block.links
    }
  }
  return sums
}

function linkDensity(sum: Sum | undefined): number {
  return sum === undefined || sum.weight === 0 ? 0 : sum.links / sum.weight
}

function weightOf(element: Element): number {
  const name = `${element.attribs.class ?? ''} ${element.attribs.id ?? ''} ${element.attribs.itemprop ?? ''}`
  if (element.name === 'article' || /articleBody/i.test(name)) return 1.25
  return articleName.test(name) ? 1.15 : 1
}

/** The element that holds the article. */
function mainElement(blocks: readonly Block[]): Element | null {
  const sums = sumUp(blocks)
  let best: Element | null = null
  let most = 0
  for (const [element, sum] of sums) {
    const score = sum.points * (1 - linkDensity(sum)) * weightOf(element)
    if (score > most) {
      best = element
      most = score
    }
  }
  return best === null ? null : widen(best, sums)
}

/**
 * The highest element around the chosen one that adds mostly prose to it: articles are often cut into several parts, with
 * adverts between them.
 */
function widen(best: Element, sums: ReadonlyMap<Element, Sum>): Element {
  let chosen = best
  for (let at = parentOf(best); at !== null && at.name !== 'body'; at = parentOf(at)) {
    const [now, more] = [sums.get(chosen), sums.get(at)]
    if (now === undefined || more === undefined) break
    const weight = more.weight - now.weight
    const prose = more.prose - now.prose
    if (weight === 0) chosen = at
    else if (
      prose > now.prose * widening.prose &&
      prose > weight * widening.mostly &&
      more.links - now.links < weight * widening.links
    )
      chosen = at
  }
  return chosen
}

/** Furniture lines and titles are shorter than this, in characters. */
const longestLine = 300

/** Punctuation that a block may have beyond a line's own and still be that line, in characters. */
const punctuation = 30

/** Most characters of an article; the longest live blogs have some 300,000. */
const longestArticle = 500_000

function tidy(blocks: readonly Block[], title: string | null, furniture: Furniture): string[] {
  const { ends, lines, longest } = readyOf(furniture)
  const mayBeLine = Math.min(longestLine, Math.max(title?.length ?? 0, longest) + punctuation)
  const total = blocks.reduce((sum, block) => sum + block.weight, 0)
  const kept: Block[] = []
  let seen = 0
  let length = 0
  for (const block of blocks) {
    seen += block.weight
    const key = block.text.length > mayBeLine ? block.text : plain(block.text)
    length += block.text.length
    if ((ends.has(key) && seen > total * 0.4) || length > longestArticle) break
    if (key === '' || lines.has(key) || ends.has(key) || (title !== null && key === plain(title))) continue
    if (kept.at(-1)?.text === block.text) continue
    if (block.links > 0.8 && block.weight < 200) continue
    kept.push(block)
  }
  while (kept.at(-1)?.kind === 'heading') kept.pop()
  return kept.map((block) => block.text)
}
