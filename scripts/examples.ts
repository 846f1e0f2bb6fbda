/** Runs the examples that stand beside the words of a language file. */

import { makeProfile } from '../src/classify/profile.ts'
import { findMentions } from '../src/extract/mentions.ts'
import type { Knowledge } from '../src/knowledge/compile.ts'
import type { Language } from '../src/knowledge/language-schema.ts'
import { type Reading, readText } from '../src/knowledge/reading.ts'
import { splitSentences } from '../src/text/sentences.ts'
import type { Mention } from '../src/types/mention.ts'
import type { Document, Id } from '../src/types/text.ts'

/** A sentence read as the language it is an example of, whatever the language guesser would say of so few words. */
function read(
  text: string,
  tag: string,
  knowledge: Knowledge,
): { readonly reading: Reading; readonly mentions: readonly Mention[] } {
  const document: Document = {
    id: 'example' as Id<'Document'>,
    url: null,
    feed: null,
    origin: 'file',
    language: { code: tag as Id<'Language'>, confidence: 1 },
    published: null,
    text,
    titleLength: 0,
    sentences: splitSentences(text, tag, knowledge.languages.get(tag)?.source.abbreviations ?? []),
  }
  const reading = readText(document, knowledge)
  return { reading, mentions: findMentions(reading) }
}

interface Check {
  readonly text: string
  readonly where: string
  readonly wanted: string
  readonly found: string
}

/** Each miss is a sentence that quotes the text, what was wanted and what was found. */
export function checkLanguage(
  tag: string,
  knowledge: Knowledge,
): { readonly checked: number; readonly misses: readonly string[] } {
  const language = knowledge.languages.get(tag)!.source
  const checks = [...mentionChecks(tag, language, knowledge), ...patternChecks(tag, language, knowledge)]
  const misses = checks
    .filter(({ wanted, found }) => wanted !== found)
    .map(
      ({ where, text, wanted, found }) =>
        `${where}: “${text}” should give ${wanted || 'nothing'}, gives ${found || 'nothing'}`,
    )
  return { checked: checks.length, misses }
}

function* mentionChecks(tag: string, language: Language, knowledge: Knowledge): Generator<Check> {
  const described = (text: string, kind: Mention['kind'], describe: (mention: Mention) => string): string =>
    read(text, tag, knowledge)
      .mentions.filter((mention) => mention.kind === kind)
      .map(describe)
      .join(', ')
  const money = (text: string): string =>
    described(text, 'money', (one) => (one.kind === 'money' ? `${one.low ?? one.high} ${one.currency}` : ''))
  const quantity = (text: string): string =>
    described(text, 'quantity', (one) => (one.kind === 'quantity' ? `${one.low ?? one.high} ${one.unit}` : ''))
  const regions = (text: string): string =>
    described(text, 'region', (one) => (one.kind === 'region' ? one.region : ''))
  const firms = (text: string): string =>
    read(text, tag, knowledge)
      .mentions.filter((one) => one.kind === 'company' && one.company === null)
      .map((one) => text.slice(one.span.start, one.span.end))
      .join(', ')
  for (const [text, wanted] of Object.entries(language.money.examples))
    yield { where: 'money', text, wanted: figures(wanted), found: money(text) }
  for (const text of language.money.not) yield { where: 'money', text, wanted: '', found: money(text) }
  for (const [text, wanted] of Object.entries(language.quantities.examples))
    yield { where: 'quantities', text, wanted: figures(wanted), found: quantity(text) }
  for (const text of language.quantities.not) yield { where: 'quantities', text, wanted: '', found: quantity(text) }
  for (const [text, wanted] of Object.entries(language.companies.examples))
    yield { where: 'companies', text, wanted: wanted.join(', '), found: firms(text) }
  for (const text of language.companies.not)
    yield { where: 'companies', text, wanted: '', found: described(text, 'company', (one) => one.rule) }
  for (const { text, regions: wanted } of language.regions.examples)
    yield { where: 'regions', text, wanted: wanted.join(', '), found: regions(text) }
  for (const text of language.regions.not) yield { where: 'regions', text, wanted: '', found: regions(text) }
}

/** "7e9 USD, 1e6 EUR" as mentions are described. */
function figures(wanted: string): string {
  return wanted
    .split(', ')
    .map((one) => one.replace(/^\S+/, (figure) => String(Number(figure))))
    .join(', ')
}

function* patternChecks(tag: string, language: Language, knowledge: Knowledge): Generator<Check> {
  for (const [family, lists] of [
    ['concept', language.concepts],
    ['route', language.routes],
    ['flag', language.flags],
  ] as const) {
    for (const [id, list] of Object.entries(lists)) {
      const found = (text: string): string => {
        const { reading, mentions } = read(text, tag, knowledge)
        const cues = makeProfile(reading, mentions).sentences.flatMap((one) => one.cues)
        return cues.some(({ tag }) => tag.family === family && tag.id === id) ? id : ''
      }
      for (const text of list.examples) yield { where: `${family}s/${id}`, text, wanted: id, found: found(text) }
      for (const text of list.not) yield { where: `${family}s/${id}`, text, wanted: '', found: found(text) }
    }
  }
}
