/** Untrusted text made harmless for the places it is shown in. */

/** What acts on a screen without being seen: controls (line ends and tabs apart), bidi marks, overrides and isolates, joiners of lines. */
const acting =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu

/** Control characters and bidi overrides removed, half surrogate pairs replaced; "\r\n" becomes "\n". */
export function inert(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(acting, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Inert, and one line: for titles, headers and labels. */
export function oneLine(text: string): string {
  return inert(text.replace(/[\u0085\u2028\u2029]/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

/** A quotation within plain text of another direction: its own direction stays inside (FSI … PDI). */
export function isolated(text: string): string {
  return `\u2068${inert(text)}\u2069`
}

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}](?:[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])*/gu

/** Right-to-left names in a line of ours are isolated: the date after one stays in its order. For text that is inert. */
export function apart(text: string): string {
  return text.replace(rightToLeft, (run) => `\u2068${run}\u2069`)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For the text and the quoted attributes of HTML; inert too. */
export function escapeHtml(text: string): string {
  return inert(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

/** The address as a browser would write it, when it is http or https; else null. */
export function safeUrl(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null
  const parsed = new URL(url)
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null
  parsed.username = ''
  parsed.password = ''
  return parsed.href.replace(/['"<>|()\\`]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** At most `most` UTF-16 units, cut between graphemes, the last of them "…". */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  let end = 0
  for (const { segment, index } of new Intl.Segmenter().segment(text.slice(0, most))) {
    if (index + segment.length > most - 1) break
    end = index + segment.length
  }
  return `${text.slice(0, end)}…`
}

/** One inert line of at most `most` UTF-16 units. Of a text that is far longer only its beginning is looked at. */
export function brief(text: string, most: number): string {
  const looked = 4 * most + 100
  if (text.length <= looked) return shorten(oneLine(text), most)
  return shorten(`${oneLine(text.slice(0, looked))}…`, most)
}

/** JSON that is safe to look at: what acts on a screen is written as \uXXXX, so that reading it gives the exact text back. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(acting, (sign) =>
    Array.from({ length: sign.length }, (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  )
}
