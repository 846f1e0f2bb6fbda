/** Page bytes → the article: title, paragraphs and what the page says of itself, without the furniture. */

import { Fault } from '../types/fault.ts'
import type { Page } from '../types/feed.ts'
import { decodeBytes } from './charset.ts'
import { parseMarkup } from './markup.ts'
import { blocksOf } from './page-blocks.ts'
import { articleText } from './page-body.ts'
import { metadataOf } from './page-meta.ts'
import { isStub } from './page-stub.ts'
import { type Furniture, noFurniture } from './page-words.ts'

/** Most bytes of a page that are read; news pages are under 3 MB. It is also the most that is fetched. */
const longest = 15_000_000

export interface PageInput {
  readonly contentType: string | null
  readonly url: string | null
  /** Words that newsrooms use for what is not the article (knowledge/furniture.yaml). */
  readonly furniture?: Furniture
}

/**
 * Pure. `text` is "" where nothing reads like an article; `stub` marks a teaser, cookie wall or paywall.
 * Throws Fault page-unreadable for what is no HTML or is too large.
 */
export function readPage(bytes: Uint8Array, { contentType, url, furniture = noFurniture }: PageInput): Page {
  const where = url ?? 'This page'
  if (bytes.length > longest)
    throw new Fault('page-unreadable', `${where} is longer than ${longest / 1e6} MB; no article is. It is passed over.`)
  const html = decodeBytes(bytes, contentType).text
  if (!/<[a-z!]/i.test(html.slice(0, 100_000)))
    throw new Fault('page-unreadable', `${where} is not HTML: there are no tags in it. It is passed over.`)
  // <body> may be left out in HTML; the article is looked for below it.
  const { document } = parseMarkup(/<body[\s>]/i.test(html) ? html : `<body>${html}`, 'html')
  const { articleBody, locked, descriptions, ...meta } = metadataOf(document, url)
  const text = fuller(articleText(blocksOf(document), { title: meta.title, descriptions }, furniture), articleBody)
  return { ...meta, text, stub: isStub({ text, title: meta.title, document, html, locked }, furniture) }
}

/** The text of the page's JSON-LD where it is much more than what was found in the page itself. */
function fuller(own: string, linked: string | null): string {
  return linked !== null && linked.length > 250 && own.length < linked.length * 0.5 ? linked : own
}
