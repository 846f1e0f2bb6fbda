/** The test set of affairs as findings, and how well a grouping agrees with it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { classify } from '../../src/classify/finding.ts'
import { findMentions } from '../../src/extract/mentions.ts'
import { readDocument } from '../../src/ingest/document.ts'
import type { Knowledge } from '../../src/knowledge/compile.ts'
import { readText } from '../../src/knowledge/reading.ts'
import { quote } from '../../src/text/evidence.ts'
import { splitSentences } from '../../src/text/sentences.ts'
import type { StoredFinding } from '../../src/types/story.ts'
import type { Id } from '../../src/types/text.ts'

export interface AffairItem {
  readonly id: string
  readonly set: 'tune' | 'golden'
  /** The truth: items with the same value belong to one story. */
  readonly affair: string
  readonly outlet: string
  /** The outlet whose reporting it rests on. */
  readonly origin: string
  readonly feed: string
  readonly published: string
  readonly url: string
  readonly lang: string
  readonly title: string
  readonly text: string
}

export function readAffairs(set: AffairItem['set']): AffairItem[] {
  return readFileSync(join(import.meta.dirname, '..', 'golden', 'affairs.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AffairItem)
    .filter((item) => item.set === set)
}

/** What the line would store for an item, its label and language taken as true: what is measured is the joining. */
export function storedItem(item: AffairItem, knowledge: Knowledge): StoredFinding {
  const read = readDocument(
    {
      url: item.url,
      feed: item.feed as Id<'Feed'>,
      origin: 'page',
      title: item.title,
      text: item.text,
      published: item.published,
      languageHint: item.lang,
    },
    knowledge,
  )
  const abbreviations = knowledge.languages.get(item.lang)?.source.abbreviations ?? []
  const document = {
    ...read,
    language: { code: item.lang as Id<'Language'>, confidence: 1 },
    sentences: splitSentences(read.text, item.lang, abbreviations),
  }
  const reading = readText(document, knowledge)
  const finding = classify(reading, findMentions(reading))
  const evidence = quote(document, document.sentences[1]?.span ?? document.sentences[0]!.span, 'given')
  const given = { kind: 'label', value: 'circumvention', by: null, score: 0.9, evidence: [evidence] } as const
  return {
    document,
    finding: finding.claims.some(({ kind }) => kind === 'label')
      ? finding
      : { ...finding, label: 'circumvention', score: 0.9, claims: [given, ...finding.claims] },
    outlet: item.outlet,
    backfill: false,
    firstSeen: Date.parse(item.published),
    copyOf: null,
  }
}

/** B-cubed precision, recall and F1 (Bagga and Baldwin 1998), each item counting alike. */
export function bCubed(
  truth: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): { readonly precision: number; readonly recall: number; readonly f1: number } {
  let precision = 0
  let recall = 0
  const ids = [...truth.keys()]
  for (const id of ids) {
    const own = ids.filter((other) => truth.get(other) === truth.get(id))
    const put = ids.filter((other) => found.get(other) === found.get(id))
    const both = put.filter((other) => own.includes(other)).length
    precision += both / put.length
    recall += both / own.length
  }
  precision /= ids.length
  recall /= ids.length
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
}
