/** Notices as mail over SMTP: text and HTML, under a Message-ID made from the key, so that a repeat is seen to be one. */

import { createTransport, type SendMailOptions } from 'nodemailer'
import { z } from 'zod'
import { oneLine, shorten } from '../../text/escape.ts'
import { Fault } from '../../types/fault.ts'
import type { Notice } from '../../types/notice.ts'
import type { Channel, DeliveryContext } from '../channel.ts'
import { renderHtml } from '../render-html.ts'
import { renderText } from '../render-text.ts'
import { codeOf } from './wire/post.ts'

const settings = z.strictObject({
  host: z.string().min(1).describe('Of the SMTP server.'),
  port: z.number().int().min(1).max(65535).default(587),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .describe('starttls: never in the clear. tls: from the first byte (port 465). none: for a server on this machine.'),
  auth: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).optional(),
  from: z.email().describe('The address that mails come from.'),
  fromName: z.string().default('Detour'),
  to: z.array(z.email()).min(1).max(100),
  timeoutSeconds: z.number().positive().default(30),
})

type Settings = z.infer<typeof settings>

/** Most UTF-16 units of a subject. */
const longestSubject = 200

/** The part before the @: letters, digits, "." and "-" as they are, everything else by its code, so that no two keys meet. */
function localPart(key: string): string {
  const encoded = Buffer.from(key, 'utf8').reduce((text, byte) => {
    const sign = String.fromCharCode(byte)
    return text + (/[A-Za-z0-9-]/.test(sign) ? sign : sign === '.' ? '.' : `=${byte.toString(16).padStart(2, '0')}`)
  }, '')
  return encoded.replace(/\.(?=\.|$)|^\./g, '=2e')
}

/** Mails on one story stand in one thread: each refers to an id of the story that no mail has. */
function threadOf(notice: Notice, domain: string): Record<string, string> {
  const story = (notice.data as { readonly story?: { readonly id?: unknown } }).story?.id
  return typeof story === 'string' ? { references: `<story=2f${localPart(story)}@${domain}>` } : {}
}

function mailOf(notice: Notice, { from, fromName, to }: Settings, userAgent: string): SendMailOptions {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    from: { name: oneLine(fromName), address: from },
    to,
    subject: shorten(oneLine(notice.title), longestSubject),
    messageId: `<${localPart(notice.key)}@${domain}>`,
    ...threadOf(notice, domain),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': oneLine(notice.language),
      'X-Mailer': oneLine(userAgent),
      'X-Detour-Key': localPart(notice.key),
    },
    text: renderText(notice),
    html: renderHtml(notice),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function transportOf(one: Settings) {
  const limit = one.timeoutSeconds * 1000
  return createTransport({
    host: one.host,
    port: one.port,
    secure: one.security === 'tls',
    requireTLS: one.security === 'starttls',
    ignoreTLS: one.security === 'none',
    ...(one.auth === undefined ? {} : { auth: { user: one.auth.user, pass: one.auth.password } }),
    connectionTimeout: limit,
    greetingTimeout: limit,
    socketTimeout: limit,
    dnsTimeout: limit,
  })
}

/** Rejects when the attempt is to end; the transport is closed by the caller. */
function ended(signal: AbortSignal): Promise<never> {
  const reason = (): Error => Object.assign(new Error('ended'), { code: 'ETIMEDOUT' })
  return new Promise((_, reject) => {
    if (signal.aborted) reject(reason())
    else signal.addEventListener('abort', () => reject(reason()), { once: true })
  })
}

/** Only the codes of the failure are told: what servers say may hold the user's name, or more. */
function faultOf(error: unknown, host: string): Fault {
  const code = codeOf(error)
  const { responseCode } = error as { readonly responseCode?: number }
  if (code === 'EAUTH')
    return new Fault('delivery-refused', `The mail server ${host} refuses the login (${responseCode ?? code}).`)
  if (responseCode !== undefined && responseCode >= 500)
    return new Fault('delivery-refused', `The mail server ${host} refuses the mail (${responseCode}, ${code}).`)
  if (responseCode !== undefined)
    return new Fault('delivery-failed', `The mail server ${host} puts the mail off (${responseCode}, ${code}).`)
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ETLS|SSL/.test(code))
    return new Fault('delivery-failed', `No safe connection with the mail server ${host} (${code}): nothing was sent.`)
  return new Fault('delivery-failed', `No connection with the mail server ${host} (${code}).`, { retry: 'soon' })
}

async function send(notice: Notice, one: Settings, context: DeliveryContext): Promise<readonly string[]> {
  const transport = transportOf(one)
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(one.timeoutSeconds * 1000)])
  try {
    const sent = await Promise.race([transport.sendMail(mailOf(notice, one, context.userAgent)), ended(signal)])
    return sent.rejected
  } catch (error) {
    throw faultOf(error, one.host)
  } finally {
    transport.close()
  }
}

export default {
  name: 'email',
  settings,
  deliver: async (notice, one, context) => {
    const rejected = await send(notice, one, context)
    const but = rejected.length === 0 ? '' : `, which refused ${rejected.join(', ')}`
    return { detail: `${one.to.length - rejected.length} of ${one.to.length} addresses, taken by ${one.host}${but}` }
  },
} satisfies Channel<typeof settings>
