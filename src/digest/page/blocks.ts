/** A digest laid out for people, before it is HTML or Markdown: both write the same blocks, so both say the same. */

import type { Posture } from '../../types/finding.ts'

/** Words that are not ours, or that lead somewhere. */
export interface Phrase {
  readonly text: string
  /** BCP 47, when the words are an article's own. */
  readonly language?: string
  /** Untrusted. */
  readonly url?: string | null
  /** Of a story in the same page. */
  readonly anchor?: string
}

/** Plain strings are in the language of the wording; names of others may stand in them, so they are untrusted too. */
export type Line = readonly (string | Phrase)[]

/** A difference, written with its sign. */
export interface Change {
  readonly change: number
}

/** Numbers are written by the rules of the language and stand to the right. */
export type Cell = Line | number | Change

export type Tone = Posture | 'new' | 'continuing' | 'withdrawn'

export interface Badge {
  readonly text: string
  readonly tone: Tone
}

export interface Tile {
  readonly value: number
  readonly label: string
  /** "+3 on the week before" */
  readonly change: string
}

export interface Table {
  readonly kind: 'table'
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** A last row that adds the others up. */
  readonly total: readonly Cell[] | null
}

export type Block =
  | { readonly kind: 'text'; readonly line: Line; readonly small: boolean }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'quote'; readonly words: Phrase; readonly source: Line }
  | {
      readonly kind: 'facts'
      readonly facts: readonly { readonly label: string; readonly values: readonly string[] }[]
    }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | Table
  /** Figures that the table after them repeats: for formats that can show them large. */
  | { readonly kind: 'tiles'; readonly tiles: readonly Tile[] }
  /** An <svg> element, safe as it is; what it shows stands in the table after it too. */
  | { readonly kind: 'picture'; readonly svg: string }
  | {
      readonly kind: 'story'
      readonly anchor: string
      readonly number: string
      readonly title: Phrase
      readonly badges: readonly Badge[]
      readonly blocks: readonly Block[]
    }

export interface Section {
  readonly id: string
  readonly heading: string
  readonly blocks: readonly Block[]
}

export interface Page {
  /** BCP 47, of the wording. */
  readonly language: string
  readonly title: string
  readonly lead: readonly Block[]
  readonly sections: readonly Section[]
  /** Small print. */
  readonly footer: readonly Line[]
}

export function text(...line: Line): Block {
  return { kind: 'text', line, small: false }
}

export function note(...line: Line): Block {
  return { kind: 'text', line, small: true }
}
