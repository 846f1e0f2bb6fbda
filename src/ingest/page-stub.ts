/** Does a page hold the article, or only a teaser before a paywall, a cookie wall or a check for robots? */

import type { Document } from 'domhandler'
import { isTag } from 'domhandler'
import { findOne } from 'domutils'

/** Characters under which a text may be a teaser, by how surely the page shows a wall. */
const short = { anyhow: 250, cutOff: 700, walled: 900, locked: 1_500 }

/** Class names and ids of walls that stand where the rest of the article would. */
const wallName =
  /(?:^|[-_\s])(?:paywall\w*|pay-wall|piano-\w+|regwall|reg-wall|registration-wall|premium-(?:content|wall|teaser)|subscriber-only|subscribers-only|subscription-(?:wall|required|teaser)|metered\w*|article-locked|locked-content|content-gate|gated\w*|abo-(?:wall|teaser|only)|plus-teaser|reserve-abonnes|reserved-to-subscribers|tp-modal|tp-container-inner|mur-payant)(?:$|[-_\s])/i

/** Signs in the code of pages that show nothing but themselves: bot checks, consent walls, "enable JavaScript". */
const walledPage =
  /cf-challenge|challenge-platform|captcha|px-captcha|datadome|enable javascript|consent-wall|cmpbox|sp_message_container|didomi-host|consent\.google|qc-cmp2|onetrust-consent/i

export function isStub(text: string, document: Document, html: string, locked: boolean): boolean {
  const { length } = text
  if (length >= short.locked) return false
  if (locked) return true
  const cut = /(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$/.test(text.slice(-20))
  if (length < short.cutOff && cut) return true
  if (length >= short.walled) return false
  return hasWall(document) || (length < short.anyhow && walledPage.test(html.slice(0, 1_000_000)))
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
