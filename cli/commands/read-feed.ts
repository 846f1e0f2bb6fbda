/** `detour read-feed`: feed bytes to JSON. */

import { z } from 'zod'
import { parseFeed } from '../../src/ingest/feed.ts'
import type { ParsedFeed } from '../../src/types/feed.ts'
import { checkLine, readInput, readNamed } from '../input.ts'
import { answerLines } from '../jsonl.ts'

const lineSchema = z.object({
  id: z.coerce.string(),
  path: z.string(),
  contentType: z.string().nullish(),
  url: z.string().nullish(),
})

/** What the contract publishes of a feed; `dropped` only where there are more entries than are read. */
function resultOf({ title, link, language, entries, dropped }: ParsedFeed): unknown {
  return { title, link, language, entries, ...(dropped === 0 ? {} : { dropped }) }
}

export async function command(
  _: readonly string[],
  options: { readonly jsonl?: boolean; readonly contentType?: string; readonly url?: string },
): Promise<number> {
  if (options.jsonl === true) {
    await answerLines(process.stdin, process.stdout, (value) => {
      const { id, path, contentType, url } = checkLine(lineSchema, value, '{"id","path","contentType"?,"url"?}')
      return {
        id,
        result: resultOf(parseFeed(readNamed(path), { contentType: contentType ?? null, url: url ?? null })),
      }
    })
    return 0
  }
  const feed = parseFeed(await readInput(), { contentType: options.contentType ?? null, url: options.url ?? null })
  process.stdout.write(`${JSON.stringify(resultOf(feed), null, 2)}\n`)
  return 0
}
