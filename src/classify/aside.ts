/** Which paragraphs are the page's and not the article's: menus, headlines of other articles, notices. */

import type { Knowledge } from '../knowledge/compile.ts'
import type { FurnitureWords } from '../knowledge/schema.ts'
import { fold } from '../text/shadow.ts'
import { cut } from '../text/units.ts'
import type { Document } from '../types/text.ts'

/** What of the text is not the article. Paragraph 0 is the title, where there is one. */
export interface Aside {
  readonly paragraphs: ReadonlySet<number>
  /** Why the article is not whole, as far as can be told: a notice says that the rest is for those who pay, or it is very short. */
  readonly partial: Partial
}

export type Partial = 'paywall' | 'brief' | null

/** Longest block that can be a line of furniture, in UTF-16 code units. */
const longest = 200

/** Most sentences of a teaser. */
export const teaser = 2

/** Share of the text before which no words end the article. */
const fromEnd = 0.4

/** Fewest headlines or menu lines that make a list of them. */
const fewest = 2

/** Ends of prose: a full stop of any script, perhaps behind a closing mark or bracket. */
const ended = /[.!?…。！？؟।][\s"'”’»」』）)\]]*$/u

interface Block {
  readonly paragraph: number
  readonly text: string
  /** Where it ends in the document's text. */
  readonly end: number
}

/** Pure. A paragraph is told by its words (knowledge/furniture.yaml), or by standing in a list of lines without full stops around the prose. */
export function asideOf(document: Document, { sources }: Knowledge): Aside {
  const blocks = blocksOf(document)
  const words = wordsOf(sources.furniture)
  const aside = new Set<number>()
  let paywalled = false
  let over = false
  for (const [at, { paragraph, text, end }] of blocks.entries()) {
    const plain = text.length > longest ? '' : plainOf(text)
    over ||= words.ends.has(plain) && end > document.text.length * fromEnd
    if (at > 0 && plain !== '' && words.paywalls.some((notice) => plain.includes(notice))) {
      paywalled = true
      aside.add(paragraph)
    }
    if (over || words.lines.has(plain) || leadsToOthers(text, words)) aside.add(paragraph)
  }
  for (const paragraph of listed(blocks.filter(({ paragraph }) => !aside.has(paragraph)))) aside.add(paragraph)
  return { paragraphs: aside, partial: paywalled ? 'paywall' : isBrief(document, aside) ? 'brief' : null }
}

/** No more sentences than a teaser has. */
function isBrief({ sentences, titleLength }: Document, aside: ReadonlySet<number>): boolean {
  const own = sentences.filter(({ paragraph }) => !aside.has(paragraph) && !(titleLength > 0 && paragraph === 0))
  return own.length <= teaser
}

/** The paragraphs behind the title, each from its first sentence to its last. */
function blocksOf({ sentences, text, titleLength }: Document): readonly Block[] {
  const spans = new Map<number, { start: number; end: number }>()
  for (const { span, paragraph } of sentences) {
    const known = spans.get(paragraph)
    if (known === undefined) spans.set(paragraph, { ...span })
    else known.end = span.end
  }
  if (titleLength > 0) spans.delete(0)
  return [...spans].map(([paragraph, { start, end }]) => ({ paragraph, text: cut(text, start, end), end }))
}

/** Without case and punctuation, as furniture is compared. */
function plainOf(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

interface Words {
  readonly ends: ReadonlySet<string>
  readonly lines: ReadonlySet<string>
  readonly paywalls: readonly string[]
}

const compiled = new WeakMap<FurnitureWords, Words>()

function wordsOf(furniture: FurnitureWords): Words {
  const known = compiled.get(furniture)
  if (known !== undefined) return known
  const words = {
    ends: new Set(furniture.ends.map(plainOf)),
    lines: new Set(furniture.lines.map(plainOf)),
    paywalls: furniture.walls.subscription.map(plainOf),
  }
  compiled.set(furniture, words)
  return words
}

/** "Lire aussi : …", a headline behind the words that end an article. */
function leadsToOthers(text: string, { ends }: Words): boolean {
  const colon = /^[^:：\n]{3,40}[:：]/u.exec(cut(text, 0, 60))
  return colon !== null && ends.has(plainOf(colon[0]))
}

/** Runs of lines without full stops before and behind the prose; all of it is prose where nothing ends in a full stop. */
function listed(blocks: readonly Block[]): readonly number[] {
  const isProse = ({ text }: Block): boolean => text.length > longest || ended.test(text)
  const first = blocks.findIndex(isProse)
  const last = blocks.findLastIndex(isProse)
  if (first === -1) return []
  const runs = [blocks.slice(0, first), blocks.slice(last + 1)]
  return runs.filter((run) => run.length >= fewest).flatMap((run) => run.map(({ paragraph }) => paragraph))
}
