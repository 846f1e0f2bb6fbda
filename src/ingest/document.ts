/** Article → Document: the text as it will be cited for ever, its language and its sentences. */

import { createHash } from 'node:crypto'
import type { Knowledge } from '../knowledge/compile.ts'
import { type CommonWords, guessLanguage } from '../text/language.ts'
import { splitSentences } from '../text/sentences.ts'
import { fold } from '../text/shadow.ts'
import type { Article, Document, Id } from '../types/text.ts'

const commonWords = new WeakMap<Knowledge, CommonWords>()

/** Function words by language, made once for each knowledge. */
export function commonWordsOf(knowledge: Knowledge): CommonWords {
  const known = commonWords.get(knowledge)
  if (known !== undefined) return known
  const languages = Object.entries(knowledge.sources.languages)
  const made = new Map(languages.map(([tag, { stop }]) => [tag, new Set(stop.map(fold))]))
  commonWords.set(knowledge, made)
  return made
}

/** Pure. The text is `title + "\n\n" + text`, just `text` where the title is empty; nothing in it is altered. */
export function readDocument(article: Article, knowledge: Knowledge): Document {
  const text = article.title === '' ? article.text : `${article.title}\n\n${article.text}`
  const language = guessLanguage(text, article.languageHint, commonWordsOf(knowledge))
  const abbreviations = knowledge.sources.languages[language.code]?.abbreviations ?? []
  return {
    id: createHash('sha256')
      .update(`${article.url ?? ''}\n${text}`)
      .digest('hex') as Id<'Document'>,
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
