/**
 * `npm run currency-names [tag …]`: writes knowledge/currency-names/<tag>.yaml, what the Unicode CLDR (in Node's ICU) calls
 * each currency of currencies.yaml in each language that has a file, in every number form. What people say stands in the language file.
 */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { currencyNamesIn } from '../src/knowledge/currency-names.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'

const folder = join(projectRoot, 'knowledge', 'currency-names')
const codes = Object.keys(loadKnowledge().sources.currencies)
const asked = process.argv.slice(2)
const tags =
  asked.length > 0
    ? asked
    : readdirSync(join(projectRoot, 'knowledge', 'languages'))
        .filter((file) => /^[a-z].*\.yaml$/i.test(file))
        .map((file) => file.replace(/\.yaml$/, ''))
const unknown = tags.filter((tag) => !isLocale(tag))
if (unknown.length > 0) {
  console.error(`The CLDR in this Node knows no language "${unknown[0]}": give a BCP 47 tag, such as fr or zh-Hant.`)
  process.exit(2)
}
mkdirSync(folder, { recursive: true })
for (const tag of tags) {
  const names = currencyNamesIn(tag, codes)
  const lines = [
    `# Written by \`npm run currency-names\` from the Unicode CLDR ${process.versions.cldr ?? ''}; never by hand. More names: languages/${tag}.yaml.`,
    ...Object.entries(names).map(([code, forms]) => `${code}: ${JSON.stringify(forms).replaceAll('","', '", "')}`),
    '',
  ]
  writeFileSync(join(folder, `${tag}.yaml`), lines.join('\n'))
  console.log(`${tag}: ${Object.values(names).flat().length} names of ${Object.keys(names).length} currencies`)
}

function isLocale(tag: string): boolean {
  return (
    /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/.test(tag) && Intl.NumberFormat.supportedLocalesOf(tag).length > 0
  )
}
