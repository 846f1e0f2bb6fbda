/** The stretches of a text that name a company, an organisation, a chip, money, a quantity or a region. */

import type { Id, Span } from './text.ts'

interface Named<Kind extends string> {
  readonly kind: Kind
  readonly span: Span
  /** Index into Document.sentences; the span lies within it. */
  readonly sentence: number
  /** Why it is here: "companies/bytedance", "fr/money". */
  readonly rule: Id<'Rule'>
}

/**
 * Major units (dollars, not cents), scale applied: "7 milliards" is 7e9. Positive and finite; low ≤ high,
 * equal when one figure is given; null is open-ended ("over 5 billion": low 5e9, high null).
 */
export interface Amount {
  readonly low: number | null
  readonly high: number | null
  readonly about: boolean
}

export interface CompanyMention extends Named<'company'> {
  /** Entity linking; null is NIL: a company by its form, unknown to us. */
  readonly company: Id<'Company'> | null
  /** The fullest name that the text gives to a firm we do not know; absent for one that we know. */
  readonly firm?: string
}

/** A party that is no company: a university, an agency, a military body. */
export interface OrganisationMention extends Named<'organisation'> {
  readonly organisation: Id<'Organisation'>
  /** A public office: a country in its name is named ("US Commerce Department"), unlike in a university's. */
  readonly office: boolean
}

export interface ChipMention extends Named<'chip'> {
  /** The model, not its vendor. */
  readonly chip: Id<'Chip'>
}

export interface MoneyMention extends Named<'money'>, Amount {
  /** ISO 4217. */
  readonly currency: string
  /** The text says "dollars" or "$" without saying whose; the currency is the language's or country's custom. */
  readonly assumed: boolean
}

export interface QuantityMention extends Named<'quantity'>, Amount {
  readonly unit: 'chip' | 'server' | 'wafer'
  /** The model counted, where the text names one. */
  readonly of: Id<'Chip'> | null
}

export interface RegionMention extends Named<'region'> {
  /** ISO 3166-1 alpha-2, UN M49 as a string ("035"), or "EU". */
  readonly region: Id<'Region'>
  readonly via: 'name' | 'demonym' | 'capital' | 'city'
}

/**
 * Mentions ascend by start; those of one kind never overlap, kinds may nest: a company inside a chip's name
 * ("英伟达A100"), a chip inside a quantity ("1,5 milioni di H20").
 * The surface is not kept: it is `text.slice(span.start, span.end)`.
 */
export type Mention =
  | CompanyMention
  | OrganisationMention
  | ChipMention
  | MoneyMention
  | QuantityMention
  | RegionMention
