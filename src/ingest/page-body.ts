/** Where in a page the article stands, and its blocks of text. */

import type { CheerioAPI } from 'cheerio/slim'
import { type AnyNode, type Element, isTag, isText } from 'domhandler'

/** Words for what is not the article. `ends`: nothing after such a block is the article's; `lines`: such a block is not. */
export interface Furniture {
  readonly ends: readonly string[]
  readonly lines: readonly string[]
}

const never =
  'script, style, noscript, template, svg, iframe, object, embed, form, button, input, select, textarea, nav, footer, dialog, canvas, video, audio, map'
const roles =
  '[role="navigation"], [role="banner"], [role="contentinfo"], [role="complementary"], [role="dialog"], [role="search"], [aria-hidden="true"], [hidden]'

/** Class names and ids of menus, comments, related links, adverts and the like. */
const furnitureName =
  /(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|side-bar|footer|header-menu|masthead|related|recommend\w*|recirc\w*|more-(?:from|stories|news)|read-(?:more|next|also)|popular|trending|most-read|share\w*|sharing|social\w*|comments?|disqus|respond|newsletter\w*|signup|sign-up|subscri\w*|paywall|promo\w*|advert\w*|ads?|sponsor\w*|cookie\w*|consent|gdpr|banner|popup|modal|overlay|tags?|tag-list|author-(?:bio|box|info)|bio|byline|meta|toolbar|pagination|pager|caption|credit|copyright|widget\w*|print|taboola|outbrain|hidden|visually-hidden|sr-only|skip-link|toc|table-of-contents|infobox|adblock\w*)(?:$|[-_\s])/i
const articleName = /(?:^|[-_\s])(?:article|content|entry|post|story|body|main|text)(?:$|[-_\s]|body|content|text)/i

/** Takes out what structure alone tells to be furniture. Alters the tree. */
export function removeFurniture($: CheerioAPI): void {
  $(never).remove()
  $(roles).remove()
  const total = Math.max(1, textLength($.root()[0] as unknown as AnyNode))
  for (const element of $('body *').toArray()) {
    if (!isTag(element) || /^(?:body|main|article|html)$/.test(element.name)) continue
    const name = `${element.attribs.class ?? ''} ${element.attribs.id ?? ''}`
    const isAside = element.name === 'aside'
    if (!isAside && !furnitureName.test(name)) continue
    const share = textLength(element) / total
    if (share > 0.5 || (!isAside && articleName.test(name) && share > 0.25)) continue
    $(element).remove()
  }
}

function textLength(node: AnyNode): number {
  if (isText(node)) return node.data.trim().length
  if (!('children' in node)) return 0
  let length = 0
  for (const child of node.children) length += textLength(child)
  return length
}

function linkLength(element: Element): number {
  let length = 0
  for (const child of element.children)
    if (isTag(child)) length += child.name === 'a' ? textLength(child) : linkLength(child)
  return length
}

/** Share of an element's text that is links, 0..1. */
function linkDensity(element: Element): number {
  return linkLength(element) / Math.max(1, textLength(element))
}

const paragraph = new Set(['p', 'pre', 'blockquote', 'li', 'dd', 'td', 'h2', 'h3'])

/**
 * The element that holds the article: each paragraph gives points for its length and commas to its parent and half
 * to its grandparent; links take points away; the names of classes and elements add or take a little.
 */
export function mainElement($: CheerioAPI): Element | null {
  const points = new Map<Element, number>()
  const give = (element: Element | null, value: number): void => {
    if (element !== null && element.name !== 'html') points.set(element, (points.get(element) ?? 0) + value)
  }
  for (const node of $('body *').toArray()) {
    if (!isTag(node)) continue
    const direct = paragraph.has(node.name) ? textLength(node) : ownText(node)
    if (direct < 25) continue
    const value =
      (1 + Math.min(3, direct / 100) + commas($(node).text())) *
      (1 - linkDensity(node)) *
      (node.name === 'li' || node.name === 'td' ? 0.5 : 1)
    const parent = paragraph.has(node.name) ? parentOf(node) : node
    give(parent, value)
    give(parent === null ? null : parentOf(parent), value / 2)
  }
  let best: Element | null = null
  let most = 0
  for (const [element, value] of points) {
    const score = value * (1 - linkDensity(element)) * weightOf(element)
    if (score > most) {
      best = element
      most = score
    }
  }
  return best === null ? null : widen(best, points, most)
}

function commas(text: string): number {
  return Math.min(6, text.match(/[,،、，;]/g)?.length ?? 0)
}

function ownText(element: Element): number {
  let length = 0
  for (const child of element.children) if (isText(child)) length += child.data.trim().length
  return length
}

function parentOf(element: Element): Element | null {
  return element.parent !== null && isTag(element.parent as AnyNode) ? (element.parent as Element) : null
}

function weightOf(element: Element): number {
  const name = `${element.attribs.class ?? ''} ${element.attribs.id ?? ''} ${element.attribs.itemprop ?? ''}`
  if (element.name === 'article' || /articleBody/i.test(name)) return 1.25
  return articleName.test(name) ? 1.15 : 1
}

/** The parent, where a good part of the article stands in the chosen element's siblings. */
function widen(best: Element, points: ReadonlyMap<Element, number>, most: number): Element {
  const parent = parentOf(best)
  if (parent === null || parent.name === 'body') return best
  const siblings = parent.children.filter((child): child is Element => isTag(child) && child !== best)
  const extra = siblings.reduce((sum, sibling) => {
    const paragraphs = sibling.name === 'p' && textLength(sibling) > 80 && linkDensity(sibling) < 0.3 ? 2 : 0
    return (
      sum +
      paragraphs +
      ((points.get(sibling) ?? 0) > most * 0.2 && linkDensity(sibling) < 0.3 ? (points.get(sibling) ?? 0) : 0)
    )
  }, 0)
  return extra > most * 0.15 ? parent : best
}

const blockElements = new Set(
  'p div section article main li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre table tr td th figure figcaption header aside br hr center'.split(
    ' ',
  ),
)

/** Blocks of text in order: paragraphs, headings, list items. Link lists, captions and furniture words are left out. */
export function blocksOf(
  main: Element,
  title: string | null,
  furniture: Furniture = { ends: [], lines: [] },
): string[] {
  const blocks: { text: string; heading: boolean }[] = []
  let current = ''
  let heading = false
  const flush = (): void => {
    const text = current.replace(/\s+/g, ' ').trim()
    if (text !== '') blocks.push({ text, heading })
    current = ''
  }
  const walk = (node: AnyNode): void => {
    if (isText(node)) current += node.data
    if (!isTag(node) || node.name === 'figure' || node.name === 'figcaption') return
    const isBlock = blockElements.has(node.name)
    if (isBlock) flush()
    const isList = node.name === 'ul' || node.name === 'ol' || node.name === 'table'
    if (isList && linkDensity(node) > 0.6) return
    if (isBlock && node.name !== 'li' && textLength(node) < 200 && linkDensity(node) > 0.8 && node !== main) return
    const before = heading
    heading = /^h[1-6]$/.test(node.name) || heading
    node.children.forEach(walk)
    if (isBlock) flush()
    heading = before
  }
  walk(main)
  flush()
  return tidy(blocks, title, furniture)
}

function tidy(
  blocks: readonly { readonly text: string; readonly heading: boolean }[],
  title: string | null,
  furniture: Furniture,
): string[] {
  const ends = new Set(furniture.ends.map(plain))
  const lines = new Set(furniture.lines.map(plain))
  const total = blocks.reduce((sum, block) => sum + block.text.length, 0)
  const kept: { text: string; heading: boolean }[] = []
  let seen = 0
  for (const block of blocks) {
    seen += block.text.length
    const key = plain(block.text)
    if (ends.has(key) && seen > total * 0.4) break
    if (key === '' || lines.has(key) || ends.has(key) || (title !== null && key === plain(title))) continue
    if (kept.at(-1)?.text === block.text) continue
    kept.push(block)
  }
  while (kept.at(-1)?.heading === true) kept.pop()
  return kept.map((block) => block.text)
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
