/** Does a page hold the article, or only a teaser before a paywall, a cookie wall, a check for robots, or nothing at all? */

import type { Document } from 'domhandler'
import { isTag } from 'domhandler'
import { findOne } from 'domutils'
import { type Furniture, plain, readyOf } from './page-words.ts'

/** Characters under which a text may be a teaser, by how surely the page shows a wall. */
const short = { anyhow: 250, cutOff: 700, walled: 900, locked: 1_500 }

/** Class names and ids of walls that stand where the rest of the article would. */
const wallName =
  /(?:^|[-_\s])(?:paywall\w*|pay-wall|piano-\w+|regwall|reg-wall|registration-wall|premium-(?:content|wall|teaser)|subscriber-only|subscribers-only|subscription-(?:wall|required|teaser)|metered\w*|article-locked|locked-content|content-gate|gated\w*|abo-(?:wall|teaser|only)|plus-teaser|reserve-abonnes|reserved-to-subscribers|tp-modal|tp-container-inner|mur-payant)(?:$|[-_\s])/i

/** Signs in the code of pages that show nothing but themselves: bot checks, consent walls, "enable JavaScript". */
const walledPage =
  /cf-challenge|challenge-platform|captcha|px-captcha|datadome|enable javascript|consent-wall|cmpbox|sp_message_container|didomi-host|consent\.google|qc-cmp2|onetrust-consent/i

export interface StubInput {
  readonly text: string
  readonly title: string | null
  readonly document: Document
  readonly html: string
  /** The page declares that it is not free to read. */
  readonly locked: boolean
}

/** Pure. Nothing found is a stub too: a shell that scripts would fill. */
export function isStub({ text, title, document, html, locked }: StubInput, furniture: Furniture): boolean {
  const { length } = text
  if (length === 0) return true
  if (length >= short.locked) return false
  if (locked) return true
  const cut = /(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$/.test(text.slice(-20))
  if (length < short.cutOff && cut) return true
  if (asksForMore(text, furniture)) return true
  if (length >= short.walled) return false
  if (title !== null && isTitleOfNothing(title, furniture)) return true
  return hasWall(document) || (length < short.anyhow && walledPage.test(html.slice(0, 1_000_000)))
}

/** A paragraph that is longer asks for nothing: it tells. */
const longestCall = 300

/** Little stands beside the paragraphs that ask the reader for something in place of the article. */
function asksForMore(text: string, furniture: Furniture): boolean {
  const { subscription, page } = readyOf(furniture)
  let beside = 0
  let asks: 'nothing' | 'subscription' | 'page' = 'nothing'
  for (const paragraph of text.split('\n\n')) {
    const starts = paragraph.length > longestCall ? [] : sentencesOf(paragraph)
    if (beginsWith(starts, page)) asks = 'page'
    else if (beginsWith(starts, subscription)) asks = asks === 'page' ? asks : 'subscription'
    else beside += paragraph.length
  }
  return asks !== 'nothing' && beside < (asks === 'page' ? short.anyhow : short.walled)
}

/** Sentences by their marks; what is quoted is somebody else's call. */
function sentencesOf(paragraph: string): readonly string[] {
  return paragraph
    .split(/(?<=[.!?:。！？])\s*/)
    .filter((sentence) => !/^[\s"'“”„«»‘’「『]*["'“„«‘「『]/.test(sentence))
    .map(plain)
}

function beginsWith(sentences: readonly string[], phrases: readonly string[]): boolean {
  return sentences.some((sentence) => phrases.some((phrase) => sentence.startsWith(phrase)))
}

/** The whole title, or what stands before or behind the site's name. */
function isTitleOfNothing(title: string, furniture: Furniture): boolean {
  const parts = [title, ...title.split(/\s+[|\u2013\u2014\u00b7»-]\s+/)].map(plain)
  return readyOf(furniture).titles.some((one) => parts.includes(one))
}

function hasWall(document: Document): boolean {
  return (
    findOne(
      (element) => isTag(element) && wallName.test(`${element.attribs.class ?? ''} ${element.attribs.id ?? ''}`),
      document.children,
      true,
    ) !== null
  )
}
