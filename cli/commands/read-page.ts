/** `detour read-page`: page bytes to JSON. */

import { readPage } from '../../src/ingest/page.ts'
import type { Page } from '../../src/types/feed.ts'
import { loadFurniture } from '../furniture.ts'
import { fieldsOf, readInput, readNamed } from '../input.ts'
import { answerLines } from '../jsonl.ts'

/** What the contract publishes of a page. */
function resultOf({ title, text, authors, published, language, canonicalUrl, siteName, stub }: Page): unknown {
  return { title, text, authors, published, language, canonicalUrl, siteName, stub }
}

export async function command(
  _: readonly string[],
  options: { readonly jsonl?: boolean; readonly contentType?: string; readonly url?: string },
): Promise<number> {
  const furniture = await loadFurniture()
  if (options.jsonl === true) {
    await answerLines(process.stdin, process.stdout, (value) => {
      const { id, path, contentType, url } = fieldsOf(value, ['id', 'path'], ['url', 'contentType'])
      return { id, result: resultOf(readPage(readNamed(path), { contentType, url, furniture })) }
    })
    return 0
  }
  const page = readPage(await readInput(), {
    contentType: options.contentType ?? null,
    url: options.url ?? null,
    furniture,
  })
  process.stdout.write(`${JSON.stringify(resultOf(page), null, 2)}\n`)
  return 0
}
