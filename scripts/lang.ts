/** `npm run lang [tag …]`: checks every example and counter-example of the language files; shows each miss in its sentence. */

import { loadKnowledge } from '../src/knowledge/load.ts'
import { checkLanguage } from './examples.ts'

const knowledge = loadKnowledge()
const tags = process.argv.slice(2)
const unknown = tags.filter((tag) => !knowledge.languages.has(tag))
if (unknown.length > 0) {
  console.error(
    `There is no knowledge/languages/${unknown[0]}.yaml. Languages: ${[...knowledge.languages.keys()].join(', ')}.`,
  )
  process.exit(2)
}
let failed = 0
for (const tag of tags.length > 0 ? tags : knowledge.languages.keys()) {
  const { checked, misses } = checkLanguage(tag, knowledge)
  for (const miss of misses) console.log(`${tag} ${miss}`)
  console.log(`${tag}: ${checked} examples, ${misses.length} missed`)
  failed += misses.length
}
process.exit(failed === 0 ? 0 : 1)
