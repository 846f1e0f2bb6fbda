/** Notices as Block Kit messages to an incoming webhook of Slack. Untrusted text stands in `plain_text`, never in mrkdwn. */

import { z } from 'zod'
import { apart, brief, inert, safeUrl, shorten } from '../../text/escape.ts'
import type { Notice, NoticeQuote } from '../../types/notice.ts'
import type { Channel } from '../channel.ts'
import { headerKey, post, secondsLimit } from './wire/post.ts'

const settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Of the incoming webhook: whoever knows it can post, so keep it secret.'),
  timeoutSeconds: secondsLimit.default(15),
})

/** Slack's, less what escaping may add: a block takes 3,000 characters, a header 150, a message 50 blocks. */
const limits = { text: 2_900, header: 150, blocks: 48, url: 2_900, fallback: 2_900 } as const

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** The three signs that Slack reads are written as entities, and "@channel" is broken up. */
function harmless(text: string, most: number): string {
  const quiet = inert(text).replace(/@(?=channel|here|everyone)/gi, '@\u200b')
  let bound = Math.min(most, quiet.length)
  for (;;) {
    const escaped = shorten(quiet, bound).replace(/[&<>]/g, (sign) => signs[sign] ?? sign)
    if (escaped.length <= most) return escaped
    bound -= Math.max(1, Math.ceil((escaped.length - most) / 5))
  }
}

/** Slack refuses the whole message for one empty text. */
function plain(text: string, most: number = limits.text) {
  return { type: 'plain_text', text: harmless(text, most) || '–', emoji: false }
}

/** A line of ours with names in it. */
function named(text: string, most: number) {
  const line = plain(brief(text, most), most)
  return { ...line, text: apart(line.text) }
}

/** A link under words of ours, in the only mrkdwn that we send; null where the address is none or too long. */
function link(url: string | null, words: string) {
  const address = safeUrl(url)
  if (address === null || address.length > limits.url) return null
  return { type: 'mrkdwn', text: `<${address.replaceAll('&', '&amp;')}|${harmless(words, 50)}>`, verbatim: true }
}

function quoteBlocks(quote: NoticeQuote): object[] {
  const address = link(quote.url, '↗')
  const source = named(quote.source, 500)
  return [
    {
      type: 'section',
      text: plain(`“${brief(quote.text, 2_000)}”`),
    },
    { type: 'context', elements: address === null ? [source] : [source, address] },
  ]
}

function fieldBlocks(notice: Notice): object[] {
  return notice.fields.map(({ label, values }) => ({
    type: 'section',
    text: plain([brief(label, 200), ...values.map((value) => `• ${brief(value, 500)}`)].join('\n')),
  }))
}

function linkBlocks(notice: Notice): object[] {
  return notice.links.map(({ label, url }) => {
    const address = link(url, '↗')
    const words = plain(brief(label, 500), 500)
    return { type: 'context', elements: address === null ? [words] : [words, address] }
  })
}

function payloadOf(notice: Notice): object {
  const small = notice.footer.map((line) => ({ type: 'context', elements: [named(line, 1_000)] }))
  const blocks = [
    { type: 'header', text: plain(brief(notice.title, limits.header), limits.header) },
    { type: 'section', text: plain(brief(notice.sentence, limits.text)) },
    ...notice.quotes.flatMap(quoteBlocks),
    ...fieldBlocks(notice),
    ...linkBlocks(notice),
  ].slice(0, limits.blocks - Math.min(small.length, 6))
  return {
    text: harmless(`${brief(notice.title, 300)}: ${brief(notice.sentence, limits.fallback)}`, limits.fallback),
    blocks: [...blocks, ...small.slice(0, 6)],
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  }
}

export default {
  name: 'slack',
  settings,
  deliver: async (notice, { url, timeoutSeconds }, context) => {
    const headers = { 'idempotency-key': headerKey(notice.key) }
    const body = JSON.stringify(payloadOf(notice))
    const { status, host } = await post({ url, body, headers, timeoutSeconds }, context)
    return { detail: `${status} from ${host}` }
  },
} satisfies Channel<typeof settings>
