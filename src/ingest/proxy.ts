/** Which way a request goes: straight, or through the proxy that the settings name. */

import { isIP } from 'node:net'
import { Agent, type Dispatcher, ProxyAgent } from 'undici'
import { isLoopback, isLoopbackName } from './address.ts'
import { type ConnectOptions, guardedConnector, mayConnect, privateFault } from './connect.ts'

/** As HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. Names are resolved by the proxy, so only literal addresses are checked. */
export interface ProxyOptions {
  /** Whole addresses: "http://proxy.example:3128/". */
  readonly http: string | null
  readonly https: string | null
  readonly no: string
}

export interface RouteOptions extends ConnectOptions {
  readonly proxy?: ProxyOptions
}

export interface Way {
  readonly dispatcher: Dispatcher
  /** Address of the proxy; null: straight. */
  readonly proxy: string | null
}

export type Ways = Readonly<Record<'direct' | 'http' | 'https', Way>>

const pool = { connections: 2, pipelining: 1, keepAliveTimeout: 4_000 } as const

export function createWays(options: RouteOptions): Ways {
  const direct = { dispatcher: new Agent({ ...pool, connect: guardedConnector(options) }), proxy: null }
  /** Only https needs a tunnel (CONNECT); many proxies allow one to port 443 alone. */
  const through = (proxy: string | null | undefined): Way =>
    proxy ? { dispatcher: new ProxyAgent({ ...pool, uri: proxy, proxyTunnel: false }), proxy } : direct
  return { direct, http: through(options.proxy?.http), https: through(options.proxy?.https) }
}

/** Throws Fault fetch-private-address for what no proxy may be asked to lead to. */
export function wayTo(url: URL, options: RouteOptions, ways: Ways): Way {
  const host = hostOf(url)
  const own = isLoopbackName(host) || isLoopback(host) // A proxy's loopback is another machine.
  const straight = own || isExempt(url, options.proxy?.no ?? '')
  const way = straight ? ways.direct : url.protocol === 'https:' ? ways.https : ways.http
  if (way.proxy !== null && isIP(host) !== 0 && !mayConnect(host, options)) throw privateFault(host, host)
  return way
}

function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[|\]$/g, '')
}

/** NO_PROXY names hosts, each with all below it, with a port or without; "*" is every one. */
export function isExempt(url: URL, no: string): boolean {
  const host = hostOf(url)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return no
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, named = '', wanted] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? []
      const name = named.replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
      const fits = entry === '*' || host === name || host.endsWith(`.${name}`)
      return fits && (wanted === undefined || isIP(named) === 6 || wanted === port)
    })
}
