/** Reads knowledge/ from disk: from the compiled copy of the build where that is up to date, else from the YAML files. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { Fault } from '../types/fault.ts'
import { checkPatterns, compileKnowledge, type Knowledge } from './compile.ts'
import { languageModel, languageModelName } from './language-model.ts'
import { type Language, languageSchema } from './language-schema.ts'
import { projectRoot } from './project.ts'
import * as schema from './schema.ts'
import { type Wording, wordingSchema } from './wording.ts'

export type { Knowledge } from './compile.ts'

/** What `npm run build` leaves in dist/knowledge.json: the checked sources and what they were made from. */
interface Compiled {
  readonly stamp: string
  readonly digest: string
  readonly sources: schema.Sources
}

/** Throws Fault knowledge-invalid naming the file, the key and what is wrong. */
export function loadKnowledge(root: string = projectRoot): Knowledge {
  const folder = join(root, 'knowledge')
  const { digest, sources } = readCompiled(root, folder) ?? readSources(folder)
  return compileKnowledge(sources, languageModel, digestOf([codeDigest(root), digest, languageModelName]))
}

/** The sources as checked and the digest of the files they came from, for the build to keep. Throws PatternError too. */
export function readSources(folder: string): { readonly digest: string; readonly sources: schema.Sources } {
  const files = listFiles(folder)
  // The wording decides how a thing is told, never what an analysis finds.
  const analysing = files.filter((file) => !relative(folder, file).startsWith('wording'))
  const digest = digestOf(analysing.flatMap((file) => [relative(folder, file), readFileSync(file, 'utf8')]))
  const sources = assemble(folder)
  checkPatterns(sources)
  return { digest, sources }
}

/** Names, sizes and times of the knowledge files: differs as soon as somebody edits one. */
export function stampOf(folder: string): string {
  return digestOf(
    listFiles(folder).map((file) => `${relative(folder, file)} ${statSync(file).size} ${statSync(file).mtimeMs}`),
  )
}

function readCompiled(root: string, folder: string): Compiled | null {
  const path = join(root, 'dist', 'knowledge.json')
  if (!existsSync(path)) return null
  const compiled = JSON.parse(readFileSync(path, 'utf8')) as Compiled
  return compiled.stamp === stampOf(folder) ? compiled : null
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !basename(name).startsWith('_'))
    .sort()
    .map((name) => join(folder, name))
}

function digestOf(parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 32)
}

/** Folders whose code decides what an analysis says. */
const analysing = [
  'src/analyse',
  'src/record',
  'src/types',
  'src/text',
  'src/knowledge',
  'src/extract',
  'src/classify',
  'src/ingest/document',
]

/** Digest of the code that analyses: of the build where this runs from the build, of the sources otherwise. */
function codeDigest(root: string): string {
  const built = fileURLToPath(import.meta.url).endsWith('.js')
  const base = built ? join(root, 'dist') : root
  const files = readdirSync(join(base, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith(built ? '.js' : '.ts') && analysing.some((prefix) => name.startsWith(prefix)))
    .sort()
  return digestOf(files.flatMap((name) => [name, readFileSync(join(base, name), 'utf8')]))
}

/** One YAML file, checked. Throws Fault knowledge-invalid. */
export function readChecked<Shape extends z.ZodType>(path: string, shape: Shape): z.infer<Shape> {
  const document = parseDocument(readFileSync(path, 'utf8'), { uniqueKeys: true })
  const broken = document.errors[0]
  if (broken !== undefined)
    throw new Fault('knowledge-invalid', `${path} is not valid YAML: ${broken.message.split('\n')[0]}`)
  const checked = shape.safeParse(document.toJS())
  if (checked.success) return checked.data
  const issues = checked.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(' › ') || 'the file'}: ${issue.message}`)
  throw new Fault('knowledge-invalid', `${path}: ${issues.join('; ')}`)
}

function filesIn(folder: string, name: string): string[] {
  const path = join(folder, name)
  return existsSync(path) ? listFiles(path) : []
}

function assemble(folder: string): schema.Sources {
  const companies: Record<string, schema.Company & { country: string }> = {}
  for (const file of filesIn(folder, 'companies')) {
    const country = basename(file, '.yaml').toUpperCase()
    for (const [id, company] of Object.entries(readChecked(file, schema.companiesSchema))) {
      if (companies[id] !== undefined)
        throw new Fault('knowledge-invalid', `${file}: the company id "${id}" is taken by another file.`)
      companies[id] = { ...company, country }
    }
  }
  const chips: Record<string, schema.Chip & { vendor: string; company: string }> = {}
  for (const file of filesIn(folder, 'chips')) {
    const { vendor, company, chips: own } = readChecked(file, schema.chipsSchema)
    for (const [id, chip] of Object.entries(own)) {
      if (chips[id] !== undefined)
        throw new Fault('knowledge-invalid', `${file}: the chip id "${id}" is taken by another file.`)
      chips[id] = { ...chip, vendor, company }
    }
  }
  const languages: Record<string, Language> = {}
  for (const file of filesIn(folder, 'languages'))
    languages[basename(file, '.yaml')] = readChecked(file, languageSchema)
  const currencyNames: Record<string, Readonly<Record<string, readonly string[]>>> = {}
  for (const file of filesIn(folder, 'currency-names'))
    currencyNames[basename(file, '.yaml')] = readChecked(file, schema.currencyNamesSchema)
  const routes = readChecked(join(folder, 'routes.yaml'), schema.meaningsSchema)
  return {
    companies,
    chips,
    languages,
    routes,
    flags: readChecked(join(folder, 'flags.yaml'), schema.meaningsSchema),
    wording: readWording(folder, routes),
    organisations: readChecked(join(folder, 'organisations.yaml'), schema.organisationsSchema),
    regions: readChecked(join(folder, 'regions.yaml'), schema.regionsSchema),
    currencies: readChecked(join(folder, 'currencies.yaml'), schema.currenciesSchema),
    currencyNames,
    concepts: readChecked(join(folder, 'concepts.yaml'), schema.meaningsSchema),
    parties: readChecked(join(folder, 'parties.yaml'), schema.partiesSchema),
    weights: readChecked(join(folder, 'weights.yaml'), schema.weightsSchema),
    functionWords: readChecked(join(folder, 'function-words.yaml'), schema.functionWordsSchema),
    furniture: readChecked(join(folder, 'furniture.yaml'), schema.furnitureSchema),
    givenNames: readChecked(join(folder, 'given-names.yaml'), schema.givenNamesSchema),
    rarity: readChecked(join(folder, 'rarity.yaml'), schema.raritySchema),
  }
}

/** Every wording names every route, and no other. */
function readWording(folder: string, routes: schema.Meanings): Record<string, Wording> {
  const wording: Record<string, Wording> = {}
  for (const file of filesIn(folder, 'wording')) {
    const words = readChecked(file, wordingSchema)
    const missing = Object.keys(routes).filter((id) => words.routes[id] === undefined)
    const unknown = Object.keys(words.routes).filter((id) => routes[id] === undefined)
    if (missing.length > 0)
      throw new Fault('knowledge-invalid', `${file}: routes: no name for ${missing.join(', ')} of routes.yaml.`)
    if (unknown.length > 0)
      throw new Fault('knowledge-invalid', `${file}: routes: ${unknown.join(', ')} is not in routes.yaml.`)
    wording[basename(file, '.yaml')] = words
  }
  return wording
}
