import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { proxyAddress } from '../../daemon/fetcher.ts'
import { createFetcher, type Fetcher } from '../../src/ingest/fetch.ts'
import { isExempt } from '../../src/ingest/proxy.ts'

let proxy: Server
/** What the proxy answers everything with; 200 to CONNECT would need a server behind it. */
let status = 200
const asked: string[] = []
const made: Fetcher[] = []

beforeAll(async () => {
  proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    response.writeHead(status).end('by proxy')
  })
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
})

beforeEach(() => {
  status = 200
  asked.length = 0
})

afterAll(async () => {
  for (const one of made) await one.close()
  proxy.closeAllConnections()
  proxy.close()
})

function through(user = '', more: { readonly port?: number; readonly allowLoopback?: boolean } = {}): Fetcher {
  const port = more.port ?? (proxy.address() as AddressInfo).port
  const address = `http://${user}127.0.0.1:${port}`
  const client = createFetcher({
    userAgent: 'Detour/test',
    timeoutSeconds: 10,
    maxBytes: 1_000_000,
    allowLoopback: more.allowLoopback ?? false,
    proxy: { http: address, https: address, no: '' },
  })
  made.push(client)
  return client
}

describe('a request through a proxy', () => {
  it('to plain http is asked of the proxy itself', async () => {
    const { bytes } = await through().fetch('http://news.test/a?b=1')
    expect(Buffer.from(bytes ?? []).toString()).toBe('by proxy')
    expect(asked).toEqual(['GET http://news.test/a?b=1'])
  })

  it('carries the name and password that the setting holds', async () => {
    await through('me:pass@').fetch('http://news.test/')
    expect(asked).toEqual([`GET http://news.test/ Basic ${Buffer.from('me:pass').toString('base64')}`])
  })

  it.each([
    ['https://news.test/', 403, /the proxy refuses to lead there \(403\)/, 'CONNECT news.test:443'],
    ['https://news.test/', 407, /the proxy wants a name and a password \(407\)/, 'CONNECT news.test:443'],
    ['http://news.test/', 407, /the proxy wants a name and a password \(407\)/, 'GET http://news.test/'],
  ])('to %s that the proxy answers with %i is explained', async (url, answered, message, request) => {
    status = answered
    await expect(through().fetch(url)).rejects.toMatchObject({ message: expect.stringMatching(message) })
    expect(asked).toEqual([request])
  })

  it('tells that it is the proxy that is not there', async () => {
    await expect(through('me:pass@', { port: 9 }).fetch('http://news.test/')).rejects.toMatchObject({
      code: 'fetch-network',
      message: expect.stringMatching(/^(?!.*pass).*the proxy http:\/\/127\.0\.0\.1:9 refuses the connection/),
    })
  })

  it.each(['http://localhost:7001/', 'http://a.localhost/', 'http://127.0.0.1/', 'http://10.0.0.1/', 'http://[::1]/'])(
    'to %s is refused before the proxy is asked',
    async (url) => {
      await expect(through().fetch(url)).rejects.toMatchObject({ code: 'fetch-private-address' })
      expect(asked).toEqual([])
    },
  )
})

describe('NO_PROXY', () => {
  it.each([
    ['http://a.example/', '', false],
    ['http://a.example/', '*', true],
    ['http://a.example/', 'a.example', true],
    ['http://b.a.example/', 'a.example', true],
    ['http://b.a.example/', ' .A.example , x', true],
    ['http://b.a.example/', '*.a.example', true],
    ['http://ba.example/', 'a.example', false],
    ['http://a.example/', 'a.example:80', true],
    ['http://a.example:8080/', 'a.example:80', false],
    ['http://a.example:8080/', 'a.example:8080', true],
    ['https://a.example/', 'a.example:443', true],
    ['https://a.example/', 'a.example:80', false],
    ['http://[2001:db8::1]/', '2001:db8::1', true],
    ['http://[2001:db8::1]:81/', '[2001:db8::1]:81', true],
    ['http://[2001:db8::1]:82/', '[2001:db8::1]:81', false],
  ])('%s under %j: %s', (url, no, exempt) => {
    expect(isExempt(new URL(url), no)).toBe(exempt)
  })
})

describe('the proxy setting', () => {
  it.each([
    ['http://proxy.example:3128', 'http://proxy.example:3128/'],
    ['https://proxy.example', 'https://proxy.example/'],
    ['127.0.0.1:7055', 'http://127.0.0.1:7055/'],
    ['proxy.example:3128', 'http://proxy.example:3128/'],
    ['me:secret@proxy.example:3128', 'http://me:secret@proxy.example:3128/'],
  ])('%s is read', (value, read) => {
    expect(proxyAddress('HTTP_PROXY', value)).toBe(read)
  })

  it.each([
    ['garbage', /HTTPS_PROXY/],
    ['http://', /HTTPS_PROXY/],
    ['a b:80', /HTTPS_PROXY/],
    ['proxy.example:99999', /HTTPS_PROXY/],
    ['ftp://proxy.example', /HTTPS_PROXY.*http:\/\/host:port/],
    ['socks5://proxy.example:1080', /HTTPS_PROXY.*SOCKS.*not/],
    ['http://me:secret@pro xy', /^(?!.*secret).*HTTPS_PROXY/],
  ])('%s is refused, naming the variable', (value, message) => {
    expect(() => proxyAddress('HTTPS_PROXY', value)).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringMatching(message) }),
    )
  })
})
