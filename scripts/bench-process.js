// A process of its own that `npm run bench` starts from the build, as people run it: loads the knowledge, with more names
// where it is given some, analyses articles, and says how long loading took and how much memory it held at most. Reads
// {"companies", "articles", "rounds"} on stdin and writes one line of JSON.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import '../bin/memory.js'

const dist = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'dist')
const { companies, articles, rounds } = JSON.parse(readFileSync(0, 'utf8'))
const { loadKnowledge } = await import(`${dist}/src/knowledge/load.js`)
const { compileKnowledge } = await import(`${dist}/src/knowledge/compile.js`)
const { languageModel } = await import(`${dist}/src/knowledge/language-model.js`)
const { analyse } = await import(`${dist}/src/analyse.js`)

const more = Object.keys(companies).length > 0
const starting = performance.now()
const knowledge = more ? withMoreNames() : loadKnowledge()
const startUp = performance.now() - starting

function withMoreNames() {
  const { sources } = JSON.parse(readFileSync(join(dist, 'knowledge.json'), 'utf8'))
  return compileKnowledge({ ...sources, companies: { ...sources.companies, ...companies } }, languageModel, 'bench')
}

const times = []
for (let round = 0; round < rounds; round++) {
  const from = performance.now()
  for (const article of articles) analyse(article, knowledge)
  times.push(performance.now() - from)
}
process.stdout.write(
  `${JSON.stringify({
    startUp,
    names: knowledge.shared.uses.length,
    peak: process.resourceUsage().maxRSS / 1024,
    analysis: Math.min(...times),
  })}\n`,
)
