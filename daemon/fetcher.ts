/** The client of the web as the configuration and the environment's proxies say. */

import { ProxyAgent } from 'undici'
import type { DeliveryContext } from '../src/alert/channel.ts'
import { type Config, environment } from '../src/config.ts'
import { isLoopback, isLoopbackName } from '../src/ingest/address.ts'
import { createFetcher, type Fetcher } from '../src/ingest/fetch.ts'
import { isExempt, type ProxyOptions } from '../src/ingest/proxy.ts'
import { Fault } from '../src/types/fault.ts'

/** Throws Fault config-invalid for a proxy that is no address. */
function proxies(): ProxyOptions {
  const env = environment()
  const proxy = (...names: readonly string[]): string | null => {
    const name = names.find((one) => env[one] !== undefined && env[one] !== '')
    return name === undefined ? null : proxyAddress(name, env[name] ?? '')
  }
  return {
    http: proxy('HTTP_PROXY', 'http_proxy'),
    https: proxy('HTTPS_PROXY', 'https_proxy'),
    no: env.NO_PROXY || env.no_proxy || '',
  }
}

export interface DeliveryWays {
  readonly wayTo: NonNullable<DeliveryContext['wayTo']>
  readonly close: () => Promise<void>
}

/** The same proxies for what is sent to people; the operator's own receivers may stand anywhere. Throws as above. */
export function createDeliveryWays(): DeliveryWays {
  const options = proxies()
  const agents = new Map<string, ProxyAgent>()
  return {
    wayTo: (url) => {
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const proxy = url.protocol === 'https:' ? options.https : options.http
      if (proxy === null || isLoopback(host) || isLoopbackName(host) || isExempt(url, options.no)) return undefined
      const agent = agents.get(proxy) ?? new ProxyAgent({ uri: proxy, proxyTunnel: false })
      agents.set(proxy, agent)
      return agent
    },
    close: async () => {
      for (const agent of agents.values()) await agent.destroy()
    },
  }
}

/** Throws Fault config-invalid for a proxy that is no address. */
export function createFetcherFor({ fetch }: Config): Fetcher {
  return createFetcher({
    userAgent: fetch.userAgent,
    timeoutSeconds: fetch.timeoutSeconds,
    maxBytes: fetch.maxBytes,
    allowLoopback: fetch.allowLoopback,
    proxy: proxies(),
  })
}

/** A proxy as an environment variable names it, "host:port" for short. Throws Fault config-invalid that names the variable. */
export function proxyAddress(variable: string, value: string): string {
  const wanted = 'a proxy is http://host:port, or host:port for short'
  const text = value.trim()
  if (/^socks/i.test(text))
    throw new Fault('config-invalid', `${variable} names a SOCKS proxy, which Detour does not speak: ${wanted}.`)
  const address = /^[^/\s]+:\d+\/?$/.test(text) ? `http://${text}` : text
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new Fault(
      'config-invalid',
      `${variable} is "${text.replace(/\/\/.*@/, '//')}", which is no proxy: ${wanted}.`,
    )
  return url.href
}
