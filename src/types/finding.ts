/** What one article reports, each claim borne out by quotation. */

import type { Mention } from './mention.ts'
import type { Evidence, Id, NonEmpty } from './text.ts'

export const labels = ['circumvention', 'related', 'unrelated'] as const
export type Label = (typeof labels)[number]

/** The stages of an affair, each further along than the one before it. */
export const postures = ['loophole', 'alleged', 'investigated', 'charged', 'convicted'] as const
export type Posture = (typeof postures)[number]

export const roles = ['acquirer', 'supplier', 'intermediary', 'source', 'other'] as const
export type Role = (typeof roles)[number]

export type ClaimKind = 'label' | 'route' | 'posture' | 'denial' | 'attribution' | 'party' | 'flag'

/** One thing that the article is read to say, borne out by quotation. */
export interface Claim {
  readonly kind: ClaimKind
  /** A label, the id of a route, a posture …; for a denial what is denied, for an attribution the source's name. */
  readonly value: string
  /** Who denies, who reports; null where the text names nobody. */
  readonly by: string | null
  /** 0..1 */
  readonly score: number
  readonly evidence: NonEmpty<Evidence>
}

export interface Party {
  readonly company: Id<'Company'> | null
  /** Canonical Latin name; the surface when company is null. */
  readonly name: string
  readonly role: Role
}

/** One cue or frame that spoke for or against a label, and by how much: what `detour explain` prints. */
export interface Feature {
  readonly name: string
  readonly value: number
  /** value × weight, in log-odds of circumvention. */
  readonly contribution: number
}

/** What one article reports. One per document and analysis; saving it twice changes nothing. */
export interface Finding {
  /** sha-256 of document + "\n" + analysis, in hex. */
  readonly id: Id<'Finding'>
  readonly document: Id<'Document'>
  /** Digest of the built code, knowledge/, weights and lists used. */
  readonly analysis: string
  /** circumvention: at least one claim of kind label. */
  readonly label: Label
  /** Probability of circumvention, 0..1. */
  readonly score: number
  readonly mentions: readonly Mention[]
  readonly claims: readonly Claim[]
  /** Each company once, in order of appearance. */
  readonly parties: readonly Party[]
  readonly features: readonly Feature[]
}
