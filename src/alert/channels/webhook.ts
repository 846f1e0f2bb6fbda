/** Notices as JSON by POST, signed as Standard Webhooks says, so that a receiver knows who sent them and drops repeats. */

import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { inertJson, shorten } from '../../text/escape.ts'
import type { Notice } from '../../types/notice.ts'
import type { Channel } from '../channel.ts'
import { post } from './wire/post.ts'

const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be "whsec_" and 24 to 64 random bytes in base64')

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Where to post.'),
  secrets: z
    .array(secret)
    .min(1)
    .describe('Every one signs; to change it, add the new one, tell the receiver, then remove the old one.'),
  timeoutSeconds: z.number().positive().default(15),
})

/** Most UTF-16 units of one text in a body. */
const longest = 4_000

/** Long texts cut; everything else as it is. */
function bounded(value: unknown): unknown {
  if (typeof value === 'string') return shorten(value, longest)
  if (Array.isArray(value)) return value.map(bounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bounded(one)]))
}

function bodyOf(notice: Notice, version: string, now: Date): string {
  const { kind, document: _, ...rest } = notice
  return inertJson({
    type: `${kind === 'alert' || kind === 'correction' ? 'story' : 'detour'}.${kind}`,
    timestamp: now.toISOString(),
    data: { version, ...(bounded(rest) as object) },
  })
}

/** What may stand in a header: keys hold the names of destinations, which people choose. */
function headerKey(key: string): string {
  return encodeURIComponent(key.replace(/\p{Surrogate}/gu, '\ufffd'))
}

export default {
  name: 'webhook',
  settings,
  deliver: async (notice, { url, secrets, timeoutSeconds }, context) => {
    const now = new Date()
    const key = headerKey(notice.key)
    const body = bodyOf(notice, context.version, now)
    const signatures = secrets.map((one) => new Webhook(one).sign(key, now, body))
    const headers = {
      'webhook-id': key,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
      'idempotency-key': key,
    }
    const { status, host } = await post({ url, body, headers, timeoutSeconds }, context)
    return { detail: `${status} from ${host}` }
  },
} satisfies Channel<typeof settings>
