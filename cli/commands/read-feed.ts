/** `detour read-feed`: feed bytes to JSON. */

import { parseFeed } from '../../src/ingest/feed.ts'
import type { ParsedFeed } from '../../src/types/feed.ts'
import { fieldsOf, readInput, readNamed } from '../input.ts'
import { answerLines } from '../jsonl.ts'

/** What the contract publishes of a feed; `dropped` where there are more entries than are read, `truncated` where it breaks off. */
function resultOf({ title, link, language, entries, dropped, truncated }: ParsedFeed): unknown {
  return { title, link, language, entries, ...(dropped === 0 ? {} : { dropped }), ...(truncated ? { truncated } : {}) }
}

export async function command(
  _: readonly string[],
  options: { readonly jsonl?: boolean; readonly contentType?: string; readonly url?: string },
): Promise<number> {
  if (options.jsonl === true) {
    await answerLines(process.stdin, process.stdout, (value) => {
      const { id, path, contentType, url } = fieldsOf(value, ['id', 'path'], ['contentType', 'url'])
      return {
        id,
        result: resultOf(parseFeed(readNamed(path), { contentType, url })),
      }
    })
    return 0
  }
  const feed = parseFeed(await readInput(), { contentType: options.contentType ?? null, url: options.url ?? null })
  process.stdout.write(`${JSON.stringify(resultOf(feed), null, 2)}\n`)
  return 0
}
