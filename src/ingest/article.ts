/** Page or entry → the article that is analysed. */

import type { Entry, Page } from '../types/feed.ts'
import type { Article, Id } from '../types/text.ts'
import { paragraphsOf, plainText } from './markup.ts'
import { canonicalUrl, isSameSite } from './url.ts'

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

/** Teasers that feeds append to a summary, in whatever language: "Read more", "The post … appeared first on …". */
const teaser =
  /(?:\s*(?:\[?(?:\.\.\.|…)\]?)?\s*(?:read (?:more|on|the full (?:story|article))|continue reading|lire (?:la suite|plus|l['’]article)|en savoir plus|weiterlesen|mehr lesen|leer más|seguir leyendo|leggi (?:tutto|di più)|lees (?:meer|verder)|czytaj (?:więcej|dalej)|читать (?:далее|дальше|полностью)|devamını oku|阅读(?:更多|全文)|閱讀(?:更多|全文)|続きを読む|더 ?보기).{0,60}|the post .{1,200} (?:appeared first|first appeared) on .{1,80}|l['’]article .{1,200} est apparu en premier sur .{1,80}|(?:der beitrag|la entrada) .{1,200} (?:erschien zuerst auf|se publicó primero en) .{1,80}|this (?:article|story) (?:originally )?appeared (?:first )?on .{1,80})\s*[.…»>→]*\s*$/iu

/** The entry's own text: its content where it has any, else its summary; teasers cut off. */
export function articleFromEntry(entry: Entry, feed: Id<'Feed'> | null, languageHint: string | null): Article {
  const html =
    (entry.content?.length ?? 0) >= (entry.summary?.length ?? 0) ? (entry.content ?? '') : (entry.summary ?? '')
  const paragraphs = paragraphsOf(html)
    .map((paragraph) => paragraph.replace(teaser, '').trim())
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
