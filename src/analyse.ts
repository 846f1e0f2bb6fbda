/** The straight line an article walks: read it, find what it names, say what it reports. */

import { classify } from './classify/finding.ts'
import { findMentions } from './extract/mentions.ts'
import { readDocument } from './ingest/document.ts'
import type { Knowledge } from './knowledge/compile.ts'
import { readText } from './knowledge/reading.ts'
import type { Finding } from './types/finding.ts'
import type { Article, Document } from './types/text.ts'

/** Pure: the same article and knowledge give the same bytes. */
export function analyse(
  article: Article,
  knowledge: Knowledge,
): { readonly document: Document; readonly finding: Finding } {
  const document = readDocument(article, knowledge)
  const reading = readText(document, knowledge)
  const mentions = findMentions(reading)
  return { document, finding: classify(reading, mentions) }
}
