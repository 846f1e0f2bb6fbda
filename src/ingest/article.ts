/** Page or entry → the article that is analysed. */

import type { Entry, Page } from '../types/feed.ts'
import type { Article, Id } from '../types/text.ts'
import { paragraphsOf, plainText } from './markup.ts'
import { type Furniture, withoutTeaser } from './page-words.ts'
import { canonicalUrl, isSameSite } from './url.ts'

/** What an entry does not say of itself. */
export interface Surroundings {
  readonly feed: Id<'Feed'> | null
  readonly languageHint: string | null
  /** Words of newsrooms, teasers among them (knowledge/furniture.yaml). */
  readonly furniture: Furniture
}

/**
 * What the entry knows comes before what the page says where the two differ in date; the page's text is the article's.
 * The address that a page claims for itself is believed within its own site only: else anybody could put an article of
 * his under another outlet's name.
 */
export function articleFromPage(page: Page, entry: Entry | null, url: string | null, feed: Id<'Feed'> | null): Article {
  const claimed = page.canonicalUrl
  const address = claimed !== null && (url === null || isSameSite(url, claimed)) ? claimed : url
  return {
    url: address === null ? null : canonicalUrl(address),
    feed,
    origin: 'page',
    title: page.title ?? entry?.title ?? '',
    text: page.text,
    published: page.published ?? entry?.published ?? entry?.updated ?? null,
    languageHint: page.language,
  }
}

/** The entry's own text: its content where it has any, else its summary; teasers cut off. */
export function articleFromEntry(entry: Entry, { feed, languageHint, furniture }: Surroundings): Article {
  const html =
    (entry.content?.length ?? 0) >= (entry.summary?.length ?? 0) ? (entry.content ?? '') : (entry.summary ?? '')
  const paragraphs = paragraphsOf(html)
    .map((paragraph) => withoutTeaser(paragraph, furniture).trim())
    .filter((paragraph) => paragraph !== '' && paragraph !== entry.title)
  return {
    url: entry.link === null ? null : canonicalUrl(entry.link),
    feed,
    origin: 'feed',
    title: plainText(entry.title ?? ''),
    text: paragraphs.join('\n\n'),
    published: entry.published ?? entry.updated,
    languageHint,
  }
}
