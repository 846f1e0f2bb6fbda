/** `detour judge`: what people say of findings, kept, listed, and written out as labelled articles. */

import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { canonicalUrl } from '../../src/ingest/url.ts'
import { foundValue, readValue, rightValue } from '../../src/judged.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import {
  findingByUrl,
  findingsById,
  latestFindings,
  listJudgements,
  saveJudgement,
  thatCount,
} from '../../src/store/judgement.ts'
import { readStore } from '../../src/store/read.ts'
import { Fault } from '../../src/types/fault.ts'
import { type JudgedField, judgedFields, type Verdict, verdicts } from '../../src/types/judgement.ts'
import type { StoredFinding } from '../../src/types/story.ts'
import { judgedArticles } from '../judged.ts'
import { clip, inert, painter, table } from '../output.ts'

interface Options {
  readonly config: string | null
  readonly field?: string
  readonly value?: string
  readonly note?: string
  readonly by?: string
  readonly list?: boolean
  readonly json?: boolean
  readonly export?: string
}

export async function command(args: readonly string[], options: Options): Promise<number> {
  if (options.list !== true && options.export === undefined) return judge(args, options)
  checkAlone(args, options)
  const config = loadConfig(options.config)
  return options.export === undefined ? list(config, options.json === true) : exportTo(options.export, config)
}

/** Throws Fault usage where more is asked for than one thing. */
function checkAlone(args: readonly string[], options: Options): void {
  const judging = args.length > 0 || [options.field, options.value, options.note, options.by].some(isGiven)
  if ([judging, options.list === true, options.export !== undefined].filter(Boolean).length > 1)
    throw new Fault('usage', 'judge either judges a finding, or lists with --list, or writes with --export FILE.')
  if (options.export === '') throw new Fault('usage', '--export needs the name of a file.')
}

function isGiven(option: string | undefined): boolean {
  return option !== undefined
}

/** Fewest characters of an id that stand for it. */
const leastId = 6

interface Said {
  readonly target: string
  readonly verdict: Verdict
  readonly field: JudgedField
  /** Checked against what there is, not yet against what was found. */
  readonly value: string | null
  readonly note: string | null
  readonly by: string
}

/** All of it that can be checked without the store. Throws Fault usage. */
function readSaid([target = '', verdict = '']: readonly string[], options: Options): Said {
  if (options.json === true) throw new Fault('usage', '--json goes with --list.')
  if (!/^https?:\/\/[^/]/i.test(target) && !/^[0-9a-f]{6,64}$/i.test(target))
    throw new Fault(
      'usage',
      `judge needs a finding: its id, ${leastId} characters of it or more, or the article's address; ${target === '' ? 'none was given' : `"${inert(target)}" is neither`}. "detour findings" shows the ids.`,
    )
  if (!isOneOf(verdicts, verdict))
    throw new Fault(
      'usage',
      `judge needs a verdict, ${verdicts.join(', ')}; ${verdict === '' ? 'none was given' : `"${inert(verdict)}" is none`}.`,
    )
  const field = options.field ?? 'label'
  if (!isOneOf(judgedFields, field))
    throw new Fault('usage', `--field is one of ${judgedFields.join(', ')}; "${inert(field)}" is none.`)
  return {
    target,
    verdict,
    field,
    value: options.value === undefined ? null : readValue(field, options.value, loadKnowledge()),
    note: options.note?.trim() || null,
    by: personOf(options.by),
  }
}

function isOneOf<One extends string>(all: readonly One[], given: string): given is One {
  return all.some((one) => one === given)
}

/** The user's login name unless another is given. Throws Fault usage where there is neither. */
function personOf(by: string | undefined): string {
  const given = by === undefined ? loginName() : by.trim()
  if (given === '') throw new Fault('usage', 'judge keeps who judged: name them with --by.')
  return given
}

/** "" for a user without an entry of their own, as in some containers. */
function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

async function judge(args: readonly string[], options: Options): Promise<number> {
  const { target, verdict, field, value: given, note, by } = readSaid(args, options)
  const store = await openStore(loadConfig(options.config).place, { create: false })
  try {
    const { document, finding } = await findingNamed(store, target)
    const found = foundValue(finding, field)
    const value = rightValue(verdict, field, given, found)
    await saveJudgement(store, { finding: finding.id, document: document.id, verdict, field, value, note, by })
    const title = clip(inert(document.text.slice(0, document.titleLength)), 60)
    const right = verdict === 'no' ? `, ${value} is right` : ''
    process.stdout.write(
      `Kept: ${field} "${found}" of finding ${finding.id.slice(0, 12)} (${title || 'no title'}): ${verdict}${right}, says ${inert(by)}.\n`,
    )
    return 0
  } finally {
    await store.destroy()
  }
}

/** Throws Fault input-invalid for what the store does not have, or has twice. */
async function findingNamed(store: Store, target: string): Promise<StoredFinding> {
  const where = '"detour findings" lists what was found, with ids; its addresses are in --json.'
  if (/^https?:/i.test(target)) {
    const found = (await findingByUrl(store, canonicalUrl(target))) ?? (await findingByUrl(store, target))
    if (found === null)
      throw new Fault('input-invalid', `The store has no finding for an article from ${inert(target)}. ${where}`)
    return found
  }
  const [found, other] = await findingsById(store, target.toLowerCase())
  if (found === undefined) throw new Fault('input-invalid', `No finding's id begins with "${target}". ${where}`)
  if (other !== undefined)
    throw new Fault('input-invalid', `The ids of several findings begin with "${target}": give more of it. ${where}`)
  return found
}

async function list(config: Config, json: boolean): Promise<number> {
  const { judgements, titles } = await readStore(config.place, async (store) => {
    const judgements = await listJudgements(store)
    const documents = await latestFindings(store, [...new Set(judgements.map(({ document }) => document))])
    return {
      judgements,
      titles: new Map(
        documents.map(({ document: { id, text, titleLength } }) => [`${id}`, text.slice(0, titleLength)]),
      ),
    }
  })
  const counting = new Set(thatCount(judgements))
  const shown = judgements.toReversed().map((one) => ({
    ...one,
    at: new Date(one.at).toISOString(),
    title: titles.get(one.document) ?? '',
    counts: counting.has(one),
  }))
  if (json) {
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
    return 0
  }
  if (shown.length === 0) {
    process.stdout.write('Nothing has been judged yet: "detour judge --help" shows how.\n')
    return 0
  }
  const rows = shown.map((one) => [
    one.at.slice(0, 16).replace('T', ' '),
    one.by,
    one.finding.slice(0, 12),
    one.language,
    one.field,
    one.verdict,
    one.value ?? '',
    one.counts ? 'yes' : '',
    one.note ?? '',
    one.title,
  ])
  const head = ['at (UTC)', 'by', 'finding', 'lang', 'field', 'verdict', 'right', 'counts', 'note', 'title']
  process.stdout.write(table(head, rows, painter(process.stdout, environment()), 40))
  return 0
}

async function exportTo(file: string, config: Config): Promise<number> {
  const articles = await judgedArticles(config.place, loadKnowledge())
  if (articles.length === 0)
    throw new Fault(
      'input-invalid',
      `No article's label has been judged yet, so ${file} is not written. "detour judge --help" shows how.`,
    )
  try {
    writeFileSync(file, articles.map((article) => `${JSON.stringify(article)}\n`).join(''))
  } catch (error) {
    throw new Fault('output-unwritable', `${file} cannot be written: ${(error as Error).message}.`, { cause: error })
  }
  process.stdout.write(`${articles.length} labelled article${articles.length === 1 ? '' : 's'} written to ${file}.\n`)
  return 0
}
