/** A story and the rule that fired → the notice that every channel carries. */

import { denierOf, fieldsOf } from '../knowledge/story-facts.ts'
import { sentenceOf, titleOf, withdrawalOf } from '../knowledge/story-sentence.ts'
import { type Teller, tellerOf } from '../knowledge/telling.ts'
import type { Wording } from '../knowledge/wording.ts'
import { oneLine, safeUrl } from '../text/escape.ts'
import type { Alert, AlertContent, Notice, NoticeQuote } from '../types/notice.ts'
import type { Citation, StorySummary } from '../types/story.ts'
import type { Id } from '../types/text.ts'

/** Most quotations and most links of one notice. */
const most = { quotes: 6, links: 10, articles: 50 } as const

/**
 * The same content, alert and wording give the same notice, whenever it is tried again. A withdrawn story is told as a
 * correction whatever is asked for: nothing is left to alert to.
 */
export function noticeOf(
  content: AlertContent,
  alert: Alert,
  wording: Wording,
  kind: 'alert' | 'correction',
  version: string | null = null,
): Notice {
  const teller = tellerOf(wording)
  const { summary } = content
  const { posture } = summary
  const shared = {
    key: alert.key,
    language: wording.language,
    links: linksOf(summary, teller),
    document: null,
    data: dataOf(content, alert),
  }
  if (kind === 'correction' || posture === null)
    return {
      ...shared,
      kind: 'correction',
      title: teller.alert('title-correction', { title: oneLine(summary.title) }),
      sentence: withdrawalOf(summary, teller),
      quotes: [],
      fields: [],
      footer: footerOf(content, alert, teller, version, false),
    }
  const title = titleOf(summary, posture.value, teller)
  const further = content.news.filter((one) => one !== 'new').map((one) => wording.news[one])
  const news = teller.list(further)
  return {
    ...shared,
    kind: 'alert',
    title: oneLine(further.length === 0 ? title : teller.alert('title-news', { title, news })),
    sentence: sentenceOf(summary, posture.value, teller),
    quotes: quotesOf(summary, teller),
    fields: fieldsOf(summary, content.news, teller),
    footer: footerOf(content, alert, teller, version, true),
  }
}

/** A try-out of a destination: it says that nothing has happened. */
export function testNotice(key: Id<'IdempotencyKey'>, destination: string, wording: Wording): Notice {
  const teller = tellerOf(wording)
  return {
    key,
    kind: 'test',
    language: wording.language,
    title: oneLine(teller.alert('title-test', { destination })),
    sentence: teller.alert('sentence-test', { destination }),
    quotes: [],
    fields: [],
    links: [],
    footer: [],
    document: null,
    data: { destination },
  }
}

/** Those that bear out the label and the stage, then each denial, each route and each amount; no words twice. */
function quotesOf(summary: StorySummary, teller: Teller): NoticeQuote[] {
  const denials = summary.denials.map(({ value, citation }) => ({ citation, denier: value }))
  const borne = [...summary.routes, ...summary.amounts, ...summary.quantities].map(({ citation }) => citation)
  const first = [summary.lead, summary.posture?.citation ?? null].filter((one) => one !== null)
  const wanted: { readonly citation: Citation; readonly denier: string | null }[] = [
    ...first.map((citation) => ({ citation, denier: null })),
    ...denials,
    ...borne.map((citation) => ({ citation, denier: null })),
  ]
  const taken: Citation[] = []
  const quotes: NoticeQuote[] = []
  for (const { citation, denier } of wanted) {
    if (quotes.length === most.quotes) break
    if (denier === null && taken.some((one) => contains(one, citation))) continue
    taken.push(citation)
    quotes.push(quoteOf(citation, denier, teller))
  }
  return quotes
}

function contains(outer: Citation, inner: Citation): boolean {
  return outer.document === inner.document && outer.start <= inner.start && outer.end >= inner.end
}

function quoteOf(citation: Citation, denier: string | null, teller: Teller): NoticeQuote {
  const source = sourceOf(citation, teller)
  return {
    text: citation.quote,
    language: citation.language,
    source: denier === null ? source : teller.alert('quote-denial', { by: denierOf(denier, teller), source }),
    url: safeUrl(citation.url),
  }
}

function sourceOf(citation: Pick<Citation, 'outlet' | 'published'>, { shared, date }: Teller): string {
  const outlet = citation.outlet ?? shared('outlet-unknown')
  const day = date(citation.published)
  return day === null ? shared('quote-undated', { outlet }) : shared('quote-source', { outlet, date: day })
}

function linksOf(summary: StorySummary, teller: Teller): Notice['links'] {
  const links: { label: string; url: string }[] = []
  for (const article of summary.articles) {
    const url = safeUrl(article.url)
    if (url === null || links.length === most.links) continue
    const outlet = article.outlet ?? teller.shared('outlet-unknown')
    const language = teller.language(article.language)
    links.push({ label: oneLine(teller.alert('article', { title: article.title, outlet, language })), url })
  }
  return links
}

function footerOf(
  content: AlertContent,
  alert: Alert,
  teller: Teller,
  version: string | null,
  fired: boolean,
): string[] {
  const { alert: say } = teller
  const [tightest, ...others] = content.margins
  const rule = [
    say('rule-fired', { rule: content.rule }),
    tightest === undefined ? say('rule-always') : say('rule-tightest', { margin: tightest }),
    ...(others.length === 0 ? [] : [say('rule-other', { margins: others.join('; ') })]),
  ].join(' ')
  const story = say('story-id', { story: alert.story, revision: String(alert.revision) })
  return [...(fired ? [rule] : []), say('how-to-read'), version === null ? story : `${story} Detour ${version}.`]
}

/** For programs: the story without its history; of many articles the first ones, beside their number. */
function dataOf(content: AlertContent, alert: Alert): Readonly<Record<string, unknown>> {
  const { history: _, articles, ...story } = content.summary
  return {
    story: { ...story, articles: articles.slice(0, most.articles), articleCount: articles.length },
    revision: alert.revision,
    destination: alert.destination,
    rule: content.rule,
    margins: content.margins,
    news: content.news,
  }
}
