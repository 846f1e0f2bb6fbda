// Finds the binaries of the servers that the tests start privately, and installs them with apt-get where that is wanted.
// Plain JavaScript, for setup.js runs it on a fresh clone.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** `beside`: what must lie in the same folder. `advice`: how people install it who do it themselves. */
const servers = {
  postgres: {
    names: ['postgres'],
    beside: ['initdb'],
    folders: [
      ...versionsIn('/usr/lib/postgresql', (version) => `${version}/bin`),
      ...versionsIn('/usr', (name) => (name.startsWith('pgsql-') ? `${name}/bin` : null)),
      ...versionsIn('/opt/homebrew/opt', (name) => (name.startsWith('postgresql') ? `${name}/bin` : null)),
    ],
    url: 'DATABASE_URL',
    package: 'postgresql',
    advice: 'PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql)',
  },
  'redis-server': {
    names: ['redis-server', 'valkey-server'],
    beside: [],
    folders: ['/opt/homebrew/bin'],
    url: 'REDIS_URL',
    package: 'redis-server',
    advice: 'Redis (Debian: apt-get install redis-server; macOS: brew install redis)',
  },
}

/** Folders under `parent`, the highest version first. */
function versionsIn(parent, folderOf) {
  if (!existsSync(parent)) return []
  return readdirSync(parent)
    .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))
    .map(folderOf)
    .filter((folder) => folder !== null)
    .map((folder) => join(parent, folder))
}

/** Path of a server's binary, "postgres" or "redis-server"; null where the machine has none. */
export function findServer(server) {
  const { names, beside, folders } = servers[server]
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of [...path, ...folders])
    for (const name of names) {
      const file = join(folder, name)
      if (!existsSync(file)) continue
      const real = realpathSync(file)
      // By its real folder, for distributions link single programs.
      const found = [real, file].find((one) => beside.every((other) => existsSync(join(dirname(one), other))))
      // A program that goes by its own name (redis-check-rdb, busybox) is called by the name it was found under.
      if (found !== undefined) return beside.length === 0 ? file : found
    }
  return null
}

/** What keeps a server's tests from running, in a line. */
export function missing(server) {
  const { url, advice } = servers[server]
  return `Tests of ${server} are skipped: install ${advice}, set ${url}, or have it installed with DETOUR_INSTALL_SERVERS=1.`
}

/**
 * Installs the servers that are neither here nor named by an address in `env`, where it may: with DETOUR_INSTALL_SERVERS=1,
 * under CI, or as root on Debian. Answers, in a line each, which are still missing.
 */
export function installServers(env = process.env) {
  const wanted = Object.keys(servers).filter((server) => !env[servers[server].url] && findServer(server) === null)
  if (wanted.length > 0 && mayInstall(env)) aptGet(wanted.map((server) => servers[server].package))
  return wanted.filter((server) => findServer(server) === null).map(missing)
}

function mayInstall(env) {
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return false
  return env.DETOUR_INSTALL_SERVERS === '1' || isCI(env) || (process.getuid?.() === 0 && isDebian())
}

/** Whether this is a run that nobody watches: a skip is a failure then. */
export function isCI(env = process.env) {
  return env.CI !== undefined && env.CI !== '' && env.CI !== 'false'
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID(?:_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function aptGet(packages) {
  const say = `Installing ${packages.join(' and ')}`
  process.stderr.write(`${say} …\n`)
  const root = process.getuid?.() === 0
  const run = (...args) => {
    const [command, ...rest] = root ? ['apt-get', ...args] : ['sudo', '-n', '-E', 'apt-get', ...args]
    const { status } = spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    return status === 0
  }
  const install = () => run('install', '-y', '--no-install-recommends', ...packages)
  if (!install() && !(run('update') && install())) process.stderr.write(`${say} failed.\n`)
}
