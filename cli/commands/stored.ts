/** Articles that the store holds, by their address. */

import type { Config } from '../../src/config.ts'
import { canonicalUrl } from '../../src/ingest/url.ts'
import { documentByUrl } from '../../src/store/finding.ts'
import { shownPlace } from '../../src/store/place.ts'
import { readStore } from '../../src/store/read.ts'
import { Fault } from '../../src/types/fault.ts'
import type { Article } from '../../src/types/text.ts'

/** The article as it was stored. Throws Fault input-invalid when the store does not have it. */
export async function storedArticle(url: string, config: Config): Promise<Article> {
  const document = await readStore(
    config.place,
    async (store) => (await documentByUrl(store, canonicalUrl(url))) ?? (await documentByUrl(store, url)),
  )
  if (document === null)
    throw new Fault(
      'input-invalid',
      `The store in ${shownPlace(config.place)} has no article from ${url}. "detour findings" lists what it has.`,
    )
  const { text, titleLength, feed, origin, published, language } = document
  return {
    url: document.url,
    feed,
    origin,
    title: text.slice(0, titleLength),
    text: titleLength === 0 ? text : text.slice(titleLength + 2),
    published,
    languageHint: language.code,
  }
}
