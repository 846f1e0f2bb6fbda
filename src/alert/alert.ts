/** What happened to a story → who is told of it, of what, and what is no longer to be told. */

import type { News, StorySummary } from '../types/story.ts'
import { type AlertRule, type Inside, matchRule, type RuleMatch } from './rule.ts'

/** A notice of the outbox on the story, or on one that was merged into it. */
export interface Told {
  readonly key: string
  readonly kind: 'alert' | 'correction'
  readonly destination: string
  /** Of the story that it tells; null: of one merged into it since. */
  readonly revision: number | null
  /** unsent: nobody can have seen it. open: tried, with no answer yet. done: sent, or given up. */
  readonly state: 'unsent' | 'open' | 'done'
  /** ms */
  readonly created: number
  /** What the story tells now and this notice did not. */
  readonly news: readonly News[]
}

export interface Decided {
  readonly kind: 'alert' | 'correction'
  readonly destination: string
  readonly news: readonly News[]
  /** The rule that fired; null for corrections. */
  readonly rule: AlertRule | null
  readonly match: RuleMatch | null
  /** When it goes out, in ms: later than now while more may come of the story; what waited already waits no longer for it. */
  readonly due: number
}

export interface Decision {
  readonly notices: readonly Decided[]
  /** Keys of notices that must not go out any more. */
  readonly drop: readonly string[]
  /** When to think again, in ms: the end of the first cool-down that held something back; null: not needed. */
  readonly again: number | null
}

export interface Moment {
  /** ms */
  readonly now: number
  /** ms that an alert waits for more of its story. */
  readonly settle: number
  /** False where back-fill alone touched the story: it may correct, but never alerts. */
  readonly live: boolean
  readonly inside: Inside
}

/** Of rules that share a destination the first that fires speaks. `told`: the latest first. Pure. */
export function decideAlerts(
  summary: StorySummary,
  told: readonly Told[],
  rules: readonly AlertRule[],
  moment: Moment,
): Decision {
  if (summary.withdrawn) return withdraw(told, moment.now)
  const decision: { notices: Decided[]; drop: string[]; again: number | null } = { notices: [], drop: [], again: null }
  const firing = rules.map((rule) => ({ rule, match: matchRule(rule, summary, moment.inside) }))
  const destinations = new Set([...rules.flatMap((rule) => rule.destinations), ...told.map((one) => one.destination)])
  for (const destination of destinations) {
    const fired = firing.find(({ rule, match }) => match.fires && rule.destinations.includes(destination))
    const own = told.filter((one) => one.destination === destination)
    const stale = own.filter(({ state, revision }) => state === 'unsent' && revision !== summary.revision)
    decision.drop.push(...stale.map(({ key }) => key))
    if (fired === undefined) continue
    const { rule, match } = fired
    // What nobody has seen was told by somebody live, and is told anew even where back-fill brought the change.
    if (!moment.live && stale.length === 0) continue
    const last = own.find((one) => !stale.includes(one))
    const news: readonly News[] = last === undefined || last.kind === 'correction' ? ['new'] : last.news
    if (news.length === 0 || last?.revision === summary.revision) continue
    const end = last?.kind === 'alert' ? last.created + (rule.coolDownHours ?? 0) * 3_600_000 : 0
    if (end > moment.now) decision.again = Math.min(decision.again ?? end, end)
    else {
      const due = Math.min(moment.now, ...stale.map(({ created }) => created)) + moment.settle
      decision.notices.push({ kind: 'alert', destination, news, rule, match, due })
    }
  }
  return decision
}

/** What has not gone out is taken back; who may have seen an alert, and has seen no correction since, is told. */
function withdraw(told: readonly Told[], now: number): Decision {
  const lasts = new Map<string, Told>()
  for (const one of told) {
    const counts = one.state !== 'unsent' || one.kind === 'correction'
    if (counts && !lasts.has(one.destination)) lasts.set(one.destination, one)
  }
  return {
    notices: [...lasts.values()]
      .filter(({ kind }) => kind === 'alert')
      .map(({ destination }) => ({
        kind: 'correction',
        destination,
        news: ['withdrawn'],
        rule: null,
        match: null,
        due: now,
      })),
    drop: told.filter(({ kind, state }) => kind === 'alert' && state !== 'done').map(({ key }) => key),
    again: null,
  }
}
