/**
 * `npm run hostile [part of a name]`: every hostile input of the tests through the built readers, each in a process of its own, as a table
 * of what it was answered, the processor time and the memory beyond what an ordinary input takes. The ordinary input is
 * read again after the hostile one and must be answered as before.
 */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../src/knowledge/project.ts'
import { hostile } from '../test/ingest/hostile.ts'

/** What is promised of each input. */
const most = { seconds: 2, megabytes: 200 }

const folder = mkdtempSync(join(tmpdir(), 'detour-hostile-'))
const ordinary = {
  feed: '<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>A</title></item></channel></rss>',
  page: `<html><body><article>${'<p>Words of an article, several of them, and then some more of them.</p>'.repeat(5)}</article></body></html>`,
} as const

interface Measured {
  readonly answers: readonly string[]
  readonly seconds: number
  readonly megabytes: number
}

const onExit = `process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\n'+JSON.stringify([u.userCPUTime+u.systemCPUTime,u.maxRSS]))})`

function measure(kind: 'feed' | 'page', paths: readonly string[]): Measured {
  const lines = paths.map((path, at) => JSON.stringify({ id: String(at), path, url: 'https://a.example/' }))
  const command = [
    '--import',
    `data:text/javascript,${encodeURIComponent(onExit)}`,
    join(projectRoot, 'bin', 'detour.js'),
  ]
  const { stdout, stderr } = spawnSync(process.execPath, [...command, `read-${kind}`, '--jsonl'], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  const [micros = 0, kilobytes = 0] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '[]') as number[]
  return { answers: stdout.trim().split('\n'), seconds: micros / 1e6, megabytes: kilobytes / 1_024 }
}

interface Answer {
  readonly error?: { readonly code: string }
  readonly result?: { readonly text?: string; readonly entries?: readonly unknown[] }
}

function tellAnswer(line: string | undefined): string {
  const { error, result } = JSON.parse(line ?? '{}') as Answer
  if (error !== undefined) return `refused: ${error.code}`
  if (result === undefined) return 'NO ANSWER'
  return result.entries === undefined ? `${result.text?.length ?? 0} characters` : `${result.entries.length} entries`
}

const baselines = new Map(
  (['feed', 'page'] as const).map((kind) => {
    const path = join(folder, `ordinary.${kind}`)
    writeFileSync(path, ordinary[kind])
    return [kind, { path, ...measure(kind, [path, path]) }] as const
  }),
)

let broken = 0
console.log('| read as | input | answer | seconds | MB |\n| --- | --- | --- | --- | --- |')
const wanted = hostile.filter(({ name }) => name.includes(process.argv[2] ?? ''))
for (const { name, kind, make } of wanted) {
  const baseline = baselines.get(kind)!
  const path = join(folder, 'hostile')
  writeFileSync(path, make())
  const { answers, seconds, megabytes } = measure(kind, [path, baseline.path])
  const unharmed = tellAnswer(answers[1]) === tellAnswer(baseline.answers[0])
  const [time, memory] = [Math.max(0, seconds - baseline.seconds), Math.max(0, megabytes - baseline.megabytes)]
  const isKept = unharmed && time <= most.seconds && memory <= most.megabytes && answers.length === 2
  if (!isKept) broken += 1
  const answer = `${tellAnswer(answers[0])}${unharmed ? '' : ', the next input harmed'}`
  console.log(
    `| ${kind} | ${name} | ${answer} | ${time.toFixed(1)} | ${memory.toFixed(0)}${isKept ? '' : ' **over**'} |`,
  )
}
rmSync(folder, { recursive: true, force: true })
console.log(`\n${wanted.length} inputs, ${broken} over ${most.seconds} s or ${most.megabytes} MB.`)
process.exitCode = broken === 0 ? 0 : 1
