/**
 * The words by which articles are searched: the same for both databases, which get them ready made. Unspaced scripts are cut
 * into pairs of characters, so that a name of two is one look-up and a longer one a row of pairs.
 */

/** A piece of a text, and what it is compared by. */
interface Piece {
  readonly text: string
  readonly folded: string
}

/** Characters with the marks that belong to them; halfwidth kana with their sound marks, Hangul with the rest of its syllable. */
const pieces = /[\s\S][\p{M}\uff9e\uff9f\u1160-\u11ff]*/gu
const latinMarks = /[\u0300-\u036f]/g

function foldPiece(text: string): string {
  if (text.length === 1 && text <= '~') return text.toLowerCase()
  return text.normalize('NFKD').replace(latinMarks, '').normalize('NFKC').toLowerCase()
}

/** Without regard to case, width and accents. */
function foldPieces(text: string): Piece[] {
  return (text.match(pieces) ?? []).map((one) => ({ text: one, folded: foldPiece(one) }))
}

function fold(text: string): string {
  return foldPieces(text)
    .map(({ folded }) => folded)
    .join('')
}

/** Scripts that are written without spaces, and Korean, whose words carry endings. */
const unspaced =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}'
/** In classes that a character must also be a letter, mark or number: "scx" counts some signs in. */
const runs = new RegExp(`(?:(?=[\\p{L}\\p{N}\\p{M}])[${unspaced}])+|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])+`, 'gu')
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u')

/** A word ends with its number: "H100s" are H100 too, and an H200 is no H20. */
const numbered = /\P{N}*\p{N}+|\P{N}+/gu

/** Longer ones are no words, and PostgreSQL takes none of more than 2 KB. */
const longest = 60

/** The words of a text in order, as both databases keep them. The last character of an unspaced run stands alone too. */
export function wordsOf(text: string): string[] {
  return (fold(text).match(runs) ?? []).flatMap((run) => {
    if (!isUnspaced.test(run)) return (run.match(numbered) ?? []).map((word) => word.slice(0, longest))
    const characters = [...run]
    return characters.map((one, at) => one + (characters[at + 1] ?? ''))
  })
}

/** Words that must follow one another; the last may go on where it is `open`. */
export interface Phrase {
  readonly words: readonly string[]
  readonly open: boolean
}

/** Most phrases of one query: more are a pasted text. */
const mostPhrases = 30

const marks = '"“”„«»「」『』'
const parts = new RegExp(`[${marks}][^${marks}]*|[^\\s${marks}]+`, 'gu')

/**
 * What a query asks for, all of it. Words of letters may go on ("smuggl" finds "smuggled", but "H20" no "H200"); what stands
 * in quotation marks is found as it is. Nothing in a query is an operator.
 */
export function phrasesOf(query: string): Phrase[] {
  const said = [...query.matchAll(parts)].map(([part]) => part)
  const phrases: Phrase[] = []
  let quoted = false
  for (const part of said) {
    // A quotation mark opens a quotation, or closes the one before it: what follows stands outside then.
    quoted = marks.includes(part.charAt(0)) && !quoted
    const found = fold(part).match(runs) ?? []
    if (found.length === 0) continue
    if (quoted) phrases.push(phraseOf(found, false))
    else for (const word of part.split(/\s+/)) phrases.push(phraseOf(fold(word).match(runs) ?? [], true))
  }
  return phrases.filter(({ words }) => words.length > 0).slice(0, mostPhrases)
}

/** Runs that stand side by side: a run that goes on in the text has no last character of its own there. */
function phraseOf(found: readonly string[], mayGoOn: boolean): Phrase {
  const last = found.at(-1) ?? ''
  const words = found.flatMap((run) => wordsOf(run))
  if (!isUnspaced.test(last)) return { words, open: mayGoOn && /^\P{N}{3,}$/u.test(words.at(-1) ?? '') }
  const isOne = [...last].length === 1
  return { words: isOne ? words : words.slice(0, -1), open: isOne }
}

/** A stretch of a text around the first phrase that stands in it, for people to read; the beginning where none does. */
export function snippetOf(text: string, phrases: readonly Phrase[], length: number): string {
  const folded = foldPieces(text)
  const whole = folded.map((piece) => piece.folded).join('')
  const places = phrases.map((phrase) => whole.search(patternOf(phrase))).filter((place) => place >= 0)
  const place = places.length === 0 ? 0 : Math.min(...places)
  let [at, index] = [0, 0]
  while (index < folded.length && at < place) at += folded[index++]?.folded.length ?? 0
  const from = Math.max(0, Math.min(index - Math.floor(length / 3), folded.length - length))
  const cut = folded.slice(from, from + length).map((piece) => piece.text)
  // Spaced texts are cut between words.
  const start =
    from === 0
      ? 0
      : Math.max(
          0,
          cut.slice(0, 15).findIndex((one) => /\s/.test(one)),
        )
  const tail = from + length >= folded.length ? -1 : cut.slice(-15).findIndex((one) => /\s/.test(one))
  const end = tail < 0 ? cut.length : cut.length - Math.min(15, cut.length) + tail
  const shown = cut.slice(start, end).join('').replace(/\s+/g, ' ').trim()
  return `${from + start === 0 ? '' : '…'}${shown}${from + end >= folded.length ? '' : '…'}`
}

/** Where the phrase stands in a folded text. */
function patternOf({ words, open }: Phrase): RegExp {
  const written = words.map((word, at) => {
    const next = words[at + 1]
    // Of a row of pairs each brings one character, but for the last.
    const joined = isUnspaced.test(word) && next !== undefined && isUnspaced.test(next)
    return joined ? ([...word][0] ?? '') : `${word}${next === undefined ? '' : '[^\\p{L}\\p{N}]*'}`
  })
  const first = words[0] ?? ''
  const before = isUnspaced.test(first) ? '' : '(?<![\\p{L}\\p{N}])'
  const after = open || isUnspaced.test(words.at(-1) ?? '') ? '' : '(?![\\p{L}\\p{N}])'
  return new RegExp(`${before}${written.join('')}${after}`, 'u')
}
