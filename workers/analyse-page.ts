/** Task analyse-page: page and entry → document and finding. */

import { saveAnalysis } from '../src/store/finding.ts'
import { entriesOfPage, entryOf, pageById, unpackBody } from '../src/store/page.ts'
import { finish } from '../src/store/task.ts'
import type { Handler } from './context.ts'
import { failPoint } from './failpoints.ts'

export const analysePage: Handler = async (task, { store, threads, config }) => {
  const page = await pageById(store, task.key)
  const entries = await entriesOfPage(store, task.key)
  const [first] = entries
  if (page === undefined || first === undefined) return finish(store, task, async () => undefined)
  const bytes = page.body === null ? null : unpackBody(page.body, config.fetch.maxBytes + 1)
  const { document, finding } = await threads.run({
    job: 'analyse-page',
    page: bytes === null ? null : { bytes, contentType: page.content_type, url: page.final_url ?? page.url ?? '' },
    entry: entryOf(first),
    feed: first.feed,
    language: first.feed_language,
  })
  const backfill = entries.every((entry) => entry.backfill === 1)
  await finish(
    store,
    task,
    (db) => saveAnalysis(db, document, finding, { page: page.id, outlet: first.outlet, backfill }),
    () => failPoint('before-commit'),
  )
}
