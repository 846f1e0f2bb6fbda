/** Addresses: which of them mean the same article. */

/** Query parameters that tell where a reader came from, not what is read. */
const tracking =
  /^(utm_\w+|at_\w+|pk_\w+|mtm_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|igshid|twclid|ttclid|xtor|xtref|cmpid|cmp|ref|ref_src|ref_url|referrer|source|src|smid|smtyp|ns_\w+|guccounter|guce_\w+|feature|spm|scm|from|share|shareid|sr_share|rss|partner|_ga|_gl|__twitter_impression|wt_mc|wtmc|ito|traffic_source|origin|tpcc|cid)$/i

/** Absolute http(s) address or null. */
export function resolveUrl(href: string | null | undefined, base: string | null): string | null {
  const trimmed = href?.trim() ?? ''
  if (trimmed === '') return null
  try {
    const url = base === null ? new URL(trimmed) : new URL(trimmed, base)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
  } catch {
    return null
  }
}

/** Host names of which one is the other, or stands below it, are taken for one site; the editions' own labels do not count. */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [siteOf(one), siteOf(other)]
  if (a === null || b === null) return false
  return a === b || isBelow(a, b) || isBelow(b, a)
}

function siteOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^(?:(?:www|m|amp|mobile)\.)+(?=[^.]+\.)/, '') : null
}

/** A name of one label is no site but all of them; and numbers have no names above them. */
function isBelow(host: string, parent: string): boolean {
  return parent.includes('.') && host.endsWith(`.${parent}`) && !/^[\d.]+$/.test(host)
}

/** The address without fragment, tracking parameters and credentials; what cannot be read is given back as it is. */
export function canonicalUrl(address: string): string {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return address
  }
  url.hash = ''
  url.username = ''
  url.password = ''
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name)
  if ([...url.searchParams.keys()].length === 0) url.search = ''
  return url.href
}
