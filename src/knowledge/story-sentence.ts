/** What an alert or a digest says of a story in a sentence: the verb follows the stage, and nobody is said to be further in than an article says. */

import type { Posture, Role } from '../types/finding.ts'
import type { StoryParty, StorySummary } from '../types/story.ts'
import { capped, partyOf } from './story-facts.ts'
import type { Teller } from './telling.ts'

/**
 * Stages that the articles report of somebody in the affair: our reading does not say of whom, so no party is made the
 * subject; the parties are named in a sentence of their own.
 */
const ofSomebody = { investigated: true, charged: true, convicted: true, loophole: false, alleged: false } as const

export function sentenceOf(summary: StorySummary, posture: Posture, teller: Teller): string {
  const values = { goods: goodsOf(summary, teller), means: meansOf(summary, teller) }
  const parties = inAffair(summary)
  if (ofSomebody[posture]) return `${teller.alert(`sentence-${posture}`, values)} ${namedIn(parties, teller)}`
  const buyers = parties.filter((party) => party.role === 'acquirer').map((party) => party.name)
  if (buyers.length > 0) {
    const who = listed(buyers, teller)
    return teller.alert(`sentence-${posture as 'loophole' | 'alleged'}`, { ...values, who, count: buyers.length })
  }
  const besides = parties.map((party) => partyOf(party, teller))
  const sentence = teller.alert(`sentence-${posture as 'loophole' | 'alleged'}-unknown`, values)
  return besides.length === 0
    ? sentence
    : `${sentence} ${teller.alert('named-besides', { parties: listed(besides, teller) })}`
}

/** Most names in a title, which is the subject of a mail. */
const mostInTitle = 3

export function titleOf(summary: StorySummary, posture: Posture, teller: Teller): string {
  const goods = goodsOf(summary, teller, mostInTitle)
  const parties = inAffair(summary)
  if (ofSomebody[posture]) {
    const names = parties.map((party) => party.name)
    const who = listed(names, teller, mostInTitle)
    const named = parties.length > 0 ? teller.alert('affair-names', { who }) : teller.alert('affair-names-nobody')
    return teller.alert(`title-${posture as 'investigated' | 'charged' | 'convicted'}`, { named, goods })
  }
  const buyers = parties.filter((party) => party.role === 'acquirer').map((party) => party.name)
  const who = buyers.length > 0 ? listed(buyers, teller, mostInTitle) : teller.shared('who-unknown')
  return teller.alert(`title-${posture as 'loophole' | 'alleged'}`, { who, goods })
}

/** Of a story that no article bears out any more. */
export function withdrawalOf(summary: StorySummary, teller: Teller): string {
  const names = inAffair(summary).map((party) => party.name)
  const sentence = teller.alert('withdrawn', { count: summary.articles.length })
  return names.length === 0
    ? sentence
    : `${sentence} ${teller.alert('withdrawn-names', { who: listed(names, teller) })}`
}

const parts: readonly Role[] = ['acquirer', 'intermediary', 'supplier']

/** Those whom the articles give a part in the affair, not bystanders and reporters. */
function inAffair(summary: StorySummary): readonly StoryParty[] {
  return summary.parties.filter((party) => parts.includes(party.role))
}

function namedIn(parties: readonly StoryParty[], teller: Teller): string {
  if (parties.length === 0) return teller.alert('named-nobody')
  const list = listed(
    parties.map((party) => partyOf(party, teller)),
    teller,
  )
  return teller.alert('named', { parties: list, count: parties.length })
}

function listed(items: readonly string[], teller: Teller, most?: number): string {
  return teller.list(capped(items, (count) => teller.shared('more', { count }), most))
}

function goodsOf(summary: StorySummary, teller: Teller, most?: number): string {
  const names = summary.chips.map((chip) => chip.name)
  return names.length === 0 ? teller.shared('goods-unknown') : listed(names, teller, most)
}

/** " (route: smuggling)"; empty where no article says how. */
function meansOf(summary: StorySummary, teller: Teller): string {
  const routes = summary.routes.map((route) => teller.route(route.value))
  return routes.length === 0 ? '' : teller.alert('means', { routes: listed(routes, teller), count: routes.length })
}
