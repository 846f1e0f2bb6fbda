import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFetcher } from '../../src/ingest/fetch.ts'

const text = 'hello '.repeat(500)
const bomb = Buffer.alloc(5_000_000)

/** Path → Content-Encoding and body. */
const bodies: Readonly<Record<string, readonly [string | null, Buffer]>> = {
  plain: [null, Buffer.from(text)],
  identity: ['identity', Buffer.from(text)],
  deflate: ['deflate', deflateSync(text)],
  raw: ['deflate', deflateRawSync(text)],
  chain: ['gzip, br', brotliCompressSync(gzipSync(text))],
  capitals: ['X-GZIP , identity', gzipSync(text)],
  nothing: ['deflate', Buffer.alloc(0)],
  broken: ['gzip', Buffer.from('this is no gzip')],
  cut: ['gzip', gzipSync(text).subarray(0, 20)],
  unknown: ['zstd-of-tomorrow', Buffer.from(text)],
  many: [Array(9).fill('gzip').join(','), Buffer.from(text)],
  bomb: ['br, gzip', gzipSync(brotliCompressSync(bomb))],
  rawbomb: ['deflate', deflateRawSync(bomb)],
}

let server: Server
const client = createFetcher({ userAgent: 'Detour/test', timeoutSeconds: 10, maxBytes: 1_000_000, allowLoopback: true })

beforeAll(async () => {
  server = createServer((request, response) => {
    const [encoding, body] = bodies[(request.url ?? '').slice(1)] ?? [null, Buffer.alloc(0)]
    response.writeHead(200, encoding === null ? {} : { 'content-encoding': encoding }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  await client.close()
  server.close()
})

const get = (name: string): ReturnType<typeof client.fetch> =>
  client.fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`)

describe('a body', () => {
  it.each(['plain', 'identity', 'deflate', 'raw', 'chain', 'capitals'])('encoded as %s is decoded', async (name) => {
    expect(Buffer.from((await get(name)).bytes ?? []).toString()).toBe(text)
  })

  it.each([
    ['nothing', 0],
    ['unknown', text.length],
  ])('%s is given as it came', async (name, length) => {
    expect((await get(name)).bytes?.length).toBe(length)
  })

  it.each([
    ['broken', 'fetch-network'],
    ['cut', 'fetch-network'],
    ['many', 'fetch-network'],
    ['bomb', 'fetch-too-large'],
    ['rawbomb', 'fetch-too-large'],
  ])('%s ends in %s', async (name, code) => {
    await expect(get(name)).rejects.toMatchObject({ code, message: expect.stringContaining('127.0.0.1') })
  })
})
