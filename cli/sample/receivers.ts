/** Where the demo's alerts go: a mail server and a webhook receiver on loopback that keep what they are sent. */

import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'

export interface ReceivedMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly messageId: string
  readonly text: string
}

export interface ReceivedHook {
  readonly id: string
  /** "story.alert" */
  readonly type: string
  readonly title: string
  /** The signature was right. */
  readonly signed: boolean
}

export interface Receivers {
  readonly smtpPort: number
  readonly hookUrl: string
  readonly hookSecret: string
  readonly mails: readonly ReceivedMail[]
  readonly hooks: readonly ReceivedHook[]
  readonly close: () => Promise<void>
}

export async function startReceivers(): Promise<Receivers> {
  const mails: ReceivedMail[] = []
  const hooks: ReceivedHook[] = []
  const hookSecret = `whsec_${randomBytes(32).toString('base64')}`
  const smtp = mailServer(mails)
  const http = hookServer(hooks, hookSecret)
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const portOf = (address: string | AddressInfo | null): number => (address as AddressInfo).port
  return {
    smtpPort: portOf(smtp.server.address()),
    hookUrl: `http://127.0.0.1:${portOf(http.address())}/hook`,
    hookSecret,
    mails,
    hooks,
    close: async () => {
      http.closeAllConnections()
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise((resolve) => http.close(resolve)),
      ])
    },
  }
}

function mailServer(mails: ReceivedMail[]): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope }, done) {
      simpleParser(stream).then(({ subject = '', messageId = '', text = '' }) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address).join(', '), subject, messageId, text })
        done()
      }, done)
    },
  })
}

/** Most bytes of a body that the demo's receiver takes. */
const longest = 4_000_000

function hookServer(hooks: ReceivedHook[], secret: string) {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > longest) return response.writeHead(413).end()
      chunks.push(chunk)
    }
    const body = Buffer.concat(chunks).toString('utf8')
    const signed = isSigned(body, request.headers, secret)
    const { type, data } = JSON.parse(body) as { readonly type: string; readonly data: { readonly title: string } }
    hooks.push({ id: String(request.headers['webhook-id']), type, title: data.title, signed })
    return response.writeHead(signed ? 202 : 401).end()
  })
}

function isSigned(body: string, headers: NodeJS.Dict<string | string[]>, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>)
    return true
  } catch {
    // The receiver answers 401, and the demo's output says so.
    return false
  }
}
