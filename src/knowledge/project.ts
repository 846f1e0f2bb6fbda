/** Where this installation lies and which version it is; light, for every command begins with it. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../types/fault.ts'

/** The project's root: the folder that holds package.json, from src/ and from dist/src/ alike. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)))

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'knowledge'))) return from
  const parent = dirname(from)
  if (parent === from)
    throw new Fault('internal', 'The knowledge folder of this installation is missing: install Detour again.')
  return findRoot(parent)
}

/** Of the program, as package.json has it. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  return version
}
