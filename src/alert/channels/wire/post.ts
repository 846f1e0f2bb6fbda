/** One POST of JSON to a receiver, and what its answer means. The address may be a secret: only its host is ever told. */

import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import { brief } from '../../../text/escape.ts'
import { Fault } from '../../../types/fault.ts'
import type { DeliveryContext } from '../../channel.ts'
import { echoes } from './echo.ts'

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

/** A receiver that asks for more than a day is asked again after one. */
const longestPause = 86_400

/** Time limit of one delivery, as settings have it. */
export const secondsLimit = z.number().positive().max(600)

/** Timers take whole milliseconds. */
export function signalAfter(seconds: number): AbortSignal {
  return AbortSignal.timeout(Math.ceil(seconds * 1000))
}

/** The answer when it is 2xx. Redirects are not followed: a signed body goes to no address but the configured one. */
export async function post(one: Post, context: DeliveryContext): Promise<Answer> {
  const { host } = new URL(one.url)
  const limit = signalAfter(one.timeoutSeconds)
  const signal = AbortSignal.any([context.signal, limit])
  let answer: Answer & { readonly retryAfter: number | null }
  try {
    answer = await send(one, host, context, signal)
  } catch (error) {
    if (context.signal.aborted)
      throw new Fault('delivery-failed', `The delivery to ${host} was stopped.`, { retry: 'soon' })
    throw broken(error, host, limit.aborted, one.timeoutSeconds)
  }
  if (answer.status >= 200 && answer.status < 300) return answer
  throw refused(answer, one.url)
}

async function send(one: Post, host: string, { userAgent, wayTo }: DeliveryContext, signal: AbortSignal) {
  const dispatcher = wayTo?.(new URL(one.url)) as Dispatcher | undefined
  const { statusCode, headers, body } = await request(one.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': userAgent,
      ...credentialsOf(one.url),
      ...one.headers,
    },
    body: one.body,
    signal,
    ...(dispatcher === undefined ? {} : { dispatcher }),
  })
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > mostRead) break
  }
  return { status: statusCode, body: text.slice(0, mostRead), host, retryAfter: secondsOf(headers['retry-after']) }
}

/** "user:password@" of an address is no part of the request line: receivers expect it as Basic authentication. */
function credentialsOf(url: string): Readonly<Record<string, string>> {
  const { username, password } = new URL(url)
  if (username === '' && password === '') return {}
  const both = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(both).toString('base64')}` }
}

/** The key as it may stand in a header: it holds the name of a destination, which the operator chooses, and nothing of an article. */
export function headerKey(key: string): string {
  return encodeURIComponent(key.replace(/\p{Surrogate}/gu, '\ufffd'))
}

/** Retry-After as seconds or as a date: 1 to a day. */
function secondsOf(header: string | string[] | undefined): number | null {
  const value = Array.isArray(header) ? header[0] : header
  if (value === undefined) return null
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000)
  return Number.isNaN(seconds) ? null : Math.min(Math.max(1, seconds), longestPause)
}

function refused(answer: Answer & { readonly retryAfter: number | null }, url: string): Fault {
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
  const told = toldBy(answer.body, url)
  return new Fault('delivery-refused', `${host} answered ${status}${told === '' ? '' : ` (“${told}”)`}.`)
}

/** What a receiver says of itself: no page of mark-up, and nothing of the address. */
function toldBy(body: string, url: string): string {
  return /^\s*</.test(body) || echoes(body, url) ? '' : brief(body, 120)
}

function broken(error: unknown, host: string, late: boolean, seconds: number): Fault {
  if (late) return new Fault('delivery-failed', `${host} did not answer within ${seconds} s.`, { retry: 'soon' })
  const code = codeOf(error)
  if (unsafe.test(code))
    return new Fault('delivery-failed', `No safe connection with ${host} (${code}): nothing was sent.`)
  return new Fault('delivery-failed', `No connection with ${host} (${code}).`, { retry: 'soon' })
}

/** Codes of a certificate that does not hold, or of no TLS at all. */
export const unsafe = /CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO_VERIFY|EPROTO$/

/** ECONNREFUSED and the like: never the message, which may hold the address. */
export function codeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = (one as NodeJS.ErrnoException).code
    if (typeof code === 'string') return code
    if (one instanceof AggregateError && one.errors.length > 0) return codeOf(one.errors[0])
  }
  return error instanceof Error ? error.name : 'unknown'
}
