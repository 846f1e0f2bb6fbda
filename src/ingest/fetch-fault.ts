/** What can go wrong with a request, as faults that say what to do. */

import { Fault } from '../types/fault.ts'

/** The fault behind an error status: whether to come back, and when the server asks for it. `now` in ms. */
export function statusFault(status: number, url: string, retryAfter: string | null, now: number): Fault {
  const again = status === 429 || status >= 500 || status === 408
  const meaning =
    status === 404 || status === 410
      ? 'there is nothing there'
      : status === 401 || status === 402 || status === 403
        ? 'the site does not let us read it'
        : again
          ? 'the server is busy or broken'
          : 'the server refuses'
  return new Fault(again ? 'fetch-status' : 'fetch-gone', `${url} answers ${status}: ${meaning}.`, {
    retryAfter: secondsOf(retryAfter, now),
    cause: { status },
  })
}

/** Retry-After as seconds or as a date; at most a day. */
function secondsOf(value: string | null, now: number): number | null {
  if (value === null) return null
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1_000
  return Number.isFinite(seconds) ? Math.min(86_400, Math.max(0, Math.round(seconds))) : null
}

/** What kept a request from being answered, in a sentence. */
export function explainFailure(error: unknown, url: string, timeoutSeconds: number): Fault {
  const cause = causeOf(error)
  if (cause !== null) return cause
  const { name, code, message } = error as { name?: string; code?: string; message?: string }
  if (
    name === 'TimeoutError' ||
    name === 'AbortError' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'UND_ERR_ABORTED'
  ) {
    return new Fault('fetch-timeout', `${url} did not answer whole within ${timeoutSeconds} s.`, { cause: error })
  }
  const why =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? 'its name does not resolve'
      : code === 'ECONNREFUSED'
        ? 'the server refuses the connection'
        : (message ?? String(error))
  return new Fault('fetch-network', `${url} cannot be reached: ${why}.`, { cause: error })
}

/** The Fault that a connector or a stream wrapped, if there is one. */
function causeOf(error: unknown): Fault | null {
  for (let at: unknown = error, depth = 0; at !== undefined && at !== null && depth < 5; depth++) {
    if (at instanceof Fault) return at
    at = (at as { cause?: unknown }).cause
  }
  return null
}
