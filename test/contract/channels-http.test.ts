/** What every channel that posts to an address does when the receiver fails: runs over each file found. */

import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { Channel } from '../../src/alert/channel.ts'
import { loadChannels } from '../../src/alert/channels.ts'
import { Fault } from '../../src/types/fault.ts'
import { contextOf, leaks, secret, settingsOf, wireOf } from '../fixtures/destinations.ts'
import { alertNotice } from '../fixtures/notices.ts'
import { type Answer, answering, closedPort, httpReceiver, plainReceiver } from '../fixtures/receivers.ts'

const channels = [...(await loadChannels())].filter(([, channel]) => wireOf(channel) === 'http')

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function urlOf(base: string): string {
  return `${base}${secret.path}${secret.query}`
}

/** The fault in which a delivery ends. */
async function faultOf(
  channel: Channel,
  url: string,
  given: { readonly timeoutSeconds?: number } = {},
  signal?: AbortSignal,
): Promise<Fault> {
  const context = contextOf(signal === undefined ? {} : { signal })
  const fault = await channel.deliver(alertNotice(), settingsOf(channel, { url, ...given }), context).then(
    ({ detail }) => expect.fail(`delivered: ${detail}`),
    (error: unknown) => error,
  )
  expect(fault).toBeInstanceOf(Fault)
  expect(inspect(fault, { depth: 9, showHidden: true }).replace(/\n {4}at .*/g, '')).not.toMatch(leaks)
  expect((fault as Fault).message).toMatch(/^[^\r\n\u001b]{10,250}\.$/)
  expect((fault as Fault).message).toContain(new URL(url).host)
  return fault as Fault
}

async function serve(answer: Answer, secure = false) {
  const receiver = await httpReceiver(secure)
  closers.push(receiver.close)
  receiver.answer = answer
  return receiver
}

async function serveBytes(onSocket: Parameters<typeof plainReceiver>[0]): Promise<string> {
  const { port, close } = await plainReceiver(onSocket)
  closers.push(close)
  return `127.0.0.1:${port}`
}

/** As many servers do of what they do not know. */
const echo: Answer = (response, { path }) => response.writeHead(404).end(`Cannot POST ${path.replaceAll('&', '&amp;')}`)

describe.each(channels)('%s', (_, channel) => {
  it.each<[number, Record<string, string>, Fault['code'], Fault['retry'], number | null]>([
    [500, {}, 'delivery-failed', 'later', null],
    [502, {}, 'delivery-failed', 'later', null],
    [503, { 'retry-after': '120' }, 'delivery-failed', 'later', 120],
    [503, { 'retry-after': 'soon' }, 'delivery-failed', 'later', null],
    [503, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 'delivery-failed', 'later', 1],
    [429, { 'retry-after': '7' }, 'delivery-failed', 'later', 7],
    [429, {}, 'delivery-failed', 'later', null],
    [408, {}, 'delivery-failed', 'later', null],
    [425, {}, 'delivery-failed', 'later', null],
    [400, {}, 'delivery-refused', 'never', null],
    [401, {}, 'delivery-refused', 'never', null],
    [403, {}, 'delivery-refused', 'never', null],
    [404, {}, 'delivery-refused', 'never', null],
    [410, {}, 'delivery-refused', 'never', null],
    [413, {}, 'delivery-refused', 'never', null],
  ])('%i %j: %s, %s', async (status, headers, code, retry, retryAfter) => {
    const { base, requests } = await serve(answering(status, headers, 'invalid_payload'))
    const fault = await faultOf(channel, urlOf(base))
    expect([fault.code, fault.retry, fault.retryAfter]).toEqual([code, retry, retryAfter])
    expect(fault.message).toContain(`answered ${status}`)
    expect(requests.length).toBe(1)
  })

  it('asks to come back at the date that the receiver names', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    const { base } = await serve(answering(503, { 'retry-after': date }))
    const { retryAfter } = await faultOf(channel, urlOf(base))
    expect(retryAfter).toBeGreaterThan(3_500)
    expect(retryAfter).toBeLessThanOrEqual(3_600)
  })

  it('comes back in a day at the latest, whatever the receiver asks for', async () => {
    const { base } = await serve(answering(503, { 'retry-after': '99999999999' }))
    expect((await faultOf(channel, urlOf(base))).retryAfter).toBe(86_400)
  })

  it.each([301, 302, 303, 307, 308])('does not follow %i with its body', async (status) => {
    const other = await serve(answering(200))
    const { base } = await serve(answering(status, { location: `${other.base}/elsewhere?xyz` }))
    const fault = await faultOf(channel, urlOf(base))
    expect([fault.code, fault.retry]).toEqual(['delivery-refused', 'never'])
    expect(other.requests).toEqual([])
  })

  it('tells what the receiver says, but no echo of the address', async () => {
    for (const told of ['invalid_payload', 'no_service', 'webhook is off']) {
      const { base } = await serve(answering(400, {}, told))
      expect((await faultOf(channel, urlOf(base))).message).toContain(told)
    }
    const echoing = await serve(echo)
    await faultOf(channel, urlOf(echoing.base))
    const part = await serve(answering(400, {}, 'no such xyzzyXyzzyXy'))
    await faultOf(channel, urlOf(part.base))
    const coded = await serve(answering(400, {}, 'no such %78yzzy%58yzzy/ of T0XYZ'))
    await faultOf(channel, urlOf(coded.base))
  })

  it('makes what the receiver says inert', async () => {
    const page = await serve(answering(400, {}, '<!doctype html><html><body><script>alert(1)</script>'))
    expect((await faultOf(channel, urlOf(page.base))).message).not.toContain('<')
    const acting = await serve(answering(400, {}, `no\u001b[31m\r\n\u202e${'x'.repeat(5_000)}`))
    expect((await faultOf(channel, urlOf(acting.base))).message).not.toContain('\u202e')
  })

  it('refused: soon', async () => {
    const fault = await faultOf(channel, urlOf(`http://127.0.0.1:${await closedPort()}`))
    expect([fault.code, fault.retry]).toEqual(['delivery-failed', 'soon'])
    expect(fault.message).toContain('ECONNREFUSED')
  })

  it('no such name: soon', async () => {
    const fault = await faultOf(channel, urlOf('http://nowhere.invalid'))
    expect([fault.code, fault.retry]).toEqual(['delivery-failed', 'soon'])
  })

  it.each<[string, Parameters<typeof plainReceiver>[0]]>([
    ['dropped', (socket) => socket.once('data', () => socket.destroy())],
    ['no HTTP', (socket) => socket.end('220 hook.example ESMTP\r\n')],
  ])('%s: soon', async (_, onSocket) => {
    const fault = await faultOf(channel, urlOf(`http://${await serveBytes(onSocket)}`))
    expect([fault.code, fault.retry]).toEqual(['delivery-failed', 'soon'])
  })

  it.each<[string, Answer]>([
    ['no answer', () => undefined],
    ['a head without a body', (response) => response.writeHead(500).flushHeaders()],
    ['a body drop by drop', (response) => void setInterval(() => response.write('x'), 20).unref()],
  ])('%s ends at its own limit, and by the signal', async (_, answer) => {
    const { base } = await serve(answer)
    const late = await faultOf(channel, urlOf(base), { timeoutSeconds: 0.2 })
    expect([late.code, late.retry]).toEqual(['delivery-failed', 'soon'])
    expect(late.message).toContain('within 0.2 s')
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    const stopped = await faultOf(channel, urlOf(base), {}, stop.signal)
    expect([stopped.code, stopped.retry]).toEqual(['delivery-failed', 'soon'])
    expect(stopped.message).toContain('stopped')
  })

  it('reads no flood of an answer', async () => {
    const { base } = await serve((response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write('y'.repeat(65_536)));
      }
      response.on('drain', pour)
      pour()
    })
    const settings = settingsOf(channel, { url: urlOf(base) })
    expect((await channel.deliver(alertNotice(), settings, contextOf())).detail).toMatch(/^200 from/)
  })

  it('sends nothing where the certificate does not hold, or there is no TLS', async () => {
    const { base, requests } = await serve(answering(200), true)
    const untrusted = await faultOf(channel, urlOf(base))
    expect([untrusted.code, untrusted.retry]).toEqual(['delivery-failed', 'later'])
    expect(untrusted.message).toContain('nothing was sent')
    expect(requests).toEqual([])
    const clear = await serve(answering(200))
    const bare = await faultOf(channel, urlOf(clear.base.replace('http:', 'https:')))
    expect([bare.code, bare.retry]).toEqual(['delivery-failed', 'later'])
    expect(bare.message).toContain('nothing was sent')
    expect(clear.requests).toEqual([])
  })

  it('shows the credentials of an address to its receiver alone', async () => {
    const { base, requests } = await serve(answering(403))
    await faultOf(channel, urlOf(base.replace('//', '//us%40er:plugh%3Axyz@')))
    expect(requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from('us@er:plugh:xyz').toString('base64')}`)
  })

  it.each(['ftp://x.example/', 'file:///etc/passwd', 'javascript:alert(1)', 'x.example'])(
    'does not take %s for an address',
    (url) => {
      expect(() => settingsOf(channel, { url })).toThrow(/url/)
    },
  )

  it('says that it posts JSON, and who it is', async () => {
    const { base, requests } = await serve(answering(202))
    const settings = settingsOf(channel, { url: urlOf(base) })
    const { detail } = await channel.deliver(alertNotice(), settings, contextOf())
    const [{ method, path, headers, body }] = requests as [(typeof requests)[0]]
    expect(detail).toBe(`202 from ${new URL(base).host}`)
    expect([method, path]).toEqual(['POST', `${secret.path}${secret.query}`])
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(body.length),
      'user-agent': 'Detour/0.1 (test)',
      'idempotency-key': 's1.1.desk',
    })
  })
})
