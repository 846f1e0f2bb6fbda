/** The second half of `npm run build`: checks knowledge/ and keeps it compiled, and writes the generated schemas. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { furnitureStamp } from '../cli/furniture.ts'
import { languageSchema } from '../src/knowledge/language-schema.ts'
import { readSources, stampOf } from '../src/knowledge/load.ts'
import { projectRoot } from '../src/knowledge/project.ts'
import * as knowledge from '../src/knowledge/schema.ts'
import { wordingSchema } from '../src/knowledge/wording.ts'
import { recordSchema } from '../src/record-schema.ts'

const folder = join(projectRoot, 'knowledge')
const { digest, sources } = readSources(folder)
mkdirSync(join(projectRoot, 'dist'), { recursive: true })
writeFileSync(join(projectRoot, 'dist', 'knowledge.json'), JSON.stringify({ stamp: stampOf(folder), digest, sources }))
writeFileSync(
  join(projectRoot, 'dist', 'furniture.json'),
  JSON.stringify({ stamp: furnitureStamp(join(folder, 'furniture.yaml')), words: sources.furniture }),
)

function writeSchema(path: string, schema: z.ZodType): void {
  const options = { target: 'draft-2020-12', io: 'input' } as const
  writeFileSync(join(projectRoot, path), `${JSON.stringify(z.toJSONSchema(schema, options), null, 2)}\n`)
}

mkdirSync(join(folder, 'schema'), { recursive: true })
mkdirSync(join(projectRoot, 'schema'), { recursive: true })
writeSchema('schema/analysis-record.json', recordSchema)
const files = {
  companies: knowledge.companiesSchema,
  organisations: knowledge.organisationsSchema,
  chips: knowledge.chipsSchema,
  regions: knowledge.regionsSchema,
  currencies: knowledge.currenciesSchema,
  language: languageSchema,
  meanings: knowledge.meaningsSchema,
  parties: knowledge.partiesSchema,
  weights: knowledge.weightsSchema,
  feeds: knowledge.feedsSchema,
  wording: wordingSchema,
} as const
for (const [name, schema] of Object.entries(files)) writeSchema(`knowledge/schema/${name}.json`, schema)
