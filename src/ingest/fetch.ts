/** The only client of the web: one time limit for the whole request, a cap on decoded bytes, no private networks. */

import { type LookupAddress, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { pipeline } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, buildConnector, type Dispatcher, ProxyAgent, request } from 'undici'
import { Fault } from '../types/fault.ts'
import { isLoopback, isLoopbackName, isPrivateAddress } from './address.ts'
import { explainFailure, statusFault } from './fetch-fault.ts'

export interface FetcherOptions {
  readonly userAgent: string
  /** Limit for one whole request, redirects and body included. */
  readonly timeoutSeconds: number
  /** Most bytes of a body, once decoded. */
  readonly maxBytes: number
  /** Connect to this machine too: tests and the demo. */
  readonly allowLoopback: boolean
  /** As HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. Names are resolved by the proxy, so only literal addresses are checked. */
  readonly proxy?: { readonly http: string | null; readonly https: string | null; readonly no: string }
}

export interface FetchRequest {
  readonly etag?: string | null
  readonly lastModified?: string | null
  readonly accept?: string
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
  const agents = createAgents(options)
  return {
    fetch: (url, wanted = {}) => fetchWhole(url, wanted, options, agents),
    close: async () => {
      await Promise.all([...new Set(Object.values(agents))].map((agent) => agent.destroy()))
    },
  }
}

type Agents = Readonly<Record<'direct' | 'http' | 'https', Dispatcher>>

function createAgents(options: FetcherOptions): Agents {
  const direct = new Agent({
    connect: guardedConnector(options),
    connections: 2,
    pipelining: 1,
    keepAliveTimeout: 4_000,
  })
  const through = (proxy: string | null | undefined): Dispatcher =>
    proxy === null || proxy === undefined || proxy === '' ? direct : new ProxyAgent(proxy)
  return { direct, http: through(options.proxy?.http), https: through(options.proxy?.https) }
}

/** Checks the address really connected to: literals here, names after they are resolved. */
function guardedConnector(options: FetcherOptions): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, settings, done) => {
    resolveName(hostname, settings, (error, addresses) => {
      if (error !== null) return done(error, '', 0)
      const refused = addresses.find(({ address }) => !mayConnect(address, options))
      if (refused !== undefined) return done(privateFault(hostname, refused.address), '', 0)
      if (settings.all === true)
        return (done as unknown as (error: null, all: typeof addresses) => void)(null, addresses)
      return done(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4)
    })
  }
  const connect = buildConnector({ lookup: guardedLookup, timeout: options.timeoutSeconds * 1_000 })
  return (target, done) => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !mayConnect(host, options)) return done(privateFault(host, host), null)
    return connect(target, done)
  }
}

/** As the system's resolver does; many send names below "localhost" to a name server, which does not know them. */
function resolveName(
  hostname: string,
  settings: Parameters<LookupFunction>[1],
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
): void {
  if (hostname.includes('.') && isLoopbackName(hostname)) done(null, [{ address: '127.0.0.1', family: 4 }])
  else lookup(hostname, { ...settings, all: true }, done)
}

function mayConnect(address: string, { allowLoopback }: FetcherOptions): boolean {
  return !isPrivateAddress(address) || (allowLoopback && isLoopback(address))
}

function privateFault(host: string, address: string): Fault {
  return new Fault(
    'fetch-private-address',
    `${host} leads to ${address}, which is no address of the public internet; feeds and pages may not lead there.`,
  )
}

async function fetchWhole(
  address: string,
  wanted: FetchRequest,
  options: FetcherOptions,
  agents: Agents,
): Promise<FetchResult> {
  const signal = AbortSignal.timeout(options.timeoutSeconds * 1_000)
  const redirects: { status: number; to: string }[] = []
  let url = checkUrl(address, null)
  let validators: FetchRequest = wanted
  try {
    for (;;) {
      const answer = await request(url, {
        method: 'GET',
        headers: headersFor(options, validators),
        dispatcher: agentFor(url, options, agents),
        signal,
      })
      const location = answer.headers.location
      if (answer.statusCode >= 300 && answer.statusCode < 400 && answer.statusCode !== 304 && location !== undefined) {
        await discard(answer.body)
        if (redirects.length >= mostRedirects)
          throw new Fault('fetch-redirects', `${address} redirects more than ${mostRedirects} times.`)
        url = checkUrl(String(location), url)
        redirects.push({ status: answer.statusCode, to: url.href })
        validators = { ...(wanted.accept === undefined ? {} : { accept: wanted.accept }) }
        continue
      }
      return await finish(answer, url, redirects, options, address)
    }
  } catch (error) {
    throw explainFailure(error, address, options.timeoutSeconds)
  }
}

/** Redirects to another scheme, to credentials or to nowhere are refused. */
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

function agentFor(url: URL, options: FetcherOptions, agents: Agents): Dispatcher {
  const exempt = (options.proxy?.no ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '')
  const direct = exempt.some(
    (name) => name === '*' || host === name.replace(/^\./, '') || host.endsWith(`.${name.replace(/^\*?\./, '')}`),
  )
  const own = isLoopbackName(host) || isLoopback(host) // A proxy's loopback is another machine.
  const agent = direct || own ? agents.direct : url.protocol === 'https:' ? agents.https : agents.http
  if (agent !== agents.direct && isIP(host) !== 0 && !mayConnect(host, options)) throw privateFault(host, host)
  return agent
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
  const decoder = decoderFor(encoding)
  const stream = decoder === null ? body : pipeline(body, decoder, () => undefined)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += (chunk as Uint8Array).length
    if (size > maxBytes) {
      body.destroy()
      throw new Fault('fetch-too-large', `${url} is longer than ${Math.round(maxBytes / 1e6)} MB once decoded.`)
    }
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks)
}

function decoderFor(encoding: string | null): NodeJS.ReadWriteStream | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'deflate':
      return createInflate()
    default:
      return null
  }
}
