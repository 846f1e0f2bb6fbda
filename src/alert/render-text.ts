/** A notice as plain text: for mails, terminals and the fallback of chats. */

import { inert, isolated, oneLine, shorten } from '../text/escape.ts'
import type { Notice, NoticeQuote } from '../types/notice.ts'

/** Most UTF-16 units of one quotation, one value and one line of small print. */
export const textLimits = { quote: 2_000, value: 500, title: 300, sentence: 2_000 } as const

/** Ends with a line end. Holds no control character but line ends; quotations keep their own direction. */
export function renderText(notice: Notice): string {
  if (notice.document !== null) return `${inert(notice.document.text).trimEnd()}\n`
  const title = cut(notice.title, textLimits.title)
  const parts = [
    `${title}\n${'='.repeat(Math.min(title.length, 72))}`,
    cut(notice.sentence, textLimits.sentence),
    ...notice.quotes.map(quoteText),
    notice.fields
      .map(({ label, values }) => `${cut(label)}: ${values.map((value) => cut(value)).join('; ')}`)
      .join('\n'),
    notice.links.map(({ label, url }) => `- ${isolated(cut(label))}\n  ${oneLine(url)}`).join('\n'),
    notice.footer.length === 0 ? '' : `-- \n${notice.footer.map((line) => cut(line, textLimits.sentence)).join('\n')}`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function cut(text: string, most: number = textLimits.value): string {
  return shorten(oneLine(text), most)
}

function quoteText(quote: NoticeQuote): string {
  const lines = [`> ${isolated(cut(quote.text, textLimits.quote))}`, `  ${isolated(cut(quote.source))}`]
  return [...lines, ...(quote.url === null ? [] : [`  ${oneLine(quote.url)}`])].join('\n')
}
