/** The tests that start real processes need an up-to-date build, and servers of which these processes know nothing. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Addresses of servers to test with; a program under test must not take them for its own. */
const addresses = ['DATABASE_URL', 'REDIS_URL']

export default function setup(): void {
  for (const name of addresses) {
    const value = process.env[name]
    if (value !== undefined) process.env[`DETOUR_TEST_${name}`] = value
    delete process.env[name]
  }
  execFileSync(process.execPath, [join(import.meta.dirname, '..', 'scripts', 'setup.js')], { stdio: 'inherit' })
}
