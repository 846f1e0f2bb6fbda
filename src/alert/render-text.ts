/** A notice as plain text: for mails, terminals and the fallback of chats. */

import { apart, brief, inert, isolated, oneLine, safeUrl } from '../text/escape.ts'
import { columnsOf, wrap } from '../text/wrap.ts'
import type { Notice, NoticeQuote } from '../types/notice.ts'

/** Most UTF-16 units of one quotation, one value and one line of small print. */
export const textLimits = { quote: 2_000, value: 500, title: 300, sentence: 2_000 } as const

/** Of a line, addresses apart: a terminal of 80 and a mail that is quoted once have room for it. */
const columns = 72

/** Ends with a line end. Holds no control character but line ends; quotations keep their own direction. */
export function renderText(notice: Notice): string {
  if (notice.document !== null) return `${inert(notice.document.text).trimEnd()}\n`
  const title = wrap(brief(notice.title, textLimits.title), columns)
  const footer = notice.footer.map((line) => lines(brief(line, textLimits.sentence)))
  const parts = [
    `${title.map(apart).join('\n')}\n${'='.repeat(Math.max(...title.map(columnsOf)))}`,
    lines(brief(notice.sentence, textLimits.sentence)),
    ...notice.quotes.map(quoteText),
    notice.fields.map(fieldText).join('\n'),
    notice.links.map(linkText).join('\n'),
    footer.length === 0 ? '' : `-- \n${footer.join('\n')}`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** Wrapped; the first line after `first`, the others after `next`. */
function lines(text: string, first = '', next = first): string {
  return wrap(text, columns - next.length)
    .map((line, index) => `${index === 0 ? first : next}${apart(line)}`)
    .join('\n')
}

/** Each line keeps the direction of its words to itself: a line end closes an isolate. */
function isolatedLines(text: string, first: string, next = first): string {
  return wrap(text, columns - next.length)
    .map((line, index) => `${index === 0 ? first : next}${isolated(line)}`)
    .join('\n')
}

function quoteText(quote: NoticeQuote): string {
  const words = isolatedLines(brief(quote.text, textLimits.quote), '> ')
  return [words, lines(brief(quote.source, textLimits.value), '  '), ...addressLine(quote.url)].join('\n')
}

function fieldText({ label, values }: Notice['fields'][number]): string {
  const told = values.map((value) => brief(value, textLimits.value)).join('; ')
  return lines(`${brief(label, textLimits.value)}: ${told}`, '', '  ')
}

function linkText({ label, url }: Notice['links'][number]): string {
  return [isolatedLines(brief(label, textLimits.value), '- ', '  '), ...addressLine(url)].join('\n')
}

/** Whole, so that it can be followed. */
function addressLine(url: string | null): string[] {
  const address = safeUrl(url)
  return address === null ? [] : [`  ${oneLine(address)}`]
}
