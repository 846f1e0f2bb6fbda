/** Who may import whom: reads the import lines of source files and says which break the rules. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** File → files of the project that it imports, both relative to the root. */
export type Imports = ReadonlyMap<string, readonly string[]>

const roots = ['src', 'workers', 'daemon', 'cli']

export function readImports(root: string): {
  readonly imports: Imports
  readonly outside: ReadonlyMap<string, readonly string[]>
} {
  const imports = new Map<string, string[]>()
  const outside = new Map<string, string[]>()
  for (const folder of roots) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      const file = join(folder, name)
      const source = readFileSync(join(root, file), 'utf8')
      const targets = [
        ...source.matchAll(/(?:^|\n)(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)/g),
      ].map((found) => found[1] ?? found[2] ?? '')
      imports.set(
        file,
        targets
          .filter((target) => target.startsWith('.'))
          .map((target) => relative(root, resolve(root, dirname(file), target))),
      )
      outside.set(
        file,
        targets.filter((target) => !target.startsWith('.')),
      )
    }
  }
  return { imports, outside }
}

const stages = ['ingest', 'extract', 'classify', 'story', 'alert', 'digest']

/** Rooms that a room of src/ may import from; its own always. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  types: [],
  text: ['types'],
  knowledge: ['types', 'text'],
  store: ['types'],
  ...Object.fromEntries(stages.map((stage) => [stage, ['types', 'text', 'knowledge']])),
}

function roomOf(file: string): string {
  const parts = file.split('/')
  return parts[0] === 'src' ? (parts.length > 2 ? (parts[1] ?? '') : 'src') : (parts[0] ?? '')
}

/** Each broken rule in a sentence. */
export function violations(imports: Imports, outside: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  for (const [file, targets] of imports) {
    const room = roomOf(file)
    const rooms = allowed[room]
    for (const target of targets) {
      const other = roomOf(target)
      if (rooms !== undefined && other !== room && !rooms.includes(other))
        found.push(`${file} (${room}) imports ${target} (${other})`)
      if (file.startsWith('src/') && !target.startsWith('src/'))
        found.push(`${file} imports ${target} from outside src/`)
      if ((room === 'workers' || room === 'daemon') && other === 'cli')
        found.push(`${file} imports ${target} from the command line`)
    }
  }
  return [...found, ...impure(outside), ...cycles(imports)]
}

/** Only these files of src/ touch the world. */
const edges = [
  /^src\/ingest\/(?:fetch|connect|proxy|decode)\.ts$/,
  /^src\/knowledge\/(?:load|feeds|project|language-model)\.ts$/,
  /^src\/alert\/channels(?:\/|\.ts$)/,
  /^src\/digest\/formats\.ts$/,
  /^src\/store\//,
  /^src\/config\.ts$/,
]
const worldly =
  /^(?:node:(?:fs|net|dns|http|https|child_process|worker_threads|os|stream|zlib|tls)(?:\/.*)?|undici|nodemailer|libsql|pino|p-queue|commander)$/

function impure(outside: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  for (const [file, targets] of outside) {
    if (!file.startsWith('src/') || edges.some((edge) => edge.test(file))) continue
    for (const target of targets)
      if (worldly.test(target) && !(file === 'src/ingest/address.ts' && target === 'node:net'))
        found.push(`${file} imports ${target}: only the edges touch the world`)
  }
  return found
}

function cycles(imports: Imports): string[] {
  const found: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      found.push(`cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`)
      return
    }
    state.set(file, 'open')
    for (const target of imports.get(file) ?? []) visit(target, [...path, file])
    state.set(file, 'done')
  }
  for (const file of imports.keys()) visit(file, [])
  return found
}
