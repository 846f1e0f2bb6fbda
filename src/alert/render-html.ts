/** A notice as HTML that mail programs show alike: simple blocks with inline styles, light and dark. */

import { apart, brief, escapeHtml, safeUrl } from '../text/escape.ts'
import type { Notice, NoticeField, NoticeQuote } from '../types/notice.ts'
import { textLimits } from './render-text.ts'

/** Mail programs that read no style sheet show the inline colours; those that do follow the reader's light or dark. */
const dark = [
  '.page{background:#16181d!important;color:#e8e8ea!important}',
  '.quote{background:#22262e!important;border-color:#8ab4f8!important}',
  '.small,.label{color:#a9b0bb!important}',
  '.rule{border-color:#3a404b!important}',
  'a{color:#8ab4f8!important}',
].join('')

const style = {
  page: 'margin:0;padding:24px 16px;background:#ffffff;color:#1b1f24;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif',
  body: 'max-width:640px;margin:0 auto;overflow-wrap:anywhere',
  title: 'margin:0 0 12px;font-size:21px;line-height:1.3;font-weight:600',
  sentence: 'margin:0 0 20px',
  quote: 'margin:0 0 12px;padding:10px 14px;background:#f3f5f8;border:0 solid #2f5fb3;border-inline-start-width:4px',
  words: 'margin:0',
  source: 'margin:6px 0 0;font-size:13px;color:#57606a',
  field: 'margin:0 0 8px',
  label: 'display:block;font-size:13px;color:#57606a',
  links: 'margin:16px 0 0;padding:0 0 0 20px',
  link: 'color:#2f5fb3',
  footer: 'margin:24px 0 0;padding:12px 0 0;border-top:1px solid #d5dae1;font-size:13px;color:#57606a',
} as const

/** A whole document; `notice.document` in place of it where there is one. */
export function renderHtml(notice: Notice): string {
  if (notice.document !== null) return notice.document.html
  const language = attribute(notice.language)
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${text(notice.title, textLimits.title)}</title>`,
    `<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${dark}}</style></head>`,
    `<body class="page" style="${style.page}"><div style="${style.body}">`,
    `<h1 style="${style.title}">${line(notice.title, textLimits.title)}</h1>`,
    `<p style="${style.sentence}">${line(notice.sentence, textLimits.sentence)}</p>`,
    ...notice.quotes.map(quoteHtml),
    ...notice.fields.map(fieldHtml),
    linksHtml(notice.links),
    footerHtml(notice.footer),
    '</div></body></html>',
    '',
  ]
    .filter((part, index, all) => part !== '' || index === all.length - 1)
    .join('\n')
}

/** A line in the language of the notice, with names of any. */
function line(value: string, most: number): string {
  return apart(text(value, most))
}

/** Words of one language. */
function text(value: string, most: number): string {
  return escapeHtml(brief(value, most))
}

function attribute(value: string): string {
  return escapeHtml(brief(value, 35))
}

function quoteHtml(quote: NoticeQuote): string {
  const source = line(quote.source, textLimits.value)
  const url = safeUrl(quote.url)
  const cited = url === null ? source : `<a href="${escapeHtml(url)}" style="${style.link}">${source}</a>`
  return [
    `<blockquote class="quote" dir="auto" lang="${attribute(quote.language)}" style="${style.quote}">`,
    `<p style="${style.words}">${text(quote.text, textLimits.quote)}</p></blockquote>`,
    `<p class="small" style="${style.source};margin:-6px 0 16px">${cited}</p>`,
  ].join('')
}

function fieldHtml({ label, values }: NoticeField): string {
  const shown = values.map((value) => line(value, textLimits.value)).join('<br>')
  return `<p style="${style.field}"><span class="label" style="${style.label}">${text(label, textLimits.value)}</span>${shown}</p>`
}

function linksHtml(links: Notice['links']): string {
  const items = links.flatMap(({ label, url }) => {
    const address = safeUrl(url)
    const shown = `<bdi>${text(label, textLimits.value)}</bdi>`
    return address === null ? [] : [`<li><a href="${escapeHtml(address)}" style="${style.link}">${shown}</a></li>`]
  })
  return items.length === 0 ? '' : `<ul style="${style.links}">${items.join('')}</ul>`
}

function footerHtml(lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const shown = lines.map((one) => line(one, textLimits.sentence)).join('<br>')
  return `<p class="small rule" style="${style.footer}">${shown}</p>`
}
