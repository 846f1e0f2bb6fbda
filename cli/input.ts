/** What commands read from standard input and from lines of JSON. */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import type { z } from 'zod'
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

/** A line's value, checked; throws Fault input-invalid that names the field and shows the shape. */
export function checkLine<Shape extends z.ZodType>(shape: Shape, value: unknown, example: string): z.infer<Shape> {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Fault('input-invalid', `${issue?.path.join('.') || 'the line'}: ${issue?.message}. A line is ${example}.`)
}
