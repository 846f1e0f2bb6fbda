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
  /** 1: the server said that the feed is gone for good, or the operator removed it. */
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
  /** Why the page could not be had: the entries' own text is analysed then. */
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
}
