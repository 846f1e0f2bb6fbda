/** What is wrong with a setting, in words: its key, what was found, and for an unknown key the one that was meant. */

import { z } from 'zod'

/** Keys whose values are shown to nobody. */
const secret = /url|uri|token|key|secret|pass|auth|user|header|credential|webhook|dsn|login/i

/** `root`: the whole file as read; `schema`: what checked it. */
export function explainIssue(issue: z.core.$ZodIssue, root: unknown, schema: z.ZodType): string {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape, [])
    return issue.keys
      .map((name) => [...path, name])
      .map((key) => `unknown setting ${key.join('.')}${advice(key, known)}`)
      .join(', ')
  }
  const says = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  return `${path.join('.') || 'the file'}: ${says}${foundAt(path, root)}`
}

function foundAt(path: readonly string[], root: unknown): string {
  if (path.some((name) => secret.test(name) && name !== 'userAgent')) return ''
  let value = root
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name]
  if (value === undefined || (typeof value === 'object' && value !== null)) return ''
  const written = JSON.stringify(value) ?? String(value)
  return ` (found ${written.length > 60 ? `${written.slice(0, 60)}…` : written})`
}

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
}

/** Every key that may be set; the place in a list is "*". */
function knownKeys({ properties = {}, items }: Shape, at: readonly string[]): (readonly string[])[] {
  const own = Object.entries(properties).flatMap(([name, shape]) => [[...at, name], ...knownKeys(shape, [...at, name])])
  return items === undefined ? own : [...own, ...knownKeys(items, [...at, '*'])]
}

/** The key that was most likely meant: of a like name, the one that stands nearest. */
function advice(key: readonly string[], known: readonly (readonly string[])[]): string {
  const name = key.at(-1) ?? ''
  const allowed = Math.max(1, Math.floor(name.length / 3))
  const ranked = known
    .map((one) => ({ one, far: distance(name, one.at(-1) ?? ''), apart: apartness(key, one) }))
    .filter(({ far }) => far <= allowed)
    .sort((a, b) => a.far + a.apart - b.far - b.apart)
  const [best] = ranked
  if (best === undefined) return nearestBeginning(key, known)
  return ` (did you mean ${named(best.one, key)}?)`
}

/** "lang" for "language": the beginning of a key beside it. */
function nearestBeginning(key: readonly string[], known: readonly (readonly string[])[]): string {
  const name = (key.at(-1) ?? '').toLowerCase()
  const found = known.find(
    (one) => name.length > 2 && apartness(key, one) === 0 && (one.at(-1) ?? '').toLowerCase().startsWith(name),
  )
  return found === undefined ? '' : ` (did you mean ${named(found, key)}?)`
}

/** 0 for a key of the same section, 1 for one of another. */
function apartness(key: readonly string[], other: readonly string[]): number {
  const same =
    key.length === other.length && key.slice(0, -1).every((name, at) => name === other[at] || other[at] === '*')
  return same ? 0 : 1
}

/** A known key as it is written, with the places in lists where the key in question has them. */
function named(known: readonly string[], key: readonly string[]): string {
  return known.map((name, at) => (name === '*' ? (key[at] ?? '0') : name)).join('.')
}

/** Changes of one character that lead from one word to the other, whatever their case. */
function distance(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
