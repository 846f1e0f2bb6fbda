/** `detour explain`: each room's output for one article, with the rule behind every mention and claim. */

import { analyse } from '../../src/analyse.ts'
import { type Aside, asideOf } from '../../src/classify/aside.ts'
import { labelOf } from '../../src/classify/label.ts'
import { type RunnerUp, runnerUpOf } from '../../src/classify/lacking.ts'
import { makeProfile } from '../../src/classify/profile.ts'
import { environment, loadConfig } from '../../src/config.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { readText } from '../../src/knowledge/reading.ts'
import type { Sources } from '../../src/knowledge/schema.ts'
import type { Claim, Finding } from '../../src/types/finding.ts'
import type { Mention } from '../../src/types/mention.ts'
import type { Article, Document } from '../../src/types/text.ts'
import { featureWords } from '../feature-words.ts'
import { clip, hanging, inert, type Paint, painter, table } from '../output.ts'
import { articlesOf } from './analyze.ts'
import { storedArticle } from './stored.ts'

/** The article's way through the rooms, as text for a terminal. */
export function explain(article: Article, knowledge: Knowledge, paint: Paint): string {
  const { document, finding } = analyse(article, knowledge)
  return [
    section(paint, 'Document', documentLines(article, document, knowledge)),
    section(paint, 'Mentions', mentionTable(document, finding, paint)),
    section(paint, 'Label', labelLines(document, finding, knowledge, paint)),
    section(paint, 'Claims', finding.claims.map((claim) => claimLines(claim, paint)).join('') || 'none\n'),
    section(
      paint,
      'Parties',
      finding.parties.map((party) => `${inert(party.name)}: ${party.role}\n`).join('') || 'none\n',
    ),
  ].join('\n')
}

function section(paint: Paint, title: string, body: string): string {
  return `${paint.bold(paint.cyan(title))}\n${body}`
}

function documentLines(article: Article, document: Document, knowledge: Knowledge): string {
  const known = knowledge.languages.has(document.language.code)
  return [
    `title     ${inert(article.title) || '(none)'}`,
    `from      ${document.url === null ? document.origin : inert(document.url)}`,
    `date      ${document.published ?? '(none): control of chips cannot be told'}`,
    `language  ${document.language.code} (${document.language.confidence})${known ? '' : ': no language file, so nothing is classified'}`,
    `length    ${document.text.length} characters, ${document.sentences.length} sentences${partialWords(asideOf(document, knowledge))}`,
    `analysis  ${knowledge.analysis}`,
    '',
  ].join('\n')
}

/** What was not read as the article's, and why less is made of what was. */
function partialWords({ paragraphs, partial }: Aside): string {
  const left = paragraphs.size === 0 ? '' : `; ${paragraphs.size} paragraphs left out: menus, notices, other articles`
  if (partial === null) return left
  const why = partial === 'paywall' ? 'the rest is for those who pay' : 'no more than a teaser'
  return `${left}; only the beginning is here (${why}), so the score is less sure`
}

function mentionTable(document: Document, finding: Finding, paint: Paint): string {
  if (finding.mentions.length === 0) return 'none\n'
  const rows = finding.mentions.map((mention) => [
    `${mention.span.start}-${mention.span.end}`,
    mention.kind,
    document.text.slice(mention.span.start, mention.span.end),
    meaningOf(mention),
    mention.rule,
  ])
  return table(['where', 'kind', 'text', 'read as', 'rule'], rows, paint, 44)
}

function meaningOf(mention: Mention): string {
  switch (mention.kind) {
    case 'company':
      return mention.company ?? '(unknown firm)'
    case 'organisation':
      return mention.organisation
    case 'chip':
      return mention.chip
    case 'region':
      return `${mention.region} by ${mention.via}`
    case 'money':
      return `${rangeOf(mention.low, mention.high)} ${mention.currency}${mention.assumed ? ' (assumed)' : ''}`
    case 'quantity':
      return `${rangeOf(mention.low, mention.high)} × ${mention.of ?? mention.unit}`
  }
}

function rangeOf(low: number | null, high: number | null): string {
  if (low === high) return String(low)
  return `${low ?? '…'} to ${high ?? '…'}`
}

/** Most features worth a line. */
const shown = 14

function labelLines(document: Document, finding: Finding, knowledge: Knowledge, paint: Paint): string {
  const { sources } = knowledge
  if (!knowledge.languages.has(document.language.code)) return `${paint.bold(finding.label)}: nothing is classified\n`
  const labelled = labelOf(makeProfile(readText(document, knowledge), finding.mentions))
  const heaviest = labelled.features.filter((feature) => feature.contribution !== 0).slice(0, shown)
  const lines = [
    `${paint.bold(finding.label)}  score ${finding.score} (probability of circumvention)`,
    ...(labelled.veto === null ? [] : [`circumvention was likeliest and is ruled out: ${labelled.veto}`]),
    ...whyNot(runnerUpOf(labelled, sources.weights), sources, paint),
    heaviest.length === 0 ? 'no feature spoke for or against circumvention' : 'for (+) and against (-) circumvention:',
    ...heaviest.map(
      ({ name, value, contribution }) =>
        `  ${(contribution >= 0 ? paint.green : paint.red)(signed(contribution))}  ${name} = ${value.toFixed(2)}  ${paint.dim(featureWords(name, sources))}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function signed(contribution: number): string {
  return `${contribution >= 0 ? '+' : '-'}${Math.abs(contribution).toFixed(2)}`.padStart(6)
}

/** The nearest label not chosen, what it lacked and what spoke against it. */
function whyNot({ label, probability, lacked, against }: RunnerUp, sources: Sources, paint: Paint): string[] {
  const list = (names: readonly string[]): string => names.map((name) => featureWords(name, sources)).join('; ')
  return [
    `nearest label not chosen: ${paint.bold(label)} (${probability.toFixed(3)})`,
    ...(lacked.length === 0 ? [] : hanging('  it lacked', list(lacked), 16)),
    ...(against.length === 0 ? [] : hanging('  against it', list(against), 16)),
  ]
}

function claimLines(claim: Claim, paint: Paint): string {
  const by = claim.by === null ? '' : ` by ${inert(claim.by)}`
  const quotations = claim.evidence.map(
    ({ quote, span, rule }) => `    “${clip(inert(quote), 160)}”  ${paint.dim(`${span.start}-${span.end} ${rule}`)}`,
  )
  return `${paint.bold(claim.kind)} ${inert(claim.value)}${by} (${claim.score})\n${quotations.join('\n')}\n`
}

export async function command(
  [target = '']: readonly string[],
  options: { readonly config: string | null },
): Promise<number> {
  const paint = painter(process.stdout, environment())
  const knowledge = loadKnowledge()
  if (/^https?:/.test(target)) {
    process.stdout.write(explain(await storedArticle(target, loadConfig(options.config)), knowledge, paint))
    return 0
  }
  for await (const { article } of articlesOf(target)) process.stdout.write(explain(article, knowledge, paint))
  return 0
}
