import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { detour } from '../workers/line.ts'
import { install, rss, serve } from '../workers/served.ts'

const secret = 'https://user:s3cr%40t@closed.example/feed?token=T0KEN&n=1'
const secrets = /s3cr|T0KEN|K3Y/

describe('feeds', () => {
  it('removed by hand stay removed at the next start, and come back by hand', async () => {
    let asked = 0
    const { base, close } = await serve((_, response) => {
      asked++
      response.end(rss([]))
    })
    const { config } = install([`${base}/feed`])
    const on = (...args: string[]): ReturnType<typeof detour> => detour([...args, '--config', config])
    expect((await on('feeds', 'remove', `${base}/feed`)).stdout).toMatch(/stays removed until "detour feeds add/)
    const once = await on('once')
    expect([once.code, asked]).toEqual([0, 0])
    expect((await on('feeds', 'list')).stdout).toMatch(/ removed /)
    await on('feeds', 'add', `${base}/feed`)
    await on('once')
    await close()
    expect(asked).toBe(1)
  }, 120_000)

  it.each([
    ['add', 'http://['],
    ['add', 'ftp://user:s3cret@x/y'],
    ['add', 'http://'],
    ['add', 'https://a b/'],
    ['add', 'http://x.example:99999/'],
    ['add', 'mailto:me@x.example'],
    ['check', 'http://['],
    ['check', 'file:///etc/passwd'],
  ])('%s %s exits 2 with a sentence', async (action, url) => {
    const { code, stdout, stderr } = await detour(['feeds', action, url, '--config', install([]).config])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^detour: feeds \w+ needs the address of a feed .*\n$/)
    expect(stderr).not.toMatch(/s3cret/)
  })

  it('add and remove answer an object where JSON is asked for', async () => {
    const { config } = install([])
    const url = 'https://x.example/rss'
    const added = await detour(['feeds', 'add', url, '--outlet', 'X', '--lang', 'fr', '--json', '--config', config])
    const { id, ...rest } = JSON.parse(added.stdout)
    expect(rest).toEqual({ url, outlet: 'X', language: 'fr', source: 'cli', watched: true })
    const removed = await detour(['feeds', 'remove', id, '--json', '--config', config])
    expect(JSON.parse(removed.stdout)).toEqual({ id, ...rest, watched: false })
  })

  it('never show the password or token of an address', async () => {
    const { config, folder } = install(['https://key:K3Y@own.example/rss', 'https://T0KENalone@bare.example/rss'])
    const on = (...args: string[]): ReturnType<typeof detour> => detour([...args, '--config', config])
    const opml = join(folder, 'in.opml')
    writeFileSync(opml, '<opml><body><outline xmlUrl="http://127.0.0.1:9/f?api_key=K3Y"/></body></opml>')
    const shown = [
      await on('feeds', 'add', secret),
      await on('feeds', 'add', secret, '--json'),
      await on('feeds', 'import', opml),
      await on('feeds', 'list'),
      await on('feeds', 'list', '--json'),
      await on('feeds', 'check', secret.replace('closed.example', '127.0.0.1:9')),
      await on('feeds', 'export'),
    ]
    for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toMatch(secrets)
    expect(shown[3]?.stdout).toContain('https://user:***@closed.example/feed?token=***&n=1')
    const exported = shown.at(-1)
    expect(exported?.stdout).toContain('xmlUrl="https://closed.example/feed?n=1"')
    expect(exported?.stderr).toMatch(/^detour: 4 of these addresses carry a password or token.*left out/)
    const masked = await on('feeds', 'remove', 'https://user:***@closed.example/feed?token=***&n=1')
    expect([masked.code, masked.stdout]).toEqual([0, expect.not.stringMatching(secrets)])
  }, 120_000)

  it('in trouble are named by once, the ones gone for good too, and so is what waits', async () => {
    const { base, close } = await serve((request, response) => {
      if (request.url === '/ok') response.end(rss([]))
      else response.writeHead(request.url === '/gone?key=K3Y' ? 410 : 503).end()
    })
    const { config } = install([`${base}/ok`, `${base}/gone?key=K3Y`, `${base}/busy`])
    const first = await detour(['once', '--config', config])
    expect([first.code, first.stdout]).toEqual([1, expect.stringMatching(/Outlet 1 +gone: /)])
    expect(first.stdout).toMatch(/3 tasks wait, the next at (?:\d{4}-\d\d-\d\d )?\d\d:\d\d UTC\./)
    const again = await detour(['once', '--json', '--config', config])
    await close()
    const { feedsFailing, waiting, nextDue } = JSON.parse(again.stdout)
    // Two polls, and the next digest.
    expect([again.code, waiting]).toEqual([1, 3])
    expect(Date.parse(nextDue)).toBeGreaterThan(Date.now())
    expect(feedsFailing.map(({ url, gone }: { url: string; gone: boolean }) => [url.replace(base, ''), gone])).toEqual([
      ['/gone?key=***', true],
      ['/busy', false],
    ])
  }, 120_000)

  it('say how many of their entries are more than is read', async () => {
    const items = Array.from({ length: 5_003 }, (_, at) => ({ link: `http://127.0.0.1:9/${at}`, title: `T${at}` }))
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: items.map(({ link }) => ({ id: link })),
    })
    for (const [bytes, dropped] of [
      [rss(items), 3],
      [json, 3],
      [rss(items.slice(0, 9)), undefined],
    ] as const) {
      const answer = JSON.parse((await detour(['read-feed'], { input: bytes })).stdout)
      expect([answer.entries.length, answer.dropped]).toEqual([dropped === undefined ? 9 : 5_000, dropped])
    }
  }, 120_000)
})
