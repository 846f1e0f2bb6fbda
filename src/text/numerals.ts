/** Numbers written in digits, with the separators of a language. */

import { cut } from './units.ts'

/** The separators of a language: what stands before decimals and between groups of three digits. */
export interface NumberGrammar {
  readonly decimal: string
  readonly groups: ReadonlySet<string>
}

export function compileNumberGrammar(numbers: {
  readonly decimal: string
  readonly group: readonly string[]
}): NumberGrammar {
  return { decimal: numbers.decimal, groups: new Set(numbers.group) }
}

const digitsAndSeparators = /\d+(?:[.,' ]\d+)*/y

/** Longest figure read at once; more digits than this are no amount of anything. */
const maxLength = 40

/**
 * The figure at `at` in a shadow: value and the offset behind it, or null where no digit stands there.
 * A group separator counts only before exactly three digits ("2 400", "1.500,5", "36,000"); the other of
 * "." and "," is read as a decimal sign where it cannot be a group ("2.5 milliards" in a French text).
 */
export function readDigits(
  text: string,
  at: number,
  grammar: NumberGrammar,
): { readonly value: number; readonly end: number } | null {
  digitsAndSeparators.lastIndex = at
  const found = digitsAndSeparators.exec(text.length > at + maxLength ? cut(text, 0, at + maxLength) : text)
  if (found === null) return null
  const parts = found[0].split(/([.,' ])/)
  let figure = parts[0] ?? ''
  const groupable = figure.length <= 3
  let end = at + figure.length
  let decimals = false
  for (let i = 1; i + 1 < parts.length; i += 2) {
    const separator = parts[i] ?? ''
    const digits = parts[i + 1] ?? ''
    const role: 'group' | 'decimal' | 'none' = decimals
      ? 'none'
      : roleOf(separator, digits, figure, grammar, parts.length - i === 2)
    if (role === 'none' || (role === 'group' && !groupable)) break
    figure += role === 'decimal' ? `.${digits}` : digits
    decimals = role === 'decimal'
    end += 1 + digits.length
  }
  const value = Number(figure)
  return Number.isFinite(value) ? { value, end } : null
}

function roleOf(
  separator: string,
  digits: string,
  before: string,
  grammar: NumberGrammar,
  last: boolean,
): 'group' | 'decimal' | 'none' {
  if (grammar.groups.has(separator) && digits.length === 3 && before !== '0') return 'group'
  if (separator === grammar.decimal) return last ? 'decimal' : 'none'
  if ((separator === '.' || separator === ',') && last && (digits.length !== 3 || before === '0')) return 'decimal'
  return 'none'
}
