/**
 * The third part of `npm run bench`: reading feeds and pages, as ratios within one run, for machines are noisy. Each file
 * is read by every reader in turn, and a reader's time for it is the least of several rounds. The files are the sample
 * week's, and those of the public suites where they lie beside the project.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readability } from '@mozilla/readability'
import { Parser as HtmlParser } from 'htmlparser2'
import { parseHTML } from 'linkedom'
import RssParser from 'rss-parser'
import { answerTo } from '../cli/sample/site.ts'
import { readWeek } from '../cli/sample/week.ts'
import { parseFeed } from '../src/ingest/feed.ts'
import { readPage } from '../src/ingest/page.ts'
import { projectRoot } from '../src/knowledge/project.ts'

interface File {
  readonly bytes: Buffer
  readonly text: string
}

type Read = (file: File) => unknown

const rounds = 5
const input = { contentType: null, url: 'https://news.example/' }

function fileOf(bytes: Buffer): File {
  return { bytes, text: bytes.toString('utf8') }
}

const week = readWeek(join(projectRoot, 'sample'))
const served = { week, now: Date.UTC(2026, 0, 5), port: 80 }
const answers = (hosts: readonly (readonly [string, string])[]): readonly File[] =>
  hosts
    .map(([id, path]) => answerTo(`${id}.localhost`, path, served))
    .filter(({ status }) => status === 200)
    .map(({ body }) => fileOf(body))

function filesBelow(folder: string): readonly File[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fileOf(readFileSync(join(entry.parentPath, entry.name))))
}

/** Another place for the public suites may be given as an argument. */
const suites = process.argv[2] ?? join(projectRoot, '..', 'shared', 'suites')

/** Seconds of each reader over all files: for each file the least of several rounds. A reader that throws has read, too. */
async function timeAll(files: readonly File[], readers: Readonly<Record<string, Read>>): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  for (const file of files) {
    const least = new Map<string, number>()
    for (let round = 0; round < rounds; round++)
      for (const [name, read] of Object.entries(readers)) {
        const started = performance.now()
        await attempt(read, file)
        least.set(name, Math.min(least.get(name) ?? Infinity, performance.now() - started))
      }
    for (const [name, ms] of least) sums.set(name, (sums.get(name) ?? 0) + ms / 1_000)
  }
  return sums
}

/** True: it was read. */
async function attempt(read: Read, file: File): Promise<boolean> {
  try {
    await read(file)
    return true
  } catch {
    // Refusing is an answer: how long it took is measured all the same.
    return false
  }
}

const rssParser: Read = ({ text }) => new RssParser().parseString(text)
const feedReaders = {
  'rss-parser alone': rssParser,
  'parseFeed (both readers)': ({ bytes }: File) => parseFeed(bytes, input),
}
const pageReaders = {
  'htmlparser2, bare': ({ text }: File) => new HtmlParser({ onopentag: () => undefined }).end(text),
  'Readability on linkedom': ({ text }: File) => new Readability(parseHTML(text).document as never).parse(),
  readPage: ({ bytes }: File) => readPage(bytes, input),
}

async function tell(what: string, files: readonly File[], readers: Readonly<Record<string, Read>>): Promise<void> {
  if (files.length === 0) return
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6
  const times = await timeAll(files, readers)
  const own = [...times.values()].at(-1) ?? 0
  console.log(`\n${what}: ${files.length} files, ${megabytes.toFixed(1)} MB`)
  for (const [name, seconds] of times) {
    const speed = `${(files.length / seconds).toFixed(0)} files/s, ${(megabytes / seconds).toFixed(1)} MB/s`
    const ratio = seconds === own ? '' : `; ours is ${(seconds / own).toFixed(2)} times as fast`
    console.log(`${name.padEnd(26)} ${speed}${ratio}`)
  }
}

/** Those that rss-parser reads: what it throws at it has not read. */
async function readByRssParser(files: readonly File[]): Promise<readonly File[]> {
  const read = await Promise.all(files.map((file) => attempt(rssParser, file)))
  return files.filter((_, at) => read[at])
}

const sampleFeeds = answers(week.sites.map(({ id }) => [id, '/feed'] as const))
const samplePages = answers(week.articles.map(({ feed, path }) => [feed, `/${path}`] as const))
await tell('Feeds of the sample week that rss-parser reads', await readByRssParser(sampleFeeds), feedReaders)
await tell('Pages of the sample week', samplePages, pageReaders)
const suiteFeeds = filesBelow(join(suites, 'feeds', 'corpus'))
await tell('Feeds of the public suite that rss-parser reads', await readByRssParser(suiteFeeds), feedReaders)
await tell('Pages of the public suite', filesBelow(join(suites, 'pages', 'html')), pageReaders)
