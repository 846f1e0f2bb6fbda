/** A digest → the notice that carries it: whole in mails, in short where a channel takes short messages only. */

import type { Teller } from '../knowledge/telling.ts'
import { oneLine, safeUrl, shorten } from '../text/escape.ts'
import type { Digest, DigestStory } from '../types/digest.ts'
import type { Notice, NoticeField, NoticeQuote } from '../types/notice.ts'
import { pageOf, summaryOf } from './page/page.ts'

/** Stories named, and quoted, in a short message. */
const most = { stories: 10, quotes: 3, title: 160 } as const

/** Pure. `document`: the digest as HTML and as Markdown, for mails. */
export function digestNotice(
  digest: Digest,
  to: { readonly key: Notice['key']; readonly destination: string },
  document: NonNullable<Notice['document']>,
  teller: Teller,
): Notice {
  const page = pageOf(digest, teller)
  const standing = digest.stories.filter(({ summary }) => !summary.withdrawn)
  return {
    key: to.key,
    kind: 'digest',
    language: page.language,
    title: oneLine(page.title),
    sentence: summaryOf(digest, teller),
    quotes: standing.slice(0, most.quotes).flatMap((story) => quotesOf(story, teller)),
    fields: [figuresOf(digest, teller), ...storiesOf(standing, teller)],
    links: [],
    footer: page.footer.map((line) => line.map((part) => (typeof part === 'string' ? part : part.text)).join('')),
    document,
    data: dataOf(digest, to.destination),
  }
}

function quotesOf({ summary }: DigestStory, { shared, date }: Teller): NoticeQuote[] {
  const { lead } = summary
  if (lead === null) return []
  const outlet = lead.outlet ?? shared('outlet-unknown')
  const day = date(lead.published)
  const source = day === null ? shared('quote-undated', { outlet }) : shared('quote-source', { outlet, date: day })
  return [{ text: lead.quote, language: lead.language, source, url: safeUrl(lead.url) }]
}

function figuresOf({ figures }: Digest, { digest: say, number, change }: Teller): NoticeField {
  const shown = ['storiesNew', 'storiesContinuing', 'circumvention', 'articles'] as const
  const values = shown.map((name) => {
    const { now, before } = figures[name]
    return `${say(`tile-${name}`)}: ${number(now)} (${change(now - before)})`
  })
  return { label: say('section-figures'), values }
}

function storiesOf(stories: readonly DigestStory[], teller: Teller): NoticeField[] {
  const values = stories.slice(0, most.stories).map(({ summary }) => {
    const stage = summary.posture === null ? '' : ` (${teller.wording.postures[summary.posture.value]})`
    return `${shorten(oneLine(summary.title), most.title)}${stage}`
  })
  const more = stories.length - values.length
  return values.length === 0
    ? []
    : [
        {
          label: teller.digest('section-stories'),
          values: more > 0 ? [...values, teller.shared('more', { count: more })] : values,
        },
      ]
}

function dataOf(digest: Digest, destination: string): Readonly<Record<string, unknown>> {
  const { week, zone, from, until, figures, stories } = digest
  return {
    week,
    zone,
    from,
    until,
    figures,
    destination,
    stories: stories.map(({ summary, continuing, articlesThisWeek, weight }) => ({
      id: summary.id,
      revision: summary.revision,
      title: summary.title,
      language: summary.language,
      posture: summary.posture?.value ?? null,
      withdrawn: summary.withdrawn,
      continuing,
      articlesThisWeek,
      weight,
      url: summary.lead?.url ?? null,
    })),
  }
}
