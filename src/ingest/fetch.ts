/** The only client of the web: one time limit for the whole request, a cap on decoded bytes, no private networks. */

import { type Dispatcher, request } from 'undici'
import { Fault } from '../types/fault.ts'
import { decodeBody } from './decode.ts'
import { explainFailure, statusFault } from './fetch-fault.ts'
import { createWays, type ProxyOptions, type Ways, wayTo } from './proxy.ts'

export interface FetcherOptions {
  readonly userAgent: string
  /** Limit for one whole request, redirects and body included. */
  readonly timeoutSeconds: number
  /** Most bytes of a body, once decoded. */
  readonly maxBytes: number
  /** Connect to this machine too: tests and the demo. */
  readonly allowLoopback: boolean
  readonly proxy?: ProxyOptions
}

export interface FetchRequest {
  readonly etag?: string | null
  readonly lastModified?: string | null
  readonly accept?: string
  /** Asked before a redirect to another host is followed; throws a Fault where it may not be. */
  readonly admit?: (url: string) => Promise<void>
}

export interface FetchResult {
  /** 200 … 299 or 304; everything else is a Fault. */
  readonly status: number
  /** Where the answer came from, after redirects. */
  readonly url: string
  /** Each redirect followed: its status and where it led. */
  readonly redirects: readonly { readonly status: number; readonly to: string }[]
  readonly contentType: string | null
  readonly etag: string | null
  readonly lastModified: string | null
  readonly cacheControl: string | null
  readonly expires: string | null
  /** null for 304. */
  readonly bytes: Uint8Array | null
}

export interface Fetcher {
  readonly fetch: (url: string, request?: FetchRequest) => Promise<FetchResult>
  readonly close: () => Promise<void>
}

const mostRedirects = 5

export function createFetcher(options: FetcherOptions): Fetcher {
  const ways = createWays(options)
  return {
    fetch: (url, wanted = {}) => fetchWhole(url, wanted, options, ways),
    close: async () => {
      await Promise.all([...new Set(Object.values(ways))].map(({ dispatcher }) => dispatcher.destroy()))
    },
  }
}

async function fetchWhole(
  address: string,
  wanted: FetchRequest,
  options: FetcherOptions,
  ways: Ways,
): Promise<FetchResult> {
  const signal = AbortSignal.timeout(options.timeoutSeconds * 1_000)
  const redirects: { status: number; to: string }[] = []
  const start = checkUrl(address, null)
  const authorization = basicOf(address)
  let url = start
  let proxy: string | null = null
  try {
    for (;;) {
      const way = wayTo(url, options, ways)
      proxy = way.proxy
      const headers = {
        ...headersFor(options, redirects.length === 0 ? wanted : { accept: wanted.accept ?? '*/*' }),
        ...(authorization !== null && url.origin === start.origin ? { authorization } : {}),
      }
      const answer = await ask(url, { method: 'GET', headers, dispatcher: way.dispatcher, signal })
      const to = locationOf(answer, url)
      if (to === null) return await finish(answer, url, redirects, options, address)
      await discard(answer.body)
      if (redirects.length >= mostRedirects)
        throw new Fault('fetch-redirects', `${address} redirects more than ${mostRedirects} times.`)
      if (to.host !== url.host) await wanted.admit?.(to.href)
      redirects.push({ status: answer.statusCode, to: to.href })
      url = to
    }
  } catch (error) {
    throw explainFailure(error, address, options.timeoutSeconds, proxy)
  }
}

/**
 * Once more where the server had closed the connection that was kept open: a worker that was paused learns of it only when it
 * asks, and nothing was answered (RFC 9112, 9.3.1).
 */
async function ask(url: URL, options: Parameters<typeof request<null>>[1]): Promise<Dispatcher.ResponseData<null>> {
  try {
    return await request<null>(url, options)
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }
    if (code !== 'UND_ERR_SOCKET' || message !== 'other side closed') throw error
    return request<null>(url, options)
  }
}

/** Where a redirect leads; null: the answer is none. */
function locationOf({ statusCode, headers }: Dispatcher.ResponseData, base: URL): URL | null {
  const { location } = headers
  if (statusCode < 300 || statusCode >= 400 || statusCode === 304 || location === undefined) return null
  return checkUrl(String(location), base)
}

/** The name and password that an address carries, as they are sent to its own origin; null: it has none. */
function basicOf(address: string): string | null {
  const { username, password } = new URL(address)
  if (username === '' && password === '') return null
  return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64')}`
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address without credentials and fragment; another scheme, or none, is refused. */
function checkUrl(address: string, base: URL | null): URL {
  let url: URL
  try {
    url = base === null ? new URL(address) : new URL(address, base)
  } catch {
    throw new Fault('fetch-network', `"${address}" is not an address.`, { retry: 'never' })
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const code = base === null ? 'fetch-network' : 'fetch-redirects'
    throw new Fault(code, `${base?.href ?? address} leads to ${url.protocol} but only http and https are read.`, {
      retry: 'never',
    })
  }
  url.username = ''
  url.password = ''
  url.hash = ''
  return url
}

function headersFor(
  { userAgent }: FetcherOptions,
  { etag, lastModified, accept }: FetchRequest,
): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept: accept ?? '*/*',
    'accept-encoding': 'gzip, deflate, br',
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  }
}

async function discard(body: Dispatcher.ResponseData['body']): Promise<void> {
  await body.dump({ limit: 100_000 })
}

async function finish(
  answer: Dispatcher.ResponseData,
  url: URL,
  redirects: FetchResult['redirects'],
  options: FetcherOptions,
  asked: string,
): Promise<FetchResult> {
  const { statusCode: status, body } = answer
  const header = (name: string): string | null => {
    const value = answer.headers[name]
    return value === undefined ? null : Array.isArray(value) ? (value[0] ?? null) : value
  }
  const ok = status === 304 || (status >= 200 && status < 300)
  if (!ok) {
    await discard(body)
    throw statusFault(status, asked, header('retry-after'), Date.now())
  }
  if (status === 304) await discard(body)
  const bytes = status === 304 ? null : await readBody(body, header('content-encoding'), options.maxBytes, asked)
  return {
    status,
    url: url.href,
    redirects,
    contentType: header('content-type'),
    etag: header('etag'),
    lastModified: header('last-modified'),
    cacheControl: header('cache-control'),
    expires: header('expires'),
    bytes,
  }
}

/** Decoded bytes are counted as they stream, so that a small bomb is stopped before it grows. */
async function readBody(
  body: Dispatcher.ResponseData['body'],
  encoding: string | null,
  maxBytes: number,
  url: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of decodeBody(body, encoding, url)) {
    size += chunk.length
    if (size > maxBytes) {
      body.destroy()
      throw new Fault('fetch-too-large', `${url} is longer than ${Math.round(maxBytes / 1e6)} MB once decoded.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
