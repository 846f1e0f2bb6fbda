/** `npm run fuzz [runs] [seed]`: mutated feeds and pages through the readers; only answers and faults may come out. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { decodeBytes } from '../src/ingest/charset.ts'
import { parseFeed } from '../src/ingest/feed.ts'
import { readPage } from '../src/ingest/page.ts'
import { Fault } from '../src/types/fault.ts'

export interface FuzzOptions {
  readonly seed: number
  readonly runs: number
  /** One input that takes more of the processor is a failure. */
  readonly slowMs: number
  /** Called after each tenth of the runs. */
  readonly onTenth?: () => void
}

export interface FuzzReport {
  readonly answers: number
  readonly faults: number
  readonly slowestMs: number
  /** What went wrong and the run it went wrong in: with the seed it is found again. */
  readonly failures: readonly string[]
  /** Of all inputs, in order. */
  readonly digest: string
}

/** Numbers in 0..1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const article = '<p>The court in Singapore heard, on Monday, that servers were sold on, prosecutors say.</p>'

/** Small documents of every kind that the readers know. */
const seeds: readonly string[] = [
  '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><item><title>A &amp; B</title><link>/a</link><guid>1</guid><pubDate>Thu, 05 Mar 2026 10:00:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description><dc:creator>Ada</dc:creator></item></channel></rss>',
  '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><title type="html">T</title><entry><id>1</id><link href="b"/><content type="xhtml"><div>é<b>x</b></div></content><updated>2026-03-05T10:00:00Z</updated></entry></feed>',
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item rdf:about="https://a.example/"><title>英伟达</title></item></rdf:RDF>',
  '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"<p>x</p>","date_published":"2026-03-05"}]}',
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A title | Site</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"A title","datePublished":"2026-03-05"}</script></head><body><nav><a href="/">Home</a></nav><article><h1>A title</h1>${article.repeat(4)}</article><footer>©</footer></body></html>`,
  '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;&eacute;&#8217;</title></item></channel></rss>',
]

/** Pieces that parsers have stumbled over. */
const pieces =
  '< > </ /> <![CDATA[ ]]> <!-- --> <!DOCTYPE &amp; &#x0; &#xD800; & &lt;p&gt; " \' = <script> </script> <p> <div> <item> <entry> xml:base="" type="xhtml" mode="base64" {"a": [ ] } \\u0000 \u0000 \ufeff \u202e 😀 é'.split(
    ' ',
  )

function mutate(text: string, random: () => number): Buffer {
  let bytes = Buffer.from(text)
  const times = 1 + Math.floor(random() * 8)
  for (let time = 0; time < times; time++) {
    const at = Math.floor(random() * bytes.length)
    const to = Math.min(bytes.length, at + Math.floor(random() ** 3 * bytes.length))
    const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
    const kind = random()
    const piece = Buffer.from(pieces[Math.floor(random() * pieces.length)] ?? '')
    if (kind < 0.3) bytes = Buffer.concat([head, piece, middle, tail])
    else if (kind < 0.5) bytes = Buffer.concat([head, tail])
    else if (kind < 0.65) bytes = Buffer.concat([head, middle, middle, tail])
    else if (kind < 0.7) bytes = Buffer.concat([head, ...Array<Buffer>(Math.ceil(random() * 300)).fill(piece), tail])
    else if (kind < 0.75) bytes = Buffer.concat([middle, head, tail])
    else bytes = Buffer.concat([head, Buffer.from([Math.floor(random() * 256)]), bytes.subarray(at + 1)])
    if (bytes.length === 0) bytes = Buffer.from(piece)
  }
  return bytes.subarray(0, 200_000)
}

const types = [
  null,
  'text/xml; charset=utf-8',
  'text/html; charset=gbk',
  'text/html; charset=iso-2022-jp',
  'a; charset=x',
]

/** All three readers over one input. Throws what they throw beyond faults; true where one of them answered. */
function readAll(bytes: Buffer, contentType: string | null): boolean {
  let answered = false
  decodeBytes(bytes, contentType)
  for (const read of [parseFeed, readPage]) {
    try {
      read(bytes, { contentType, url: 'https://a.example/feed' })
      answered = true
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
  }
  return answered
}

/** `files`: more documents to start from. */
export function fuzz({ seed, runs, slowMs, onTenth }: FuzzOptions, files: readonly string[] = []): FuzzReport {
  const random = randomFrom(seed)
  const digest = createHash('sha256')
  const from = [...seeds, ...files]
  const failures: string[] = []
  let answers = 0
  let slowestMs = 0
  for (let run = 0; run < runs; run++) {
    const bytes = mutate(from[Math.floor(random() * from.length)] ?? '', random)
    const contentType = types[Math.floor(random() * types.length)] ?? null
    digest.update(bytes)
    const started = process.cpuUsage()
    try {
      if (readAll(bytes, contentType)) answers += 1
    } catch (error) {
      failures.push(`run ${run}: ${error instanceof Error ? error.stack : String(error)}`)
    }
    const { user, system } = process.cpuUsage(started)
    const took = (user + system) / 1_000
    slowestMs = Math.max(slowestMs, took)
    if (took > slowMs) failures.push(`run ${run}: took ${Math.round(took)} ms`)
    if ((run + 1) % Math.max(1, Math.floor(runs / 10)) === 0) onTenth?.()
  }
  return { answers, faults: runs - answers, slowestMs, failures, digest: digest.digest('hex') }
}

function samples(): readonly string[] {
  const folder = new URL('../test/fixtures/feeds/', import.meta.url)
  return readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
}

if (process.argv[1]?.endsWith('fuzz.ts') === true) {
  const [runs, seed] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 1)]
  // The heap's size after collecting, where node was started with --expose-gc: what grows is held on to.
  const heaps: number[] = []
  const onTenth = (): void => {
    globalThis.gc?.()
    heaps.push(Math.round(process.memoryUsage().heapUsed / 1e5) / 10)
  }
  const { answers, faults, slowestMs, failures } = fuzz({ seed, runs, slowMs: 1_000, onTenth }, samples())
  console.log(
    `seed ${seed}: ${runs} inputs, ${answers} answered, ${faults} refused, slowest ${Math.round(slowestMs)} ms of processor time`,
  )
  console.log(`heap after each tenth, in MB: ${heaps.join(' ')}`)
  for (const failure of failures) console.log(failure)
  process.exitCode = failures.length === 0 ? 0 : 1
}
