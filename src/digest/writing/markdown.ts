/** The blocks of a page as Markdown (GFM), which is the text of a mail too: it reads well as it stands. */

import { isolated, oneLine, safeUrl } from '../../text/escape.ts'
import type { Block, Cell, Line, Phrase, Section, Table } from '../page/blocks.ts'
import { directionOf } from './direction.ts'
import { isNumber, type Numerals, numberOf } from './numerals.ts'

/** Signs that mark something up wherever they stand, and "//" and "www." which some readers make links of. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>&|~$@]/g, '\\$&')
    .replace(/:\/\//g, '\\://')
    .replace(/\b(www)\./gi, '$1\\.')
}

/** For the first words of a block, where more signs mark something up: "#", "-", "+", "=", "1.". */
function atStart(escaped: string): string {
  return escaped.replace(/^(\d{1,9})([.)])/, '$1\\$2').replace(/^[#+=-]/, '\\$&')
}

export function sectionMarkdown({ heading, blocks }: Section, teller: Numerals): string {
  return [`## ${escapeMarkdown(heading)}`, ...blocks.map((block) => blockMarkdown(block, teller))]
    .filter((part) => part !== '')
    .join('\n\n')
}

export function blockMarkdown(block: Block, teller: Numerals): string {
  switch (block.kind) {
    case 'text':
      return atStart(lineMarkdown(block.line))
    case 'heading':
      return `#### ${escapeMarkdown(block.text)}`
    case 'quote':
      return `> ${atStart(phraseMarkdown(block.words))}\n>\n> — ${lineMarkdown(block.source)}`
    case 'facts':
      return block.facts
        .map(({ label, values }) => `- **${escapeMarkdown(label)}**: ${values.map(escapeMarkdown).join('; ')}`)
        .join('\n')
    case 'list':
      return block.items.map((item) => `- ${atStart(lineMarkdown(item))}`).join('\n')
    case 'table':
      return tableMarkdown(block, teller)
    case 'story':
      return storyMarkdown(block, teller)
    // The tables after them say the same.
    case 'tiles':
    case 'picture':
      return ''
  }
}

export function lineMarkdown(line: Line): string {
  return line.map((part) => (typeof part === 'string' ? stringMarkdown(part) : phraseMarkdown(part))).join('')
}

/** Escaped, with the spaces that join it to its neighbours. */
function stringMarkdown(text: string): string {
  const escaped = escapeMarkdown(text)
  return `${/^\s/.test(text) && escaped !== '' ? ' ' : ''}${escaped}${/\s$/.test(text) ? ' ' : ''}`
}

function phraseMarkdown({ text, language, url }: Phrase): string {
  const escaped = escapeMarkdown(text)
  const words = language !== undefined && directionOf(language) !== 'ltr' ? isolated(escaped) : escaped
  const address = safeUrl(url ?? null)
  // "&copy;" within an address would be read as a sign.
  return address === null ? words : `[${words}](${address.replace(/&(?=#?\w+;)/g, '%26')})`
}

function tableMarkdown({ caption, head, rows, total }: Table, teller: Numerals): string {
  const numeric = head.map((_, column) => rows.some((row) => isNumber(row[column])))
  const cell = (value: Cell): string => (isNumber(value) ? numberOf(value, teller) : lineMarkdown(value))
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    `*${escapeMarkdown(caption)}*`,
    '',
    line(head.map(escapeMarkdown)),
    line(numeric.map((right) => (right ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cell))),
    ...(total === null
      ? []
      : [line(total.map((one) => (!isNumber(one) && one.length === 0 ? '' : `**${cell(one)}**`)))]),
  ].join('\n')
}

function storyMarkdown(story: Extract<Block, { kind: 'story' }>, teller: Numerals): string {
  const { number, title, badges, blocks } = story
  const marks = badges.map(({ text }) => `**${escapeMarkdown(text)}**`).join(' · ')
  return [
    `### ${escapeMarkdown(number)} ${phraseMarkdown(title)}`,
    marks,
    ...blocks.map((block) => blockMarkdown(block, teller)),
  ].join('\n\n')
}
