/** Task analyse-page: page and entry → document and finding; where the page cannot be read, the entry's own text stands in. */

import { saveAnalysis } from '../src/store/finding.ts'
import { entriesOfPage, entryOf, noteProblem, pageById, unpackBody } from '../src/store/page.ts'
import { finish } from '../src/store/task.ts'
import { asFault, type FaultCode } from '../src/types/fault.ts'
import type { Context, Handler } from './context.ts'
import { failPoint } from './failpoints.ts'
import type { AnalysePageJob, Results } from './jobs.ts'

export const analysePage: Handler = async (task, { store, threads, config, log }) => {
  const page = await pageById(store, task.key)
  const entries = await entriesOfPage(store, task.key)
  const [first] = entries
  if (page === undefined || first === undefined) return finish(store, task, async () => undefined)
  const bytes = page.body === null ? null : unpackBody(page.body, config.fetch.maxBytes + 1)
  const { document, finding, problem } = await analyseEither(threads, {
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
    async (db) => {
      if (problem !== null) await noteProblem(db, page.id, problem)
      await saveAnalysis(db, document, finding, { page: page.id, outlet: first.outlet, backfill })
    },
    () => failPoint('before-commit'),
  )
  if (problem !== null) log.warn({ page: page.id, problem }, 'page could not be read')
}

/** What a page can be the cause of: the entry that points at it may be read all the same. */
const unreadable: readonly FaultCode[] = ['page-unreadable', 'reader-timeout', 'reader-crashed']

type Analysed = Results['analyse-page'] & { readonly problem: string | null }

async function analyseEither(threads: Context['threads'], job: AnalysePageJob): Promise<Analysed> {
  try {
    return { ...(await threads.run(job)), problem: null }
  } catch (error) {
    const fault = asFault(error)
    if (job.page === null || fault.retry !== 'never' || !unreadable.includes(fault.code)) throw fault
    return { ...(await threads.run({ ...job, page: null })), problem: fault.message }
  }
}
