/** The client of the web as the configuration and the environment's proxies say. */

import { type Config, environment } from '../src/config.ts'
import { createFetcher, type Fetcher } from '../src/ingest/fetch.ts'

export function createFetcherFor({ fetch }: Config): Fetcher {
  const env = environment()
  const value = (...names: readonly string[]): string | null =>
    names.map((name) => env[name]).find((found) => found !== undefined && found !== '') ?? null
  return createFetcher({
    userAgent: fetch.userAgent,
    timeoutSeconds: fetch.timeoutSeconds,
    maxBytes: fetch.maxBytes,
    allowLoopback: fetch.allowLoopback,
    proxy: {
      http: value('HTTP_PROXY', 'http_proxy'),
      https: value('HTTPS_PROXY', 'https_proxy'),
      no: value('NO_PROXY', 'no_proxy') ?? '',
    },
  })
}
