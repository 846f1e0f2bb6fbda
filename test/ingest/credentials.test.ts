import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFetcher } from '../../src/ingest/fetch.ts'

const servers: Server[] = []
const seen: string[] = []
const client = createFetcher({ userAgent: 'Detour/test', timeoutSeconds: 10, maxBytes: 1_000_000, allowLoopback: true })
const hostOf = (number: number): string => `127.0.0.1:${(servers[number]!.address() as AddressInfo).port}`

/** Each tells what it was sent; /away leads to the other, /back from there to the first, /on further on the same. */
beforeAll(async () => {
  for (const number of [0, 1]) {
    const server = createServer((request, response) => {
      seen.push(`${number} ${request.url} ${request.headers.authorization ?? '-'}`)
      const location = { '/away': `http://${hostOf(1)}/there`, '/back': `http://${hostOf(0)}/end`, '/on': '/end' }[
        request.url ?? ''
      ]
      if (location === undefined) return response.end('x')
      return response.writeHead(302, { location }).end()
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }
})

beforeEach(() => {
  seen.length = 0
})

afterAll(async () => {
  await client.close()
  for (const server of servers) server.close()
})

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

describe('the name and password of an address', () => {
  it.each([
    ['me:pass@', '/x', [`0 /x ${basic('me:pass')}`]],
    ['me:p%40ss%C3%A9@', '/x', [`0 /x ${basic('me:p@ssé')}`]],
    ['me:100%@', '/x', [`0 /x ${basic('me:100%')}`]],
    ['me@', '/x', [`0 /x ${basic('me:')}`]],
    ['', '/x', ['0 /x -']],
    ['me:pass@', '/on', [`0 /on ${basic('me:pass')}`, `0 /end ${basic('me:pass')}`]],
    ['me:pass@', '/away', [`0 /away ${basic('me:pass')}`, '1 /there -']],
  ])('%s goes to its own origin alone (%s)', async (user, path, wanted) => {
    const { url } = await client.fetch(`http://${user}${hostOf(0)}${path}`)
    expect(seen).toEqual(wanted)
    expect(url).not.toContain('@')
  })

  it('never stands in a fault', async () => {
    const failed = client.fetch('http://me:s3cret@127.0.0.1:9/feed?token=SECRET&n=1')
    await expect(failed).rejects.toMatchObject({ message: expect.not.stringMatching(/s3cret|SECRET/) })
  })
})
