/** One row a story with all its facts, for spreadsheets: RFC 4180 with a byte-order mark, without which they misread UTF-8. */

import { stringify } from 'csv-stringify/sync'
import { oneLine, safeUrl } from '../../text/escape.ts'
import type { Digest, DigestStory } from '../../types/digest.ts'
import type { StoryFigure, StoryParty } from '../../types/story.ts'
import type { Format } from '../format.ts'

/** Between values of one cell. */
const separator = ' | '

/** Names of columns are kept; new ones are added at the end. Dates are ISO 8601, names of stages and routes the ids of knowledge/. */
const columns: Readonly<Record<string, (story: DigestStory, rank: number, digest: Digest) => string | number>> = {
  week: (_, __, { week }) => week,
  rank: (_, rank) => rank,
  story: ({ summary }) => summary.id,
  revision: ({ summary }) => summary.revision,
  state: ({ summary, continuing }) => (summary.withdrawn ? 'withdrawn' : continuing ? 'continuing' : 'new'),
  continuing: ({ continuing }) => (continuing ? 'yes' : 'no'),
  posture: ({ summary }) => summary.posture?.value ?? '',
  score: ({ summary }) => summary.score,
  weight: ({ weight }) => weight,
  title: ({ summary }) => summary.title,
  language: ({ summary }) => summary.language,
  acquirers: ({ summary }) => namesOf(summary.parties, 'acquirer'),
  intermediaries: ({ summary }) => namesOf(summary.parties, 'intermediary'),
  suppliers: ({ summary }) => namesOf(summary.parties, 'supplier'),
  others: ({ summary }) => namesOf(summary.parties, 'other'),
  routes: ({ summary }) => summary.routes.map(({ value }) => value).join(separator),
  chips: ({ summary }) => summary.chips.map(({ name }) => name).join(separator),
  controls: ({ summary }) => summary.chips.flatMap(controlsOf).join(separator),
  from: ({ summary }) => summary.path.from.join(separator),
  through: ({ summary }) => summary.path.through.join(separator),
  to: ({ summary }) => summary.path.to.join(separator),
  regions: ({ summary }) => summary.regions.map(({ code }) => code).join(separator),
  amounts: ({ summary }) => summary.amounts.map(({ value }) => figureOf(value)).join(separator),
  quantities: ({ summary }) => summary.quantities.map(({ value }) => figureOf(value)).join(separator),
  denied_by: ({ summary }) => summary.denials.map(({ value }) => value).join(separator),
  quote: ({ summary }) => summary.lead?.quote ?? '',
  quote_language: ({ summary }) => summary.lead?.language ?? '',
  quote_outlet: ({ summary }) => summary.lead?.outlet ?? '',
  quote_published: ({ summary }) => summary.lead?.published ?? '',
  quote_url: ({ summary }) => safeUrl(summary.lead?.url ?? null) ?? '',
  articles: ({ summary }) => summary.articles.length,
  articles_this_week: ({ articlesThisWeek }) => articlesThisWeek,
  independent_sources: ({ summary }) => summary.independentSources,
  sources: ({ summary }) => summary.sources.map(({ origin }) => origin).join(separator),
  languages: ({ summary }) => summary.languages.join(separator),
  first_seen: ({ summary }) => summary.seen.first,
  last_seen: ({ summary }) => summary.seen.last,
  urls: ({ summary }) => summary.articles.flatMap(({ url }) => safeUrl(url) ?? []).join(separator),
  judged: ({ summary }, _, digest) => summary.languages.flatMap((tag) => judgedOf(tag, digest)).join(separator),
}

export default {
  name: 'csv',
  extension: 'csv',
  mime: 'text/csv; charset=utf-8; header=present',
  write(digest) {
    const rows = digest.stories.map((story, index) =>
      Object.values(columns).map((read) => {
        const value = read(story, index + 1, digest)
        return typeof value === 'number' ? value : cellOf(value)
      }),
    )
    return stringify([Object.keys(columns), ...rows], { bom: true, record_delimiter: 'windows' })
  },
} satisfies Format

/**
 * A spreadsheet runs what begins with one of these signs, their fullwidth kin too; an apostrophe makes it text. Where the
 * list separator is ";" a cell is cut there, so the same signs are kept from standing right after one.
 */
function cellOf(text: string): string {
  const line = oneLine(text).replace(/([;\t])(?=[=+\-@＝＋－＠])/g, '$1 ')
  return /^['"\s]*[=+\-@＝＋－＠]/.test(line) ? `'${line}` : line
}

/** "fr 12 of 14": articles in that language that were judged right, of all that were judged. */
function judgedOf(tag: string, { byLanguage }: Digest): string[] {
  const { right, wrong } = byLanguage[tag]?.judged ?? { right: 0, wrong: 0 }
  return right + wrong === 0 ? [] : [`${tag} ${right} of ${right + wrong}`]
}

function namesOf(parties: readonly StoryParty[], role: StoryParty['role']): string {
  return parties
    .filter((party) => party.role === role)
    .map(({ name, country }) => (country === null ? name : `${name} (${country})`))
    .join(separator)
}

/** "nvidia-h100 to CN: controlled (2026-11-20)". */
function controlsOf({ id, control }: DigestStory['summary']['chips'][number]): string[] {
  return control.map(
    ({ destination, status, asOf }) => `${id} to ${destination}: ${status}${asOf === null ? '' : ` (${asOf})`}`,
  )
}

/** "~800 chip nvidia-h100", "2000000..3000000 EUR", "5000000000.. USD". */
function figureOf({ low, high, about, unit, of }: StoryFigure): string {
  const bounds = low === high ? String(low ?? '?') : `${low ?? ''}..${high ?? ''}`
  return [`${about ? '~' : ''}${bounds}`, unit, ...(of === null ? [] : [of])].join(' ')
}
