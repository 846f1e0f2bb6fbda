/** A notice for programs: texts as they are but for their length, addresses only where they lead to the web. */

import { safeUrl, shorten } from '../../../text/escape.ts'
import type { Notice } from '../../../types/notice.ts'

/** Most UTF-16 units of one text. */
const longest = 4_000

/** Half surrogate pairs, which many readers of JSON refuse, are replaced. Without the document, which is for mails. */
export function dataOf({ document: _, ...notice }: Omit<Notice, 'kind'>): object {
  const links = notice.links.filter(({ url }) => addressOf(url) !== null)
  return bounded({ ...notice, links }, '') as object
}

function bounded(value: unknown, name: string): unknown {
  if (typeof value === 'string') return name === 'url' ? addressOf(value) : textOf(value)
  if (Array.isArray(value)) return value.map((one) => bounded(one, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [textOf(key), bounded(one, key)]))
}

function textOf(value: string): string {
  return shorten(value, longest).replace(/\p{Surrogate}/gu, '\ufffd')
}

/** An address that was cut off would be another. */
function addressOf(url: string): string | null {
  const address = safeUrl(url)
  return address === null || address.length > longest ? null : address
}
