import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { isLoopback, isLoopbackName, isPrivateAddress } from '../../src/ingest/address.ts'
import { createFetcher, type Fetcher, type FetcherOptions } from '../../src/ingest/fetch.ts'

const servers: Server[] = []
const fetchers: Fetcher[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function fetcher(options: Partial<FetcherOptions> = {}): Fetcher {
  const made = createFetcher({
    userAgent: 'Detour/test',
    timeoutSeconds: 2,
    maxBytes: 1_000_000,
    allowLoopback: true,
    ...options,
  })
  fetchers.push(made)
  return made
}

afterEach(async () => {
  for (const made of fetchers.splice(0)) await made.close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })
  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
  it('loopback is told apart', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '10.0.0.1', '8.8.8.8'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('names of this machine', () => {
  it.each([
    ['localhost', true],
    ['courrier.localhost', true],
    ['a.b.LOCALHOST.', true],
    ['localhost.example', false],
    ['notlocalhost', false],
    ['not.alocalhost', false],
    ['127.0.0.1', false],
  ])('%s: %s', (host, own) => {
    expect(isLoopbackName(host)).toBe(own)
  })

  it('lead here without a name server, each with its own Host, and only when allowed', async () => {
    const base = await serve((request, response) => response.end(request.headers.host))
    const { port } = new URL(base)
    const address = (host: string): string => `http://${host}:${port}/`
    for (const host of ['courrier.localhost', 'gazette.localhost', 'a.b.localhost']) {
      const { bytes } = await fetcher().fetch(address(host))
      expect(Buffer.from(bytes ?? []).toString()).toBe(`${host}:${port}`)
      await expect(fetcher({ allowLoopback: false }).fetch(address(host))).rejects.toMatchObject({
        code: 'fetch-private-address',
      })
    }
  })

  it('are reached and refused as directly behind a proxy', async () => {
    const base = await serve((_, response) => response.end('here'))
    const proxied = await serve((_, response) => response.end('the proxy'))
    const proxy = { http: proxied, https: null, no: '' }
    for (const url of [base, base.replace('127.0.0.1', 'gazette.localhost')]) {
      const { bytes } = await fetcher({ proxy }).fetch(url)
      expect(Buffer.from(bytes ?? []).toString()).toBe('here')
      await expect(fetcher({ proxy, allowLoopback: false }).fetch(url)).rejects.toMatchObject({
        code: 'fetch-private-address',
      })
    }
  })
})

describe('the client of the web', () => {
  it('reads gzip and brotli, sends validators, takes 304', async () => {
    const seen: unknown[] = []
    const base = await serve((request, response) => {
      seen.push(
        request.headers['if-none-match'],
        request.headers['user-agent'],
        request.headers.cookie,
        request.headers.referer,
      )
      if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304).end()
      const brotli = request.url === '/br'
      response
        .writeHead(200, { etag: '"v1"', 'content-encoding': brotli ? 'br' : 'gzip' })
        .end(brotli ? brotliCompressSync('hello') : gzipSync('hello'))
    })
    const client = fetcher()
    const first = await client.fetch(`${base}/gz`)
    expect([Buffer.from(first.bytes ?? []).toString(), first.etag]).toEqual(['hello', '"v1"'])
    expect(Buffer.from((await client.fetch(`${base}/br`)).bytes ?? []).toString()).toBe('hello')
    expect(await client.fetch(`${base}/gz`, { etag: '"v1"' })).toMatchObject({ status: 304, bytes: null })
    expect(seen.slice(0, 4)).toEqual([undefined, 'Detour/test', undefined, undefined])
  })

  it('stops a bomb by its decoded bytes', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(50_000_000))
    const base = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end(bomb))
    await expect(fetcher().fetch(base)).rejects.toMatchObject({ code: 'fetch-too-large' })
  })

  it('gives a slow drip one time limit for the whole', async () => {
    const base = await serve((_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 50)
      response.on('close', () => clearInterval(drip))
    })
    await expect(fetcher({ timeoutSeconds: 0.6 }).fetch(base)).rejects.toMatchObject({ code: 'fetch-timeout' })
  })

  it('follows five redirects and drops validators on the way', async () => {
    const seen: unknown[] = []
    const base = await serve((request, response) => {
      seen.push(request.headers['if-none-match'])
      if (request.url === '/end') return response.end('there')
      response.writeHead(301, { location: '/end' }).end()
    })
    const result = await fetcher().fetch(`${base}/start`, { etag: '"x"' })
    expect([result.url, result.redirects, seen]).toEqual([
      `${base}/end`,
      [{ status: 301, to: `${base}/end` }],
      ['"x"', undefined],
    ])
  })

  it.each([
    ['a redirect loop', '/loop', 'fetch-redirects'],
    ['a redirect to a file', 'file:///etc/passwd', 'fetch-redirects'],
    ['a redirect into a private network', 'http://10.0.0.1/', 'fetch-private-address'],
    ['a redirect to the metadata address', 'http://169.254.169.254/latest', 'fetch-private-address'],
  ])('refuses %s', async (_, location, code) => {
    const base = await serve((_request, response) => response.writeHead(302, { location }).end())
    await expect(fetcher().fetch(`${base}/loop`)).rejects.toMatchObject({ code })
  })

  it('refuses this machine unless told otherwise, by number and by name', async () => {
    const base = await serve((_, response) => response.end('secret'))
    const client = fetcher({ allowLoopback: false })
    await expect(client.fetch(base)).rejects.toMatchObject({ code: 'fetch-private-address' })
    await expect(client.fetch(base.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject({
      code: 'fetch-private-address',
    })
    await expect(client.fetch(base.replace('127.0.0.1', '[::ffff:127.0.0.1]'))).rejects.toMatchObject({
      code: 'fetch-private-address',
    })
  })

  it.each([
    [404, {}, 'fetch-gone', 'never', null],
    [500, {}, 'fetch-status', 'later', null],
    [429, { 'retry-after': '120' }, 'fetch-status', 'later', 120],
  ])('answers %i with a fault that says whether to come back', async (status, headers, code, retry, retryAfter) => {
    const base = await serve((_, response) => response.writeHead(status, headers).end())
    await expect(fetcher().fetch(base)).rejects.toMatchObject({ code, retry, retryAfter })
  })

  it('says when nobody is there', async () => {
    await expect(fetcher().fetch('http://127.0.0.1:9/')).rejects.toMatchObject({ code: 'fetch-network' })
    await expect(fetcher().fetch('ftp://a.example/')).rejects.toMatchObject({ code: 'fetch-network' })
  })
})

describe('a connection that the server closes without an answer', () => {
  const closing = async (times: number): Promise<{ readonly base: string; readonly asked: () => number }> => {
    let asked = 0
    const base = await serve(({ socket }, response) => {
      asked++
      if (asked <= times) return void socket.destroy()
      response.end('here')
    })
    return { base, asked: () => asked }
  }

  it('is opened once more', async () => {
    const { base, asked } = await closing(1)
    expect((await fetcher().fetch(base)).status).toBe(200)
    expect(asked()).toBe(2)
  })

  it('and no oftener', async () => {
    const { base, asked } = await closing(2)
    await expect(fetcher().fetch(base)).rejects.toMatchObject({ code: 'fetch-network' })
    expect(asked()).toBe(2)
  })
})
