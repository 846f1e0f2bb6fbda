/** Notices as Adaptive Cards to a webhook or workflow of Teams. Untrusted text stands in text runs, which read no Markdown. */

import { z } from 'zod'
import { apart, brief, safeUrl } from '../../text/escape.ts'
import { Fault } from '../../types/fault.ts'
import type { Notice, NoticeQuote } from '../../types/notice.ts'
import type { Channel } from '../channel.ts'
import { headerKey, post, secondsLimit } from './wire/post.ts'

const settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Of the webhook or workflow: whoever knows it can post, so keep it secret.'),
  timeoutSeconds: secondsLimit.default(20),
})

/** Teams takes 28 KB a message. */
const mostBytes = 26_000

/** Most UTF-16 units of one text: the first with which the message fits is taken; with the least one it does without links. */
const measures = [1_500, 700, 300] as const
const least = 100

/** Markup of Teams' own, such as <at>…</at>, is broken up. */
function quiet(text: string, most: number): string {
  return brief(
    brief(text, most)
      .replace(/<(?=\/?[a-z!])/gi, '<\u200b')
      .replace(/@(?=\w)/g, '@\u200b'),
    most,
  )
}

interface Run {
  readonly type: 'TextRun'
  readonly text: string
  readonly weight?: 'Bolder'
  readonly size?: 'Large' | 'Small'
  readonly isSubtle?: true
}

function rich(runs: readonly Omit<Run, 'type'>[]): object {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) }
}

function small(text: string, most: number): object {
  return rich([{ text: apart(quiet(text, Math.min(most, 600))), size: 'Small', isSubtle: true }])
}

function quoteOf(quote: NoticeQuote, most: number): object {
  const items = [rich([{ text: `“${quiet(quote.text, most)}”` }]), small(quote.source, most)]
  return { type: 'Container', style: 'emphasis', items }
}

/** No text longer than `most`: who denies and the small print are not left out for the length of what stands before. */
function bodyOf(notice: Notice, most: number): object[] {
  return [
    rich([{ text: quiet(notice.title, Math.min(most, 300)) || '–', weight: 'Bolder', size: 'Large' }]),
    rich([{ text: quiet(notice.sentence, Math.max(most, 200)) || '–' }]),
    ...notice.quotes.slice(0, 6).map((quote) => quoteOf(quote, most)),
    ...notice.fields.slice(0, 16).map(({ label, values }) => {
      const told = values.slice(0, 20).map((value) => brief(value, most))
      return rich([{ text: `${quiet(label, 100)}: `, weight: 'Bolder' }, { text: quiet(told.join('; '), most) }])
    }),
    ...notice.footer.slice(0, 6).map((line) => small(line, Math.max(most, 200))),
  ]
}

/** Titles of buttons are read as Markdown by some programs. */
function titled(label: string): string {
  return quiet(label, 80)
    .replace(/[[\]()*_#`~]/g, ' ')
    .trim()
}

/** Quotations' addresses and the articles', each once; Teams shows six. */
function actionsOf(notice: Notice): object[] {
  const all = [
    ...notice.links.map(({ label, url }) => ({ label, url })),
    ...notice.quotes.map(({ source, url }) => ({ label: source, url })),
  ]
  const seen = new Set<string>()
  return all.flatMap(({ label, url }) => {
    const address = safeUrl(url)
    if (address === null || address.length > 2_000 || seen.has(address) || seen.size === 6) return []
    seen.add(address)
    return [{ type: 'Action.OpenUrl', title: titled(label) || new URL(address).host, url: address }]
  })
}

function payloadWith(notice: Notice, body: readonly object[], actions: readonly object[]): string {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    lang: brief(notice.language, 35),
    fallbackText: quiet(notice.title, 300),
    body,
    actions,
  }
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
  return JSON.stringify({ type: 'message', attachments: [attachment] })
}

function payloadOf(notice: Notice): string {
  const actions = actionsOf(notice)
  for (const most of measures) {
    const payload = payloadWith(notice, bodyOf(notice, most), actions)
    if (Buffer.byteLength(payload) <= mostBytes) return payload
  }
  return payloadWith(notice, bodyOf(notice, least), [])
}

export default {
  name: 'teams',
  settings,
  deliver: async (notice, { url, timeoutSeconds }, context) => {
    const headers = { 'idempotency-key': headerKey(notice.key) }
    const { status, host, body } = await post({ url, body: payloadOf(notice), headers, timeoutSeconds }, context)
    // Teams' older webhooks answer 200 and tell of a limit in the text.
    const inner = /HTTP error (\d{3})/.exec(body)?.[1]
    if (inner !== undefined) {
      const passes = Number(inner) >= 500 || inner === '429'
      throw new Fault(
        passes ? 'delivery-failed' : 'delivery-refused',
        `${host} answered ${status}, but tells of an error ${inner}.`,
      )
    }
    return { detail: `${status} from ${host}` }
  },
} satisfies Channel<typeof settings>
