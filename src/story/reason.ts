/** What two articles have in common, in words for people. */

/** Most of it that is named. */
const mostNamed = 5

const kinds: Readonly<Record<string, readonly [one: string, several: string]>> = {
  company: ['the company', 'the companies'],
  name: ['the name', 'the names'],
  organisation: ['the organisation', 'the organisations'],
  chip: ['the chip', 'the chips'],
  place: ['the place', 'the places'],
  region: ['the region', 'the regions'],
  route: ['the route', 'the routes'],
  amount: ['the amount', 'the amounts'],
  quantity: ['the quantity', 'the quantities'],
}

/** Keys of a fingerprint, the weightiest first → "the names “hao global” and “wen lin”; the quantity 1,440". */
export function sayShared(keys: readonly string[]): string {
  const named = keys.filter((key) => !keys.some((other) => isPartOf(key, other))).slice(0, mostNamed)
  const groups = new Map<string, string[]>()
  for (const key of named) {
    const [kind = '', ...rest] = key.split('/')
    groups.set(kind, [...(groups.get(kind) ?? []), sayValue(kind, rest)])
  }
  return [...groups]
    .map(([kind, values]) => `${kinds[kind]?.[values.length > 1 ? 1 : 0] ?? kind} ${list(values)}`)
    .join('; ')
}

/** "name/meridian" says nothing beside "name/meridian lattice". */
function isPartOf(key: string, other: string): boolean {
  return key !== other && key.startsWith('name/') && other.startsWith('name/') && other.includes(key.slice(5))
}

function sayValue(kind: string, parts: readonly string[]): string {
  if (kind === 'amount') return `${parts[0]} ${figure(parts[1])}`
  if (kind === 'quantity') return figure(parts[0])
  return kind === 'name' ? `“${parts.join('/')}”` : parts.join('/')
}

function figure(digits: string | undefined): string {
  const value = Number(digits)
  return Number.isFinite(value) ? value.toLocaleString('en') : (digits ?? '')
}

const lists = new Intl.ListFormat('en', { type: 'conjunction' })

function list(values: readonly string[]): string {
  return lists.format(values)
}
