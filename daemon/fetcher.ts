/** The client of the web as the configuration and the environment's proxies say. */

import { type Config, environment } from '../src/config.ts'
import { createFetcher, type Fetcher } from '../src/ingest/fetch.ts'
import { Fault } from '../src/types/fault.ts'

/** Throws Fault config-invalid for a proxy that is no address. */
export function createFetcherFor({ fetch }: Config): Fetcher {
  const env = environment()
  const proxy = (...names: readonly string[]): string | null => {
    const name = names.find((one) => env[one] !== undefined && env[one] !== '')
    return name === undefined ? null : proxyAddress(name, env[name] ?? '')
  }
  return createFetcher({
    userAgent: fetch.userAgent,
    timeoutSeconds: fetch.timeoutSeconds,
    maxBytes: fetch.maxBytes,
    allowLoopback: fetch.allowLoopback,
    proxy: {
      http: proxy('HTTP_PROXY', 'http_proxy'),
      https: proxy('HTTPS_PROXY', 'https_proxy'),
      no: env.NO_PROXY || env.no_proxy || '',
    },
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
