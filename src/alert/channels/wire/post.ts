/** One POST of JSON to a receiver, and what its answer means. The address may be a secret: only its host is ever told. */

import { request } from 'undici'
import { inert, oneLine, shorten } from '../../../text/escape.ts'
import { Fault } from '../../../types/fault.ts'
import type { DeliveryContext } from '../../channel.ts'

export interface Answer {
  readonly status: number
  /** The first characters of the body. */
  readonly body: string
  readonly host: string
}

export interface Post {
  readonly url: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
}

/** Answers 4xx after which another attempt makes sense: time-out, too early, too many. */
const passing = new Set([408, 425, 429])

/** Most bytes read of an answer. */
const mostRead = 2_000

/** The answer when it is 2xx. Redirects are not followed: a signed body goes to no address but the configured one. */
export async function post(one: Post, context: DeliveryContext): Promise<Answer> {
  const { host } = new URL(one.url)
  const limit = AbortSignal.timeout(one.timeoutSeconds * 1000)
  const signal = AbortSignal.any([context.signal, limit])
  let answer: Answer & { readonly retryAfter: number | null }
  try {
    answer = await send(one, host, context.userAgent, signal)
  } catch (error) {
    throw broken(error, host, limit.aborted, one.timeoutSeconds)
  }
  if (answer.status >= 200 && answer.status < 300) return answer
  throw refused(answer)
}

async function send(one: Post, host: string, userAgent: string, signal: AbortSignal) {
  const { statusCode, headers, body } = await request(one.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': userAgent, ...one.headers },
    body: one.body,
    signal,
  })
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > mostRead) break
  }
  return { status: statusCode, body: text.slice(0, mostRead), host, retryAfter: secondsOf(headers['retry-after']) }
}

/** Retry-After as seconds or as a date; at least 1. */
export function secondsOf(header: string | string[] | undefined, now: number = Date.now()): number | null {
  const value = Array.isArray(header) ? header[0] : header
  if (value === undefined) return null
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - now) / 1000)
  return Number.isFinite(seconds) ? Math.max(1, seconds) : null
}

function refused(answer: Answer & { readonly retryAfter: number | null }): Fault {
  const { status, host, retryAfter } = answer
  if (status >= 500 || passing.has(status)) {
    const later = retryAfter === null ? '' : `, and asks to come back in ${retryAfter} s`
    return new Fault('delivery-failed', `${host} answered ${status}${later}.`, { retryAfter })
  }
  if (status >= 300 && status < 400)
    return new Fault(
      'delivery-refused',
      `${host} answered ${status}, a redirect, which is not followed: set its new address.`,
    )
  const told = shorten(oneLine(inert(answer.body)), 120)
  return new Fault('delivery-refused', `${host} answered ${status}${told === '' ? '' : ` (“${told}”)`}.`)
}

function broken(error: unknown, host: string, late: boolean, seconds: number): Fault {
  if (late) return new Fault('delivery-failed', `${host} did not answer within ${seconds} s.`, { retry: 'soon' })
  const code = codeOf(error)
  if (/CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO_VERIFY/.test(code))
    return new Fault('delivery-failed', `The certificate of ${host} does not hold (${code}): nothing was sent.`)
  return new Fault('delivery-failed', `No connection with ${host} (${code}).`, { retry: 'soon' })
}

/** ECONNREFUSED and the like: never the message, which may hold the address. */
export function codeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = (one as NodeJS.ErrnoException).code
    if (typeof code === 'string') return code
    if (one instanceof AggregateError && one.errors.length > 0) return codeOf(one.errors[0])
  }
  return error instanceof Error ? error.name : 'unknown'
}
