/** A digest in the formats asked for, and onto the disk. */

import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Shape } from '../../src/digest/format.ts'
import { loadFormats } from '../../src/digest/formats.ts'
import type { Teller } from '../../src/knowledge/telling.ts'
import type { Digest } from '../../src/types/digest.ts'
import { Fault } from '../../src/types/fault.ts'

export interface Written {
  readonly format: string
  /** "detour-2026-W47.html" */
  readonly file: string
  readonly text: string
}

/** Throws Fault usage for a format that is none. */
export async function writeDigest(
  digest: Digest,
  wanted: readonly string[],
  teller: Teller,
  shape: Shape = {},
): Promise<Written[]> {
  const formats = await loadFormats()
  return wanted.map((name) => {
    const format = formats.get(name)
    if (format === undefined)
      throw new Fault('usage', `There is no format "${name}"; there are ${[...formats.keys()].join(', ')}.`)
    return {
      format: name,
      file: `detour-${digest.week}.${format.extension}`,
      text: format.write(digest, teller, shape),
    }
  })
}

/** Whole files or none: each is written beside its place and renamed. Answers their paths. */
export async function saveDigest(written: readonly Written[], folder: string): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true })
    const paths: string[] = []
    for (const { file, text } of written) {
      const path = join(folder, file)
      const draft = `${path}.${process.pid}.part`
      const handle = await open(draft, 'w')
      try {
        await handle.writeFile(text)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(draft, path)
      paths.push(path)
    }
    return paths
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new Fault('store-full', `The digest cannot be written to ${folder}: the disk is full. Make room.`)
    throw new Fault(
      'output-unwritable',
      `The digest cannot be written to ${folder} (${code ?? (error as Error).message}): give the right to write, or another folder.`,
      { cause: error },
    )
  }
}
