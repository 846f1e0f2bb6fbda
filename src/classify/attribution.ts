/** Whose report an article passes on, nearest first. */

import { hitsAt, type Reading, wordsOf } from '../knowledge/reading.ts'
import { quote } from '../text/evidence.ts'
import type { WordRange } from '../text/match.ts'
import { cut } from '../text/units.ts'
import type { Claim } from '../types/finding.ts'
import type { Mention } from '../types/mention.ts'
import { nameOf } from './names.ts'

/** Most words between "selon" or "reported" and the outlet: "selon une enquête du média The Information". */
const reach = 5

/** Claims of kind attribution, in the order in which the text names the sources. */
export function attributionsOf(reading: Reading, mentions: readonly Mention[]): Claim[] {
  const claims = new Map<string, Claim>()
  for (const mention of mentions) {
    if (mention.kind !== 'company' || !isReporter(reading, mention)) continue
    const place = isDateline(reading, mention) ? 'dateline' : isCredit(reading, mention) ? 'credit' : null
    if (place === null && !isCited(reading, mention)) continue
    const by = nameOf(reading, mention)
    if (claims.has(by)) continue
    const sentence = reading.document.sentences[mention.sentence]!
    const rule = place ?? `${reading.language?.source.language}/reported`
    claims.set(by, {
      kind: 'attribution',
      value: by,
      by,
      score: 0.9,
      evidence: [quote(reading.document, sentence.span, rule)],
    })
  }
  return [...claims.values()]
}

/** Most characters between the beginning of the text and an agency's name in its dateline. */
const datelineReach = 60

/** "Singapur, 11 sep (EFE).-", "（中央社台中22日電）": an agency in brackets where the text begins. */
function isDateline({ document }: Reading, mention: Mention): boolean {
  const start = document.titleLength === 0 ? 0 : document.titleLength + 2
  const before = cut(document.text, start, Math.max(start, mention.span.start))
  if (mention.span.start < start || before.length > datelineReach) return false
  return (
    /[([（【［][^)\]）】］\n]*$/u.test(before) &&
    /^[^([（【［\n]{0,40}[)\]）】］]/u.test(cut(document.text, mention.span.end))
  )
}

/** "… (AFP)", "(mit Material von dpa)" where the text ends; no other word stands in the brackets: "(Photo: AFP)" is none. */
function isCredit(reading: Reading, mention: Mention): boolean {
  const { text } = reading.document
  if (
    text.length - mention.span.end > datelineReach ||
    !/^[^([（［\n]*[)\]）］][\s.。]*$/u.test(cut(text, mention.span.end))
  )
    return false
  const before = cut(text, Math.max(0, mention.span.start - datelineReach), mention.span.start)
  const open = /[([（［]([^)\]）］\n]*)$/u.exec(before)
  if (open === null) return false
  const range = wordsOf(reading, mention.span)
  const inside = wordsOf(reading, { start: mention.span.start - (open[1] ?? '').length, end: text.length })
  return isFilled(reading, inside.first, range.first - 1) && isFilled(reading, range.last + 1, inside.last)
}

/** Whether words first..last are small words, words of reporting and outlets, all of them. */
function isFilled(reading: Reading, first: number, last: number): boolean {
  let word = first
  while (word <= last) {
    const ends = reading
      .at(word)
      .filter(({ use }) => fillers.has(use.type))
      .map((hit) => hit.last)
    if (ends.length === 0) return false
    word = Math.max(...ends) + 1
  }
  return true
}
const fillers: ReadonlySet<string> = new Set(['stop', 'reported', 'company'])

/** Whether the sentence gives a name as that of somebody who reports: "selon … The Information". */
export function isCited(reading: Reading, mention: Mention): boolean {
  const range = wordsOf(reading, mention.span)
  const { firstWord } = reading
  const end = firstWord[mention.sentence + 1] ?? 0
  for (let word = firstWord[mention.sentence] ?? 0; word < end; word++)
    if (hitsAt(reading, word, 'reported').some((hit) => introduces(reading, hit, range))) return true
  return false
}

/** "selon … The Information" from a distance, "The Information reported" side by side, no comma between. */
function introduces(reading: Reading, verb: WordRange, outlet: WordRange): boolean {
  const [left, right, most] = verb.last < outlet.first ? [verb, outlet, reach] : [outlet, verb, 2]
  if (right.first - left.last > most || right.first <= left.last) return false
  const between = cut(reading.shadow.text, reading.words.ends[left.last] ?? 0, reading.words.starts[right.first] ?? 0)
  return verb.last < outlet.first || !between.includes(',')
}

/** Media and research firms report; others are quoted. */
export function isReporter(reading: Reading, mention: Mention): boolean {
  if (mention.kind !== 'company' || mention.company === null) return false
  const kind = reading.knowledge.sources.companies[mention.company]?.kind
  return kind === 'media' || kind === 'research'
}
