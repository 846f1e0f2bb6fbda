/** Feed HTML made harmless: an allow-list of tags and attributes; nothing in it runs, loads in secret or styles. */

import { type AnyNode, type Element, isCDATA, isTag, isText } from 'domhandler'
import { escapeHtml, parseMarkup, silent } from './markup.ts'
import { resolveUrl } from './url.ts'

/** Tags kept, and the attributes of each. Of other tags the content stays, unless `silent` names them. */
const kept: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...'p br b strong i em u s sub sup small code pre kbd samp var blockquote q cite ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr td th caption figure figcaption div span hr article section header footer del ins mark'
    .split(' ')
    .map((name): [string, readonly string[]] => [name, []]),
  ['a', ['href']],
  ['img', ['src', 'alt']],
  ['abbr', ['title']],
  ['time', ['datetime']],
])

/** Tags without an end tag. */
const empty = new Set(['br', 'hr', 'img'])

/** `base` makes links absolute; null: they stay as they are. */
export function sanitise(html: string, base: string | null = null): string {
  if (!html.includes('<') && !html.includes('&')) return html.trim()
  return parseMarkup(html, 'html')
    .document.children.map((node) => clean(node, base))
    .join('')
    .trim()
}

function clean(node: AnyNode, base: string | null): string {
  if (isText(node)) return escapeHtml(node.data)
  if (!isTag(node) && !isCDATA(node)) return ''
  if (isTag(node) && silent.has(node.name)) return ''
  const inner = node.children.map((child) => clean(child, base)).join('')
  const attributes = isTag(node) ? kept.get(node.name) : undefined
  if (!isTag(node) || attributes === undefined) return inner
  const open = [node.name, ...attributes.flatMap((attribute) => cleanAttribute(node, attribute, base))].join(' ')
  return empty.has(node.name) ? `<${open}>` : `<${open}>${inner}</${node.name}>`
}

function cleanAttribute(node: Element, attribute: string, base: string | null): string[] {
  const value = node.attribs[attribute]?.trim()
  if (value === undefined) return []
  const shown = attribute === 'href' || attribute === 'src' ? safeUrl(value, base) : value
  return shown === null ? [] : [`${attribute}="${escapeHtml(shown).replace(/"/g, '&quot;')}"`]
}

/** http(s), mail and relative addresses; browsers ignore control characters in a scheme, so they are taken out first. */
function safeUrl(value: string, base: string | null): string | null {
  const bare = value.replace(/[\u0000-\u0020\u007f-\u009f]/g, '')
  if (/^mailto:/i.test(bare)) return bare
  if (!/^(?:https?:|[^:]*(?:[/?#]|$))/i.test(bare)) return null
  return (base === null ? null : resolveUrl(value, base)) ?? value
}
