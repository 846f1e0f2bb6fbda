/** A page as a list of blocks of text, each with what its place in the page tells about it. */

import { type AnyNode, type Document, type Element, isCDATA, isTag, isText } from 'domhandler'
import { blocks as blockElements, silent, tighten } from './markup.ts'

/** A run of text between two block boundaries: a paragraph, a heading, a list item, a row of a table. */
export interface Block {
  readonly text: string
  /** Letters and digits of `text`; ideographs and kana count twice, as each says more. */
  readonly weight: number
  /** Share of the weight that stands in links, 0..1. */
  readonly links: number
  readonly kind: 'text' | 'heading' | 'item' | 'row' | 'quote'
  /** Stands in <p>, so an author meant a paragraph. */
  readonly paragraph: boolean
  /** The innermost block element it stands in. */
  readonly element: Element
}

/** Elements without text of an article. */
const never = new Set(
  'script style noscript template rt rp svg math iframe object embed applet button input select textarea option canvas video audio map frameset head picture'.split(
    ' ',
  ),
)
/** Taken out unless most of the page stands in them: whole pages are wrapped in one form, or hidden until a script shows them. */
const mostly = new Set('nav footer dialog menu figure figcaption label form aside'.split(' '))
const roles = new Set(
  'navigation banner contentinfo complementary dialog alertdialog search menu menubar toolbar'.split(' '),
)

/** Class names and ids of menus, comments, related links, adverts and the like: whole words between separators. */
const furnitureName =
  /(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|side-bar|footer|header-menu|masthead|related\w*|recommend\w*|recirc\w*|more-(?:from|stories|news|on)|read-(?:more|next|also)|also-read|popular|trending|most-read|mostread|share\w*|sharing|social\w*|comments?|commentlist|disqus\w*|respond|newsletter\w*|signup|sign-up|subscri\w*|promo\w*|advert\w*|ads?|adsense|sponsor\w*|cookie\w*|consent|gdpr|banner|popup|modal|overlay|tags?|tag-list|taglist|author-(?:bio|box|info|card)|bio|byline|meta|toolbar|pagination|pager|caption|credits?|copyright|widget\w*|print|taboola|outbrain|hidden|visually-hidden|visuallyhidden|sr-only|screen-reader-text|skip-link|toc|table-of-contents|infobox|adblock\w*|teaser\w*|login|register|rating|feedback|poll|slideshow|gallery|carousel)(?:$|[-_\s])/i
const articleName = /(?:^|[-_\s])(?:article|content|entry|post|story|body|main|text)(?:$|[-_\s]|body|content|text)/i

/** Weight of what is between two of a page's words: see `Block.weight`. */
function weigh(text: string): number {
  let weight = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x20 && code !== 0xa0) weight += code >= 0x2e80 && code < 0xd7b0 ? 2 : 1
  }
  return weight
}

/** Least weight of a piece of text that counts as prose, which stands outside links. */
const prosy = 50

/** What stands under a node, furniture included: the weight of all text, and of prose. */
interface Share {
  text: number
  prose: number
}

function addShare(node: AnyNode, linked: boolean, sum: Share): Share {
  if (isText(node)) {
    const weight = weigh(node.data)
    sum.text += weight
    if (weight >= prosy && !linked) sum.prose += weight
  } else if ('children' in node && !(isTag(node) && silent.has(node.name))) {
    const within = linked || (isTag(node) && node.name === 'a')
    for (const child of node.children) addShare(child, within, sum)
  }
  return sum
}

/**
 * Furniture by structure: its element, role, name or hiddenness. `shareOf` tells its part of the page's text, and is asked
 * last; `amidst`: it stands within a line, where names mean little (a link named "related-topic" in a sentence).
 */
function isFurniture(element: Element, shareOf: Walk['shareOf'], amidst: boolean): boolean {
  const { name } = element
  if (never.has(name)) return true
  if (name === 'body' || name === 'main' || name === 'article' || name === 'html') return false
  if (isAside(element)) return shareOf(element) <= 0.5
  const { class: names, id } = element.attribs
  if (amidst || (names === undefined && id === undefined)) return false
  const named = `${names ?? ''} ${id ?? ''}`
  return furnitureName.test(named) && shareOf(element) <= (articleName.test(named) ? 0.25 : 0.5)
}

function isAside({ name, attribs }: Element): boolean {
  const { role, style, hidden } = attribs
  if (mostly.has(name) || (role !== undefined && roles.has(role))) return true
  if (hidden !== undefined || attribs['aria-hidden'] === 'true') return true
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)
}

/** The walk over a page: the blocks found, and the one being written. */
interface Walk {
  readonly found: Block[]
  /** Characters in `pieces`. */
  length: number
  /** An element's part of the page, by text or by prose, whichever is more. */
  readonly shareOf: (element: Element) => number
  pieces: string[]
  weight: number
  links: number
}

/** Where the walk is: the innermost block element, what it is, and whether a link is open. */
interface Place {
  readonly element: Element | null
  readonly kind: Block['kind']
  readonly linked: boolean
}

/** Elements named like furniture that most of a page may stand in, one within another; those within them are taken for none. */
const mostAround = 10

/** Most characters of one block: more is no paragraph of an article. */
const longestBlock = 200_000

/** Every block of the page that is not furniture, in order. */
export function blocksOf(root: Document): readonly Block[] {
  const whole = addShare(root, false, { text: 0, prose: 0 })
  let around = 0
  const shareOf = (element: Element): number => {
    if (around > mostAround) return 1
    const own = addShare(element, false, { text: 0, prose: 0 })
    const share = Math.max(own.text / (whole.text + 1), own.prose / (whole.prose + 1))
    if (share > 0.5) around += 1
    return share
  }
  const walk: Walk = { found: [], shareOf, length: 0, pieces: [], weight: 0, links: 0 }
  for (const child of root.children) visit(child, { element: null, kind: 'text', linked: false }, walk)
  return walk.found
}

function write(data: string, { linked }: Place, walk: Walk): void {
  if (walk.length > longestBlock) return
  const own = weigh(data)
  walk.pieces.push(data.slice(0, longestBlock))
  walk.length += data.length
  walk.weight += own
  if (linked) walk.links += own
}

function flush({ element, kind }: Place, walk: Walk): void {
  const { weight, links } = walk
  const text = weight === 0 ? '' : tighten(walk.pieces.join(''))
  if (text !== '' && element !== null)
    walk.found.push({ text, weight, links: links / weight, kind, paragraph: element.name === 'p', element })
  walk.pieces = []
  walk.length = 0
  walk.weight = 0
  walk.links = 0
}

function visit(node: AnyNode, place: Place, walk: Walk): void {
  if (isText(node)) write(node.data, place, walk)
  else if (isCDATA(node)) for (const child of node.children) visit(child, place, walk)
  else if (isTag(node) && node.name === 'br') {
    if (endsLine(node, walk.pieces.at(-1) ?? '')) flush(place, walk)
    else walk.pieces.push(' ')
  } else if (isTag(node)) enter(node, place, walk)
}

function enter(element: Element, place: Place, walk: Walk): void {
  const isBlock = blockElements.has(element.name)
  if (isFurniture(element, walk.shareOf, !isBlock && walk.weight > 0)) return
  const isCell = element.name === 'td' || element.name === 'th'
  if (isCell) walk.pieces.push(' ')
  else if (isBlock) flush(place, walk)
  const inner: Place = {
    element: isBlock ? element : place.element,
    kind: isBlock ? kindOf(element, place.kind) : place.kind,
    linked: place.linked || element.name === 'a',
  }
  for (const child of element.children) visit(child, inner, walk)
  if (isBlock && !isCell) flush(inner, walk)
}

/** A break ends a paragraph where another follows it, or where a sentence ends before it. */
function endsLine(node: Element, before: string): boolean {
  let next = node.next
  while (next !== null && isText(next) && next.data.trim() === '') next = next.next
  return (next !== null && isTag(next) && next.name === 'br') || /[.!?:;…。！？»”"]$/.test(before.slice(-40).trimEnd())
}

function kindOf(element: Element, outer: Block['kind']): Block['kind'] {
  if (/^h[1-6]$/.test(element.name)) return 'heading'
  if (element.name === 'li' || element.name === 'dd' || element.name === 'dt') return 'item'
  if (element.name === 'tr') return 'row'
  if (element.name === 'blockquote') return 'quote'
  return outer
}
