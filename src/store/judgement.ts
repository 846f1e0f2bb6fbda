/** What people say of findings: every word of it is kept, and the latest counts. */

import type { Transaction } from 'kysely'
import type { Judged, JudgedField, Judgement, Verdict } from '../types/judgement.ts'
import type { StoredFinding } from '../types/story.ts'
import type { Store } from './database.ts'
import { clock } from './dialect/portable.ts'
import { documentByUrl, isLatest, storedColumns, storedFinding } from './finding.ts'
import type { Tables } from './schema.ts'
import { storable } from './text.ts'

type Db = Store | Transaction<Tables>

/** Adds it to what was said before. */
export async function saveJudgement(db: Db, { note, by, ...rest }: Omit<Judgement, 'at'>): Promise<void> {
  await db
    .insertInto('judgement')
    .values({ ...rest, note: storable(note), by: storable(by), at: clock as never })
    .execute()
}

/** A judgement with the language of its finding and the label that it gave. */
export interface ListedJudgement extends Judgement {
  readonly language: string
  readonly label: string
}

/** All that were made before `until`, ms; oldest first. */
export async function listJudgements(db: Db, until = Number.MAX_SAFE_INTEGER): Promise<ListedJudgement[]> {
  const rows = await db
    .selectFrom('judgement')
    .innerJoin('finding', 'finding.id', 'judgement.finding')
    .select(['judgement.finding', 'judgement.document', 'verdict', 'field', 'value', 'note', 'by', 'at'])
    .select(['finding.language', 'finding.label'])
    .where('at', '<', until)
    .orderBy('at')
    .orderBy('judgement.id')
    .execute()
  return rows.map((row) => ({
    ...row,
    verdict: row.verdict as Verdict,
    field: row.field as JudgedField,
    at: Number(row.at),
  }))
}

/**
 * Those that count, of judgements oldest first: of one person the latest on a document's field, and of the persons who are
 * sure the latest. So nobody's doubt undoes what another knows, but everybody can take back their own word.
 */
export function thatCount<One extends Judgement>(judgements: readonly One[]): One[] {
  const byPerson = new Map<string, One>()
  for (const one of judgements) {
    const key = JSON.stringify([one.document, one.field, one.by])
    // Deleted first, so that the map stays in the order of time.
    byPerson.delete(key)
    byPerson.set(key, one)
  }
  const sure = [...byPerson.values()].filter(({ verdict }) => verdict !== 'unsure')
  return [...new Map(sure.map((one) => [`${one.document} ${one.field}`, one])).values()]
}

/**
 * By language of the finding: documents that a judged finding said to report circumvention, and do or do not, as people
 * judged before `until`, ms.
 */
export async function judgedByLanguage(store: Store, until: number): Promise<Readonly<Record<string, Judged>>> {
  const judgements = (await listJudgements(store, until)).filter(({ field }) => field === 'label')
  const told = new Set(judgements.filter(({ label }) => label === 'circumvention').map(({ document }) => document))
  const counts = new Map<string, { right: number; wrong: number }>()
  for (const { document, language, value } of thatCount(judgements)) {
    if (!told.has(document)) continue
    const own = counts.get(language) ?? { right: 0, wrong: 0 }
    own[value === 'circumvention' ? 'right' : 'wrong']++
    counts.set(language, own)
  }
  return Object.fromEntries(counts)
}

/** Findings whose id begins so, at most two: enough to tell whether it is unmistakable. `prefix`: lower-case hex. */
export async function findingsById(db: Db, prefix: string): Promise<StoredFinding[]> {
  const rows = await db
    .selectFrom('finding')
    .innerJoin('document', 'document.id', 'finding.document')
    .select(storedColumns)
    .where('finding.id', '>=', prefix)
    .where('finding.id', '<', `${prefix}g`)
    .orderBy('finding.id')
    .limit(2)
    .execute()
  return rows.map((row) => storedFinding(row))
}

/** The latest finding of each of these documents that has one. */
export async function latestFindings(db: Db, documents: readonly string[]): Promise<StoredFinding[]> {
  const found: StoredFinding[] = []
  for (let at = 0; at < documents.length; at += most) {
    const rows = await db
      .selectFrom('finding')
      .innerJoin('document', 'document.id', 'finding.document')
      .select(storedColumns)
      .where('finding.document', 'in', documents.slice(at, at + most))
      .where(isLatest)
      .orderBy('finding.document')
      .execute()
    found.push(...rows.map((row) => storedFinding(row)))
  }
  return found
}

/** Most parameters of one statement. */
const most = 500

/** The latest finding of the article of an address; null: the store has none. */
export async function findingByUrl(store: Store, url: string): Promise<StoredFinding | null> {
  const document = await documentByUrl(store, url)
  return document === null ? null : ((await latestFindings(store, [document.id]))[0] ?? null)
}
