/** The tables as Kysely sees them. Times are integer milliseconds of the database's clock; truth is 0 or 1, never boolean. */

import type { Generated } from 'kysely'

export interface FeedRow {
  readonly id: string
  readonly url: string
  readonly outlet: string
  readonly language: string | null
  /** bundled, own (detour.yaml) or cli (detour feeds add). */
  readonly source: string
  readonly etag: string | null
  readonly last_modified: string | null
  readonly first_polled: number | null
  readonly last_poll: number | null
  readonly last_ok: number | null
  readonly last_status: number | null
  readonly failures: number
  readonly problem: string | null
  /**
   * 1: the server said that the feed is gone for good, or it is no longer configured. 2: the operator removed it although
   * the configuration names it, so that a restart does not bring it back.
   */
  readonly stopped: number
}

export interface EntryRow {
  readonly feed: string
  readonly key: string
  readonly page: string
  readonly title: string | null
  readonly link: string | null
  readonly published: string | null
  readonly updated: string | null
  readonly summary: string | null
  readonly content: string | null
  /** JSON array of names. */
  readonly authors: string
  readonly first_seen: number
  readonly backfill: number
}

export interface PageRow {
  readonly id: string
  /** Canonical; null for an entry without a link. */
  readonly url: string | null
  readonly final_url: string | null
  readonly content_type: string | null
  /** Deflated bytes; null until fetched and where the page could not be had. */
  readonly body: Uint8Array | null
  readonly fetched_at: number | null
  /** Why the page could not be had or read: the entries' own text is analysed then. */
  readonly problem: string | null
  readonly first_seen: number
}

export interface DocumentRow {
  readonly id: string
  readonly page: string
  readonly url: string | null
  readonly feed: string | null
  readonly origin: string
  readonly language: string
  readonly published: string | null
  readonly title_length: number
  readonly text: string
  readonly text_hash: string
  /** First document with the very same text; null: this is it. */
  readonly copy_of: string | null
  /** The whole Document without its text, as JSON. */
  readonly json: string
  readonly first_seen: number
}

export interface FindingRow {
  readonly id: string
  readonly document: string
  readonly analysis: string
  readonly label: string
  readonly score: number
  readonly language: string
  readonly published: string | null
  readonly outlet: string | null
  readonly backfill: number
  readonly first_seen: number
  readonly json: string
}

/** What a finding names, for filters: kind company, chip, region or route. */
export interface FindingNameRow {
  readonly finding: string
  readonly kind: string
  readonly name: string
}

export interface TaskRow {
  readonly id: Generated<number>
  readonly kind: string
  readonly key: string
  readonly payload: string
  /** due, claimed or quarantined. Finished tasks are deleted. */
  readonly state: string
  readonly attempts: number
  readonly due: number
  readonly lease_until: number | null
  /** Rises with every claim: finishing checks that it is still the one claimed with. */
  readonly token: number
  readonly host: string | null
  readonly priority: number
  readonly last_error: string | null
  readonly created: number
}

export interface HostRow {
  readonly name: string
  /** No page of this host is fetched before. */
  readonly free_at: number
  readonly robots: string | null
  readonly robots_until: number | null
}

export interface DaemonRow {
  readonly id: number
  readonly owner: string
  readonly pid: number
  readonly machine: string
  readonly lease_until: number
}

export interface StoryRow {
  readonly id: string
  readonly revision: number
  /** What the story told at this revision, as JSON (story/facts.ts): the next revision is compared with it. */
  readonly facts: string
  readonly opened: number
  /** Of its first and its latest article. */
  readonly first_seen: number
  readonly last_seen: number
  readonly merged_into: string | null
  /** When its alerts are to be thought over again: a cool-down ends then. */
  readonly recheck_at: number | null
}

export interface StoryDocumentRow {
  readonly document: string
  readonly story: string
  readonly why: string
  readonly joined: number
}

export interface StoryEventRow {
  readonly story: string
  /** 1, 2, … within the story. */
  readonly number: number
  readonly at: number
  readonly kind: string
  readonly revision: number
  readonly why: string
  /** JSON array. */
  readonly news: string
  /** The story's posture from then on; null: withdrawn. */
  readonly posture: string | null
}

/** Documents whose place among the stories is still to be found. */
export interface UnassignedRow {
  readonly document: string
  readonly since: number
}

export interface FingerprintRow {
  readonly document: string
  readonly json: string
}

/** What candidates are looked up by. `day`: days since 1970. */
export interface StoryKeyRow {
  readonly key: string
  readonly day: number
  readonly document: string
}

/** Likeness of two documents, a < b. */
export interface StoryEdgeRow {
  readonly a: string
  readonly b: string
  readonly score: number
  /** JSON array of the keys in common. */
  readonly shared: string
}

/** The outbox: one row for each thing told to a destination. */
export interface AlertRow {
  readonly key: string
  /** alert, correction or digest. */
  readonly kind: string
  readonly story: string | null
  readonly revision: number | null
  readonly destination: string
  readonly rule: string | null
  /** JSON: what is told, fixed when the row is written, so that a repeated attempt says the same. */
  readonly content: string
  /** due, sent, or dropped (not true any more, or told anew, before it was sent). Quarantine is the task's. */
  readonly state: string
  /** Deliveries begun; rises before each. */
  readonly attempts: number
  /** Why it was dropped; why an attempt failed is in its task. */
  readonly problem: string | null
  /** What the other side answered. */
  readonly receipt: string | null
  readonly created: number
  readonly sent: number | null
}

/** A week's digest as it was published. */
export interface DigestRow {
  /** The week. */
  readonly key: string
  readonly week: string
  readonly made: number
  readonly json: string
}

/** What one person said of one field of a finding, once. */
export interface JudgementRow {
  readonly id: Generated<number>
  readonly finding: string
  /** Of the finding: what was said holds for it however it is analysed later. */
  readonly document: string
  /** yes, no or unsure. */
  readonly verdict: string
  readonly field: string
  /** What is right (types/judgement.ts); null: unsure. */
  readonly value: string | null
  readonly note: string | null
  readonly by: string
  readonly at: number
}

/** A document as search knows it; its words are kept under `number` (dialect/search.ts). */
export interface SearchDocumentRow {
  readonly number: Generated<number>
  readonly document: string
  readonly language: string
  /** YYYY-MM-DD of the article, else of when it was first seen. */
  readonly day: string
}

export interface Tables {
  readonly feed: Omit<FeedRow, 'failures' | 'stopped'> & {
    readonly failures: Generated<number>
    readonly stopped: Generated<number>
  }
  readonly entry: EntryRow
  readonly page: PageRow
  readonly document: DocumentRow
  readonly finding: FindingRow
  readonly finding_name: FindingNameRow
  readonly task: TaskRow
  readonly host: HostRow
  readonly daemon: DaemonRow
  readonly story: StoryRow
  readonly story_document: StoryDocumentRow
  readonly story_event: StoryEventRow
  readonly unassigned: UnassignedRow
  readonly fingerprint: FingerprintRow
  readonly story_key: StoryKeyRow
  readonly story_edge: StoryEdgeRow
  readonly alert: AlertRow
  readonly digest: DigestRow
  readonly judgement: JudgementRow
  readonly search_document: SearchDocumentRow
}
