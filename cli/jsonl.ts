/** JSON lines in, JSON lines out: in the same order, streamed, one answer for each line whatever happens. */

import { once } from 'node:events'
import { asFault, Fault } from '../src/types/fault.ts'

/** Longest line read, in bytes; a longer one is answered with an error and never held in memory. */
export const maxLineBytes = 16_000_000

export type Answer = (value: unknown) => unknown

const newline = 0x0a

/** Whole lines of a byte stream; null stands for a line longer than `limit`, which is passed over. */
export async function* linesOf(
  input: AsyncIterable<Uint8Array | string>,
  limit: number = maxLineBytes,
): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = []
  let size = 0
  let tooLong = false
  for await (const piece of input) {
    const chunk =
      typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    let from = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      const tail = chunk.subarray(from, at)
      yield tooLong || size + tail.length > limit ? null : Buffer.concat([...parts, tail])
      parts = []
      size = 0
      tooLong = false
      from = at + 1
    }
    const rest = chunk.subarray(from)
    size += rest.length
    if (size > limit) {
      tooLong = true
      parts = []
    } else if (rest.length > 0) parts.push(Buffer.from(rest))
  }
  if (tooLong) yield null
  else if (size > 0) yield Buffer.concat(parts)
}

/** Writes one answer a line to `output`, waiting where it is full. A blank line is a line: its answer is an error. */
export async function answerLines(
  input: AsyncIterable<Uint8Array | string>,
  output: NodeJS.WritableStream,
  answer: Answer,
  limit: number = maxLineBytes,
): Promise<void> {
  for await (const line of linesOf(input, limit)) {
    const written = output.write(`${JSON.stringify(await answerLine(line, answer, limit))}\n`)
    if (!written) await once(output, 'drain')
  }
}

async function answerLine(line: Buffer | null, answer: Answer, limit: number): Promise<unknown> {
  if (line === null)
    return failure(null, new Fault('input-too-large', `This line is longer than ${limit / 1e6} MB; split it.`))
  const text = line.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') return failure(null, new Fault('input-invalid', 'This line is blank: it holds no JSON.'))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return failure(null, new Fault('input-invalid', `This line is not JSON (${(error as Error).message}).`))
  }
  try {
    return await answer(value)
  } catch (error) {
    return failure(idOf(value), error)
  }
}

/** The answer to a line that could not be dealt with. */
function failure(id: string | null, error: unknown): unknown {
  const { code, message } = asFault(error)
  return { id, error: { code, message } }
}

function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null
}
