/** Article → Document: the text as it will be cited for ever, its language and its sentences. */

import { hash } from 'node:crypto'
import type { Knowledge } from '../knowledge/compile.ts'
import { guessLanguage } from '../text/language.ts'
import { splitSentences } from '../text/sentences.ts'
import type { Article, Document, Id } from '../types/text.ts'

/** Pure. The text is `title + "\n\n" + text`, just `text` where the title is empty; nothing in it is altered. */
export function readDocument(article: Article, knowledge: Knowledge): Document {
  const text = article.title === '' ? article.text : `${article.title}\n\n${article.text}`
  const language = guessLanguage(text, article.languageHint, knowledge.languageClues)
  const abbreviations = knowledge.sources.languages[language.code]?.abbreviations ?? []
  return {
    id: hash('sha256', `${article.url ?? ''}\n${text}`) as Id<'Document'>,
    url: article.url,
    feed: article.feed,
    origin: article.origin,
    language,
    published: article.published,
    text,
    titleLength: article.title.length,
    sentences: splitSentences(text, language.code, abbreviations),
  }
}
