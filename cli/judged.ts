/** The articles of a store that people have judged, as labelled articles. Reads beside a running daemon. */

import { type JudgedArticle, labelledArticle } from '../src/judged.ts'
import type { Knowledge } from '../src/knowledge/compile.ts'
import { latestFindings, listJudgements, thatCount } from '../src/store/judgement.ts'
import { readStore } from '../src/store/read.ts'
import type { Judgement } from '../src/types/judgement.ts'

/** One for each text: a copy that was judged too is left out. Throws Fault store-unusable where there is no store. */
export async function judgedArticles(data: string, knowledge: Knowledge): Promise<JudgedArticle[]> {
  return readStore(data, async (store) => {
    const byDocument = new Map<string, Judgement[]>()
    for (const one of thatCount(await listJudgements(store)))
      byDocument.set(one.document, [...(byDocument.get(one.document) ?? []), one])
    const labelled = new Map<string, JudgedArticle>()
    for (const stored of await latestFindings(store, [...byDocument.keys()])) {
      const article = labelledArticle(stored, byDocument.get(stored.document.id) ?? [], knowledge)
      if (article !== null) labelled.set(stored.copyOf ?? stored.document.id, article)
    }
    return [...labelled.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  })
}
