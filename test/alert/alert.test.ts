import { describe, expect, it } from 'vitest'
import { type Decision, decideAlerts, type Moment, type Told } from '../../src/alert/alert.ts'
import { type AlertRule, alertRuleSchema } from '../../src/alert/rule.ts'
import type { News, StorySummary } from '../../src/types/story.ts'
import { summaryOf, withdrawn } from '../fixtures/story.ts'

const hour = 3_600_000
const now = 1_000 * hour
const moment: Moment = { now, settle: 0, live: true, inside: (code, group) => code === group }

function rule(change: Partial<AlertRule> = {}): AlertRule {
  return alertRuleSchema.parse({ name: 'r', destinations: ['desk'], ...change })
}

/** The story stands at revision 3; what it tells now and a notice did not is `news`. */
const story = summaryOf({ revision: 3 })
const gone = summaryOf({ revision: 3, ...withdrawn })

function told(change: Partial<Told> = {}): Told {
  const revision = change.revision === undefined ? 1 : change.revision
  return {
    key: `s1.${revision}.${change.destination ?? 'desk'}`,
    kind: 'alert',
    destination: 'desk',
    revision,
    state: 'done',
    created: now - hour,
    news: [],
    ...change,
  }
}

/** "alert desk new", "correction desk withdrawn"; "drop KEY"; "again +N h". */
function inWords({ notices, drop, again }: Decision): string[] {
  return [
    ...notices.map(({ kind, destination, news }) => `${kind} ${destination} ${news.join('+')}`),
    ...drop.map((key) => `drop ${key}`),
    ...(again === null ? [] : [`again +${(again - now) / hour} h`]),
  ]
}

describe('decideAlerts', () => {
  it.each<
    [
      what: string,
      wanted: readonly string[],
      told: readonly Told[],
      rules?: readonly AlertRule[],
      summary?: StorySummary,
      live?: boolean,
    ]
  >([
    ['a story that nobody was told of', ['alert desk new'], []],
    ['the same, where no rule fires', [], [], [rule({ minSources: 9 })]],
    ['the same, where there is no rule', [], [], []],
    ['the same, touched by back-fill alone', [], [], [rule()], story, false],
    ['told already, nothing new', [], [told()]],
    ['told already, with news', ['alert desk posture+party'], [told({ news: ['posture', 'party'] })]],
    [
      'news within the cool-down',
      ['again +2 h'],
      [told({ news: ['route'], created: now - hour })],
      [rule({ coolDownHours: 3 })],
    ],
    [
      'news after the cool-down',
      ['alert desk route'],
      [told({ news: ['route'], created: now - 4 * hour })],
      [rule({ coolDownHours: 3 })],
    ],
    ['no news within the cool-down: nothing to think over', [], [told()], [rule({ coolDownHours: 3 })]],
    ['news, touched by back-fill alone', [], [told({ news: ['amount'] })], [rule()], story, false],
    ['the last word was a correction', ['alert desk new'], [told({ kind: 'correction', revision: 2 }), told()]],
    [
      'an older revision has not gone out: it is told anew',
      ['alert desk new', 'drop s1.1.desk'],
      [told({ state: 'unsent', news: ['party'] })],
    ],
    [
      'the same where the change is no news: what has changed may be what was wrong',
      ['alert desk new', 'drop s1.1.desk'],
      [told({ state: 'unsent' })],
    ],
    [
      'an unsent notice counts from the one before it',
      ['alert desk denial', 'drop s1.2.desk'],
      [told({ revision: 2, state: 'unsent', news: [] }), told({ news: ['denial'] })],
    ],
    [
      'an unsent notice, and back-fill brought the change',
      ['alert desk new', 'drop s1.1.desk'],
      [told({ state: 'unsent', news: ['party'] })],
      [rule()],
      story,
      false,
    ],
    [
      'an unsent notice, and the rule fires no more',
      ['drop s1.1.desk'],
      [told({ state: 'unsent' })],
      [rule({ minSources: 9 })],
    ],
    ['an unsent notice of this very revision', [], [told({ revision: 3, state: 'unsent' })]],
    [
      'one that was tried keeps its key, and news has its own',
      ['alert desk amount'],
      [told({ state: 'open', news: ['amount'] })],
    ],
    ['told of a story merged into this, nothing new', [], [told({ revision: null })]],
    [
      'each destination by what it was told',
      ['alert desk party', 'alert wall new'],
      [told({ news: ['party'] })],
      [rule({ destinations: ['desk', 'wall'] })],
    ],
    [
      'of two rules with one destination the first that fires speaks',
      ['alert desk new'],
      [],
      [rule({ name: 'never', minSources: 9 }), rule({ name: 'a' }), rule({ name: 'b' })],
    ],
    ['withdrawn, nobody told', [], [], [rule()], gone],
    ['withdrawn, one told', ['correction desk withdrawn'], [told()], [rule()], gone],
    ['withdrawn by back-fill', ['correction desk withdrawn'], [told()], [rule()], gone, false],
    ['withdrawn, one told whom no rule names any more', ['correction desk withdrawn'], [told()], [], gone],
    ['withdrawn before it went out', ['drop s1.1.desk'], [told({ state: 'unsent' })], [rule()], gone],
    [
      'withdrawn while it was tried: it may have come in',
      ['correction desk withdrawn', 'drop s1.1.desk'],
      [told({ state: 'open' })],
      [rule()],
      gone,
    ],
    ['withdrawn, and corrected already', [], [told({ kind: 'correction', revision: 2 }), told()], [rule()], gone],
    [
      'withdrawn, and the correction waits',
      [],
      [told({ kind: 'correction', revision: 2, state: 'unsent' }), told()],
      [rule()],
      gone,
    ],
    [
      'withdrawn: each once, the last word counts',
      ['correction wall withdrawn', 'correction desk withdrawn'],
      [told({ revision: 2, destination: 'wall' }), told({ revision: 2 }), told()],
      [rule()],
      gone,
    ],
  ])('%s', (_, wanted, rows, rules = [rule()], summary = story, live = true) => {
    expect(inWords(decideAlerts(summary, rows, rules, { ...moment, live }))).toEqual(wanted)
  })

  it('lets an alert wait for more of its story, but never for longer than its first word waits', () => {
    const settle = 10_000
    const fresh = decideAlerts(story, [], [rule()], { ...moment, settle })
    expect(fresh.notices[0]?.due).toBe(now + settle)
    const waiting = told({ state: 'unsent', created: now - 7_000 })
    const anew = decideAlerts(story, [waiting], [rule()], { ...moment, settle })
    expect(anew.notices[0]?.due).toBe(now + 3_000)
    const correction = decideAlerts(gone, [told()], [rule()], { ...moment, settle })
    expect(correction.notices[0]?.due).toBe(now)
  })

  it('names the rule that fired, with how it was met', () => {
    const { notices } = decideAlerts(
      story,
      [],
      [rule({ name: 'never', minSources: 9 }), rule({ minSources: 2 })],
      moment,
    )
    expect(
      notices.map(({ rule: one, match }) => [one?.name, match?.margins.map(({ condition }) => condition)]),
    ).toEqual([['r', ['minSources']]])
  })

  it.each<[readonly News[]]>([[['posture']], [['party']], [['route']], [['amount']], [['denial']]])(
    'tells %j once: the notice written now leaves nothing new',
    (news) => {
      const first = decideAlerts(story, [told({ news })], [rule()], moment)
      expect(first.notices).toHaveLength(1)
      const again = decideAlerts(story, [told({ revision: 3, news: [] }), told({ news })], [rule()], moment)
      expect(again.notices).toEqual([])
    },
  )
})
