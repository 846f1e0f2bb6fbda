/** What every channel must do: runs over each file found, against a real receiver. */

import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Channel } from '../../src/alert/channel.ts'
import { loadChannels } from '../../src/alert/channels.ts'
import { testNotice } from '../../src/alert/message.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Notice } from '../../src/types/notice.ts'
import {
  contextOf,
  type Destination,
  destinationOf,
  leaks,
  type Received,
  secret,
  settingsOf,
  wireOf,
} from '../fixtures/destinations.ts'
import { alertNotice, hostileTexts, hostileUrls, noticeFull, noticeLinking, oddKeys } from '../fixtures/notices.ts'
import { citation } from '../fixtures/story.ts'

const channels = [...(await loadChannels())]

/** What acts on a screen without being seen; the isolates FSI and PDI are ours, and counted apart. */
const acting =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066\u2067\u206a-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u

/** Most bytes of one notice, whatever it was made of. */
const mostBytes = 200_000

let open: Destination | null = null
afterEach(async () => {
  vi.useRealTimers()
  await open?.close()
  open = null
})

async function deliver(channel: Channel, notices: readonly Notice[]): Promise<readonly Received[]> {
  const written: string[] = []
  open = await destinationOf(channel, written)
  const context = contextOf({ stdout: { write: (text) => written.push(text) } })
  for (const notice of notices) {
    const { detail } = await channel.deliver(notice, open.settings, context)
    expect(detail).not.toMatch(leaks)
    expect(detail).toMatch(/^[^\r\n]{5,300}$/)
  }
  const received = await open.received()
  expect(received.length).toBe(notices.length)
  return received
}

/** Without the folding of lines, our isolates and the signs that break mentions up. */
function plain(text: string): string {
  return text.replace(/[\u200b\u2068\u2069]/g, '').replace(/\s+/g, ' ')
}

function expectInert({ bytes, texts, addresses, forPrograms }: Received): void {
  expect(bytes.replaceAll('\r\n', '\n')).not.toMatch(acting)
  for (const text of texts) {
    expect(text).not.toMatch(/\p{Surrogate}/u)
    if (forPrograms) continue
    expect(text).not.toMatch(acting)
    expect(text.split('\u2068').length).toBe(text.split('\u2069').length)
  }
  for (const address of addresses) {
    expect(address).toMatch(/^https?:\/\/[a-z0-9.:-]+(?:\/[^\s"'<>|\\`)]*)?$/)
  }
}

describe.each(channels)('%s', (name, channel) => {
  it('is a channel whose settings are checked', () => {
    expect(channel.name).toBe(name)
    expect(() => channel.settings.parse({ whatIsThis: 1 })).toThrow()
  })

  it('carries the whole notice to its reader', async () => {
    const notice = alertNotice()
    const [received] = await deliver(channel, [notice])
    const all = plain(received!.texts.join('\n'))
    const told = [
      notice.title,
      notice.sentence,
      ...notice.quotes.flatMap(({ text, source }) => [text, source]),
      ...notice.fields.flatMap(({ label, values }) => [label, ...values]),
      // Without the language in brackets, which buttons do not show.
      ...notice.links.map(({ label }) => label.replace(/ \[.*/, '')),
      ...notice.footer,
      'ByteDance denies',
    ]
    for (const text of told) expect(all).toContain(plain(text))
    const urls = [...notice.quotes, ...notice.links].map(({ url }) => url)
    expect(received!.addresses).toEqual(expect.arrayContaining(urls))
    expectInert(received!)
  })

  it.each(['fr'])('tells it in %s too', async (language) => {
    const notice = alertNotice({}, language)
    const [received] = await deliver(channel, [notice])
    expect(plain(received!.texts.join('\n'))).toContain(plain(notice.sentence))
  })

  it('keeps a right-to-left name apart, so that the date after it stays in order', async () => {
    const [received] = await deliver(channel, [
      alertNotice({ lead: citation('«لم تنتهك»', { outlet: 'الشرق الأوسط' }) }),
    ])
    if (received!.forPrograms) return
    expectInert(received!)
    for (const text of received!.texts.filter((one) => /الأوسط.*January/.test(one)))
      expect(text).toContain('\u2068الشرق الأوسط\u2069, 2 January 2025')
    expect(received!.texts.join()).toMatch(/الأوسط/)
  })

  it('carries the key, the same at each attempt, and no two keys alike', async () => {
    const notices = oddKeys.flatMap((key) => [key, key]).map((key) => ({ ...alertNotice(), key }))
    const keys = (await deliver(channel, notices)).map(({ key }) => key)
    if (wireOf(channel) === 'stream') return
    expect(keys).toEqual(notices.map(({ key }) => key.replace('\ud800', '\ufffd')))
  })

  it('writes the same bytes for the same notice', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2025-01-05T06:07:08Z') })
    const notice = alertNotice()
    const [first, second] = await deliver(channel, [notice, structuredClone(notice)])
    // Parts of a mail are parted by random signs, which no article can foresee.
    const steady = ({ bytes }: Received): string => bytes.replace(/--_NmP-[\w-]+/g, '--')
    expect(steady(second!)).toBe(steady(first!))
  })

  it('delivers a try-out, and a correction', async () => {
    const wording = loadKnowledge().sources.wording.en!
    const tryOut = testNotice(oddKeys[0]!, 'desk', wording)
    const correction = alertNotice({ withdrawn: true, posture: null, lead: null })
    expect(correction.kind).toBe('correction')
    for (const [index, received] of (await deliver(channel, [tryOut, correction])).entries())
      expect(plain(received.texts.join('\n'))).toContain(plain([tryOut, correction][index]!.sentence))
  })

  it.each(Object.entries(hostileTexts))('makes hostile text inert: %s', async (_, text) => {
    const [received] = await deliver(channel, [noticeFull(text)])
    expectInert(received!)
    expect(Buffer.byteLength(received!.bytes)).toBeLessThan(mostBytes)
    expect(received!.bytes.length).toBeGreaterThan(10)
  })

  it.each(hostileUrls)('links only to http and https: %j', async (url) => {
    const [received] = await deliver(channel, [noticeLinking(url)])
    expectInert(received!)
    expect(received!.bytes).not.toMatch(/user:pass/)
  })

  it('takes a time limit of any size, where it has one', async () => {
    const given = { timeoutSeconds: 1.2345 }
    const written: string[] = []
    open = await destinationOf(channel, written, given)
    await channel.deliver(alertNotice(), open.settings, contextOf({ stdout: { write: (text) => written.push(text) } }))
    expect((await open.received()).length).toBe(1)
    if ('timeoutSeconds' in (open.settings as object))
      expect(() =>
        settingsOf(channel, { url: `https://x.example${secret.path}`, port: 25, timeoutSeconds: 1e12 }),
      ).toThrow(/timeoutSeconds/)
  })
})
