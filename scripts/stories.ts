/** `npm run stories [golden]`: how well findings are gathered into stories, on test/golden/affairs.jsonl, with the misses. */

import { loadKnowledge } from '../src/knowledge/load.ts'
import { cluster } from '../src/story/cluster.ts'
import { fingerprintOf, lookupKeys } from '../src/story/fingerprint.ts'
import { likenessOf } from '../src/story/likeness.ts'
import { originsOf } from '../src/story/sources.ts'
import { bCubed, readAffairs, storedItem } from '../test/story/affairs.ts'

const set = process.argv[2] === 'golden' ? 'golden' : 'tune'
const knowledge = loadKnowledge()
const items = readAffairs(set)
const prints = items.map((item) => fingerprintOf(storedItem(item, knowledge), knowledge))
const idOf = new Map(prints.map(({ document }, index) => [document, items[index]!]))
const edges = prints.flatMap((a, i) =>
  prints.slice(i + 1).flatMap((b) => {
    const keys = new Set(lookupKeys(a))
    if (!lookupKeys(b).some((key) => keys.has(key))) return []
    const { score, shared } = likenessOf(a, b)
    return score < 0.15 ? [] : [{ a: a.document, b: b.document, score, shared }]
  }),
)
const groups = cluster(
  prints.map(({ document }) => document),
  edges,
)
const truth = new Map(items.map(({ id, affair }) => [id, affair]))
const found = new Map(groups.flatMap((group, index) => group.map((id) => [idOf.get(id)!.id, String(index)] as const)))
const { precision, recall, f1 } = bCubed(truth, found)
const percent = (value: number): string => (100 * value).toFixed(1)
console.log(`${set}: ${items.length} items, B-cubed P ${percent(precision)} R ${percent(recall)} F1 ${percent(f1)}`)
const byAffair = new Map(items.map(({ affair }) => [affair, items.filter((one) => one.affair === affair)]))
const counted = [...byAffair].map(([affair, own]) => {
  const members = own.map((item) => storedItem(item, knowledge))
  const told = originsOf(members, knowledge)
  const wrong = own.filter((item, at) => told.get(members[at]!.document.id) !== item.origin)
  const truth = new Set(own.map(({ origin }) => origin)).size
  return { affair, own, truth, found: new Set(told.values()).size, wrong, told, members }
})
const exact = counted.filter(({ truth, found }) => truth === found).length
console.log(`${set}: independent sources counted exactly in ${exact} of ${counted.length} affairs`)
if (process.argv.includes('--misses')) {
  for (const { affair, own, truth, found, wrong, told, members } of counted) {
    if (wrong.length === 0) continue
    console.log(`${affair}: ${found} sources, ${truth} in truth`)
    for (const item of wrong)
      console.log(
        `  ${item.id} ${item.lang} ${item.outlet}: ${told.get(members[own.indexOf(item)]!.document.id)}, ${item.origin} in truth`,
      )
  }
  for (const group of groups) {
    const names = group.map((id) => `${idOf.get(id)!.affair}(${idOf.get(id)!.id} ${idOf.get(id)!.lang})`)
    console.log(names.join(' '))
  }
  for (const { a, b, score, shared } of edges) {
    const [x, y] = [idOf.get(a)!, idOf.get(b)!]
    if ((x.affair === y.affair) !== score >= 0.5) console.log(score, x.id, y.id, x.affair, y.affair, shared.join(' '))
  }
}
