/** One self-contained file for browsers and mails: no scripts, nothing fetched, whole without its style sheet. */

import { escapeHtml } from '../../text/escape.ts'
import type { Format } from '../format.ts'
import { pageOf } from '../page/page.ts'
import { blockHtml, lineHtml, sectionHtml } from '../writing/html.ts'
import { sheet, style } from '../writing/style.ts'

export default {
  name: 'html',
  extension: 'html',
  mime: 'text/html; charset=utf-8',
  write(digest, teller, shape) {
    const page = pageOf(digest, teller, shape)
    return [
      '<!doctype html>',
      `<html lang="${escapeHtml(page.language)}"><head><meta charset="utf-8">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
      '<meta name="referrer" content="no-referrer">',
      `<title>${escapeHtml(page.title)}</title><style>${sheet}</style></head>`,
      `<body class="d-body" style="${style.body}"><div class="d-page" style="${style.page}"><header>`,
      `<p class="d-brand" style="${style.brand}">Detour</p>`,
      `<h1 class="d-h1" style="${style.h1}">${escapeHtml(page.title)}</h1>`,
      ...page.lead.map((block) => blockHtml(block, teller)),
      '</header><main>',
      ...page.sections.map((section) => sectionHtml(section, teller)),
      `</main><footer class="d-small d-line" style="${style.footer}">${page.footer.map(lineHtml).join('<br>')}</footer>`,
      '</div></body></html>',
      '',
    ].join('\n')
  },
} satisfies Format
