/** robots.txt after RFC 9309: groups by agent, the longest matching rule decides, Allow wins a tie. */

export interface RobotsRule {
  readonly allow: boolean
  readonly path: string
}

export interface RobotsGroup {
  readonly agents: readonly string[]
  readonly rules: readonly RobotsRule[]
  /** Seconds asked for between two requests; null: none. */
  readonly delay: number | null
}

/** Most bytes of a robots.txt that are read (RFC 9309 asks for at least 500 KiB). */
const limit = 512_000

export function parseRobots(text: string): readonly RobotsGroup[] {
  const groups: { agents: string[]; rules: RobotsRule[]; delay: number | null }[] = []
  let naming = false
  for (const line of text
    .slice(0, limit)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)) {
    const found = /^\s*([\w -]+?)\s*[:\s]\s*(.*)$/.exec(line.replace(/#.*$/, ''))
    if (found === null) continue
    const key = (found[1] ?? '').toLowerCase().replace(/\s+/g, '-')
    const value = (found[2] ?? '').trim()
    if (/^user-?agent$/.test(key)) {
      if (!naming) groups.push({ agents: [], rules: [], delay: null })
      groups.at(-1)!.agents.push(productOf(value))
      naming = true
      continue
    }
    const group = groups.at(-1)
    if (/^(dis-?allow|dissallow|dissalow|disalow|diasllow|disallaw)$/.test(key)) {
      naming = false
      if (value !== '') group?.rules.push({ allow: false, path: value })
    } else if (key === 'allow') {
      naming = false
      if (value !== '') group?.rules.push({ allow: true, path: value })
    } else if (key === 'crawl-delay' && group !== undefined) {
      naming = false
      const seconds = Number(value)
      if (Number.isFinite(seconds) && seconds >= 0) group.delay = seconds
    }
  }
  return groups
}

/** The product token of an agent line or User-Agent header: "Detour/0.1 (+…)" is "detour"; "*" stays. */
function productOf(agent: string): string {
  return agent.startsWith('*') ? '*' : (/^[a-z_-]+/i.exec(agent)?.[0] ?? '').toLowerCase()
}

/** All groups that name the agent, else those for everybody. */
function groupsFor(groups: readonly RobotsGroup[], agent: string): readonly RobotsGroup[] {
  const product = productOf(agent)
  const own = groups.filter((group) => group.agents.includes(product))
  return own.length > 0 ? own : groups.filter((group) => group.agents.includes('*'))
}

export function isAllowed(groups: readonly RobotsGroup[], agent: string, url: string): boolean {
  const path = pathOf(url)
  if (path === '/robots.txt') return true
  let best: RobotsRule | null = null
  for (const { rules } of groupsFor(groups, agent)) {
    for (const rule of rules) {
      const pattern = encode(rule.path)
      if (!matches(pattern, path) && !(rule.allow && isIndexOf(pattern, path))) continue
      const length = pattern.length
      const bestLength = best === null ? -1 : encode(best.path).length
      if (length > bestLength || (length === bestLength && rule.allow)) best = rule
    }
  }
  return best === null || best.allow
}

/** Google's matcher, which sites write for: to allow "…/index.html" allows the folder. */
function isIndexOf(pattern: string, path: string): boolean {
  const folder = /^(.*\/)index\.html?$/.exec(pattern)?.[1]
  return folder !== undefined && matches(`${folder}$`, path)
}

/** Seconds between two requests that the agent's group asks for; null: none. */
export function crawlDelay(groups: readonly RobotsGroup[], agent: string): number | null {
  return groupsFor(groups, agent).find((group) => group.delay !== null)?.delay ?? null
}

function pathOf(url: string): string {
  const found = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url) ?? /^[^/?#]*([^#]*)/.exec(url)
  const path = found?.[1] ?? ''
  return encode(path.startsWith('/') ? path : `/${path}`)
}

/** Octets outside ASCII are compared percent-encoded, in upper case. */
function encode(path: string): string {
  return path
    .replace(/[^\u0000-\u007f]+/g, (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')))
    .replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase())
}

/** `*` takes any characters, `$` at the end of the rule ends the path. Linear in path × stars. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$')
  const parts = (anchored ? pattern.slice(0, -1) : pattern).split('*')
  const first = parts[0] ?? ''
  if (!path.startsWith(first)) return false
  let at = first.length
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i] ?? ''
    const found = anchored && i === parts.length - 1 ? path.lastIndexOf(part) : path.indexOf(part, at)
    if (found < at) return false
    at = found + part.length
  }
  return !anchored || at === path.length
}
