/** What can go wrong with a request, as faults that say what to do. */

import { Fault } from '../types/fault.ts'

/** The fault behind an error status: whether to come back, and when the server asks for it. `now` in ms. */
export function statusFault(status: number, url: string, retryAfter: string | null, now: number): Fault {
  if (status === 407) return proxyFault(url, status)
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

/** A proxy that answers in the place of the server: it may be the proxy's settings or ours. */
function proxyFault(url: string, status: number): Fault {
  const why =
    status === 407
      ? 'the proxy wants a name and a password (407): set them in the proxy variable, http://name:password@host:port'
      : `the proxy refuses to lead there (${status})`
  return new Fault('fetch-network', `${url} cannot be reached: ${why}.`, { retry: 'later', cause: { status } })
}

/** Retry-After as seconds or as a date; at most a day. */
function secondsOf(value: string | null, now: number): number | null {
  if (value === null) return null
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1_000
  return Number.isFinite(seconds) ? Math.min(86_400, Math.max(0, Math.round(seconds))) : null
}

/** What kept a request from being answered, in a sentence; `proxy`: whom it was asked through. */
export function explainFailure(error: unknown, url: string, timeoutSeconds: number, proxy: string | null): Fault {
  const cause = causeOf(error)
  if (cause !== null) return cause
  const { name, code, message } = error as { name?: string; code?: string; message?: string }
  const byProxy = /Proxy response \((\d+)\)|Proxy Authentication Required \((\d+)\)/.exec(message ?? '')
  if (byProxy !== null) return proxyFault(url, Number(byProxy[1] ?? byProxy[2]))
  if (
    name === 'TimeoutError' ||
    name === 'AbortError' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'UND_ERR_ABORTED'
  ) {
    return new Fault('fetch-timeout', `${url} did not answer whole within ${timeoutSeconds} s.`, { cause: error })
  }
  return new Fault('fetch-network', `${url} cannot be reached: ${reasonOf(code, message ?? String(error), proxy)}.`, {
    cause: error,
  })
}

function reasonOf(code: string | undefined, message: string, proxy: string | null): string {
  const server = proxy === null ? 'the server' : `the proxy ${proxy.replace(/\/$/, '')}`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return proxy === null ? 'its name does not resolve' : `the name of ${server} does not resolve`
  if (code === 'ECONNREFUSED') return `${server} refuses the connection`
  if (/^(?:Z_|ERR__|ERR_BROTLI)/.test(code ?? '')) return `its answer cannot be unpacked (${message})`
  return message
}

/** The Fault that a connector or a stream wrapped, if there is one. */
function causeOf(error: unknown): Fault | null {
  for (let at: unknown = error, depth = 0; at !== undefined && at !== null && depth < 5; depth++) {
    if (at instanceof Fault) return at
    at = (at as { cause?: unknown }).cause
  }
  return null
}
