/** A digest → the page that people read, in the words of one language. */

import type { Teller } from '../../knowledge/telling.ts'
import type { Digest } from '../../types/digest.ts'
import type { Shape } from '../format.ts'
import { note, type Page, text } from './blocks.ts'
import { byLanguageOf, figuresOf } from './figures.ts'
import { routesOf, timelineOf } from './flows.ts'
import { amountsOf, denialsOf, methodOf, namesOf, stagesOf, unseenOf } from './lists.ts'
import { numbersOf } from './refer.ts'
import { storiesOf } from './stories.ts'

/** Pure. */
export function pageOf(digest: Digest, teller: Teller, { whole, brief = false }: Shape = {}): Page {
  const say = teller.digest
  const numbers = numbersOf(digest)
  const { zone, week } = digest
  const time = teller.time(digest.made, zone)
  const over = Date.parse(digest.made) >= Date.parse(digest.until)
  return {
    language: teller.wording.language,
    title: say('title', { week }),
    lead: [
      note(say('subtitle', { days: daysOf(digest, teller), zone })),
      text(summaryOf(digest, teller)),
      ...(over ? [] : [text(say('unfinished', { time }))]),
      ...(brief ? [note(say('shortened', { week }))] : []),
    ],
    sections: [
      figuresOf(digest, teller),
      storiesOf(digest, teller, whole),
      routesOf(digest, teller),
      timelineOf(digest, numbers, teller),
      ...(brief
        ? []
        : [
            amountsOf(digest, numbers, teller),
            namesOf(digest, numbers, teller),
            stagesOf(digest, numbers, teller),
            denialsOf(digest, numbers, teller),
            byLanguageOf(digest, teller),
          ]),
      unseenOf(digest, teller),
      methodOf(digest, teller),
    ],
    footer: [[say('made', { time })], [say('version', { version: digest.version, analysis: digest.analysis })]],
  }
}

function daysOf({ timeline, from, until }: Digest, teller: Teller): string {
  const first = timeline[0]?.day ?? from.slice(0, 10)
  const last = timeline.at(-1)?.day ?? until.slice(0, 10)
  return teller.days(first, last)
}

/** "2 new stories and 1 continuing story, …": the week in one sentence. */
export function summaryOf({ figures, stories }: Digest, teller: Teller): string {
  if (stories.length === 0) return teller.digest('stories-none')
  const withdrawn = stories.filter(({ summary }) => summary.withdrawn).length
  const told = stories.flatMap(({ summary }) => summary.languages)
  const sentence = teller.digest('summary', {
    new: teller.digest('count-new', { count: figures.storiesNew.now }),
    continuing: teller.digest('count-continuing', { count: figures.storiesContinuing.now }),
    articles: teller.shared('count-articles', {
      count: stories.reduce((sum, { articlesThisWeek }) => sum + articlesThisWeek, 0),
    }),
    languages: teller.digest('count-languages', { count: new Set(told).size }),
  })
  return withdrawn === 0 ? sentence : `${sentence} ${teller.digest('count-withdrawn', { count: withdrawn })}`
}
