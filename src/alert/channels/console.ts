/** Notices on standard output. */

import { z } from 'zod'
import type { Channel } from '../channel.ts'
import { renderText } from '../render-text.ts'

const settings = z.strictObject({})

export default {
  name: 'console',
  settings,
  deliver: async (notice, _settings, context) => {
    context.stdout.write(`${renderText(notice)}\n`)
    return { detail: 'written to standard output' }
  },
} satisfies Channel<typeof settings>
