/** What runs in worker threads: reading and analysing, which would hold up everything else. */

import { analyse } from '../src/analyse.ts'
import { articleFromEntry, articleFromPage } from '../src/ingest/article.ts'
import { parseFeed } from '../src/ingest/feed.ts'
import { readPage } from '../src/ingest/page.ts'
import type { Knowledge } from '../src/knowledge/load.ts'
import { storable } from '../src/store/text.ts'
import type { Entry, ParsedFeed } from '../src/types/feed.ts'
import type { Finding } from '../src/types/finding.ts'
import type { Article, Document, Id } from '../src/types/text.ts'

export interface ParseFeedJob {
  readonly job: 'parse-feed'
  readonly bytes: Uint8Array
  readonly contentType: string | null
  readonly url: string
}

/** The page's bytes where it could be had, and the entry whose own text stands in for it. */
export interface AnalysePageJob {
  readonly job: 'analyse-page'
  readonly page: { readonly bytes: Uint8Array; readonly contentType: string | null; readonly url: string } | null
  readonly entry: Entry
  readonly feed: string
  readonly language: string | null
}

export type Job = ParseFeedJob | AnalysePageJob

export interface Results {
  readonly 'parse-feed': ParsedFeed
  readonly 'analyse-page': { readonly document: Document; readonly finding: Finding }
}

export function runJob(job: Job, knowledge: Knowledge): Results[Job['job']] {
  if (job.job === 'parse-feed') return parseFeed(job.bytes, { contentType: job.contentType, url: job.url })
  const { title, text, ...article } = chooseArticle(job, knowledge)
  return analyse({ ...article, title: storable(title), text: storable(text) }, knowledge)
}

/** The page, unless it reads as a stub or as less than the entry itself says. */
function chooseArticle(job: AnalysePageJob, knowledge: Knowledge): Article {
  const feed = job.feed as Id<'Feed'>
  const { furniture } = knowledge.sources
  const own = articleFromEntry(job.entry, { feed, languageHint: job.language, furniture })
  if (job.page === null) return own
  const page = readPage(job.page.bytes, {
    contentType: job.page.contentType,
    url: job.page.url,
    furniture,
  })
  if (page.stub || page.text.length < 80 || page.text.length * 2 < own.text.length)
    return { ...own, published: own.published ?? page.published }
  const article = articleFromPage(page, job.entry, job.page.url, feed)
  return { ...article, languageHint: article.languageHint ?? job.language }
}
