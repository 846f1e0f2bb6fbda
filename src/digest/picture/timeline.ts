/** The days of the week: how many articles each brought, and of which stories. */

import type { Teller } from '../../knowledge/telling.ts'
import type { Posture } from '../../types/finding.ts'
import { colour, label, round, svgOf, width } from './svg.ts'

export interface TimelineDay {
  /** "2026-11-23" */
  readonly day: string
  readonly articles: number
  readonly stories: readonly { readonly number: number; readonly posture: string | null }[]
}

const tallest = 84
const floor = 108
const barWidth = 34
const radius = 10
/** Stories marked under a day, two in a row; the rest are counted. */
const most = 6

export function timelinePicture(days: readonly TimelineDay[], teller: Teller): string {
  const step = width / Math.max(1, days.length)
  const highest = Math.max(1, ...days.map(({ articles }) => articles))
  const rows = Math.max(0, ...days.map(({ stories }) => Math.ceil(Math.min(stories.length, most) / 2)))
  const drawn = days.map((day, index) => dayOf(day, (index + 0.5) * step, highest, teller))
  const base = `<line x1="0" x2="${width}" y1="${floor}" y2="${floor}" style="stroke:${colour.line}"/>`
  return svgOf({
    id: 'timeline',
    height: floor + 30 + rows * (2 * radius + 5),
    title: teller.digest('timeline-caption'),
    description: days.map((day) => sentenceOf(day, teller)).join('; '),
    body: [...drawn, base],
  })
}

function sentenceOf({ day, articles }: TimelineDay, teller: Teller): string {
  const count = teller.shared('count-articles', { count: articles })
  return teller.digest('timeline-day', { day: teller.date(day) ?? day, articles: count })
}

function dayOf({ day, articles, stories }: TimelineDay, x: number, highest: number, teller: Teller): string {
  const height = round((articles / highest) * tallest)
  const bar = `<rect x="${round(x - barWidth / 2)}" y="${round(floor - height)}" width="${barWidth}" height="${height}" rx="2" style="fill:${colour.from}"/>`
  const count = label({ x, y: floor - height - 5, text: teller.number(articles), anchor: 'middle', weight: 600 })
  const name = label({ x, y: floor + 16, text: teller.weekday(day), anchor: 'middle', fill: colour.faint })
  return [articles > 0 ? bar + count : '', name, ...marksOf(stories, x, teller)].join('')
}

function marksOf(stories: TimelineDay['stories'], x: number, teller: Teller): string[] {
  const shown = stories.length <= most ? stories : stories.slice(0, most - 1)
  const left = stories.length - shown.length
  const places = [...shown, ...(left > 0 ? [null] : [])]
  return places.map((story, index) => {
    const alone = places.length === 1 || (index === places.length - 1 && index % 2 === 0)
    const at = alone ? x : x + (index % 2 === 0 ? -1 : 1) * (radius + 2)
    const y = floor + 36 + Math.floor(index / 2) * (2 * radius + 5)
    const text = story === null ? `+${teller.number(left)}` : teller.number(story.number)
    const ring = story === null ? '' : ringOf(at, y, story.posture)
    return ring + label({ x: at, y: y + 4, text, anchor: 'middle', size: 11 })
  })
}

function ringOf(x: number, y: number, posture: string | null): string {
  const stroke = posture !== null && posture in colour ? colour[posture as Posture] : colour.unsaid
  return `<circle cx="${round(x)}" cy="${y}" r="${radius}" fill="none" stroke-width="2" style="stroke:${stroke}"/>`
}
