/** The text of a feed's elements: plain, as a title, and as sanitised HTML. */

import { type AnyNode, type Element, isCDATA, isTag, isText } from 'domhandler'
import { decodeHTML, decodeHTMLAttribute } from 'entities'
import { escapeHtml, plainText, tighten } from './markup.ts'
import { sanitise } from './sanitise.ts'
import { resolveUrl } from './url.ts'

/** Text with one level of entities decoded; what stands in CDATA is taken as it is. */
function rawText(node: Element, decode: (text: string) => string, most: number): string {
  let text = ''
  for (const part of node.children) {
    if (text.length > most) break
    if (isText(part)) text += decode(part.data.slice(0, most * 2))
    else if (isCDATA(part)) text += cdataOf(part)
    else if (isTag(part)) text += rawText(part, decode, most)
  }
  return text
}

function cdataOf(node: AnyNode): string {
  return isCDATA(node) ? node.children.map((inner) => (isText(inner) ? inner.data : '')).join('') : ''
}

/** One line of text, or null. `address`: it is an address, where "&copy=1" is a parameter and no sign. */
export function textOf(element: Element | undefined, address = false): string | null {
  if (element === undefined) return null
  const text = tighten(
    rawText(element, address ? decodeHTMLAttribute : decodeHTML, longest.line).slice(0, longest.line),
  )
  return text === '' ? null : text
}

/** Text between tags or in an entity written twice: `<b>`, `&amp;` left over. */
const markedUp = /<\/?[a-z][^<>]*>|&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i

/** A title that was HTML, as text. */
export function plainTitle(html: string): string {
  return markedUp.test(html) ? plainText(html) : tighten(html)
}

/** Most characters that are read of a date, name or address, of a title, and of a text. */
const longest = { line: 20_000, title: 5_000, text: 1_000_000 }

/** Titles are text: markup and a second level of entities, which many feeds write, are undone. "": only an image. */
export function titleOf(element: Element | undefined): string | null {
  if (element === undefined) return null
  const html = sourceOf(element, longest.title).slice(0, longest.title)
  if (html.trim() === '') return null
  const isText = element.attribs.type === 'text' && !/&[#\w]+;/.test(html)
  return isText ? tighten(html) : plainTitle(html)
}

/** Sanitised HTML; "" where nothing of it may be kept, null where there is none. */
export function htmlOf(element: Element | undefined, url: string | null): string | null {
  if (element === undefined) return null
  const html = sourceOf(element, longest.text).slice(0, longest.text)
  if (html.trim() === '') return null
  return cleanHtml(html, /^text(?:\/plain)?$/i.test(element.attribs.type ?? ''), baseOf(element, url))
}

/** Feeds that escape their HTML twice show tags only after another decoding. */
function isEscapedTwice(html: string): boolean {
  const start = html.slice(0, 20_000)
  return (
    !/<\/?[a-z]/i.test(start) &&
    /&lt;\/?(?:p|br|a|b|i|div|span|strong|em|ul|ol|li|img|h[1-6]|blockquote)\b[^<>]{0,300}?&gt;/i.test(start)
  )
}

/** `isPlain`: the feed says that it is text, and it holds no sign of markup. */
function cleanHtml(html: string, isPlain: boolean, base: string | null): string {
  if (isPlain && !/&lt;|<\/?[a-z]/i.test(html)) return escapeHtml(html).trim()
  return sanitise(isEscapedTwice(html) ? decodeHTML(html) : html, base)
}

/** The HTML that an element holds, whichever way it is written: escaped, CDATA, XHTML children, base64. */
function sourceOf(element: Element, most: number): string {
  const type = (element.attribs.type ?? '').toLowerCase()
  const binary = type.includes('/') && !/^(?:text|application\/xhtml)|xml$/.test(type)
  if ((element.attribs.mode ?? '').toLowerCase() === 'base64' || binary) {
    const text = rawText(element, decodeHTML, most)
    return fromBase64(text) ?? (binary ? escapeHtml(text) : text)
  }
  const isXhtml = type.includes('xhtml')
  return isXhtml || element.children.some(isTag) ? innerMarkup(element, isXhtml) : rawText(element, decodeHTML, most)
}

/** Null for what is not base64 of UTF-8 text. */
function fromBase64(text: string): string | null {
  const bare = text.replace(/\s+/g, '')
  if (!/^[a-z\d+/]+={0,2}$/i.test(bare)) return null
  const decoded = Buffer.from(bare, 'base64').toString('utf8')
  return decoded.includes('\ufffd') ? null : decoded
}

/** Children written out again as markup, without namespace prefixes. CDATA is literal text in XHTML, else HTML. */
function innerMarkup(element: Element, isXhtml: boolean): string {
  return element.children
    .map((node): string => {
      if (isText(node)) return node.data
      if (isCDATA(node)) return isXhtml ? escapeHtml(cdataOf(node)) : cdataOf(node)
      if (!isTag(node)) return ''
      const name = node.name.replace(/^[\w.-]+:/, '').toLowerCase()
      const attributes = Object.entries(node.attribs)
        .map(([key, value]) => ` ${key}="${value.replace(/"/g, '&quot;')}"`)
        .join('')
      return `<${name}${attributes}>${innerMarkup(node, isXhtml)}</${name}>`
    })
    .join('')
}

/** The address that relative ones at this element start from: xml:base of it and of all it stands in, then the feed's. */
export function baseOf(element: Element, url: string | null): string | null {
  const above = element.parent !== null && isTag(element.parent) ? baseOf(element.parent, url) : url
  const own = element.attribs['xml:base'] ?? element.attribs.base
  return own === undefined ? above : (resolveUrl(decodeHTMLAttribute(own), above) ?? above)
}
