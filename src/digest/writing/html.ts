/** The blocks of a page as HTML. Every text of a page is untrusted and goes through `escapeHtml`; only pictures are markup. */

import { escapeHtml, safeUrl } from '../../text/escape.ts'
import type { Block, Cell, Line, Phrase, Section, Table } from '../page/blocks.ts'
import { directionOf, tagOf } from './direction.ts'
import { isNumber, type Numerals, numberOf } from './numerals.ts'
import { badgeStyle, edgeStyle, style } from './style.ts'

export function sectionHtml({ id, heading, blocks }: Section, teller: Numerals): string {
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}" class="d-line" style="${style.h2}">${escapeHtml(heading)}</h2>`,
    ...blocks.map((block) => blockHtml(block, teller)),
    '</section>',
  ].join('\n')
}

export function blockHtml(block: Block, teller: Numerals): string {
  switch (block.kind) {
    case 'text':
      return block.small
        ? `<p class="d-small" style="${style.small}">${lineHtml(block.line)}</p>`
        : `<p style="${style.p}">${lineHtml(block.line)}</p>`
    case 'heading':
      return `<h4 class="d-small" style="${style.h4}">${escapeHtml(block.text)}</h4>`
    case 'quote':
      return quoteHtml(block)
    case 'facts':
      return factsHtml(block)
    case 'list':
      return `<ul style="${style.list}">${block.items.map((item) => `<li style="${style.item}">${lineHtml(item)}</li>`).join('')}</ul>`
    case 'table':
      return tableHtml(block, teller)
    case 'tiles':
      return tilesHtml(block, teller)
    case 'picture':
      return block.svg
    case 'story':
      return storyHtml(block, teller)
  }
}

/** `lang` and `dir` of words that are an article's own. */
function foreign(language: string): string {
  return ` lang="${escapeHtml(tagOf(language))}" dir="${directionOf(language)}"`
}

export function lineHtml(line: Line): string {
  return line.map((part) => (typeof part === 'string' ? escapeHtml(part) : phraseHtml(part))).join('')
}

function phraseHtml({ text, language, url, anchor }: Phrase): string {
  const words = `<bdi${language === undefined ? '' : foreign(language)}>${escapeHtml(text)}</bdi>`
  const address = anchor === undefined ? safeUrl(url ?? null) : `#${anchor}`
  return address === null ? words : `<a href="${escapeHtml(address)}" style="${style.link}">${words}</a>`
}

function quoteHtml({ words, source }: Extract<Block, { kind: 'quote' }>): string {
  const tag = foreign(words.language ?? 'und')
  return [
    `<blockquote class="d-quote"${tag} style="${style.quote}">${escapeHtml(words.text)}</blockquote>`,
    `<p class="d-small" style="${style.source}">${lineHtml(source)}</p>`,
  ].join('\n')
}

function factsHtml({ facts }: Extract<Block, { kind: 'facts' }>): string {
  const rows = facts.map(({ label, values }) => {
    const shown = values.map((value) => `<bdi>${escapeHtml(value)}</bdi>`).join('<br>')
    return `<tr style="${style.factRow}"><th scope="row" class="d-small" style="${style.label}">${escapeHtml(label)}</th><td style="${style.fact}">${shown}</td></tr>`
  })
  return `<table class="d-facts" style="${style.facts}"><tbody>${rows.join('\n')}</tbody></table>`
}

function tilesHtml({ tiles }: Extract<Block, { kind: 'tiles' }>, teller: Numerals): string {
  const shown = tiles.map(
    ({ value, label, change }) =>
      `<span class="d-tile" style="${style.tile}"><b style="${style.value}">${teller.number(value)}</b> ` +
      `<span style="${style.tileLabel}">${escapeHtml(label)}</span> ` +
      `<span class="d-small" style="${style.against}">${escapeHtml(change)}</span></span>`,
  )
  return `<p style="${style.tiles}">${shown.join(' ')}</p>`
}

/** The first cell of a row names it; a column whose cells are numbers stands to the right, its head too. */
function tableHtml({ caption, head, rows, total }: Table, teller: Numerals): string {
  const aligned = head.map((_, column) => {
    const numeric = rows.some((row) => isNumber(row[column]))
    return `${numeric ? `;${style.end}` : ''}${column === head.length - 1 ? `;${style.last}` : ''}`
  })
  const heads = head.map(
    (text, column) => `<th scope="col" style="${style.th}${aligned[column]}">${escapeHtml(text)}</th>`,
  )
  const rowOf = (row: readonly Cell[], more: string): string =>
    `<tr class="d-line d-row" style="${style.row}">${row.map((cell, column) => cellHtml(cell, column, `${aligned[column]}${more}`, teller)).join('')}</tr>`
  const foot = total === null ? '' : `<tfoot>${rowOf(total, `;${style.total}`)}</tfoot>`
  return [
    `<table class="d-table" style="${style.table}"><caption class="d-small" style="${style.caption}">${escapeHtml(caption)}</caption>`,
    `<thead><tr class="d-line d-small" style="${style.headRow}">${heads.join('')}</tr></thead><tbody>`,
    ...rows.map((row) => rowOf(row, '')),
    `</tbody>${foot}</table>`,
  ].join('\n')
}

function cellHtml(cell: Cell, column: number, more: string, teller: Numerals): string {
  const [shown, number] = isNumber(cell)
    ? [escapeHtml(numberOf(cell, teller)), `;${style.number}`]
    : [lineHtml(cell), '']
  return column === 0
    ? `<th scope="row" style="${style.rowHead}${more}">${shown}</th>`
    : `<td style="${style.td}${more}${number}">${shown}</td>`
}

function storyHtml(story: Extract<Block, { kind: 'story' }>, teller: Numerals): string {
  const { anchor, number, title, badges, blocks } = story
  const tone = badges[0]?.tone
  const shown = badges.map(
    (badge) => `<span class="b-${badge.tone}" style="${badgeStyle(badge.tone)}">${escapeHtml(badge.text)}</span>`,
  )
  return [
    `<article id="${anchor}" class="d-story d-line${tone === undefined ? '' : ` e-${tone}`}" style="${edgeStyle(tone)}">`,
    `<p style="margin:0"><span class="d-small" style="${style.rank}">${escapeHtml(number)}</span>${shown.join(' ')}</p>`,
    `<h3${foreign(title.language ?? 'und')} style="${style.h3}">${escapeHtml(title.text)}</h3>`,
    ...blocks.map((block) => blockHtml(block, teller)),
    '</article>',
  ].join('\n')
}
