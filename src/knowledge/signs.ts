/** The signs and codes of currencies as one language writes them. */

import { fold } from '../text/shadow.ts'
import type { Language } from './language-schema.ts'
import type { Sources } from './schema.ts'

/** A sign as it stands in a shadow. `others`: currencies that it may stand for as well, by what the text is about. */
export interface CurrencySign {
  readonly sign: string
  readonly code: string
  readonly assumed: boolean
  readonly others: readonly string[]
}

/** Every sign, longest first. */
export function currencySigns(language: Language, sources: Sources): readonly CurrencySign[] {
  const signs = new Map<string, CurrencySign>()
  for (const [code, currency] of Object.entries(sources.currencies)) {
    for (const symbol of currency.symbols.flatMap((one) => [one, apart(one)]))
      signs.set(fold(symbol), { sign: fold(symbol), code, assumed: false, others: [] })
    signs.set(code.toLowerCase(), { sign: code.toLowerCase(), code, assumed: false, others: [] })
  }
  const customary = [
    ...Object.entries(language.money.assumed).map(([symbol, code]) => [symbol, [code]] as const),
    ...Object.entries(language.money.shared),
  ]
  for (const [symbol, [code = '', ...others]] of customary) {
    if (!/\p{L}{3}/u.test(symbol)) signs.set(fold(symbol), { sign: fold(symbol), code, assumed: true, others })
  }
  return [...signs.values()].sort((a, b) => b.sign.length - a.sign.length)
}

/** "HK$" as some papers set it: "HK $". */
function apart(symbol: string): string {
  return symbol.replace(/^(\p{L}+)(\p{Sc})$/u, '$1 $2')
}
