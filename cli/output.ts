/** What a person sees: tables, colours that survive a pipe, sentences on stderr. */

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

/** Columns a terminal needs for a text: East Asian wide characters take two. */
export function width(text: string): number {
  let columns = 0
  for (const character of text)
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
      character,
    )
      ? 2
      : 1
  return columns
}

/** Cut to `columns` with an ellipsis. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text
  let kept = ''
  for (const character of text) {
    if (width(kept) + width(character) > columns - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Rows under headings, columns padded to their widest cell (at most `widest`); ends with a newline. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  widest = 60,
): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => clip(inert(cell), widest)))
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))))
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  )
  return `${[paint.bold(lines[0] ?? ''), ...lines.slice(1)].join('\n')}\n`
}
