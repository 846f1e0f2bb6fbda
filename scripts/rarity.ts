/**
 * `npm run rarity`: counts in how many of the labelled articles on circumvention of test/golden/fit each name, place and route
 * stands, and writes knowledge/rarity.yaml. Stories weigh what two articles share by it.
 */

import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { articleFromLine } from '../cli/commands/analyze.ts'
import { readLabelled } from '../cli/commands/score.ts'
import { analyse } from '../src/analyse.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import { fingerprintOf } from '../src/story/fingerprint.ts'

/** Keys of fewer articles than this are as good as never seen. */
const fewest = 2

const folder = join(projectRoot, 'test', 'golden', 'fit')
const knowledge = loadKnowledge()
const counts = new Map<string, number>()
let articles = 0
for (const file of readdirSync(folder).sort()) {
  for (const line of readLabelled(join(folder, file))) {
    if (line.gold.label !== 'circumvention') continue
    articles++
    const { document, finding } = analyse(articleFromLine(line).article, knowledge)
    const stored = { document, finding, outlet: null, backfill: false, firstSeen: 0, copyOf: null }
    for (const key of Object.keys(fingerprintOf(stored, knowledge).keys)) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
}
const kept = [...counts].filter(([key, count]) => count >= fewest && !/^(?:amount|quantity)\//.test(key))
kept.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
const lines = [
  '# Written by `npm run rarity` from the articles on circumvention in test/golden/fit; never by hand. In how many each stands.',
  `articles: ${articles}`,
  'names:',
  ...kept.map(([key, count]) => `  ${JSON.stringify(key)}: ${count}`),
  '',
]
writeFileSync(join(projectRoot, 'knowledge', 'rarity.yaml'), lines.join('\n'))
console.log(`${articles} articles, ${kept.length} keys: knowledge/rarity.yaml written`)
