#!/usr/bin/env node
// Starts the build; says what to run when there is none. Plain JavaScript, so that it runs before anything is built.
import './memory.js'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const main = join(root, 'dist', 'cli', 'main.js')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 18)) {
  process.stderr.write(`Detour needs Node.js 20.18 or newer; this is ${process.versions.node}.\n`)
  process.exit(2)
}
if (!existsSync(main)) {
  process.stderr.write(`Detour is not built yet. Run "npm run setup" in ${root}, then try again.\n`)
  process.exit(2)
}
await import(main)
