/** What a way to write a digest down is: one file in formats/, found by its name. */

import type { Teller } from '../knowledge/telling.ts'
import type { Digest } from '../types/digest.ts'

export interface Format {
  /** That of its file. */
  readonly name: string
  /** Of the files written, without the dot. */
  readonly extension: string
  /** With its charset. */
  readonly mime: string
  /** Pure: the same digest and words give the same text. All texts of a digest are untrusted: each format makes them inert its own way. */
  readonly write: (digest: Digest, teller: Teller, shape?: Shape) => string
}

/** How much is told; formats for programs tell everything always. */
export interface Shape {
  /** Stories told with all their facts and articles; the rest with their words and figures alone. Absent: all. */
  readonly whole?: number
  /** Without the lists that gather what the stories tell already, and with a line that says so. */
  readonly brief?: boolean
}
