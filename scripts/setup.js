// `npm run setup`: installs what package-lock.json names when node_modules is missing or older, then builds when
// the build is missing or older than the sources. With --servers it also sees to the servers that the tests start.
// Plain JavaScript, for it runs on a fresh clone.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installServers } from './servers.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Latest change in a file or folder, in ms; 0 where there is none. */
function changed(path) {
  if (!existsSync(path)) return 0
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => changed(join(path, name))))
}

function run(what, command, ...args) {
  process.stderr.write(`${what} …\n`)
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (error !== undefined || status !== 0) {
    process.stderr.write(
      `${what} failed${error === undefined ? '' : ` (${error.message})`}: run "${[command, ...args].join(' ')}" to see why.\n`,
    )
    process.exit(1)
  }
}

const installed = join(root, 'node_modules', '.package-lock.json')
if (changed(installed) < changed(join(root, 'package-lock.json'))) {
  run('Installing packages', 'npm', 'ci', '--no-audit', '--no-fund')
  if (existsSync(installed)) utimesSync(installed, new Date(), new Date())
}
const sources = [
  'src',
  'workers',
  'daemon',
  'cli',
  'knowledge',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
]
const built = changed(join(root, 'dist', 'knowledge.json'))
if (built < Math.max(...sources.map((name) => changed(join(root, name)))))
  run('Building', 'npm', 'run', '--silent', 'build')
if (process.argv.includes('--servers')) for (const line of installServers()) process.stderr.write(`${line}\n`)
