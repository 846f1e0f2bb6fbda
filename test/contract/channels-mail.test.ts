/** Mail: what a server receives, and what its refusals mean. */

import { inspect } from 'node:util'
import { load } from 'cheerio'
import { simpleParser } from 'mailparser'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import email from '../../src/alert/channels/email.ts'
import { Fault } from '../../src/types/fault.ts'
import type { Notice } from '../../src/types/notice.ts'
import { contextOf, leaks, secret } from '../fixtures/destinations.ts'
import { alertNotice, hostileTexts, noticeFull } from '../fixtures/notices.ts'
import { closedPort, mailReceiver, plainReceiver, refusal } from '../fixtures/receivers.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function server(options: SMTPServerOptions = {}) {
  const receiver = await mailReceiver(options)
  closers.push(receiver.close)
  return receiver
}

const given = {
  host: '127.0.0.1',
  security: 'none',
  from: 'detour@news.example',
  to: ['desk@example.org', 'second@example.org'],
}

async function send(port: number, change: object = {}, notice: Notice = alertNotice(), signal?: AbortSignal) {
  const settings = email.settings.parse({ ...given, port, ...change })
  return email.deliver(notice, settings, contextOf(signal === undefined ? {} : { signal }))
}

async function faultOf(sent: Promise<{ readonly detail: string }>): Promise<Fault> {
  const fault = await sent.then(
    ({ detail }) => expect.fail(`delivered: ${detail}`),
    (error: unknown) => error,
  )
  expect(fault).toBeInstanceOf(Fault)
  expect(inspect(fault, { depth: 9, showHidden: true }).replace(/\n {4}at .*/g, '')).not.toMatch(leaks)
  expect((fault as Fault).message).toMatch(/^[^\r\n\u001b]{10,250}\.$/)
  expect((fault as Fault).message).toContain('127.0.0.1')
  return fault as Fault
}

const auth = { user: 'desk', password: secret.password }
const no = (code: number) => refusal(code, `no, ${secret.password} is wrong`)

type Row = [string, SMTPServerOptions, object, Fault['code'], Fault['retry'], RegExp]

describe('a mail server that says no', () => {
  it.each<Row>([
    [
      '421 on connecting',
      { onConnect: (_, done) => done(no(421)) },
      {},
      'delivery-failed',
      'later',
      /puts .* off \(421/,
    ],
    ['554 on connecting', { onConnect: (_, done) => done(no(554)) }, {}, 'delivery-refused', 'never', /refuses .*554/],
    ['451 to the sender', { onMailFrom: (_, __, done) => done(no(451)) }, {}, 'delivery-failed', 'later', /451/],
    ['550 to the sender', { onMailFrom: (_, __, done) => done(no(550)) }, {}, 'delivery-refused', 'never', /550/],
    ['450 to everyone', { onRcptTo: (_, __, done) => done(no(450)) }, {}, 'delivery-failed', 'later', /450/],
    ['550 to everyone', { onRcptTo: (_, __, done) => done(no(550)) }, {}, 'delivery-refused', 'never', /550/],
    [
      '452 to the mail',
      { onData: (stream, _, done) => stream.resume().on('end', () => done(no(452))) },
      {},
      'delivery-failed',
      'later',
      /452/,
    ],
    [
      '554 to the mail',
      { onData: (stream, _, done) => stream.resume().on('end', () => done(no(554))) },
      {},
      'delivery-refused',
      'never',
      /554/,
    ],
    [
      '535 to the login',
      { onAuth: (_, __, done) => done(no(535)) },
      { auth },
      'delivery-refused',
      'never',
      /login \(535/,
    ],
    ['454 to the login', { onAuth: (_, __, done) => done(no(454)) }, { auth }, 'delivery-failed', 'later', /454/],
    ['a login missing', { authOptional: false }, {}, 'delivery-refused', 'never', /530/],
    ['no STARTTLS', {}, { security: 'starttls' }, 'delivery-failed', 'later', /safe.*nothing was sent/],
    [
      'STARTTLS that nobody vouches for',
      { disabledCommands: [] },
      { security: 'starttls', auth },
      'delivery-failed',
      'later',
      /safe.*nothing was sent/,
    ],
    [
      'TLS that nobody vouches for',
      { secure: true },
      { security: 'tls', auth },
      'delivery-failed',
      'later',
      /safe.*nothing was sent/,
    ],
    ['no TLS', {}, { security: 'tls', auth }, 'delivery-failed', 'later', /safe.*nothing was sent/],
  ])('%s', async (_, options, change, code, retry, said) => {
    let logins = 0
    const onAuth: SMTPServerOptions['onAuth'] = (login, session, done) => {
      logins += session.secure ? 0 : 1
      return options.onAuth === undefined
        ? done(null, { user: 'desk' })
        : options.onAuth.call(null as never, login, session, done)
    }
    const { port, mails } = await server({ ...options, onAuth })
    const fault = await faultOf(send(port, change))
    expect([fault.code, fault.retry, fault.message]).toEqual([code, retry, expect.stringMatching(said)])
    expect(mails).toEqual([])
    if ('security' in change) expect(logins).toBe(0)
  })

  it('one address refused: the receipt names it; one put off: all are tried again', async () => {
    const answering = (code: number): SMTPServerOptions => ({
      onRcptTo: ({ address }, _, done) => done(address.startsWith('second') ? no(code) : null),
    })
    const refusing = await server(answering(550))
    expect((await send(refusing.port)).detail).toBe(
      '1 of 2 addresses, taken by 127.0.0.1, which refused second@example.org',
    )
    expect(refusing.mails[0]!.to).toEqual(['desk@example.org'])
    const deferring = await server(answering(450))
    const fault = await faultOf(send(deferring.port))
    expect([fault.code, fault.retry]).toEqual(['delivery-failed', 'later'])
    expect(fault.message).toMatch(/1 of 2 addresses.*450/)
  })
})

describe('a mail server that is not there', () => {
  it('refused: soon', async () => {
    const fault = await faultOf(send(await closedPort()))
    expect([fault.code, fault.retry]).toEqual(['delivery-failed', 'soon'])
    expect(fault.message).toContain('ECONNREFUSED')
  })

  it.each<[string, string]>([
    ['says nothing', ''],
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['stops after its greeting', '220 mail.example ESMTP\r\n'],
    ['greets for ever', '220-mail.example\r\n'],
  ])('one that %s ends at its own limit, and by the signal; the connection with it', async (_, greeting) => {
    const ended: string[] = []
    const { port, close } = await plainReceiver((socket) => {
      socket.resume().on('close', () => ended.push('one'))
      socket.write(greeting)
      if (greeting.startsWith('220-')) setInterval(() => socket.destroyed || socket.write(greeting), 20).unref()
    })
    closers.push(close)
    const late = await faultOf(send(port, { timeoutSeconds: 0.3 }))
    expect([late.code, late.retry]).toEqual(['delivery-failed', 'soon'])
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    const started = Date.now()
    const stopped = await faultOf(send(port, {}, alertNotice(), stop.signal))
    expect([stopped.code, stopped.retry]).toEqual(['delivery-failed', 'soon'])
    expect(Date.now() - started).toBeLessThan(5_000)
    await expect.poll(() => ended.length).toBe(2)
  })

  it('never answers once it has the mail: ends by the signal, and the connection with it', async () => {
    const stop = new AbortController()
    const { port } = await server({ onData: (stream) => void stream.resume().on('end', () => stop.abort()) })
    const fault = await faultOf(send(port, {}, alertNotice(), stop.signal))
    expect([fault.code, fault.retry, fault.message]).toEqual([
      'delivery-failed',
      'soon',
      expect.stringContaining('stopped'),
    ])
  })

  it('is not even asked when the attempt has ended before', async () => {
    const connected: string[] = []
    const { port, close } = await plainReceiver(() => connected.push('one'))
    closers.push(close)
    await faultOf(send(port, {}, alertNotice(), AbortSignal.abort()))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(connected).toEqual([])
  })

  it('drops the connection: soon', async () => {
    const { port, close } = await plainReceiver((socket) => socket.end())
    closers.push(close)
    const fault = await faultOf(send(port))
    expect([fault.code, fault.retry]).toEqual(['delivery-failed', 'soon'])
  })
})

describe('the mail', () => {
  async function received(notice: Notice, change: object = {}) {
    const { port, mails } = await server()
    await send(port, change, notice)
    const raw = mails[0]!.raw.toString('utf8')
    const mail = await simpleParser(mails[0]!.raw)
    return { ...mails[0]!, raw, mail, head: raw.slice(0, raw.indexOf('\r\n\r\n')) }
  }

  it('is from and to whom the settings say, and says that a machine sent it', async () => {
    const { from, to, mail, head } = await received(alertNotice())
    expect([from, to]).toEqual([given.from, given.to])
    expect(mail.from?.text).toBe('"Detour" <detour@news.example>')
    expect(mail.subject).toBe(alertNotice().title)
    expect(mail.messageId).toBe('<s1.1.desk@news.example>')
    expect(mail.references).toBe('<story=2fs1@news.example>')
    expect(head).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(head).toMatch(/^Content-Type: multipart\/alternative;/m)
  })

  it('gives mails on one story one thread, and each its own id', async () => {
    const one = await received(alertNotice())
    const two = await received({ ...alertNotice(), key: 's1.2.desk' as Notice['key'] })
    expect(two.mail.references).toBe(one.mail.references)
    expect(two.mail.messageId).not.toBe(one.mail.messageId)
  })

  it.each(Object.entries(hostileTexts))('has the headers that it should and no other: %s', async (_, text) => {
    const { head, raw, mail, to } = await received(noticeFull(text))
    const names = [...head.matchAll(/^([\w-]+):/gm)].map((found) => found[1]!.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
    expect(names).not.toContain('bcc')
    expect(names.filter((name) => name.startsWith('x-'))).toEqual(['x-mailer', 'x-detour-key'])
    expect(to).toEqual(given.to)
    expect(head.length).toBeLessThan(4_000)
    expect(raw.split('\r\n').filter((line) => line.length > 998)).toEqual([])
    expect(mail.attachments).toEqual([])
  })

  it.each(Object.entries(hostileTexts))('holds in HTML only what we put there: %s', async (_, text) => {
    const { mail } = await received(noticeFull(text, 'https://ok.example/"><img src=x onerror=alert(1)>'))
    const $ = load(String(mail.html))
    const all = $('*')
      .toArray()
      .filter((one) => 'attribs' in one)
    const ours = 'html head meta title style body div h1 p blockquote a bdi span br ul li'.split(' ')
    expect(all.map(({ name }) => name).filter((name) => !ours.includes(name))).toEqual([])
    const attributes = all.flatMap(({ attribs }) => Object.keys(attribs))
    const known = 'lang charset name content class style dir href'.split(' ')
    expect(attributes.filter((name) => !known.includes(name))).toEqual([])
    expect($('style').text()).not.toMatch(/url\(|@import|expression/)
  })

  it('shows who denies, and each link under its source, in both parts', async () => {
    const { mail } = await received(alertNotice())
    const $ = load(String(mail.html))
    expect($('blockquote').first().attr('lang')).toBe('fr')
    expect($('blockquote').first().next().find('a').attr('href')).toBe('https://courrier.example/a?x=1&y=2')
    expect($('body').text()).toContain('ByteDance denies – Le Courrier des Puces')
    expect(mail.text).toContain('  https://courrier.example/a?x=1&y=2\n')
    for (const line of String(mail.text).split('\n'))
      expect(line.replace(/[\u2068\u2069]/g, '').length).toBeLessThan(73)
  })

  it('carries a digest as it stands', async () => {
    const document = { html: '<!doctype html><p>The week</p>\n', text: '# The week\n\nAll quiet.\n' }
    const { mail } = await received({ ...alertNotice(), kind: 'digest', document })
    expect([mail.html, mail.text?.trim()]).toEqual(['<!doctype html><p>The week</p>\n', '# The week\n\nAll quiet.'])
  })
})

describe('the settings', () => {
  it.each<[string, object, RegExp]>([
    ['a password in the clear', { host: 'mail.example', auth }, /security/],
    ['an address of nobody', { to: [] }, /to/],
    ['two addresses in one', { to: ['a@x.example, b@x.example'] }, /to/],
    ['a line end', { from: 'a@x.example\r\nBcc: b@x.example' }, /from/],
    ['no port', { port: 0 }, /port/],
  ])('refuse %s', (_, change, said) => {
    const checked = email.settings.safeParse({ ...given, port: 25, ...change })
    expect(checked.error?.issues.map(({ path }) => path.join('.')).join()).toMatch(said)
    expect(String(checked.error)).not.toMatch(leaks)
  })

  it('take a password in the clear on this machine', async () => {
    let login: unknown
    const { port, mails } = await server({
      onAuth: (given, _, done) => {
        login = [given.username, given.password]
        done(null, { user: 'desk' })
      },
    })
    expect((await send(port, { auth })).detail).toBe('2 of 2 addresses, taken by 127.0.0.1')
    expect(login).toEqual(['desk', secret.password])
    expect(mails.length).toBe(1)
  })
})
