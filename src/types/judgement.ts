/** What a person says of a finding. */

export const verdicts = ['yes', 'no', 'unsure'] as const
export type Verdict = (typeof verdicts)[number]

/** Fields of a labelled article that a person can judge by one value. */
export const judgedFields = ['label', 'routes', 'posture', 'denied'] as const
export type JudgedField = (typeof judgedFields)[number]

/** What routes and posture are judged to be where the article reports none. */
export const noValue = 'none'

export interface Judgement {
  readonly finding: string
  readonly document: string
  readonly verdict: Verdict
  readonly field: JudgedField
  /**
   * What is right, by "yes" too, so that it stays true of the document however it is analysed later: a label, a posture,
   * "true" or "false", ids of routes with commas between; "none". null: unsure.
   */
  readonly value: string | null
  readonly note: string | null
  readonly by: string
  /** ms of the database's clock. */
  readonly at: number
}

/** How often people judged right what was found. */
export interface Judged {
  readonly right: number
  readonly wrong: number
}
