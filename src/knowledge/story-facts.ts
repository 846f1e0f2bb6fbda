/** The facts of a story as lines for people, in alerts and digests alike: who, what, by which route, through where, how much, who denies, on whose word. */

import { postures } from '../types/finding.ts'
import type { NoticeField } from '../types/notice.ts'
import type { Borne, News, StoryChip, StoryFigure, StoryParty, StorySummary } from '../types/story.ts'
import type { Teller } from './telling.ts'

/** Most values on one line; the rest are counted. */
const most = 8

/** Lines without a value are left out. */
export function fieldsOf(summary: StorySummary, news: readonly News[], teller: Teller): NoticeField[] {
  const { alert, shared, wording } = teller
  const stages = stagesOf(summary, teller)
  const fields: [keyof typeof wording.alert, readonly string[]][] = [
    ['label-new', news.map((one) => wording.news[one])],
    ['label-who', summary.parties.map((party) => partyOf(party, teller))],
    ['label-what', summary.chips.map((chip) => chip.name)],
    ['label-route', summary.routes.map((route) => teller.route(route.value))],
    ['label-path', pathOf(summary, teller)],
    ['label-amount', figuresOf(summary.amounts, summary.chips, teller)],
    ['label-quantity', figuresOf(summary.quantities, summary.chips, teller)],
    ['label-control', summary.chips.flatMap((chip) => controlOf(chip, summary, teller))],
    ['label-denial', summary.denials.map(({ value, articles }) => borneBy(denierOf(value, teller), articles, teller))],
    ['label-stages', stages.length > 1 ? stages : []],
    ['label-sources', [sourcesOf(summary, teller)]],
  ]
  return fields
    .filter(([, values]) => values.length > 0)
    .map(([key, values]) => ({ label: alert(key), values: capped(values, (count) => shared('more', { count })) }))
}

/** At most `bound` values, the last of which counts the rest. */
export function capped(values: readonly string[], more: (count: number) => string, bound: number = most): string[] {
  return values.length <= bound ? [...values] : [...values.slice(0, bound - 1), more(values.length - bound + 1)]
}

/** "Megaspeed (intermediary; Singapore)". */
export function partyOf(party: StoryParty, { wording, shared, region }: Teller): string {
  const role = wording.roles[party.role]
  return party.country === null
    ? shared('party', { name: party.name, role })
    : shared('party-country', { name: party.name, role, country: region(party.country) })
}

/** Who denies, as the article names it. */
export function denierOf(by: string, { shared }: Teller): string {
  return by === '' ? shared('denier-unknown') : by
}

function borneBy(value: string, articles: number, { shared }: Teller): string {
  return shared('source-articles', { origin: value, articles: shared('count-articles', { count: articles }) })
}

function figuresOf(figures: readonly Borne<StoryFigure>[], chips: readonly StoryChip[], teller: Teller): string[] {
  return figures.map(({ value, articles }) => {
    const figure = teller.figure(value)
    const chip = chips.find((one) => one.id === value.of)?.name
    return borneBy(chip === undefined ? figure : teller.shared('quantity-of', { figure, chip }), articles, teller)
  })
}

/** One line for all of the way, where the articles say at least part of it. */
function pathOf({ path, parties }: StorySummary, teller: Teller): string[] {
  const named = new Set(parties.map((party) => party.name))
  const place = (one: string): string => (named.has(one) ? one : teller.region(one))
  const part = (items: readonly string[]): string =>
    items.length === 0 ? teller.shared('path-unknown') : teller.list(items.map(place))
  const known = path.from.length + path.through.length + path.to.length > 0
  const { from, through, to } = path
  return known ? [teller.alert('path', { from: part(from), through: part(through), to: part(to) })] : []
}

/** For the places that the goods go to, else for all that are known: what is not sourced is said to be so. */
function controlOf(chip: StoryChip, summary: StorySummary, teller: Teller): string[] {
  const there = chip.control.filter(({ destination }) => summary.path.to.includes(destination))
  return (there.length > 0 ? there : chip.control).map((control) => {
    const { shared, wording } = teller
    const bare = wording.controls[control.status]
    const since = teller.date(control.since)
    const { rule } = control
    const dated = since === null ? bare : shared('control-since', { status: bare, since })
    const status = since !== null && rule !== null ? shared('control-rule', { status: bare, rule, since }) : dated
    const destination = teller.region(control.destination)
    const asOf = teller.date(control.asOf)
    return asOf === null
      ? shared('control-undated', { chip: chip.name, destination, status })
      : shared('control', { chip: chip.name, destination, status, asOf })
  })
}

/** "2 independent sources behind 5 articles: The Information (4 articles) and Reuters (1 article)". */
function sourcesOf(summary: StorySummary, teller: Teller): string {
  const { shared, alert } = teller
  const list = summary.sources.map(({ origin, articles }) => borneBy(origin, articles, teller))
  return alert('sources', {
    sources: shared('count-sources', { count: summary.independentSources }),
    articles: shared('count-articles', { count: summary.articles.length }),
    list: teller.list(capped(list, (count) => shared('more', { count }))),
  })
}

/** Each stage further than all before it, with the day of the article that first reported it. */
function stagesOf(summary: StorySummary, { shared, wording, date }: Teller): string[] {
  const articles = [...summary.articles].sort((a, b) => a.firstSeen.localeCompare(b.firstSeen))
  const steps: string[] = []
  let furthest = -1
  for (const { posture, published, firstSeen } of articles) {
    if (posture === null || postures.indexOf(posture) <= furthest) continue
    furthest = postures.indexOf(posture)
    const day = date(published) ?? date(firstSeen) ?? firstSeen
    steps.push(shared('posture-step', { posture: wording.postures[posture], date: day }))
  }
  return steps
}
