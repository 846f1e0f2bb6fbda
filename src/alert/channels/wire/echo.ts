/** Whether an answer repeats a part of the address that was asked: many servers do, and the address may be a secret. */

/** Words that stand in the addresses of many receivers and tell nothing of one. */
const ordinary = new Set(['services', 'service', 'hooks', 'webhook', 'webhooks', 'webhookb2', 'workflows', 'incoming'])

/** Parts shorter than this are no secret; of longer ones, this many signs in a row are recognised. */
const least = { part: 4, run: 6 } as const

/** Letters and digits alone are compared, in one case: an echo may be escaped, encoded or cut off. */
export function echoes(answer: string, url: string): boolean {
  const flat = decoded(answer)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  const parts = partsOf(url).filter((part) => part.length >= least.part && !ordinary.has(part))
  return parts.some((part) => runsOf(part).some((run) => flat.includes(run)))
}

function partsOf(url: string): string[] {
  const { pathname, searchParams, hash, username, password } = new URL(url)
  return [pathname, ...searchParams.values(), hash, username, password].flatMap((part) =>
    decoded(part)
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  )
}

function runsOf(part: string): string[] {
  const count = Math.max(1, part.length - least.run + 1)
  return Array.from({ length: count }, (_, start) => part.slice(start, start + least.run))
}

/** What is no percent-encoding stays as it is. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (found) => {
    try {
      return decodeURIComponent(found)
    } catch {
      return found
    }
  })
}
