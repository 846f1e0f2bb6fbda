/** Notices as lines of JSON at the end of a file. */

import { open } from 'node:fs/promises'
import { z } from 'zod'
import { inertJson } from '../../text/escape.ts'
import { Fault } from '../../types/fault.ts'
import type { Channel } from '../channel.ts'
import { dataOf } from './wire/data.ts'
import { codeOf } from './wire/post.ts'

const settings = z.strictObject({ path: z.string().min(1).describe('The file; it is made when it is missing.') })

/** One write a line, so that lines of several writers do not mix; a line that a crash cut off is closed first. */
async function append(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await file.read(last, 0, 1, size - 1)
    const bytes = Buffer.from(`${size > 0 && last[0] !== 0x0a ? '\n' : ''}${line}\n`)
    const { bytesWritten } = await file.write(bytes)
    if (bytesWritten < bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' })
    await file.sync()
  } finally {
    await file.close()
  }
}

export default {
  name: 'file',
  settings,
  deliver: async (notice, { path }) => {
    try {
      await append(path, inertJson(dataOf(notice)))
    } catch (error) {
      throw new Fault(
        'delivery-failed',
        `${path} cannot be written (${codeOf(error)}): make its folder, or give the right to write.`,
      )
    }
    return { detail: `written to ${path}` }
  },
} satisfies Channel<typeof settings>
