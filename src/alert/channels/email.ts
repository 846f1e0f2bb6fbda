/** Notices as mail over SMTP: text and HTML, under a Message-ID made from the key, so that a repeat is seen to be one. */

import { createHash } from 'node:crypto'
import type { SendMailOptions } from 'nodemailer'
import { z } from 'zod'
import { brief } from '../../text/escape.ts'
import type { Notice } from '../../types/notice.ts'
import type { Channel } from '../channel.ts'
import { renderHtml } from '../render-html.ts'
import { renderText } from '../render-text.ts'
import { secondsLimit } from './wire/post.ts'
import { sendMail } from './wire/smtp.ts'

const local = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/

const settings = z
  .strictObject({
    host: z.string().min(1).describe('Of the SMTP server.'),
    port: z.number().int().min(1).max(65535).default(587),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe(
        'starttls: never in the clear. tls: from the first byte (port 465). none: for a server on this machine.',
      ),
    auth: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).optional(),
    from: z.email().describe('The address that mails come from.'),
    fromName: z.string().default('Detour'),
    to: z.array(z.email()).min(1).max(100),
    timeoutSeconds: secondsLimit.default(30),
  })
  .refine(({ security, auth, host }) => security !== 'none' || auth === undefined || local.test(host), {
    path: ['security'],
    message: 'must be "starttls" or "tls": with "none" the password would cross the network in the clear',
  })

type Settings = z.infer<typeof settings>

/** Most UTF-16 units of a subject, of other headers, and of an id, which stands in one line of at most 998. */
const most = { subject: 200, header: 60, id: 300 } as const

/**
 * The part before the @: letters, digits, "." and "-" as they are, everything else by its code, so that no two keys meet.
 * One that is too long for a line is told by its hash.
 */
function localPart(key: string): string {
  const encoded = Buffer.from(key, 'utf8').reduce((text, byte) => {
    const sign = String.fromCharCode(byte)
    return text + (/[A-Za-z0-9.-]/.test(sign) ? sign : `=${byte.toString(16).padStart(2, '0')}`)
  }, '')
  if (encoded.length > most.id) return createHash('sha256').update(key).digest('hex')
  return encoded.replace(/\.(?=\.|$)|^\./g, '=2e')
}

/** "=?utf-8?b?…?=" in a title would be decoded by the reader's program, into anything: it is broken up. */
function unencoded(text: string): string {
  return text.replace(/=(?=\?)/g, '=\u200b')
}

/** Mails on one story stand in one thread: each refers to an id of the story that no mail has. */
function threadOf(notice: Notice, domain: string): Record<string, string> {
  const story = (notice.data as { readonly story?: { readonly id?: unknown } }).story?.id
  return typeof story === 'string' ? { references: `<story=2f${localPart(story)}@${domain}>` } : {}
}

function mailOf(notice: Notice, { from, fromName, to }: Settings, userAgent: string): SendMailOptions {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    from: { name: unencoded(brief(fromName, most.header)), address: from },
    to,
    subject: unencoded(brief(notice.title, most.subject)),
    messageId: `<${localPart(notice.key)}@${domain}>`,
    ...threadOf(notice, domain),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': brief(notice.language, 35),
      'X-Mailer': unencoded(brief(userAgent, most.header)),
      'X-Detour-Key': localPart(notice.key),
    },
    text: renderText(notice),
    html: renderHtml(notice),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

export default {
  name: 'email',
  settings,
  deliver: async (notice, one, context) => {
    const rejected = await sendMail(mailOf(notice, one, context.userAgent), one, context.signal)
    const but = rejected.length === 0 ? '' : `, which refused ${brief(rejected.join(', '), 200)}`
    return { detail: `${one.to.length - rejected.length} of ${one.to.length} addresses, taken by ${one.host}${but}` }
  },
} satisfies Channel<typeof settings>
