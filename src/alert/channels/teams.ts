/** Notices as Adaptive Cards to a webhook or workflow of Teams. Untrusted text stands in text runs, which read no Markdown. */

import { z } from 'zod'
import { inert, oneLine, safeUrl, shorten } from '../../text/escape.ts'
import { Fault } from '../../types/fault.ts'
import type { Notice, NoticeQuote } from '../../types/notice.ts'
import type { Channel } from '../channel.ts'
import { post } from './wire/post.ts'

const settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Of the webhook or workflow: whoever knows it can post, so keep it secret.'),
  timeoutSeconds: z.number().positive().default(20),
})

/** Teams takes 28 KB a message: parts are left out from the end until it fits, and said to be. */
const mostBytes = 26_000

/** Markup of Teams' own, such as <at>…</at>, is broken up. */
function quiet(text: string, most: number): string {
  return shorten(
    oneLine(inert(text))
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

function small(text: string): object {
  return rich([{ text: quiet(text, 600), size: 'Small', isSubtle: true }])
}

function quoteOf(quote: NoticeQuote): object {
  const items = [rich([{ text: `“${quiet(quote.text, 1_500)}”` }]), small(quote.source)]
  return { type: 'Container', style: 'emphasis', items }
}

function bodyOf(notice: Notice): object[] {
  return [
    rich([{ text: quiet(notice.title, 300) || '–', weight: 'Bolder', size: 'Large' }]),
    rich([{ text: quiet(notice.sentence, 1_500) || '–' }]),
    ...notice.quotes.slice(0, 6).map(quoteOf),
    ...notice.fields
      .slice(0, 20)
      .map(({ label, values }) =>
        rich([{ text: `${quiet(label, 100)}: `, weight: 'Bolder' }, { text: quiet(values.join('; '), 1_500) }]),
      ),
    ...notice.footer.slice(0, 6).map(small),
  ]
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
    return [{ type: 'Action.OpenUrl', title: quiet(label, 80).replace(/[[\]()*_#`~]/g, ' '), url: address }]
  })
}

function payloadWith(notice: Notice, body: readonly object[], actions: readonly object[]): string {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    lang: notice.language,
    fallbackText: quiet(notice.title, 300),
    body,
    actions,
  }
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
  return JSON.stringify({ type: 'message', attachments: [attachment] })
}

function payloadOf(notice: Notice): string {
  const body = bodyOf(notice)
  const actions = actionsOf(notice)
  for (let kept = body.length; kept >= 2; kept--) {
    const shown = kept === body.length ? body : [...body.slice(0, kept), small('…')]
    const payload = payloadWith(notice, shown, actions)
    if (Buffer.byteLength(payload) <= mostBytes) return payload
  }
  return payloadWith(notice, body.slice(0, 2), [])
}

export default {
  name: 'teams',
  settings,
  deliver: async (notice, { url, timeoutSeconds }, context) => {
    const headers = { 'idempotency-key': encodeURIComponent(notice.key.replace(/\p{Surrogate}/gu, '\ufffd')) }
    const { status, host, body } = await post({ url, body: payloadOf(notice), headers, timeoutSeconds }, context)
    // Teams' older webhooks answer 200 and tell of a limit in the text.
    const inner = /HTTP error (\d{3})/.exec(body)?.[1]
    if (inner !== undefined) throw new Fault('delivery-failed', `${host} answered 200, but tells of an error ${inner}.`)
    return { detail: `${status} from ${host}` }
  },
} satisfies Channel<typeof settings>
