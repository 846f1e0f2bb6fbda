/** Markup kept in bounds before any parser sees it, and made harmless after. */

import { type AnyNode, type Element, isCDATA, isTag, isText } from 'domhandler'
import { textContent } from 'domutils'
import { decodeHTML } from 'entities'
import { parseDocument } from 'htmlparser2'

/** Deepest nesting handed to a tree parser: tree walks are recursive, real pages stay under 100. */
export const deepest = 400

/** Elements that have no end tag. */
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

/**
 * Markup cut where it nests deeper than `deepest`: a linear scan over its tags. Unclosed tags count as open, as a
 * lenient parser would read them, but paragraphs and list items close one another.
 */
export function boundDepth(markup: string, xml: boolean): string {
  const tag = /<(\/?)([a-z][^\s/>]*)[^>]*?(\/?)>/gi
  let depth = 0
  for (let found = tag.exec(markup); found !== null; found = tag.exec(markup)) {
    const name = (found[2] ?? '').toLowerCase()
    if (found[3] === '/' || (!xml && (empty.has(name) || name === 'p' || name === 'li'))) continue
    depth = found[1] === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepest) return markup.slice(0, found.index)
  }
  return markup
}

/** Tags that feed text may keep, and the attributes of each. */
const kept: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  p: [],
  br: [],
  b: [],
  strong: [],
  i: [],
  em: [],
  u: [],
  s: [],
  sub: [],
  sup: [],
  small: [],
  code: [],
  pre: [],
  kbd: [],
  blockquote: [],
  q: [],
  cite: [],
  ul: [],
  ol: [],
  li: [],
  dl: [],
  dt: [],
  dd: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  table: [],
  thead: [],
  tbody: [],
  tr: [],
  td: [],
  th: [],
  caption: [],
  figure: [],
  figcaption: [],
  img: ['src', 'alt'],
  div: [],
  span: [],
  abbr: ['title'],
  time: ['datetime'],
  hr: [],
  article: [],
  section: [],
}

/** Elements whose content goes with them. */
const dropped = new Set(
  'script style iframe object embed form input button select textarea noscript template svg math head title link meta base applet frame frameset'.split(
    ' ',
  ),
)

/** HTML with nothing in it that runs, loads in secret or styles: an allow-list of tags and attributes, text escaped. */
export function sanitise(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html
  const tree = parseDocument(boundDepth(html, false), { decodeEntities: true })
  return tree.children.map(clean).join('').trim()
}

function clean(node: AnyNode): string {
  if (isText(node)) return escapeHtml(node.data)
  if (isCDATA(node)) return node.children.map(clean).join('')
  if (!isTag(node)) return ''
  const name = node.name.toLowerCase()
  if (dropped.has(name)) return ''
  const inner = node.children.map(clean).join('')
  const attributes = kept[name]
  if (attributes === undefined) return inner
  const shown = attributes.flatMap((attribute) => cleanAttribute(node, attribute))
  const open = [name, ...shown].join(' ')
  return empty.has(name) ? `<${open}>` : `<${open}>${inner}</${name}>`
}

function cleanAttribute(node: Element, attribute: string): string[] {
  const value = node.attribs[attribute]?.trim()
  if (value === undefined) return []
  if (
    (attribute === 'href' || attribute === 'src') &&
    !/^(https?:\/\/|\/|[^:]*$)/i.test(value.replace(/[\u0000-\u0020]/g, ''))
  )
    return []
  return [`${attribute}="${escapeHtml(value).replace(/"/g, '&quot;')}"`]
}

export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** HTML as plain text: tags gone, entities decoded, white space in one. */
export function plainText(html: string): string {
  if (!html.includes('<')) return decodeHTML(html).replace(/\s+/g, ' ').trim()
  return textContent(parseDocument(boundDepth(html, false), { decodeEntities: true }).children)
    .replace(/\s+/g, ' ')
    .trim()
}

const block = new Set(
  'p div li h1 h2 h3 h4 h5 h6 blockquote pre tr dt dd section article figure figcaption ul ol table br'.split(' '),
)

/** HTML as paragraphs: block elements end one, `<br><br>` too. */
export function paragraphsOf(html: string): string[] {
  const parts: string[] = ['']
  const walk = (node: AnyNode): void => {
    if (isText(node)) parts[parts.length - 1] += node.data
    else if (isTag(node) && !dropped.has(node.name)) {
      const isBlock = block.has(node.name)
      if (isBlock) parts.push('')
      node.children.forEach(walk)
      if (isBlock) parts.push('')
    } else if (isCDATA(node)) node.children.forEach(walk)
  }
  parseDocument(boundDepth(html, false), { decodeEntities: true }).children.forEach(walk)
  return parts.map((part) => part.replace(/\s+/g, ' ').trim()).filter((part) => part !== '')
}
