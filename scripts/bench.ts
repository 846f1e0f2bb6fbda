/**
 * `npm run bench`: speed and memory of the analysis on ordinary news, as ratios within one run. A plain charCodeAt scan
 * of the same text is the yardstick, for machines are noisy.
 */

import { join } from 'node:path'
import * as Recognizers from '@microsoft/recognizers-text-suite'
import { articleFromLine } from '../cli/commands/analyze.ts'
import { readLabelled } from '../cli/commands/score.ts'
import { analyse } from '../src/analyse.ts'
import { findMentions } from '../src/extract/mentions.ts'
import { readDocument } from '../src/ingest/document.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import { type Reading, readText } from '../src/knowledge/reading.ts'
import type { Article } from '../src/types/text.ts'

const length = 2_500
const articles = 1_000

function seconds(work: () => void): number {
  const started = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - started) / 1e9
}

const starting = performance.now()
const knowledge = loadKnowledge()
const startUp = performance.now() - starting
const golden = join(projectRoot, 'test', 'golden', 'articles')
const pools = ['en', 'fr'].map((tag) => readLabelled(join(golden, `${tag}.jsonl`)))
const news = Array.from({ length: articles }, (_, i): Article => {
  const pool = pools[i % pools.length]!
  let text = ''
  for (let k = i; text.length < length; k += 7) text += `${pool[k % pool.length]!.text}\n\n`
  return articleFromLine({ id: String(i), title: pool[i % pool.length]!.title, text: text.slice(0, length) }).article
})

let sum = 0
const scan = (): void => {
  for (const { text } of news) for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
}
const characters = (articles * length) / 1e6

/** Each part by its fastest round, the plain scan too: what disturbs the machine for a while disturbs no figure. */
const rounds = 10
const fastest = { scan: Infinity, reading: Infinity, extraction: Infinity, analysis: Infinity }
const time = (part: keyof typeof fastest, work: () => void): void => {
  fastest[part] = Math.min(fastest[part], seconds(work))
}
for (const article of news.slice(0, 50)) analyse(article, knowledge)
for (let round = 0; round < rounds; round++) {
  const some = news.filter((_, i) => i % rounds === round)
  let readings: Reading[] = []
  time('scan', scan)
  time('reading', () => {
    readings = some.map((article) => readText(readDocument(article, knowledge), knowledge))
  })
  time('extraction', () => readings.forEach((reading) => void findMentions(reading)))
  time('analysis', () => some.forEach((article) => void analyse(article, knowledge)))
}
const names = knowledge.shared.uses.length
console.log(`start-up                 ${startUp.toFixed(0)} ms, ${names} spellings of shared names loaded`)
console.log(`plain scan               ${(characters / fastest.scan).toFixed(0)} M characters/s`)
tell('reading', fastest.reading * rounds)
tell('extraction', fastest.extraction * rounds)
tell('reading and extraction', (fastest.reading + fastest.extraction) * rounds)
tell('analysis', fastest.analysis * rounds)

function tell(part: string, took: number): void {
  const speed = `${(articles / took).toFixed(0)} articles/s, ${(characters / took).toFixed(2)} M characters/s`
  console.log(`${part.padEnd(24)} ${speed}, 1/${(took / fastest.scan).toFixed(0)} of a plain scan`)
}

// What the best library for money takes for English news alone, of which it is given little.
const english = news.filter((_, i) => i % pools.length === 0).slice(0, 4)
const library = seconds(() =>
  english.forEach(({ text }) => void Recognizers.recognizeCurrency(text, Recognizers.Culture.English)),
)
const whole = (length * english.length) / library
console.log(
  `recognizers-text-suite   ${whole.toFixed(0)} characters/s for money alone; reading and extracting everything is ${(
    (characters * 1e6) / ((fastest.reading + fastest.extraction) * rounds) / whole
  ).toFixed(0)} times as fast`,
)

const one = news[0]!
let first = 0
for (const times of [1, 10, 100]) {
  const long = { ...one, text: `${one.text}\n\n`.repeat(times) }
  const took = Math.min(...[1, 2, 3].map(() => seconds(() => void analyse(long, knowledge))))
  if (times === 1) first = took
  console.log(
    `the same text ×${String(times).padEnd(9)} ${(took * 1000).toFixed(1)} ms, ${(took / first / times).toFixed(2)} of linear`,
  )
}
console.log(
  `peak memory              ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB (checksum ${sum % 1000})`,
)
