/** What commands read from standard input and from lines of JSON. */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { Fault } from '../src/types/fault.ts'

/** All of standard input. Throws Fault input-too-large beyond `limit` bytes. */
export async function readInput(limit = 60_000_000): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    size += (chunk as Buffer).length
    if (size > limit) throw tooLarge('Standard input', limit)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

function tooLarge(where: string, limit: number): Fault {
  return new Fault(
    'input-too-large',
    `${where} is longer than ${limit / 1e6} MB: split it, or send its articles as lines with --jsonl.`,
  )
}

/** A file or pipe named on the command line. Throws Fault input-invalid, or input-too-large beyond `limit` bytes. */
export function readFileLimited(path: string, limit: number): Buffer {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    const chunks: Buffer[] = []
    let size = 0
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 20)
      const read = readSync(file, chunk)
      size += read
      if (size > limit) throw tooLarge(path, limit)
      if (read === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, read))
    }
  } catch (error) {
    if (error instanceof Fault) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message
    throw new Fault('input-invalid', `${path} cannot be read: ${why}.`)
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** The file that a line names. Throws Fault input-invalid. */
export function readNamed(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Fault(
      'input-invalid',
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}).`,
    )
  }
}

/** The fields of a line: text, and an id that may be a number. */
type Fields<Needed extends string, Given extends string> = { readonly [Name in Needed]: string } & {
  readonly [Name in Given]: string | null
}

/**
 * A line's fields, checked by hand: zod takes as long to load as reading some thirty pages. Throws Fault input-invalid
 * that names the field and shows the shape.
 */
export function fieldsOf<Needed extends string, Given extends string = never>(
  value: unknown,
  needed: readonly Needed[],
  given: readonly Given[] = [],
): Fields<Needed, Given> {
  const shape = `A line is {${[...needed.map((name) => `"${name}"`), ...given.map((name) => `"${name}"?`)].join(',')}}.`
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault('input-invalid', `The line is no JSON object. ${shape}`)
  const line = value as Readonly<Record<string, unknown>>
  const fields = [...needed, ...given].map((name) => {
    const found = name === 'id' && typeof line.id === 'number' ? String(line.id) : line[name]
    const isMissing = found === undefined || found === null
    if (isMissing ? (needed as readonly string[]).includes(name) : typeof found !== 'string')
      throw new Fault('input-invalid', `${name}: ${isMissing ? 'it is missing' : 'it is no text'}. ${shape}`)
    return [name, found ?? null]
  })
  return Object.fromEntries(fields) as Fields<Needed, Given>
}
