/** One worker thread: takes jobs, says when it begins one, and answers each with its result or its fault. */

import { parentPort } from 'node:worker_threads'
import { type Knowledge, loadKnowledge } from '../src/knowledge/load.ts'
import { asFault } from '../src/types/fault.ts'
import { type Job, runJob } from './jobs.ts'

let knowledge: Knowledge | null = null

parentPort?.on('message', (job: Job) => {
  try {
    knowledge ??= loadKnowledge()
    parentPort?.postMessage({ begun: true })
    parentPort?.postMessage({ result: runJob(job, knowledge) })
  } catch (error) {
    const { code, message, retry } = asFault(error)
    parentPort?.postMessage({ fault: { code, message, retry } })
  }
})
