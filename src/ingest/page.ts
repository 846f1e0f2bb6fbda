/** Page bytes → the article: title, paragraphs and what the page says of itself, without the furniture. */

import { load } from 'cheerio/slim'
import { Fault } from '../types/fault.ts'
import type { Page } from '../types/feed.ts'
import { decodeBytes } from './charset.ts'
import { parseMarkup } from './markup.ts'
import { blocksOf, type Furniture, mainElement, removeFurniture } from './page-body.ts'
import { metadataOf } from './page-meta.ts'

/** Most bytes of a page that are read; news pages are under 3 MB. */
const longest = 20_000_000

/** Articles shorter than this, in characters, on a page that says it is not whole, are stubs. */
const shortest = 250

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
export function readPage(bytes: Uint8Array, { contentType, url, furniture }: PageInput): Page {
  const where = url ?? 'This page'
  if (bytes.length > longest)
    throw new Fault('page-unreadable', `${where} is longer than ${longest / 1e6} MB; no article is.`)
  const html = decodeBytes(bytes, contentType).text
  if (!/<[a-z!]/i.test(html.slice(0, 100_000)))
    throw new Fault('page-unreadable', `${where} is not HTML: there are no tags in it.`)
  const $ = load(parseMarkup(html, 'html').document)
  const meta = metadataOf($, url)
  removeFurniture($)
  const main = mainElement($)
  const blocks = main === null ? [] : blocksOf(main, meta.title, furniture)
  const own = blocks.join('\n\n')
  const text =
    own.length < shortest && (meta.articleBody?.length ?? 0) > own.length * 2 ? (meta.articleBody ?? '') : own
  return {
    title: meta.title,
    text,
    authors: meta.authors,
    published: meta.published,
    language: meta.language,
    canonicalUrl: meta.canonicalUrl,
    siteName: meta.siteName,
    stub: (meta.locked && text.length < 1_500) || (text.length < shortest && looksWalled(html)),
  }
}

/** Words of cookie walls, paywalls and bot checks in the page's own code. */
function looksWalled(html: string): boolean {
  return /paywall|piano-(?:container|inline)|subscriber-only|meteredContent|cf-challenge|captcha|enable javascript|consent-wall|tp-modal|reserved-to-subscribers|abonn[ée]s?-only/i.test(
    html,
  )
}
