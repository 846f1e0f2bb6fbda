/** The tests that start real processes need an up-to-date build. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export default function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', 'scripts', 'setup.js')], { stdio: 'inherit' })
}
