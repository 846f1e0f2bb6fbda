/** `detour worker`: works tasks that Redis hands out, on as many machines as needed. */

import { runWorker } from '../../daemon/worker.ts'
import { environment, loadConfig } from '../../src/config.ts'
import { type TaskKind, taskKinds } from '../../src/store/task.ts'
import { Fault } from '../../src/types/fault.ts'
import { queueOf } from '../../workers/queue/redis.ts'

interface Options {
  readonly config: string | null
  readonly tasks?: string
  readonly concurrency?: string
}

export async function command(_: readonly string[], options: Options): Promise<number> {
  const kinds = kindsOf(options.tasks)
  const concurrency = concurrencyOf(options.concurrency)
  const config = loadConfig(options.config)
  const place = queueOf(config, environment())
  if (place === null)
    throw new Fault(
      'config-invalid',
      '"detour worker" takes its work from Redis: set REDIS_URL and DATABASE_URL to the servers that "detour run" uses.',
    )
  const onReady = (): void =>
    void process.stderr.write(`Detour works (${kinds.join(', ')}). Stop it with Ctrl-C or SIGTERM.\n`)
  await runWorker(config, place, {
    kinds,
    concurrency: concurrency ?? config.work.concurrency,
    stdout: process.stdout,
    onReady,
  })
  process.stderr.write('Detour has stopped.\n')
  return 0
}

function kindsOf(text: string | undefined): readonly TaskKind[] {
  if (text === undefined) return taskKinds
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !(taskKinds as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw new Fault('usage', `--tasks: there are no tasks "${unknown}"; there are ${taskKinds.join(', ')}.`)
  return taskKinds.filter((kind) => names.includes(kind))
}

const mostConcurrent = 64

function concurrencyOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > mostConcurrent)
    throw new Fault('usage', `--concurrency: "${text}" is no number from 1 to ${mostConcurrent}.`)
  return count
}
