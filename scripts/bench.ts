/**
 * `npm run bench`: speed and memory of the analysis on news, as ratios within one run, with 20,000 spellings of names
 * loaded. A plain charCodeAt scan of the same text is the yardstick, for machines are noisy.
 */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as Recognizers from '@microsoft/recognizers-text-suite'
import { articleFromLine } from '../cli/commands/analyze.ts'
import { readLabelled } from '../cli/commands/score.ts'
import { readWeek } from '../cli/sample/week.ts'
import { analyse } from '../src/analyse.ts'
import { findMentions } from '../src/extract/mentions.ts'
import { readDocument } from '../src/ingest/document.ts'
import { compileKnowledge } from '../src/knowledge/compile.ts'
import { languageModel } from '../src/knowledge/language-model.ts'
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

const real = loadKnowledge()
const wanted = 20_000
const made = madeUpFirms(wanted - real.shared.uses.length)
const sources = { ...real.sources, companies: { ...real.sources.companies, ...made } }
const knowledge = compileKnowledge(sources, languageModel, real.analysis)
const golden = join(projectRoot, 'test', 'golden', 'articles')
const tags = ['en', 'fr']
const pools = tags.map((tag) => readLabelled(join(golden, `${tag}.jsonl`)))

interface Piece {
  readonly title: string
  readonly text: string
}

/** Articles of `length` characters, in turn from each pool, put together of its texts. */
function articlesOf(pools: readonly (readonly Piece[])[]): readonly Article[] {
  return Array.from({ length: articles }, (_, i): Article => {
    const pool = pools[i % pools.length]!
    let text = ''
    for (let k = i; text.length < length; k += 7) text += `${pool[k % pool.length]!.text}\n\n`
    return articleFromLine({ id: String(i), title: pool[i % pool.length]!.title, text: text.slice(0, length) }).article
  })
}

/** Dense: what the golden set holds, nearly all of it about chips, rules and sums. Ordinary: what most news is. */
const news = articlesOf(pools)
const week = readWeek(join(projectRoot, 'sample'))
const languageOf = (feed: string): string | undefined => week.sites.find(({ id }) => id === feed)?.language
const ordinary = articlesOf(
  pools.map((pool, i) => [
    ...pool.filter(({ gold }) => gold.label === 'unrelated'),
    ...week.articles
      .filter(({ feed, label }) => languageOf(feed) === tags[i] && label === 'unrelated')
      .map(({ title, text }) => ({ title, text: text.join('\n\n') })),
  ]),
)

let sum = 0
const characters = (articles * length) / 1e6

/** Seconds of each part. */
interface Times {
  reading: number
  extraction: number
  analysis: number
}

const rounds = 10

/**
 * The yardstick is read once, over the golden articles: V8 reads a place in the code that has seen strings of many shapes (both
 * kinds' together) eight times as slowly, and would make all else look near.
 */
function scanOf(articles: readonly Article[]): number {
  let fastest = Infinity
  const scan = (): void => {
    for (const { text } of articles) for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
  }
  for (let round = 0; round < rounds; round++) fastest = Math.min(fastest, seconds(scan))
  return fastest
}

/** Each part by its fastest round, as the plain scan: what disturbs the machine for a while disturbs no figure. */
function timesOf(articles: readonly Article[]): Times {
  const fastest: Times = { reading: Infinity, extraction: Infinity, analysis: Infinity }
  const time = (part: keyof Times, work: () => void): void => {
    fastest[part] = Math.min(fastest[part], seconds(work))
  }
  for (const article of articles.slice(0, 50)) analyse(article, knowledge)
  for (let round = 0; round < rounds; round++) {
    const some = articles.filter((_, i) => i % rounds === round)
    let readings: Reading[] = []
    time('reading', () => {
      readings = some.map((article) => readText(readDocument(article, knowledge), knowledge))
    })
    time('extraction', () => readings.forEach((reading) => void findMentions(reading)))
    time('analysis', () => some.forEach((article) => void analyse(article, knowledge)))
  }
  return fastest
}

const scan = scanOf(news)
const fastest = timesOf(news)
const ofOrdinary = timesOf(ordinary)
const bare = inProcess({}, 3)
const full = inProcess(made, 3)
const goal = (met: boolean, what: string): string => `goal ${what}: ${met ? 'reached' : 'missed'}`
console.log(
  `names                    ${real.shared.uses.length} spellings of the knowledge and ${Object.keys(made).length} of firms made up for this run`,
)
console.log(
  `start-up                 ${bare.startUp.toFixed(0)} ms in a process of its own, ${goal(bare.startUp < 400, 'under 400')}; ${full.startUp.toFixed(0)} ms with ${full.names} spellings`,
)
console.log(
  `peak memory              ${full.peak.toFixed(0)} MB with ${full.names} spellings, ${goal(full.peak < 250, 'under 250')}; ${bare.peak.toFixed(0)} MB with ${bare.names} (resident, one thread: knowledge loaded and ${articles * 3} articles analysed)`,
)
console.log(`plain scan               ${(characters / scan).toFixed(0)} M characters/s`)
tellAll('the golden articles, dense with chips, rules and sums', fastest)
tellAll('ordinary news, nothing of the kind', ofOrdinary)

function tellAll(kind: string, { reading, extraction, analysis }: Times): void {
  const tell = (part: string, took: number, most = 0): void => {
    const speed = `${(articles / took).toFixed(0)} articles/s, ${(characters / took).toFixed(2)} M characters/s`
    const share = took / scan
    const told = most === 0 ? '' : `, ${goal(share <= most, `1/${most}`)}`
    console.log(`  ${part.padEnd(22)} ${speed}, 1/${share.toFixed(0)} of a plain scan${told}`)
  }
  console.log(`${kind}:`)
  tell('reading', reading * rounds)
  tell('extraction', extraction * rounds, 40)
  tell('reading and extraction', (reading + extraction) * rounds)
  tell('analysis', analysis * rounds, 60)
}

interface Measured {
  readonly startUp: number
  readonly names: number
  readonly peak: number
}

/** The build in a process of its own (scripts/bench-process.js): what tsx and this bench hold counts for nothing. */
function inProcess(companies: typeof made, times: number): Measured {
  const input = JSON.stringify({ companies, articles: news, rounds: times })
  const { stdout, status, stderr } = spawnSync(process.execPath, [join(projectRoot, 'scripts', 'bench-process.js')], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (status !== 0) throw new Error(`scripts/bench-process.js ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as Measured
}

/** Well-formed names of firms that there are not, one spelling each: as many as are asked for, the same in every run. */
function madeUpFirms(count: number): typeof real.sources.companies {
  const [pattern] = Object.values(real.sources.companies).filter(({ kind }) => kind === 'company')
  const syllables = 'bal cor dan fer gil hol jun kel lom mir nov pel quin ros sal tor vun wel xan zor'.split(' ')
  const trades = ['Systems', 'Technologies', 'Holdings', 'Trading', 'Components', 'Logistics']
  const at = <Item>(list: readonly Item[], index: number): Item => list[index % list.length]!
  return Object.fromEntries(
    Array.from({ length: Math.max(0, count) }, (_, i) => {
      const stem = [i, Math.floor(i / 20), Math.floor(i / 400)].map((digit) => at(syllables, digit)).join('')
      const name = `${stem.charAt(0).toUpperCase()}${stem.slice(1)} ${at(trades, i)}`
      return [`made-up-${i}`, { ...pattern!, name, names: [], exact: [], ambiguous: [], listings: [] }]
    }),
  )
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
const megabytes = 10
const huge = { ...one, text: `${one.text}\n\n`.repeat(Math.ceil((megabytes * 1e6) / (length + 2))) }
const hugeTook = seconds(() => void analyse(huge, knowledge))
console.log(
  `${megabytes} MB in one document     ${hugeTook.toFixed(1)} s, 1/${(hugeTook / ((scan / characters) * megabytes)).toFixed(0)} of a plain scan; this process then held ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at most (checksum ${sum % 1000})`,
)
