/** Companies and organisations: known names, and unknown firms by their legal form or by what the text calls them. */

import { type Hit, useSet } from '../knowledge/hits.ts'
import { hitsOf, type Reading, spanOf, standsAlone } from '../knowledge/reading.ts'
import { indexSpans } from '../text/spans.ts'
import { cut } from '../text/units.ts'
import type { CompanyMention, OrganisationMention } from '../types/mention.ts'
import type { Id, Span } from '../types/text.ts'
import { unknownFirms } from './firm.ts'
import { introducesFirm } from './no-firm.ts'
import { rightCase } from './region.ts'

/** Mentions of known companies and of organisations, then of firms known by their form only (company: null). */
export function findParties(reading: Reading): (CompanyMention | OrganisationMention)[] {
  const known = [...knownParties(reading, 'company'), ...knownParties(reading, 'organisation')]
  return [...known, ...unknownFirms(reading, known)]
}

const offices: ReadonlySet<string> = new Set(['agency', 'government', 'military'])

function knownParties(reading: Reading, type: 'company' | 'organisation'): (CompanyMention | OrganisationMention)[] {
  const blocks = indexSpans(
    hitsOf(reading, 'block').filter((block) => block.use.kind === 'company'),
    (block) => spanOf(reading, block.first, block.last),
  )
  const hits = hitsOf(reading, type).filter((hit) => isNamed(reading, hit, blocks))
  const certain = new Set(hits.filter((hit) => !hit.use.ambiguous).map((hit) => hit.use.id))
  const spaced = reading.language?.source.words !== 'unspaced'
  const introducers = hitsOf(reading, 'introducer').filter((hit) => !spaced || introducesFirm(reading, hit))
  const introduced = new Set([...introducers, ...hitsOf(reading, 'firm-noun')].map((hit) => hit.last))
  const reported = {
    first: new Set(hitsOf(reading, 'reported').map((hit) => hit.first)),
    last: new Set(hitsOf(reading, 'reported').map((hit) => hit.last)),
  }
  const mentions: (CompanyMention | OrganisationMention)[] = []
  for (const hit of hits) {
    if (
      hit.use.ambiguous &&
      !certain.has(hit.use.id) &&
      !isCalledFirm(reading, hit, introduced) &&
      !isCited(reading, hit, reported)
    )
      continue
    const place = { span: nameSpan(reading, hit), sentence: reading.sentenceOf[hit.first] ?? 0 }
    if (type === 'company') {
      mentions.push({
        kind: 'company',
        ...place,
        rule: `companies/${hit.use.id}` as Id<'Rule'>,
        company: hit.use.id as Id<'Company'>,
      })
    } else {
      mentions.push({
        kind: 'organisation',
        ...place,
        rule: `organisations/${hit.use.id}` as Id<'Rule'>,
        organisation: hit.use.id as Id<'Organisation'>,
        office: offices.has(reading.knowledge.sources.organisations[hit.use.id]?.kind ?? ''),
      })
    }
  }
  return mentions
}

/** "the Wall Street Journal" of The Wall Street Journal: a small letter says that the article is the sentence's, not the name's. */
function nameSpan(reading: Reading, { first, last, use }: Hit<'company'> | Hit<'organisation'>): Span {
  const span = spanOf(reading, first, last)
  const { companies, organisations } = reading.knowledge.sources
  const name = (use.type === 'company' ? companies : organisations)[use.id]?.name ?? ''
  const [article = ''] = name.split(' ')
  if (last === first || !/^\p{Lu}/u.test(article)) return span
  return reading.document.text.startsWith(`${article.toLowerCase()} `, span.start)
    ? spanOf(reading, first + 1, last)
    : span
}

/** Standing alone, in the right letter case (else with a capital where its script has capitals), and not blocked. */
function isNamed(reading: Reading, hit: Hit<'company'>, blocks: (span: Span) => readonly Hit[]): boolean {
  if (!standsAlone(reading, hit.first, hit.last)) return false
  const span = spanOf(reading, hit.first, hit.last)
  const surface = cut(reading.document.text, span.start, span.end)
  if (!rightCase(surface, hit.use.exact)) return false
  const cased = /[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(surface)
  if (cased && hit.use.exact === null && !/\p{Lu}/u.test(surface)) return false
  return !blocks(span).some((block) => block.first <= hit.first && hit.last <= block.last)
}

/** "Gate Inc", "la société Gate": the text itself says that an ambiguous name is a firm's. */
function isCalledFirm(reading: Reading, hit: Hit, introduced: ReadonlySet<number>): boolean {
  return introduced.has(hit.first - 1) || reading.hits.has(hit.last + 1, 'form')
}

/** Words that one kind of phrase begins and ends with. */
interface Ends {
  readonly first: ReadonlySet<number>
  readonly last: ReadonlySet<number>
}

const stops = useSet('stop')

/** "laut Standard", "berichtet die Zeit", "Blick berichtet": an ambiguous name beside a word of reporting is an outlet's. */
function isCited(reading: Reading, hit: Hit<'company'>, reported: Ends): boolean {
  if (reading.knowledge.sources.companies[hit.use.id]?.kind !== 'media') return false
  const isStop = reading.hits.spans(hit.first - 1, hit.first - 1, stops)
  const before = isStop ? hit.first - 2 : hit.first - 1
  return reported.first.has(hit.last + 1) || reported.last.has(before) || reported.last.has(hit.first - 1)
}
