/** The JSON-LD of a page: the object that describes the article, and the few things read from it. */

import { plainText } from './markup.ts'

type Json = Readonly<Record<string, unknown>>

export interface Linked {
  readonly headline: string | null
  readonly published: string | null
  readonly authors: readonly string[]
  readonly publisher: string | null
  readonly language: string | null
  /** The article's text, its paragraphs separated by a blank line. */
  readonly body: string | null
  /** isAccessibleForFree is false. */
  readonly locked: boolean
}

/** Longest script that is parsed, in characters. */
const longest = 2_000_000

const articleTypes = /(?:Article|BlogPosting|Report|Posting|WebPage)$/

/** Null where no object of an article type is found. Broken JSON is passed over: pages are read without it then. */
export function readLinked(scripts: readonly string[]): Linked | null {
  const found: Json[] = []
  const byId = new Map<string, Json>()
  for (const script of scripts) if (script.length <= longest) visit(parseLoosely(script), 0, found, byId)
  const articles = found.filter((object) => !isPage(object))
  const best = [...articles, ...found].find(
    (object) => object.datePublished !== undefined || object.articleBody !== undefined,
  )
  const chosen = best ?? articles[0] ?? found[0]
  if (chosen === undefined) return null
  return {
    headline: string(chosen.headline) ?? (isPage(chosen) ? null : string(chosen.name)),
    published: string(chosen.datePublished) ?? string(chosen.dateCreated) ?? string(chosen.uploadDate),
    authors: namesOf(chosen.author ?? chosen.creator, byId),
    publisher: namesOf(chosen.publisher, byId)[0] ?? null,
    language: string(chosen.inLanguage),
    body: bodyOf(string(chosen.articleBody)),
    locked: found.some((object) => /^false$/i.test(String(object.isAccessibleForFree ?? ''))),
  }
}

function isPage(object: Json): boolean {
  return [object['@type']].flat().every((type) => type === 'WebPage')
}

function visit(value: unknown, depth: number, found: Json[], byId: Map<string, Json>): void {
  if (depth > 6 || found.length > 200) return
  if (Array.isArray(value)) {
    for (const one of value.slice(0, 500)) visit(one, depth + 1, found, byId)
    return
  }
  const object = record(value)
  if (object === null) return
  const id = string(object['@id'])
  if (id !== null && Object.keys(object).length > 1) byId.set(id, object)
  const types = [object['@type']].flat().filter((type) => typeof type === 'string')
  if (types.some((type) => articleTypes.test(type))) found.push(object)
  for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage']) visit(object[key], depth + 1, found, byId)
}

/** Names of people or organisations: given, as objects, or by reference to an object elsewhere on the page. */
function namesOf(value: unknown, byId: ReadonlyMap<string, Json>): string[] {
  return [value].flat().flatMap((one) => {
    const object = record(one)
    const full = object === null ? null : string(object.name) === null ? byId.get(String(object['@id'])) : object
    const name = string(full?.name) ?? string([full?.name].flat()[0]) ?? string(one)
    return name === null || /^https?:/.test(name) ? [] : [plainText(name)]
  })
}

function bodyOf(body: string | null): string | null {
  if (body === null) return null
  const lines = body.split(/\r?\n/).map(plainText)
  return lines.filter((line) => line !== '').join('\n\n') || null
}

function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

function string(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** JSON as pages have it: raw line ends in strings, comments or CDATA marks around, a trailing semicolon or comma. */
function parseLoosely(source: string): unknown {
  const bare = source
    .replace(/^\s*(?:<!--|\/\/<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(?:-->|\/\/\]\]>|\]\]>|;)\s*$/, '')
  for (const text of [
    source,
    bare.replace(/[\u0000-\u001f]+/g, ' '),
    bare.replace(/[\u0000-\u001f]+/g, ' ').replace(/,\s*([}\]])/g, '$1'),
  ]) {
    try {
      return JSON.parse(text)
    } catch {
      // The next, more forgiving reading.
    }
  }
  return null
}
