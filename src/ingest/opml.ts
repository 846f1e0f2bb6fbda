/** OPML: lists of feeds, in and out. */

import { getElementsByTagName } from 'domutils'
import { decodeHTMLAttribute } from 'entities'
import { escapeHtml, parseMarkup } from './markup.ts'
import { resolveUrl } from './url.ts'

export interface OpmlFeed {
  readonly url: string
  readonly outlet: string
  readonly language: string | null
}

/** Every outline with an http(s) xmlUrl, each address once. */
export function readOpml(opml: string): OpmlFeed[] {
  const { document } = parseMarkup(opml, 'xml')
  const feeds = new Map<string, OpmlFeed>()
  for (const { attribs } of getElementsByTagName('outline', document.children, true)) {
    const text = (name: string): string | null => decodeHTMLAttribute(attribs[name] ?? '').trim() || null
    const url = resolveUrl(text('xmlUrl') ?? text('xmlurl'), null)
    if (url === null || feeds.has(url)) continue
    feeds.set(url, {
      url,
      outlet: text('title') ?? text('text') ?? new URL(url).hostname,
      language: text('language'),
    })
  }
  return [...feeds.values()]
}

export function writeOpml(feeds: readonly OpmlFeed[]): string {
  const quoted = (text: string): string => escapeHtml(text).replace(/"/g, '&quot;')
  const outlines = feeds.map(
    ({ url, outlet, language }) =>
      `    <outline type="rss" text="${quoted(outlet)}" xmlUrl="${quoted(url)}"${language === null ? '' : ` language="${quoted(language)}"`}/>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>Feeds watched by Detour</title></head>\n  <body>\n${outlines.join('\n')}\n  </body>\n</opml>\n`
}
