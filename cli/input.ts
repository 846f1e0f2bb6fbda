/** What commands read from standard input and from lines of JSON. */

import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { Fault } from '../src/types/fault.ts'

/** All of standard input; at most 60 MB. */
export async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    size += (chunk as Buffer).length
    if (size > 60_000_000) throw new Fault('input-too-large', 'Standard input is longer than 60 MB.')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
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
