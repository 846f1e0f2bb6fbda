/** The ways a chip's name is written, derived from the ones its file lists. */

import type { Chip } from './schema.ts'

export interface ChipSpelling {
  readonly phrase: string
  /** What the text must show besides: nothing, a chip word or vendor anywhere, or one in the same sentence. */
  readonly support: 'none' | 'text' | 'sentence'
}

/** Latin letters that Cyrillic text writes with its own look-alikes: "А100", "Н100". */
const lookAlikes: Readonly<Record<string, string>> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  P: 'Р',
  T: 'Т',
  X: 'Х',
}

/** "H100" → H100, H100s, H 100, H-100 (one key), Н100; "RTX 4090" also as RTX4090. */
export function chipSpellings(chip: Chip & { readonly vendor: string }): readonly ChipSpelling[] {
  const bare = chip.context ? 'sentence' : 'text'
  const found = new Map<string, ChipSpelling['support']>()
  const put = (phrase: string, support: ChipSpelling['support']): void => {
    if (!found.has(phrase)) found.set(phrase, support)
  }
  put(chip.name, 'none')
  for (const system of chip.systems) for (const form of variants(system)) put(form, 'text')
  for (const spelling of chip.spellings) {
    put(`${chip.vendor} ${spelling}`, 'none')
    for (const form of variants(spelling)) put(form, bare)
  }
  return [...found].map(([phrase, support]) => ({ phrase, support }))
}

function variants(spelling: string): readonly string[] {
  const forms = new Set([spelling])
  const spaced = spelling.replace(/(\p{L})(\d)/gu, '$1 $2')
  if (/^\p{L}{1,3}\d/u.test(spelling)) forms.add(spaced)
  forms.add(spelling.replace(/(\p{Lu}{2,}) (\d)/gu, '$1$2'))
  const cyrillic = spelling.replace(/^[A-Z]+(?=\d)/, (letters) =>
    [...letters].map((letter) => lookAlikes[letter] ?? letter).join(''),
  )
  forms.add(cyrillic)
  for (const form of [...forms]) if (/[\d\p{Lu}]$/u.test(form)) forms.add(`${form}s`)
  return [...forms]
}
