/** The ways of the goods as a Sankey diagram: who → through where → to where, each as broad as it has stories. */

import { type SankeyNode as D3Node, sankey, sankeyLinkHorizontal } from 'd3-sankey'
import type { Teller } from '../../knowledge/telling.ts'
import type { Digest } from '../../types/digest.ts'
import { colour, fitted, label, round, svgOf, typeSize, width } from './svg.ts'

type Flow = Digest['flows'][number]

interface Node {
  readonly id: string
  readonly column: 0 | 1 | 2
  readonly name: string
  readonly said: boolean
}

interface Link {
  readonly source: string
  readonly target: string
  value: number
}

type Placed = D3Node<Node, Link>

const columns = ['from', 'through', 'to'] as const
/** Names drawn in one column; the rest are drawn as one, "12 others". */
const most = 8
const top = 44
const barWidth = 10
/** Between two bars of a column: room for the label of the lower one. */
const gap = 28

/** `flows`: those that say at least a part of their way, with names as people read them; "" stands for what is not said. */
export function routesPicture(flows: readonly Flow[], teller: Teller): string {
  const { nodes, links } = graphOf(flows, teller)
  const rows = Math.max(...([0, 1, 2] as const).map((at) => nodes.filter(({ column }) => column === at).length), 1)
  const height = top + Math.max(84, rows * (gap + 22)) + 6
  const drawn = sankey<Node, Link>()
    .nodeId(({ id }) => id)
    .nodeAlign((node) => node.column)
    .nodeWidth(barWidth)
    .nodePadding(gap)
    .extent([
      [0, top],
      [width, height - 6],
    ])({ nodes: nodes.map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) })
  const pathOf = sankeyLinkHorizontal<Node, Link>()
  const ribbons = drawn.links.map((link) => {
    const half = (link.source as Placed).column === 0 ? 'first' : 'second'
    const path = (pathOf(link) ?? '').replace(/-?\d+\.\d+/g, (number) => String(round(Number(number))))
    const breadth = Math.max(1.5, round(link.width ?? 0))
    return `<path d="${path}" fill="none" stroke="url(#routes-${half})" stroke-opacity="0.45" stroke-width="${breadth}"/>`
  })
  return svgOf({
    id: 'routes',
    height,
    title: teller.digest('routes-caption'),
    description: flows.map((flow) => sentenceOf(flow, teller)).join('; '),
    body: [gradients(), ...headings(teller), ...ribbons, ...drawn.nodes.map((node) => barOf(node, teller))],
  })
}

function sentenceOf({ from, through, to, stories }: Flow, teller: Teller): string {
  const or = (name: string): string => (name === '' ? teller.shared('path-unknown') : name)
  const count = teller.digest('count-stories', { count: stories })
  return teller.digest('routes-flow', { from: or(from), through: or(through), to: or(to), stories: count })
}

/** Two halves of each way, added up where ways share them. */
function graphOf(flows: readonly Flow[], teller: Teller): { nodes: Node[]; links: Link[] } {
  const nodes = new Map<string, Node>()
  const links = new Map<string, Link>()
  const namers = columns.map((end, column) => namerOf(flows, end, column as Node['column'], teller))
  for (const flow of flows) {
    const ends = namers.map((namer, column) => namer(flow[columns[column] ?? 'from']))
    for (const node of ends) nodes.set(node.id, node)
    for (const [source, target] of [ends.slice(0, 2), ends.slice(1)]) {
      if (source === undefined || target === undefined) continue
      const key = JSON.stringify([source.id, target.id])
      const link = links.get(key)
      if (link === undefined) links.set(key, { source: source.id, target: target.id, value: flow.stories })
      else link.value += flow.stories
    }
  }
  return { nodes: [...nodes.values()], links: [...links.values()] }
}

/** The node that stands for a name in its column: its own while it is among the greatest. */
function namerOf(
  flows: readonly Flow[],
  end: (typeof columns)[number],
  column: Node['column'],
  teller: Teller,
): (name: string) => Node {
  const sums = new Map<string, number>()
  for (const flow of flows) sums.set(flow[end], (sums.get(flow[end]) ?? 0) + flow.stories)
  const named = [...sums.keys()].filter((name) => name !== '')
  named.sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0) || (a < b ? -1 : 1))
  const own = new Set(named.length <= most ? named : named.slice(0, most - 1))
  const others = teller.digest('routes-others', { count: named.length - own.size })
  return (name) => {
    if (name === '') return { id: `${column} unsaid`, column, name: teller.shared('path-unknown'), said: false }
    return own.has(name)
      ? { id: `${column} name ${name}`, column, name, said: true }
      : { id: `${column} others`, column, name: others, said: true }
  }
}

const anchors = ['start', 'middle', 'end'] as const

function barOf(node: Placed, teller: Teller): string {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, column, name, said, value = 0 } = node
  const fill = said ? colour[columns[column]] : colour.unsaid
  const bar = `<rect x="${round(x0)}" y="${round(y0)}" width="${barWidth}" height="${round(Math.max(2, y1 - y0))}" rx="2" style="fill:${fill}"/>`
  const count = ` · ${teller.number(value)}`
  const text = `${fitted(name, width / 3 - 22)}${count}`
  const x = [x0, (x0 + x1) / 2, x1][column] ?? x0
  const ink = said ? colour.ink : colour.faint
  return bar + label({ x, y: y0 - 6, text, anchor: anchors[column], fill: ink })
}

function headings(teller: Teller): string[] {
  const heads = [teller.digest('head-from'), teller.digest('head-through'), teller.digest('head-to')]
  return heads.map((text, column) =>
    label({
      x: [0, width / 2, width][column] ?? 0,
      y: typeSize,
      text,
      anchor: anchors[column] ?? 'start',
      fill: colour.faint,
      weight: 600,
    }),
  )
}

function gradients(): string {
  const gradient = (id: string, x1: number, x2: number, start: string, end: string): string =>
    `<linearGradient id="routes-${id}" gradientUnits="userSpaceOnUse" x1="${x1}" x2="${x2}" y1="0" y2="0">` +
    `<stop offset="0" style="stop-color:${start}"/><stop offset="1" style="stop-color:${end}"/></linearGradient>`
  const first = gradient('first', 0, width / 2, colour.from, colour.through)
  return `<defs>${first}${gradient('second', width / 2, width, colour.through, colour.to)}</defs>`
}
