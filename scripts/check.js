// `npm run check`: every check in turn, a line each, and the output of those that fail. Goes on after a failure, so
// that one run tells all; exits 1 if any failed.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const checks = [
  ['types', 'the TypeScript compiler finds no fault'],
  ['lint', 'lint and format (biome)'],
  ['unused', 'no unused files, exports or packages (knip)'],
  ['knowledge', 'knowledge/ follows its schemas and every example holds'],
  ['golden', 'scores on labelled articles are not below test/golden/floors.json'],
  ['unit', 'tests, import rules among them'],
]
let failed = 0
for (const [script, meaning] of checks) {
  const started = Date.now()
  const live = script === 'unit'
  const result = spawnSync('npm', ['run', '--silent', script], {
    cwd: root,
    encoding: 'utf8',
    stdio: live ? 'inherit' : 'pipe',
    shell: process.platform === 'win32',
  })
  const ok = result.status === 0
  if (!ok) failed++
  process.stdout.write(
    `${ok ? 'ok    ' : 'FAILED'} ${script.padEnd(10)} ${meaning} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  )
  if (!ok && !live) process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}\n`)
}
process.stdout.write(failed === 0 ? 'All checks passed.\n' : `${failed} of ${checks.length} checks failed.\n`)
process.exit(failed === 0 ? 0 : 1)
