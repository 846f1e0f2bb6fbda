/** What phrases mean: names that all languages share, and the words of one. */

/** What a phrase found in a text may be. `exact`: the spelling must stand in just this letter case. */
export type Use =
  | {
      readonly type: 'company' | 'organisation'
      readonly id: string
      readonly exact: string | null
      readonly ambiguous: boolean
    }
  | { readonly type: 'chip'; readonly id: string; readonly support: 'none' | 'text' | 'sentence' }
  | {
      readonly type: 'region'
      readonly code: string
      readonly via: 'name' | 'demonym' | 'capital' | 'city'
      readonly exact: string | null
      readonly ambiguous: boolean
      readonly rule: string
      /** The one word of the phrase that names it, counted from the first; null: the whole phrase does. */
      readonly part: number | null
    }
  | { readonly type: 'number' | 'scale' | 'fraction' | 'minor'; readonly value: number }
  | {
      readonly type:
        | 'about'
        | 'atLeast'
        | 'atMost'
        | 'from'
        | 'to'
        | 'half'
        | 'continues'
        | 'article'
        | 'link'
        | 'stop'
        | 'subject-mark'
        | 'person-title'
        | 'given-name'
        | 'other-noun'
        | 'other-name'
        | 'trade'
        | 'tell'
        | 'place-suffix'
        | 'firm-plain'
        | 'firm-behind'
        | 'firm-deed'
        | 'firm-head'
        | 'place-before'
        | 'firm-before'
        | 'firm-among'
        | 'firm-join'
        | 'firm-owner'
        | 'firm-attribute'
        | 'possessive'
        | 'form'
        | 'introducer'
        | 'firm-noun'
        | 'firm-article'
        | 'firm-lead'
        | 'firm-trail'
        | 'form-before'
        | 'not-chip'
        | 'not-chip-before'
        | 'beside-chip'
        | 'firm-national'
        | 'firm-indefinite'
        | 'reported'
        | 'join'
        | 'point'
        | 'vague'
        | 'through'
        | 'piece'
        | 'machine'
        | 'measure'
        | 'partitive'
        | 'part'
        | 'more'
        | 'left-out'
        | 'about-after'
        | 'atLeast-after'
        | 'atMost-after'
    }
  | {
      readonly type: 'currency'
      readonly code: string
      readonly assumed: boolean
      readonly leads: boolean
      readonly others: readonly string[]
    }
  | { readonly type: 'classifier'; readonly unit: 'chip' | 'server' | 'wafer' }
  /** `ordinary`: a word of everyday language too, as "cards". */
  | { readonly type: 'unit'; readonly unit: 'chip' | 'server' | 'wafer'; readonly ordinary: boolean }
  | { readonly type: 'block'; readonly kind: 'region' | 'company' | 'money' }
  | { readonly type: 'slot'; readonly slot: number }

export type UseType = Use['type']
