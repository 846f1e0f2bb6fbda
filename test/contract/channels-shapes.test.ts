/** What single channels promise their receivers: signatures of webhooks, shapes and sizes of chats, lines of files. */

import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import file from '../../src/alert/channels/file.ts'
import slack from '../../src/alert/channels/slack.ts'
import teams from '../../src/alert/channels/teams.ts'
import webhook from '../../src/alert/channels/webhook.ts'
import { Fault } from '../../src/types/fault.ts'
import type { Notice } from '../../src/types/notice.ts'
import { contextOf, leaks, secret, walk } from '../fixtures/destinations.ts'
import { alertNotice, hostileTexts, hostileUrls, noticeFull, noticeLinking } from '../fixtures/notices.ts'
import { answering, httpReceiver } from '../fixtures/receivers.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function receiver() {
  const one = await httpReceiver()
  closers.push(one.close)
  return one
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

describe('webhook: the signature', () => {
  async function signed(secrets: readonly string[], notice: Notice = alertNotice()) {
    const { base, requests } = await receiver()
    await webhook.deliver(notice, webhook.settings.parse({ url: base, secrets }), contextOf())
    const { body, headers } = requests[0]!
    return { body, headers: headers as Record<string, string> }
  }
  const [current, next, old] = [newSecret(), newSecret(), newSecret()]
  const verifies = (secretOf: string, { body, headers }: Awaited<ReturnType<typeof signed>>): boolean => {
    try {
      new Webhook(secretOf).verify(body, headers)
      return true
    } catch {
      return false
    }
  }

  it.each<[string, readonly string[], readonly boolean[]]>([
    ['one secret', [current], [true, false, false]],
    ['a change of secrets: both sign', [next, current], [true, true, false]],
    ['after it', [next], [false, true, false]],
  ])('%s', async (_, secrets, valid) => {
    const one = await signed(secrets)
    expect([current, next, old].map((each) => verifies(each, one))).toEqual(valid)
  })

  it('does not fit another body, id or time', async () => {
    const one = await signed([current])
    const id = one.headers['webhook-id']!
    const time = one.headers['webhook-timestamp']!
    expect(verifies(current, one)).toBe(true)
    expect(verifies(current, { ...one, body: Buffer.from(one.body.toString().replace('ByteDance', 'Other')) })).toBe(
      false,
    )
    expect(verifies(current, { ...one, headers: { ...one.headers, 'webhook-id': `${id}x` } })).toBe(false)
    for (const shift of [1, -1, 3_600])
      expect(
        verifies(current, { ...one, headers: { ...one.headers, 'webhook-timestamp': String(+time + shift) } }),
      ).toBe(false)
  })

  it('holds for any text, and any key', async () => {
    for (const text of Object.values(hostileTexts)) {
      const one = await signed([current], { ...noticeFull(text), key: `s1.1.${text.slice(0, 40)}` as Notice['key'] })
      expect(verifies(current, one)).toBe(true)
      expect(one.headers['webhook-id']).toMatch(/^[\w%.!~*'()-]+$/)
    }
  })

  it('stands over type, time and data', async () => {
    const { body, headers } = await signed([current])
    const value = new Webhook(current).verify(body, headers) as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['type', 'timestamp', 'data'])
    expect(value.type).toBe('story.alert')
    expect(Math.abs(Date.parse(String(value.timestamp)) - Date.now())).toBeLessThan(60_000)
    expect(value.data).toMatchObject({
      version: '0.1.0',
      key: 's1.1.desk',
      title: alertNotice().title,
      data: { rule: 'Hong Kong', revision: 1, story: { id: 's1', posture: { value: 'alleged' } } },
    })
    expect(value.data).not.toHaveProperty('document')
  })

  it.each<[string, readonly string[]]>([
    ['none', []],
    ['a short one', ['whsec_c2hvcnQ=']],
    ['no base64', [`whsec_${'!'.repeat(40)}`]],
    ['no prefix', [randomBytes(32).toString('base64')]],
  ])('takes no secret of the wrong kind: %s', (_, secrets) => {
    const { error } = webhook.settings.safeParse({ url: 'https://x.example', secrets })
    expect(error?.issues[0]?.path[0]).toBe('secrets')
    for (const each of secrets) expect(String(error)).not.toContain(each)
  })
})

/** Notices of every size and kind. */
const notices: readonly [string, Notice][] = [
  ['ordinary', alertNotice()],
  ...Object.entries(hostileTexts).map(([name, text]): [string, Notice] => [name, noticeFull(text)]),
  ...hostileUrls.map((url): [string, Notice] => [url, noticeLinking(url)]),
  ['long links', noticeLinking(`https://ok.example/${'x'.repeat(10_000)}`)],
  ['links as long as are shown', noticeLinking(`https://ok.example/${'x'.repeat(1_900)}`)],
  ['of many parts', { ...alertNotice(), ...many(60, 'Some words. ') }],
  ['of many long parts', { ...alertNotice(), ...many(60, '芯片'.repeat(2_000)) }],
]

function many(count: number, words: string): Pick<Notice, 'quotes' | 'fields' | 'links'> {
  const all = Array.from({ length: count }, (_, at) => `${at} ${words}`)
  return {
    quotes: all.map((text, at) => ({ text, language: 'zh', source: text, url: `https://ok.example/${at}` })),
    fields: all.map((label) => ({ label, values: all })),
    links: all.map((label, at) => ({ label, url: `https://ok.example/link/${at}` })),
  }
}

describe('slack', () => {
  interface Block {
    readonly type: string
    readonly text?: { readonly type: string; readonly text: string }
    readonly elements?: readonly { readonly type: string; readonly text: string }[]
  }

  it.each(notices)('sends blocks that Slack takes: %s', async (_, notice) => {
    const { base, requests } = await receiver()
    await slack.deliver(notice, slack.settings.parse({ url: base }), contextOf())
    const payload = JSON.parse(requests[0]!.body.toString()) as { text: string; blocks: readonly Block[] }
    expect(payload).toMatchObject({ mrkdwn: false, unfurl_links: false, unfurl_media: false })
    expect(payload.text.length).toBeLessThanOrEqual(3_000)
    expect(payload.blocks.length).toBeLessThanOrEqual(50)
    for (const { type, text, elements } of payload.blocks) {
      expect(['header', 'section', 'context']).toContain(type)
      const texts = [...(text === undefined ? [] : [text]), ...(elements ?? [])]
      expect(texts.length).toBeLessThanOrEqual(10)
      for (const one of texts) {
        expect(one.text.length).toBeGreaterThan(0)
        expect(one.text.length).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000)
        if (one.type === 'mrkdwn') expect(one.text).toMatch(/^<https?:\/\/[^<>|\s]+\|↗>$/)
        else expect(one).toEqual({ type: 'plain_text', text: expect.not.stringMatching(/[<>]/), emoji: false })
      }
    }
  })

  it.each(['mentions of a chat', 'links of a chat'])('calls nobody: %s', async (name) => {
    const { base, requests } = await receiver()
    await slack.deliver(noticeFull(hostileTexts[name]!), slack.settings.parse({ url: base }), contextOf())
    const body = requests[0]!.body.toString()
    expect(body).not.toMatch(/@(?:channel|here|everyone)|<[!@#]|<javascript|<https:\/\/evil/)
    expect(body).not.toMatch(/&(?!amp;|lt;|gt;)/)
  })

  it('keeps the small print, however much stands before it', async () => {
    const { base, requests } = await receiver()
    const notice = { ...alertNotice(), ...many(60, 'x') }
    await slack.deliver(notice, slack.settings.parse({ url: base }), contextOf())
    for (const line of notice.footer) expect(requests[0]!.body.toString()).toContain(line)
  })
})

describe('teams', () => {
  async function sent(notice: Notice) {
    const { base, requests } = await receiver()
    await teams.deliver(notice, teams.settings.parse({ url: base }), contextOf())
    const { body } = requests[0]!
    const payload = JSON.parse(body.toString()) as { attachments: readonly [{ content: Record<string, unknown> }] }
    return {
      body,
      card: payload.attachments[0].content as { body: object[]; actions: { url: string; title: string }[] },
    }
  }

  it.each(notices)('sends a card that Teams takes: %s', async (_, notice) => {
    const { body, card } = await sent(notice)
    expect(body.length).toBeLessThanOrEqual(28_000)
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.4' })
    expect(card.actions.length).toBeLessThanOrEqual(6)
    for (const { url, title } of card.actions) {
      expect(url).toMatch(/^https?:/)
      expect(title).toMatch(/^[^[\]()*_#`~]+$/)
    }
    const types = new Set<string>()
    walk(card.body, (text, name) => {
      if (name === 'type') types.add(text)
      else if (name === 'text') expect(text).not.toMatch(/<\/?[a-z!]|@\w/i)
    })
    expect([...types].filter((type) => !['RichTextBlock', 'TextRun', 'Container'].includes(type))).toEqual([])
  })

  it('keeps who denies and the small print, however long the quotations are', async () => {
    const text = '芯片'.repeat(700)
    const notice = alertNotice()
    const quotes = Array.from({ length: 6 }, () => ({ ...notice.quotes[0]!, text }))
    const { body } = await sent({ ...notice, quotes })
    const denied = notice.fields.find(({ label }) => label === 'Denied by')!
    for (const one of [...denied.values, ...notice.footer]) expect(body.toString()).toContain(one)
  })

  it.each<[number, Fault['code'], Fault['retry']]>([
    [429, 'delivery-failed', 'later'],
    [503, 'delivery-failed', 'later'],
    [413, 'delivery-refused', 'never'],
  ])('reads an error %i that stands in an answer 200', async (status, code, retry) => {
    const one = await receiver()
    one.answer = answering(200, {}, `Webhook message delivery failed with error: HTTP error ${status} with ContextId x`)
    const settings = teams.settings.parse({ url: `${one.base}${secret.path}` })
    const fault = (await teams.deliver(alertNotice(), settings, contextOf()).catch((error) => error)) as Fault
    expect([fault.code, fault.retry]).toEqual([code, retry])
    expect(fault.message).toContain(one.host)
    expect(fault.message).not.toMatch(leaks)
  })
})

describe('file', () => {
  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'detour-file-'))
    closers.push(() => rmSync(path, { recursive: true }))
    return path
  }
  const deliver = (path: string, notice = alertNotice()) => file.deliver(notice, { path })

  it('adds lines and leaves what stands there', async () => {
    const path = join(folder(), 'a.jsonl')
    await deliver(path)
    await deliver(path, { ...alertNotice(), key: 's1.2.desk' as Notice['key'] })
    const lines = readFileSync(path, 'utf8').split('\n')
    expect(lines.slice(0, 2).map((line) => JSON.parse(line).key)).toEqual(['s1.1.desk', 's1.2.desk'])
    expect(lines[2]).toBe('')
    expect(JSON.parse(lines[0]!)).toMatchObject({ kind: 'alert', data: { story: { id: 's1' } } })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('ends a line that a crash cut off', async () => {
    const path = join(folder(), 'a.jsonl')
    appendFileSync(path, '{"key":"s0')
    await deliver(path)
    const lines = readFileSync(path, 'utf8').split('\n')
    expect([lines[0], JSON.parse(lines[1]!).key, lines.length]).toEqual(['{"key":"s0', 's1.1.desk', 3])
  })

  it('keeps the lines of many writers apart', async () => {
    const path = join(folder(), 'a.jsonl')
    await Promise.all(Array.from({ length: 40 }, () => deliver(path)))
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines.filter((line) => line !== '').map((line) => JSON.parse(line).key)).toEqual(
      Array.from({ length: 40 }, () => 's1.1.desk'),
    )
  })

  it.each<[string, (folder: string) => string, RegExp]>([
    ['a folder that is missing', (at) => join(at, 'none', 'a.jsonl'), /ENOENT/],
    ['a folder in its place', (at) => at, /EISDIR/],
    ['a file in place of its folder', (at) => join(at, 'a', 'b.jsonl'), /ENOTDIR/],
    ['a folder that nobody may write', () => '/proc/notices.jsonl', /ENOENT|EACCES|EPERM/],
    ['a disk that is full', () => '/dev/full', /ENOSPC/],
  ])('fails where there is %s', async (_, at, said) => {
    const inside = folder()
    appendFileSync(join(inside, 'a'), 'x')
    const path = at(inside)
    if (path.startsWith('/dev') && !existsSync(path)) return
    const fault = (await deliver(path).catch((error) => error)) as Fault
    expect(fault).toBeInstanceOf(Fault)
    expect([fault.code, fault.retry]).toEqual(['delivery-failed', 'later'])
    expect(fault.message).toContain(path)
    expect(fault.message).toMatch(said)
  })
})
