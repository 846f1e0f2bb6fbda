/** One mail to an SMTP server, and what its answer means. Only hosts and codes are told: what servers say may hold more. */

import { connect, type Socket } from 'node:net'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { Fault } from '../../../types/fault.ts'
import { codeOf, signalAfter, unsafe } from './post.ts'

export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: 'starttls' | 'tls' | 'none'
  readonly auth?: { readonly user: string; readonly password: string } | undefined
  readonly timeoutSeconds: number
}

/** What nodemailer adds to its errors. */
interface Refusal {
  readonly responseCode?: number
  /** That of the socket or of TLS, beneath the one that nodemailer gives. */
  readonly originalCode?: string
}

/** The addresses that the server refused for good, when it took the mail for others. */
export async function sendMail(
  mail: SendMailOptions,
  server: MailServer,
  stop: AbortSignal,
): Promise<readonly string[]> {
  const limit = signalAfter(server.timeoutSeconds)
  const signal = AbortSignal.any([stop, limit])
  const transport = transportOf(server, signal)
  try {
    signal.throwIfAborted()
    const { rejected, rejectedErrors = [] } = (await transport.sendMail(mail)) as {
      readonly rejected: readonly string[]
      readonly rejectedErrors?: readonly Refusal[]
    }
    const deferred = rejectedErrors.find(({ responseCode }) => responseCode !== undefined && responseCode < 500)
    if (deferred !== undefined) throw putOff(server.host, rejected.length, mail, deferred)
    return rejected
  } catch (error) {
    if (error instanceof Fault) throw error
    if (stop.aborted) throw soon(`The delivery to the mail server ${server.host} was stopped.`)
    if (limit.aborted)
      throw soon(`The mail server ${server.host} did not take the mail within ${server.timeoutSeconds} s.`)
    throw faultOf(error, server.host)
  } finally {
    transport.close()
  }
}

/** The connection is ours, so that it ends with the attempt: a mail that was given up must not arrive after all. */
function transportOf(server: MailServer, signal: AbortSignal) {
  const milliseconds = Math.ceil(server.timeoutSeconds * 1000)
  return createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.auth === undefined ? {} : { auth: { user: server.auth.user, pass: server.auth.password } }),
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    getSocket: (_options, done) => open(server, signal, done),
  })
}

type Opened = (error: Error | null, options?: { readonly connection: Socket }) => void

function open({ host, port }: MailServer, signal: AbortSignal, done: Opened): void {
  const socket = connect({ host, port })
  const failed = (error: Error): void => done(error)
  socket.once('error', failed)
  socket.once('connect', () => {
    socket.off('error', failed)
    done(null, { connection: socket })
  })
  signal.addEventListener('abort', () => socket.destroy(new Error('ended')), { once: true })
}

function soon(sentence: string): Fault {
  return new Fault('delivery-failed', sentence, { retry: 'soon' })
}

/** Every address gets the mail again: those that have it see the same Message-ID. */
function putOff(host: string, count: number, { to }: SendMailOptions, { responseCode }: Refusal): Fault {
  const all = Array.isArray(to) ? to.length : 1
  return new Fault(
    'delivery-failed',
    `The mail server ${host} puts ${count} of ${all} addresses off (${responseCode}).`,
  )
}

function faultOf(error: unknown, host: string): Fault {
  const code = codeOf(error)
  const { responseCode, originalCode } = error as Refusal
  const told = originalCode ?? code
  if (unsafe.test(code) || unsafe.test(told))
    return new Fault('delivery-failed', `No safe connection with the mail server ${host} (${told}): nothing was sent.`)
  if (responseCode !== undefined && responseCode < 500)
    return new Fault('delivery-failed', `The mail server ${host} puts the mail off (${responseCode}, ${code}).`)
  if (code === 'EAUTH')
    return new Fault('delivery-refused', `The mail server ${host} refuses the login (${responseCode ?? code}).`)
  if (responseCode !== undefined)
    return new Fault('delivery-refused', `The mail server ${host} refuses the mail (${responseCode}, ${code}).`)
  return soon(`No connection with the mail server ${host} (${told}).`)
}
