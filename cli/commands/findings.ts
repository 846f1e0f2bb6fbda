/** `detour findings`: what was found, as a table or as JSON. Reads beside a running daemon. */

import { environment, loadConfig } from '../../src/config.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { toRecord } from '../../src/record.ts'
import { type FindingFilter, listFindings } from '../../src/store/finding.ts'
import { readStore } from '../../src/store/read.ts'
import { Fault } from '../../src/types/fault.ts'
import { labels } from '../../src/types/finding.ts'
import type { StoredFinding } from '../../src/types/story.ts'
import { type Paint, painter, table } from '../output.ts'

export interface FindingsOptions {
  readonly config: string | null
  readonly json?: boolean
  readonly since?: string
  readonly until?: string
  readonly lang?: string
  readonly company?: string
  readonly chip?: string
  readonly region?: string
  readonly route?: string
  readonly label?: string
  readonly minScore?: string
  readonly limit?: string
}

export function day(name: string, value: string | undefined): string | undefined {
  if (value === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)))) return value
  throw new Fault('usage', `--${name} takes a day such as 2025-01-31; "${value}" is none.`)
}

export function number(name: string, value: string | undefined, low: number, high: number): number | undefined {
  if (value === undefined) return undefined
  const read = Number(value)
  if (value.trim() !== '' && read >= low && read <= high) return read
  throw new Fault('usage', `--${name} takes a number from ${low} to ${high}; "${value}" is none.`)
}

/** Checks what was typed against what there is: a filter that can match nothing is a mistake, not an empty list. */
export function readFilter(options: FindingsOptions, { sources }: Knowledge): FindingFilter {
  const { label, company, chip, region, route } = options
  if (label !== undefined && !labels.some((one) => one === label))
    throw new Fault('usage', `--label is one of ${labels.join(', ')}; "${label}" is none.`)
  if (route !== undefined && sources.routes[route] === undefined)
    throw new Fault('usage', `--route is one of ${Object.keys(sources.routes).join(', ')}; "${route}" is none.`)
  const byName = Object.entries(sources.companies).find(
    ([id, one]) => id === company?.toLowerCase() || one.name.toLowerCase() === company?.toLowerCase(),
  )
  const byChip = Object.entries(sources.chips).find(
    ([id, one]) =>
      id === chip?.toLowerCase() ||
      [one.name, ...one.spellings].some((name) => name.toLowerCase() === chip?.toLowerCase()),
  )
  return {
    since: day('since', options.since),
    until: day('until', options.until),
    language: options.lang,
    label,
    route,
    minScore: number('min-score', options.minScore, 0, 1),
    company: company === undefined ? undefined : (byName?.[0] ?? company.toLowerCase()),
    chip: chip === undefined ? undefined : (byChip?.[0] ?? chip),
    region: region?.toUpperCase(),
    limit: number('limit', options.limit, 1, 100_000) ?? 50,
  }
}

export async function command(_: readonly string[], options: FindingsOptions): Promise<number> {
  const knowledge = loadKnowledge()
  const filter = readFilter(options, knowledge)
  const findings = await readStore(loadConfig(options.config).place, (store) => listFindings(store, filter))
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(
          findings.map((one) => findingJson(one, knowledge)),
          null,
          2,
        )}\n`
      : findingsTable(findings, painter(process.stdout, environment())),
  )
  return 0
}

/** The analysis record with where it came from and when. */
export function findingJson(
  { document, finding, outlet, backfill, firstSeen, copyOf }: StoredFinding,
  knowledge: Knowledge,
): unknown {
  return {
    finding: finding.id,
    url: document.url,
    outlet,
    title: document.text.slice(0, document.titleLength),
    published: document.published,
    firstSeen: new Date(firstSeen).toISOString(),
    from: document.origin,
    backfill,
    copyOf,
    ...toRecord(document.id, document, finding, knowledge),
  }
}

export function findingsTable(findings: readonly StoredFinding[], paint: Paint): string {
  if (findings.length === 0) return 'No findings match.\n'
  const rows = findings.map(({ document, finding, outlet, backfill }) => [
    (document.published ?? '').slice(0, 10),
    document.language.code,
    outlet ?? '',
    finding.label,
    finding.score.toFixed(2),
    finding.claims
      .filter((claim) => claim.kind === 'route')
      .map((claim) => claim.value)
      .join(' '),
    finding.claims.find((claim) => claim.kind === 'posture')?.value ?? '',
    `${document.origin}${backfill ? ' (back-fill)' : ''}`,
    finding.id.slice(0, 12),
    document.text.slice(0, document.titleLength),
  ])
  return table(
    ['date', 'lang', 'outlet', 'label', 'score', 'routes', 'posture', 'from', 'finding', 'title'],
    rows,
    paint,
    56,
  )
}
