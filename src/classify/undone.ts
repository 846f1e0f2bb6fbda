/** Cues that the sentence takes back: "no evidence of relabelling", "nobody has been charged", "faces a fine", "rents a building". */

import type { Cue } from '../knowledge/cues.ts'
import type { Reading } from '../knowledge/reading.ts'

/** Which concept undoes which concepts and routes; every route is undone by what is absent. */
const undoes: Readonly<Record<string, readonly string[]>> = {
  absent: ['charged', 'arrested', 'convicted', 'investigated', 'smuggle', 'trader', 'move'],
  impending: ['convicted'],
  internal: ['investigated'],
  premises: ['remote-access'],
  // "May not sell Nvidia's chips to China" says what is forbidden, not that somebody did.
  despite: ['acquire'],
  // "Was never cleared for sale": no licence was granted.
  'no-denial': ['licence'],
}

/** Most cues of one kind that one sentence is read for: hostile text costs no more. */
const mostCues = 20

/** The cues of one sentence without those that it takes back. What undoes must overlap, or lead up to, what it undoes. */
export function withoutUndone(reading: Reading, cues: readonly Cue[]): readonly Cue[] {
  if (cues.length < 2) return cues
  const undoing = cues.filter(({ tag }) => tag.family === 'concept' && undoes[tag.id] !== undefined).slice(0, mostCues)
  if (undoing.length === 0) return cues
  return cues.filter((cue) => !undoing.some((other) => isUndone(cue, other) && touches(reading, cue, other)))
}

function isUndone(cue: Cue, by: Cue): boolean {
  if (cue.tag.family === 'route' && by.tag.id === 'absent') return true
  return undoes[by.tag.id]?.includes(cue.tag.id) === true
}

/** "No evidence of … relabelling" leads up to it; where verbs come last, "…の形跡はない" follows it. */
function touches(reading: Reading, cue: Cue, by: Cue): boolean {
  if (by.first <= cue.last && cue.first <= by.last) return true
  const reach = reading.language?.gap ?? 0
  if (by.tag.id !== 'absent') return false
  const final = reading.language?.source.verbFinal === true
  return final ? by.first > cue.last && by.first - cue.last <= reach : cue.first > by.last && cue.first - by.last <= 3
}
