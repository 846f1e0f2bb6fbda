/** Which way a text runs, told from the script that its language is written in. */

/** ISO 15924: scripts that run from right to left, as Unicode has it. */
const leftward: ReadonlySet<string> = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg', 'Samr', 'Mand'])

/** BCP 47, untrusted → a tag that may stand in a `lang` attribute; "und" for what is none. */
export function tagOf(language: string): string {
  try {
    return new Intl.Locale(language).toString()
  } catch {
    return 'und'
  }
}

/** "auto" where the language is not known. */
export function directionOf(language: string): 'ltr' | 'rtl' | 'auto' {
  const tag = tagOf(language)
  if (tag === 'und') return 'auto'
  return leftward.has(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr'
}
