/** What the Unicode CLDR calls the currencies of the world in a language, and which of those names a language file leaves to it. */

import { fold } from '../text/shadow.ts'
import type { Language } from './language-schema.ts'

/** Figures that between them take every number form of the languages of CLDR: one, two, few, many, other, a fraction. */
const figures = [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000, 1.5]

/** Code → names in every number form; nothing for a currency that the CLDR has no name for. */
export function currencyNamesIn(tag: string, codes: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const names: Record<string, readonly string[]> = {}
  for (const code of codes) {
    const style = { style: 'currency', currency: code, currencyDisplay: 'name', minimumFractionDigits: 0 } as const
    const format = new Intl.NumberFormat(tag, style)
    const forms = new Set(figures.map((figure) => nameIn(format.formatToParts(figure))).filter((name) => name !== code))
    if (forms.size > 0) names[code] = [...forms]
  }
  return names
}

/** "dollars zimbabwéens (2009)" without what stands in brackets. */
function nameIn(parts: readonly Intl.NumberFormatPart[]): string {
  const name = parts.find(({ type }) => type === 'currency')?.value ?? ''
  return name.replace(/\s*[(（].*$/u, '').trim()
}

/**
 * The names of the CLDR that the language file says nothing of: what it says decides, in whatever number. Where words are
 * unspaced the name is written without its space too ("スイス フラン").
 */
export function cldrNames(
  { money, words }: Language,
  names: Readonly<Record<string, readonly string[]>>,
): readonly (readonly [name: string, code: string])[] {
  const own = [Object.values(money.names).flat(), Object.keys(money.assumed), Object.keys(money.shared)].flat()
  const said = new Set(own.map(fold))
  const stems = own.filter((name) => name.endsWith('*')).map((name) => fold(name.slice(0, -1)))
  return Object.entries(names).flatMap(([code, forms]) =>
    forms
      .flatMap((form) => (words === 'unspaced' && form.includes(' ') ? [form, form.replaceAll(' ', '')] : [form]))
      .filter(
        (form) => !said.has(fold(form)) && !(!form.includes(' ') && stems.some((stem) => fold(form).startsWith(stem))),
      )
      .map((form) => [form, code] as const),
  )
}
