/** XML as feeds write it: declared entities, namespaces under any prefix, names in any case. */

import { type Element, isTag } from 'domhandler'
import { decodeHTMLAttribute } from 'entities'

/** Characters that declared entities may add in all: an entity bomb stops there. */
const mostExpanded = 200_000

/** Control characters gone; entities that the document type declares replaced, one level deep and within bounds. */
export function prepareXml(xml: string): string {
  const clean = xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  const at = clean.slice(0, 4_096).search(/<!DOCTYPE[^>[]*\[/i)
  if (at < 0) return clean
  const end = clean.indexOf(']', at)
  if (end < 0) return clean
  const declared = new Map<string, string>()
  for (const found of clean
    .slice(at, Math.min(end, at + 20_000))
    .matchAll(/<!ENTITY\s+([\w.-]+)\s+(["'])(.*?)\2\s*>/gs))
    declared.set(found[1] ?? '', found[3] ?? '')
  const close = clean.indexOf('>', end)
  const rest = clean.slice(0, at) + clean.slice(close < 0 ? clean.length : close + 1)
  if (declared.size === 0) return rest
  let added = 0
  return rest.replace(/&([\w.-]+);/g, (written, name: string) => {
    const value = declared.get(name)
    if (value === undefined) return written
    added += value.length
    return added > mostExpanded ? '' : value
  })
}

/** Vocabularies by a part of their address → the prefix under which they are known here; "" is the feed's own. */
const vocabularies: readonly (readonly [RegExp, string])[] = [
  [
    /w3\.org\/2005\/atom|purl\.org\/atom\/ns|my\.netscape\.com|purl\.org\/rss\/1\.0\/?$|backend\.userland\.com|channel\.netscape/i,
    '',
  ],
  [/purl\.org\/dc\/terms/i, 'dcterms'],
  [/purl\.org\/dc\/elements/i, 'dc'],
  [/rss\/1\.0\/modules\/content/i, 'content'],
  [/w3\.org\/1999\/xhtml/i, 'xhtml'],
  [/search\.yahoo\.com\/mrss/i, 'media'],
  [/itunes\.com\/dtds/i, 'itunes'],
  [/22-rdf-syntax-ns/i, 'rdf'],
]

/** Prefixes that mean another vocabulary though nobody declared them. */
const foreign =
  /^(?:media|itunes|dc|dcterms|content|geo|georss|slash|wfw|sy|thr|cc|creativecommons|admin|trackback|feedburner|googleplay|podcast|rdf|xhtml|svg|gd|openSearch)$/i

/** The vocabulary's prefix for an element's; "" for the feed's own and for prefixes that nobody knows. */
function prefixOf(element: Element, prefix: string): string {
  for (let at: Element | null = element; at !== null; at = at.parent !== null && isTag(at.parent) ? at.parent : null) {
    const address = at.attribs[`xmlns:${prefix}`]
    if (address === undefined) continue
    const known = vocabularies.find(([pattern]) => pattern.test(address))
    if (known !== undefined) return known[1]
    break
  }
  return foreign.test(prefix) ? prefix.toLowerCase() : ''
}

/** "title", "dc:date", "content:encoded": lower case, under the prefix known here. "" for no element. */
export function localName(element: Element | undefined): string {
  if (element === undefined) return ''
  const colon = element.name.indexOf(':')
  if (colon < 0) return element.name.toLowerCase()
  const prefix = prefixOf(element, element.name.slice(0, colon))
  const local = element.name.slice(colon + 1).toLowerCase()
  return prefix === '' ? local : `${prefix}:${local}`
}

/** Children by name, worked out once for each parent: an entry is asked for some thirty names. */
const grouped = new WeakMap<Element, ReadonlyMap<string, readonly Element[]>>()

function groupsOf(parent: Element): ReadonlyMap<string, readonly Element[]> {
  const known = grouped.get(parent)
  if (known !== undefined) return known
  const groups = new Map<string, Element[]>()
  for (const node of parent.children) {
    if (!isTag(node)) continue
    const name = localName(node)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [node])
    else group.push(node)
  }
  grouped.set(parent, groups)
  return groups
}

/** The children of that name; those without a prefix before those whose prefix says nothing. */
export function allNamed(parent: Element, name: string): readonly Element[] {
  const found = groupsOf(parent).get(name) ?? []
  if (found.length < 2 || name.includes(':')) return found
  const own = found.filter((element) => !element.name.includes(':'))
  return own.length > 0 ? own : found
}

/** The first child of that name. */
export function named(parent: Element, name: string): Element | undefined {
  return allNamed(parent, name)[0]
}

/** The first child that has the first of the names found. */
export function firstNamed(parent: Element, names: readonly string[]): Element | undefined {
  for (const name of names) {
    const found = named(parent, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** An attribute by its name in any case, decoded and trimmed; null: none, or empty. */
export function attribute(element: Element, name: string): string | null {
  const exact = element.attribs[name]
  const value = exact ?? Object.entries(element.attribs).find(([key]) => key.toLowerCase() === name)?.[1]
  const text = value === undefined ? '' : decodeHTMLAttribute(value).trim()
  return text === '' ? null : text
}
