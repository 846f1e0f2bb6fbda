/** `detour analyze`: articles in, analysis records out; needs no store and no network. */

import { basename, extname } from 'node:path'
import { z } from 'zod'
import { analyse } from '../../src/analyse.ts'
import { articleFromPage } from '../../src/ingest/article.ts'
import { decodeBytes } from '../../src/ingest/charset.ts'
import { readPage } from '../../src/ingest/page.ts'
import type { Furniture } from '../../src/ingest/page-words.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { toRecord } from '../../src/record.ts'
import type { AnalysisRecord } from '../../src/record-schema.ts'
import { asFault, Fault } from '../../src/types/fault.ts'
import type { Article } from '../../src/types/text.ts'
import { loadFurniture } from '../furniture.ts'
import { readFileLimited, readInput } from '../input.ts'
import { answerLines, linesOf, maxLineBytes } from '../jsonl.ts'

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: z.string().nullish(),
  text: z.string(),
  url: z.string().nullish(),
  published: z.string().nullish(),
  lang: z.string().nullish(),
})

/** One article as a line or a JSON file gives it. Throws Fault input-invalid naming the field. */
export function articleFromLine(value: unknown): { readonly id: string; readonly article: Article } {
  const parsed = lineSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = issue?.path.join('.') || 'the line'
    throw new Fault(
      'input-invalid',
      `${where}: ${issue?.message}. An article is {"id","title","text","url"?,"published"?,"lang"?}.`,
    )
  }
  const { id, title, text, url, published, lang } = parsed.data
  return {
    id,
    article: {
      url: url ?? null,
      feed: null,
      origin: 'file',
      title: title ?? '',
      text,
      published: readDate(published ?? null),
      languageHint: lang ?? null,
    },
  }
}

/** ISO 8601 in UTC or a day alone; null for what is no date. */
function readDate(published: string | null): string | null {
  if (published === null) return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(published)) return published
  const time = Date.parse(published)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

export function recordOf(id: string, article: Article, knowledge: Knowledge): AnalysisRecord {
  const { document, finding } = analyse(article, knowledge)
  return toRecord(id, document, finding, knowledge)
}

/** JSON lines on `input` answered on `output`. */
export async function analyzeLines(
  input: AsyncIterable<Uint8Array>,
  output: NodeJS.WritableStream,
  knowledge: Knowledge,
): Promise<void> {
  await answerLines(input, output, (value) => {
    const { id, article } = articleFromLine(value)
    return recordOf(id, article, knowledge)
  })
}

/** The articles of one file by its ending; throws Fault with a sentence for what cannot be read. */
export async function* articlesOf(path: string): AsyncGenerator<{ readonly id: string; readonly article: Article }> {
  const bytes = readFileLimited(path, maxLineBytes)
  refuseEmpty(path, bytes)
  const ending = extname(path).toLowerCase()
  if (ending === '.jsonl') yield* articlesOfLines(path, bytes)
  else if (ending === '.json') yield* articlesOfJson(path, bytes)
  else if (ending === '.html' || ending === '.htm')
    yield { id: basename(path), article: articleOfHtml(path, bytes, await loadFurniture()) }
  else yield { id: basename(path), article: articleOfText(path, bytes) }
}

function refuseEmpty(where: string, bytes: Buffer): void {
  if (bytes.length === 0) throw new Fault('input-invalid', `${where} is empty: there is nothing to analyse.`)
  if (bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) throw blank(where)
}

function blank(where: string): Fault {
  return new Fault('input-invalid', `${where} holds nothing but white space: there is nothing to analyse.`)
}

async function* articlesOfLines(
  path: string,
  bytes: Buffer,
): AsyncGenerator<{ readonly id: string; readonly article: Article }> {
  let number = 0
  for await (const line of linesOf(chunked(Buffer.from(decodeBytes(bytes, null).text)))) {
    number++
    if (line === null) throw new Fault('input-too-large', `${path}, line ${number}: longer than 16 MB.`)
    if (line.toString('latin1').trim() !== '')
      yield located(`${path}, line ${number}`, parseJson(`${path}, line ${number}`, line.toString('utf8')))
  }
}

async function* chunked(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

function* articlesOfJson(path: string, bytes: Buffer): Generator<{ readonly id: string; readonly article: Article }> {
  const value = parseJson(path, decodeBytes(bytes, null).text)
  for (const one of Array.isArray(value) ? value : [value]) yield located(path, one)
}

/** The article, or a fault that says where it stands. */
function located(where: string, value: unknown): { readonly id: string; readonly article: Article } {
  try {
    return articleFromLine(value)
  } catch (error) {
    const { code, message } = asFault(error)
    throw new Fault(code, `${where}: ${message}`)
  }
}

function parseJson(where: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Fault('input-invalid', `${where} is not JSON (${(error as Error).message}).`)
  }
}

function articleOfHtml(path: string, bytes: Buffer, furniture: Furniture): Article {
  const page = readPage(bytes, { contentType: null, url: null, furniture })
  if (page.text === '') throw new Fault('page-unreadable', `${path}: no article was found in this page.`)
  return { ...articleFromPage(page, null, null, null), origin: 'file' }
}

/** The first line is the title where a blank line follows it, as in a saved article. */
function articleOfText(path: string, bytes: Buffer): Article {
  const { text } = decodeBytes(bytes, null)
  if (text.includes('\0'))
    throw new Fault(
      'input-invalid',
      `${path} is not text: it holds zero bytes. "analyze" reads .jsonl, .json, .html and .txt.`,
    )
  if (text.trim() === '') throw blank(path)
  const headed = /^([^\n]{1,300})\r?\n\s*\r?\n([\s\S]+)$/.exec(text.trim())
  return {
    url: null,
    feed: null,
    origin: 'file',
    title: headed?.[1]?.trim() ?? '',
    text: headed?.[2] ?? text.trim(),
    published: null,
    languageHint: null,
  }
}

/** A file that cannot be read is answered with a sentence, the others go on; exit 1 then. */
export async function command(files: readonly string[], options: { readonly jsonl?: boolean }): Promise<number> {
  const knowledge = loadKnowledge()
  if (options.jsonl === true) {
    if (files.length > 0)
      throw new Fault('usage', `--jsonl reads standard input; "${files[0]}" is one argument too many.`)
    await analyzeLines(process.stdin, process.stdout, knowledge)
    return 0
  }
  if (files.length === 0) return analyzeInput(knowledge)
  let failed = 0
  for (const file of files) {
    try {
      for await (const { id, article } of articlesOf(file))
        process.stdout.write(`${JSON.stringify(recordOf(id, article, knowledge))}\n`)
    } catch (error) {
      process.stderr.write(`detour: ${asFault(error).message}\n`)
      failed++
    }
  }
  return failed === 0 ? 0 : 1
}

/** Without a file: one article as text on standard input. */
async function analyzeInput(knowledge: Knowledge): Promise<number> {
  if (process.stdin.isTTY === true)
    throw new Fault('usage', 'Nothing to analyse: name files, pipe an article in, or use --jsonl.')
  const bytes = await readInput(maxLineBytes)
  refuseEmpty('Standard input', bytes)
  process.stdout.write(`${JSON.stringify(recordOf('-', articleOfText('Standard input', bytes), knowledge))}\n`)
  return 0
}
