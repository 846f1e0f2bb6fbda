/** Markup → a tree kept in bounds, whatever it is; and a tree → text. */

import { type AnyNode, type ChildNode, type Document, DomHandler, type Element, isTag, isText } from 'domhandler'
import { decodeHTML } from 'entities'
import { Parser } from 'htmlparser2'
import { WholeTokenizer, wantedOf } from './tokenizer.ts'

/** Deepest nesting of a tree: walks over it are recursive, real pages stay under 100. What nests deeper is laid flat. */
const deepest = 200

/** Open elements after which reading stops: the parser's own work on an end tag grows with them. */
const mostOpen = 500

/** Nodes after which reading stops; the largest real pages and feeds have some 50,000. */
const mostNodes = 150_000

/** Attributes of one element that are kept. */
const mostAttributes = 200

/** Nodes outside any element that are kept: looking elements up takes time by the square of these. */
const mostOnTop = 5_000

/** Thrown to stop the parser, and never seen outside. */
const enough = Symbol('enough')

/** Attributes of HTML that any reader here asks for: most others carry data for scripts, and are half of many pages. */
const wanted = wantedOf(
  'alt aria-hidden class content datetime hidden href http-equiv id itemprop lang name property pubdate rel role src style title type xml:lang'.split(
    ' ',
  ),
)

/** Builds the tree as DomHandler does, within the bounds above. Comments are left out. */
class Bounded extends DomHandler {
  /** Something was laid flat or left out. */
  bounded = false
  /** Elements that no end tag of their own ended; only noted in XML. Empty elements may be among them. */
  readonly unended = new Set<AnyNode>()
  private readonly notes: boolean
  private open = 0
  private nodes = 0

  constructor(notes: boolean) {
    super()
    this.notes = notes
  }

  override onopentag(name: string, attribs: Record<string, string>): void {
    this.open += 1
    if (this.open > mostOpen) this.stop()
    if (this.open > deepest) this.bounded = true
    else super.onopentag(name, fewer(attribs))
  }

  override oncomment(): void {}

  override oncommentend(): void {}

  override onclosetag(_?: string, isImplied?: boolean): void {
    const element = this.tagStack.at(-1)
    if (this.notes && isImplied === true && element !== undefined) this.unended.add(element)
    if (this.open <= deepest) super.onclosetag()
    this.open -= 1
  }

  protected override addNode(node: ChildNode): void {
    this.nodes += 1
    if (this.nodes > mostNodes) this.stop()
    super.addNode(node)
  }

  private stop(): never {
    this.bounded = true
    throw enough
  }
}

function fewer(attribs: Record<string, string>): Record<string, string> {
  let count = 0
  for (const _ in attribs) count += 1
  return count <= mostAttributes ? attribs : Object.fromEntries(Object.entries(attribs).slice(0, mostAttributes))
}

export interface Markup {
  readonly document: Document
  /** It was larger or deeper than is read: something of it is missing or laid flat. */
  readonly bounded: boolean
  /** In XML: the element holds something and has no end tag: it was cut off, or an outer end tag ended it. */
  readonly isUnended: (element: Element) => boolean
}

const asXml = { xmlMode: true, decodeEntities: false, Tokenizer: WholeTokenizer }
const asHtml = { decodeEntities: true, Tokenizer: WholeTokenizer, wanted }

/** Never throws. Entities are decoded in HTML, left as they are in XML, whose elements differ in how they mean them. */
export function parseMarkup(text: string, kind: 'html' | 'xml'): Markup {
  const handler = new Bounded(kind === 'xml')
  try {
    new Parser(handler, kind === 'xml' ? asXml : asHtml).end(text)
  } catch (stopped) {
    if (stopped !== enough) throw stopped
  }
  const document = handler.root
  if (document.children.length > mostOnTop) document.children = document.children.slice(0, mostOnTop)
  const isUnended = (element: Element): boolean => handler.unended.has(element) && element.children.length > 0
  return { document, bounded: handler.bounded, isUnended }
}

/** Elements whose content is no text for readers. */
export const silent: ReadonlySet<string> = new Set('script style template head rt rp select textarea button'.split(' '))

/** Elements that begin and end a block of text. */
export const blocks: ReadonlySet<string> = new Set(
  'p div section article main aside header footer nav form fieldset address center ul ol dl li dt dd h1 h2 h3 h4 h5 h6 hgroup blockquote pre table caption thead tbody tfoot tr td th figure figcaption details summary hr br body html'.split(
    ' ',
  ),
)

/** White space in one, none at the ends. */
export function tighten(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

export function escapeHtml(text: string): string {
  if (!/[&<>]/.test(text)) return text
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** All text under a node, as it stands. */
export function textUnder(node: AnyNode): string {
  if (isText(node)) return node.data
  if (!('children' in node) || (isTag(node) && silent.has(node.name))) return ''
  return node.children.map(textUnder).join('')
}

/** HTML as plain text: tags gone, entities decoded, white space in one. */
export function plainText(html: string): string {
  if (!html.includes('<')) return tighten(html.includes('&') ? decodeHTML(html) : html)
  return tighten(textUnder(parseMarkup(html, 'html').document))
}

/** HTML as paragraphs: block elements end one, `<br><br>` too. */
export function paragraphsOf(html: string): string[] {
  const parts: string[][] = [[]]
  const walk = (node: AnyNode): void => {
    if (isText(node)) parts.at(-1)?.push(node.data)
    else if (isTag(node) && silent.has(node.name)) return
    else if ('children' in node) {
      const isBlock = isTag(node) && blocks.has(node.name)
      if (isBlock) parts.push([])
      node.children.forEach(walk)
      if (isBlock) parts.push([])
    }
  }
  walk(parseMarkup(html, 'html').document)
  return parts.map((part) => tighten(part.join(''))).filter((part) => part !== '')
}
