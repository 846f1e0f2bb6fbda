/** The words of knowledge/furniture.yaml for commands that need no other knowledge: loading it all takes ten times as long. */

import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../src/knowledge/project.ts'
import type { FurnitureWords } from '../src/knowledge/schema.ts'

/** From the build's copy where that is up to date, else from the YAML. Throws Fault knowledge-invalid. */
export async function loadFurniture(root: string = projectRoot): Promise<FurnitureWords> {
  const [path, copy] = [join(root, 'knowledge', 'furniture.yaml'), join(root, 'dist', 'furniture.json')]
  if (existsSync(copy)) {
    const { stamp, words } = JSON.parse(readFileSync(copy, 'utf8')) as Kept
    if (stamp === furnitureStamp(path)) return words
  }
  const [{ readChecked }, { furnitureSchema }] = await Promise.all([
    import('../src/knowledge/load.ts'),
    import('../src/knowledge/schema.ts'),
  ])
  return readChecked(path, furnitureSchema)
}

/** What the build leaves in dist/furniture.json. */
interface Kept {
  readonly stamp: string
  readonly words: FurnitureWords
}

/** Size and time of the file: differs as soon as somebody edits it. */
export function furnitureStamp(path: string): string {
  const { size, mtimeMs } = statSync(path)
  return `${size} ${mtimeMs}`
}
