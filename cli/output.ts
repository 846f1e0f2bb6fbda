/** What a person sees: tables, colours that survive a pipe, sentences on stderr. */

import { columnsOf, wrap } from '../src/text/wrap.ts'

/** ANSI colours where the stream is a terminal and NO_COLOR is not set; plain text otherwise. */
export function painter(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const on = (stream.isTTY === true || env.FORCE_COLOR !== undefined) && env.NO_COLOR === undefined
  const wrap = (code: number) => (text: string) => (on ? `\u001b[${code}m${text}\u001b[0m` : text)
  return { bold: wrap(1), dim: wrap(2), red: wrap(31), green: wrap(32), yellow: wrap(33), cyan: wrap(36) }
}

export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

/** Text from the outside made harmless for a terminal: no control characters, no bidi overrides. */
export function inert(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ')
}

/** Cut to `columns` with an ellipsis. */
export function clip(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let kept = ''
  for (const character of text) {
    if (columnsOf(kept) + columnsOf(character) > columns - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Narrowest that a column of a table is made to fit the terminal. */
const leastColumn = 10
const gap = 2

/**
 * Rows under headings, columns padded to their widest cell (at most `widest`); ends with a newline. On a terminal the
 * widest columns are cut until a row fits its line.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  widest = 60,
  terminal: { readonly isTTY?: boolean; readonly columns?: number } = process.stdout,
): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => clip(inert(cell), widest)))
  const needed = headings.map((_, column) => Math.max(...cells.map((row) => columnsOf(row[column] ?? ''))))
  const widths = terminal.isTTY === true ? fitted(needed, terminal.columns ?? 80) : needed
  const lines = cells.map((row) =>
    row
      .map((cell, column) => clip(cell, widths[column] ?? 0))
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columnsOf(cell) + gap))
      .join('')
      .trimEnd(),
  )
  return `${[paint.bold(lines[0] ?? ''), ...lines.slice(1)].join('\n')}\n`
}

function fitted(needed: readonly number[], columns: number): number[] {
  const widths = [...needed]
  const total = (): number => widths.reduce((sum, one) => sum + one + gap, -gap)
  for (let over = total() - columns; over > 0; over = total() - columns) {
    const largest = Math.max(...widths)
    if (largest <= leastColumn) break
    widths[widths.indexOf(largest)] = largest - 1
  }
  return widths
}

/** Longest line of a page of text: longer ones tire the eye. */
const pageColumns = 100

/** `text` behind a label of so many columns, its further lines below its first. */
export function hanging(label: string, text: string, indent: number): string[] {
  const columns = Math.min(process.stdout.columns ?? pageColumns, pageColumns)
  const lines = wrap(inert(text), Math.max(20, columns - indent))
  const head = label + ' '.repeat(Math.max(0, indent - columnsOf(label)))
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line)
}
