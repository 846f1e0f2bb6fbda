/** Documents and findings: kept under ids made of their content, so that saving one twice changes nothing. */

import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Finding } from '../types/finding.ts'
import type { StoredFinding } from '../types/story.ts'
import type { Document } from '../types/text.ts'
import type { Store } from './database.ts'
import { clock, dayOf, waitForLock } from './dialect/portable.ts'
import { indexDocument } from './index-document.ts'
import { markUnassigned } from './queue.ts'
import type { Tables } from './schema.ts'

export interface Provenance {
  readonly page: string
  readonly outlet: string | null
  readonly backfill: boolean
}

/** Writes the document, the finding and what it names. */
export async function saveAnalysis(
  db: Transaction<Tables>,
  document: Document,
  finding: Finding,
  from: Provenance,
): Promise<void> {
  const { text, ...rest } = document
  const hash = createHash('sha256').update(text.replace(/\s+/g, ' ').trim()).digest('hex')
  // Of two copies that are read at once, one is the first.
  await waitForLock(`text ${hash}`).execute(db)
  const original = await db
    .selectFrom('document')
    .select('id')
    .where('text_hash', '=', hash)
    .where('copy_of', 'is', null)
    .where('id', '!=', document.id)
    .executeTakeFirst()
  await db
    .insertInto('document')
    .values({
      id: document.id,
      page: from.page,
      url: document.url,
      feed: document.feed,
      origin: document.origin,
      language: document.language.code,
      published: document.published,
      title_length: document.titleLength,
      text,
      text_hash: hash,
      copy_of: original?.id ?? null,
      json: JSON.stringify(rest),
      first_seen: clock as never,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await indexDocument(db, document.id, text, document.titleLength)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('finding')
    .values({
      id: finding.id,
      document: document.id,
      analysis: finding.analysis,
      label: finding.label,
      score: finding.score,
      language: document.language.code,
      published: document.published,
      outlet: from.outlet,
      backfill: from.backfill ? 1 : 0,
      first_seen: clock as never,
      json: JSON.stringify(finding),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return
  await saveNames(db, finding)
  if (finding.label === 'circumvention' || (await isInStory(db, document.id))) await markUnassigned(db, document.id)
}

async function isInStory(db: Transaction<Tables>, document: string): Promise<boolean> {
  const row = await db.selectFrom('story_document').select('story').where('document', '=', document).executeTakeFirst()
  return row !== undefined
}

async function saveNames(db: Transaction<Tables>, finding: Finding): Promise<void> {
  const names = new Map<string, { finding: string; kind: string; name: string }>()
  const put = (kind: string, name: string): void => {
    names.set(`${kind} ${name}`, { finding: finding.id, kind, name })
  }
  for (const party of finding.parties) put('company', party.company ?? party.name.toLowerCase())
  for (const mention of finding.mentions) {
    if (mention.kind === 'chip') put('chip', mention.chip)
    if (mention.kind === 'region') put('region', mention.region)
  }
  for (const claim of finding.claims) if (claim.kind === 'route') put('route', claim.value)
  if (names.size > 0)
    await db
      .insertInto('finding_name')
      .values([...names.values()])
      .execute()
}

export interface FindingFilter {
  /** ISO dates; a finding's date is its article's, else when it was first seen. */
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly language?: string | undefined
  readonly label?: string | undefined
  readonly minScore?: number | undefined
  readonly company?: string | undefined
  readonly chip?: string | undefined
  readonly region?: string | undefined
  readonly route?: string | undefined
  readonly limit: number
}

/** A document is read through its newest finding. */
export const isLatest = sql<boolean>`not exists (select 1 from finding later
  where later.document = finding.document and (later.first_seen > finding.first_seen
    or (later.first_seen = finding.first_seen and later.id > finding.id)))`

/** What `storedFinding` is made of. */
export const storedColumns = [
  'finding.json as finding_json',
  'document.json as document_json',
  'document.text',
  'finding.outlet',
  'finding.backfill',
  'document.first_seen',
  'document.copy_of',
] as const

export interface StoredRow {
  readonly finding_json: string
  readonly document_json: string
  readonly text: string
  readonly outlet: string | null
  readonly backfill: number
  readonly first_seen: number
  readonly copy_of: string | null
}

export function storedFinding(row: StoredRow): StoredFinding {
  return {
    document: { ...(JSON.parse(row.document_json) as Omit<Document, 'text'>), text: row.text },
    finding: JSON.parse(row.finding_json) as Finding,
    outlet: row.outlet,
    backfill: row.backfill === 1,
    firstSeen: Number(row.first_seen),
    copyOf: row.copy_of,
  }
}

/** Findings by newest analysis of each document, newest article first. */
export async function listFindings(store: Store, filter: FindingFilter): Promise<StoredFinding[]> {
  const day = sql<string>`coalesce(finding.published, ${dayOf(sql`finding.first_seen`)})`
  let query = store
    .selectFrom('finding')
    .innerJoin('document', 'document.id', 'finding.document')
    .select(storedColumns)
    .where(isLatest)
  if (filter.since !== undefined) query = query.where(day, '>=', filter.since)
  if (filter.until !== undefined) query = query.where(day, '<', `${filter.until}~`)
  if (filter.language !== undefined) query = query.where('finding.language', '=', filter.language)
  if (filter.label !== undefined) query = query.where('finding.label', '=', filter.label)
  if (filter.minScore !== undefined) query = query.where('finding.score', '>=', filter.minScore)
  for (const kind of ['company', 'chip', 'region', 'route'] as const) {
    const name = filter[kind]
    if (name !== undefined)
      query = query.where(
        sql<boolean>`exists (select 1 from finding_name named where named.finding = finding.id and named.kind = ${kind} and named.name = ${name})`,
      )
  }
  const rows = await query.orderBy(day, 'desc').orderBy('finding.id').limit(filter.limit).execute()
  return rows.map((row) => storedFinding(row))
}

/** The stored article of an address: its own, the feed's link to it, or where that led; its latest document first. */
export async function documentByUrl(store: Store, url: string): Promise<Document | null> {
  const bare = url.replace(/#.*$/s, '')
  const row = await store
    .selectFrom('document')
    .innerJoin('page', 'page.id', 'document.page')
    .select(['document.json', 'document.text'])
    .where((one) =>
      one.or([one('document.url', '=', url), one('page.url', '=', url), one('page.final_url', 'in', [url, bare])]),
    )
    .orderBy('document.first_seen', 'desc')
    .executeTakeFirst()
  return row === undefined ? null : { ...(JSON.parse(row.json) as Omit<Document, 'text'>), text: row.text }
}
