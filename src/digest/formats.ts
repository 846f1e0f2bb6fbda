/** The formats there are: every file of formats/. */

import { readdirSync } from 'node:fs'
import { Fault } from '../types/fault.ts'
import type { Format } from './format.ts'

/** By name, in its order. */
export async function loadFormats(): Promise<ReadonlyMap<string, Format>> {
  const folder = new URL('./formats/', import.meta.url)
  const files = readdirSync(folder)
    .filter((file) => /^[a-z][a-z0-9-]*\.(?:ts|js)$/.test(file))
    .sort()
  const formats = new Map<string, Format>()
  for (const file of files) {
    const format = ((await import(new URL(file, folder).href)) as { readonly default?: Format }).default
    const name = file.replace(/\.\w+$/, '')
    if (format?.name !== name)
      throw new Fault('internal', `src/digest/formats/${file} does not export a format named "${name}".`)
    formats.set(name, format)
  }
  return formats
}
