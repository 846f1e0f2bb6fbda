/** Notices as JSON by POST, signed as Standard Webhooks says, so that a receiver knows who sent them and drops repeats. */

import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { inertJson } from '../../text/escape.ts'
import type { Notice } from '../../types/notice.ts'
import type { Channel } from '../channel.ts'
import { dataOf } from './wire/data.ts'
import { headerKey, post, secondsLimit } from './wire/post.ts'

const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be "whsec_" and 24 to 64 random bytes in base64')

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Where to post.'),
  secrets: z
    .array(secret)
    .min(1)
    .describe('Every one signs; to change it, add the new one, tell the receiver, then remove the old one.'),
  timeoutSeconds: secondsLimit.default(15),
})

function bodyOf(notice: Notice, version: string, now: Date): string {
  const { kind, ...rest } = notice
  return inertJson({
    type: `${kind === 'alert' || kind === 'correction' ? 'story' : 'detour'}.${kind}`,
    timestamp: now.toISOString(),
    data: { version, ...dataOf(rest) },
  })
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
