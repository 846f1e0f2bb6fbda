/** Plain text in lines of so many columns, as terminals count them: wide signs take two, combining ones none. */

const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}/u

/** Closing signs, which begin no line. */
const closing = /^[\p{Pe}\p{Pf}、。，．：；？！·…ー々]/u

const graphemes = new Intl.Segmenter()

export function columnsOf(text: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += columnsOfOne(segment)
  return columns
}

function columnsOfOne(grapheme: string): number {
  if (wide.test(grapheme)) return 2
  return /^[\p{Mn}\p{Me}\p{Cf}]/u.test(grapheme) ? 0 : 1
}

/**
 * Breaks at spaces and between wide signs; a word longer than a line, between any two signs. Never empty. `text` is one
 * line; its lines hold no space at either end.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const { piece, size } of piecesOf(text, columns)) {
    if (taken > 0 && taken + size > columns) {
      lines.push(line.trimEnd())
      line = ''
      taken = 0
    }
    if (taken === 0 && piece === ' ') continue
    line += piece
    taken += size
  }
  return [...lines, line.trimEnd()].filter((one, index) => one !== '' || index === 0)
}

interface Piece {
  readonly piece: string
  readonly size: number
}

/** What no line end may part. */
function piecesOf(text: string, columns: number): Piece[] {
  const pieces: Piece[] = []
  /** The last piece may grow by any narrow sign. */
  let open = false
  for (const { segment } of graphemes.segment(text)) {
    const size = columnsOfOne(segment)
    const last = pieces.at(-1)
    const joins = closing.test(segment) || (open && size < 2 && segment !== ' ')
    if (last !== undefined && joins && last.piece !== ' ' && last.size + size <= columns)
      pieces[pieces.length - 1] = { piece: last.piece + segment, size: last.size + size }
    else pieces.push({ piece: segment, size })
    open = segment !== ' ' && size < 2
  }
  return pieces
}
