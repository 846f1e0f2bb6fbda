import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { loadConfig } from '../../src/config.ts'
import { weekOf } from '../../src/digest/week.ts'
import { detour } from '../workers/line.ts'
import { serve } from '../workers/served.ts'
import { type HookReceiver, openIn, receiveHooks, save, work } from '../workers/telling.ts'

let hook: HookReceiver
let folder: string
let config: string
const file = (): string => join(folder, 'alerts.jsonl')

beforeAll(async () => {
  hook = await receiveHooks()
  folder = mkdtempSync(join(tmpdir(), 'detour-alerts-'))
  config = join(folder, 'detour.yaml')
  const settings = {
    data: './data',
    feeds: { bundled: [] },
    destinations: {
      hook: { channel: 'webhook', url: hook.url, secrets: ['env:HOOK_SECRET'] },
      log: { channel: 'file', path: file() },
    },
    alerts: [
      { name: 'Smuggling', routes: ['smuggling'], minSources: 1, coolDownHours: 2, destinations: ['hook', 'log'] },
    ],
    settleSeconds: 0,
    log: { level: 'silent' },
  }
  writeFileSync(config, stringify(settings))
  process.env.HOOK_SECRET = hook.secret
  const loaded = loadConfig(config, process.env)
  const store = await openIn(loaded)
  const text =
    'The broker Pelican Lattice Ltd allegedly smuggled 1,440 Nvidia H100 chips to China through Penang despite US export controls, according to documents.'
  await save(store, { id: 'one', title: 'Broker smuggled Nvidia H100 chips to China', text })
  hook.answers.push(400)
  await work(store, loaded)
  await store.destroy()
}, 60_000)
afterAll(() => hook.close())

const run = (...args: readonly string[]) => detour([...args, '--config', config])

describe('detour alerts', () => {
  it('rules: tells which rules and destinations are in force', async () => {
    const { code, stdout } = await run('alerts', 'rules')
    expect(code).toBe(0)
    expect(stdout).toMatch(/Smuggling\s+minSources 1; routes smuggling; not within 2 h of its last alert\s+hook, log/)
    expect(stdout).toMatch(/hook\s+webhook\nlog\s+file/)
    expect(stdout).not.toContain(hook.secret)
    const { stdout: json } = await run('alerts', 'rules', '--json')
    expect(JSON.parse(json)).toMatchObject({
      rules: [{ name: 'Smuggling' }],
      destinations: [{ name: 'hook' }, { name: 'log' }],
    })
  }, 60_000)

  it('list: tells what was sent, what was not and why, and filters', async () => {
    const { code, stdout } = await run('alerts', 'list')
    expect(code).toBe(0)
    expect(stdout).toMatch(/quarantined\s+alert\s+s[0-9a-f]{12}\.1\.hook\s+1\s+127\.0\.0\.1:\d+ answered 400/)
    expect(stdout).toMatch(/sent\s+alert\s+s[0-9a-f]{12}\.1\.log\s+1\s+\d{4}-\d\d-\d\d \d\d:\d\d\s+written to/)
    const { stdout: json } = await run('alerts', 'list', '--state', 'quarantined', '--json')
    expect(JSON.parse(json)).toMatchObject([
      { destination: 'hook', state: 'quarantined', attempts: 1, sent: null, next: null },
    ])
    const { stdout: log } = await run('alerts', 'list', '--destination', 'log', '--json')
    expect(JSON.parse(log)).toHaveLength(1)
  }, 60_000)

  it('show: gives a notice as it went out', async () => {
    const { stdout: json } = await run('alerts', 'list', '--destination', 'log', '--json')
    const [{ key }] = JSON.parse(json) as [{ key: string }]
    const { code, stdout } = await run('alerts', 'show', key)
    expect(code).toBe(0)
    const words = stdout.replace(/[\u2066-\u2069]/g, '').replace(/\s+(?:> )?/g, ' ')
    expect(words).toMatch(/allegedly smuggled 1,440 Nvidia H100 chips/)
    expect(words).toMatch(/Rule “Smuggling” fired\./)
    const sent = JSON.parse(readFileSync(file(), 'utf8').split('\n')[0] ?? '') as object
    const { stdout: shown } = await run('alerts', 'show', key, '--json')
    const { document: _, ...notice } = JSON.parse(shown) as { document: null }
    expect(notice).toEqual(sent)
  }, 60_000)

  it('retry: lets what is in quarantine be tried anew', async () => {
    const { stdout } = await run('alerts', 'retry')
    expect(stdout).toMatch(/^1 notices? /)
    const { stdout: json } = await run('alerts', 'list', '--destination', 'hook', '--json')
    expect(JSON.parse(json)).toMatchObject([{ state: 'due' }])
  }, 60_000)

  it('test: tries a destination out, and says how it went', async () => {
    const { code, stdout } = await run('alerts', 'test', 'hook')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ok\s+hook: 204 from 127\.0\.0\.1:\d+\n$/)])
    expect(hook.posted.at(-1)).toMatchObject({
      type: 'detour.test',
      id: expect.stringMatching(/^test\.[0-9a-f]{12}\.hook$/),
    })
    hook.answers.push(500)
    const failed = await run('alerts', 'test')
    expect(failed.code).toBe(1)
    expect(failed.stdout).toMatch(/^FAILED hook: .* answered 500\.\nok\s+log: written to /)
  }, 60_000)

  it.each<[readonly string[], RegExp]>([
    [['alerts', 'ring'], /alerts takes rules, test, list, show or retry; "ring" is none of them/],
    [['alerts', 'test', 'desk'], /no destination "desk"; there are hook, log/],
    [['alerts', 'list', '--state', 'lost'], /--state is one of due, sent, quarantined, dropped/],
    [['alerts', 'list', 'more'], /does not take "more"/],
    [['alerts', 'show'], /takes the key of a notice/],
    [['digest', '--week', '2026-W60'], /--week is written as 2026-W47/],
    [['digest', '--format', 'pdf'], /no format "pdf"; there are csv, html, json, markdown/],
    [['digest', '--lang', 'tlh'], /no words in "tlh"/],
  ])(
    '%j is wrong usage, and a sentence says how',
    async (args, sentence) => {
      const { code, stderr, stdout } = await run(...args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(sentence)
    },
    60_000,
  )

  it('says which variable a secret is missing from', async () => {
    const { code, stderr } = await detour(['alerts', 'rules', '--config', config], { env: { HOOK_SECRET: '' } })
    expect(code).toBe(2)
    expect(stderr).toMatch(/destinations\.hook: the environment variable HOOK_SECRET/)
  }, 60_000)
})

describe('detour digest', () => {
  it('of the week that runs, in one format, goes to standard output', async () => {
    const { code, stdout } = await run('digest', '--week', 'current', '--format', 'json')
    expect(code).toBe(0)
    const digest = JSON.parse(stdout) as { week: string; stories: unknown[] }
    expect(digest.week).toBe(weekOf(Date.now(), 'UTC'))
    expect(digest.stories).toHaveLength(1)
  }, 60_000)

  it('goes to files, whose paths it prints', async () => {
    const out = join(folder, 'out')
    const { code, stdout } = await run(
      'digest',
      '--week',
      'current',
      '--format',
      'html,markdown',
      '--out',
      out,
      '--lang',
      'fr',
    )
    const week = weekOf(Date.now(), 'UTC')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toEqual(['html', 'md'].map((end) => join(out, `detour-${week}.${end}`)))
    expect(readdirSync(out).sort()).toEqual([`detour-${week}.html`, `detour-${week}.md`])
    expect(readFileSync(join(out, `detour-${week}.md`), 'utf8')).toMatch(/semaine/i)
  }, 60_000)

  it('of an empty week says that it is one', async () => {
    const { code, stderr } = await run('digest', '--week', '2020-W01', '--out', join(folder, 'empty'))
    expect(code).toBe(0)
    expect(stderr).toMatch(/Week 2020-W01 .* 0 articles.*--week current/)
  }, 60_000)

  it('that cannot be written says so, and fails', async () => {
    const { code, stderr } = await run('digest', '--week', 'current', '--out', join(file(), 'below'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/The digest cannot be written to .*alerts\.jsonl\/below \((?:ENOTDIR|EEXIST)\)/)
  }, 60_000)
})

describe('a proxy', () => {
  it('is taken to receivers on the web, and not to those on this machine', async () => {
    const asked: string[] = []
    const { base, close } = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.writeHead(202).end()
    })
    const file = join(folder, 'proxied.yaml')
    const far = { channel: 'webhook', url: 'http://hooks.example/x', secrets: ['env:HOOK_SECRET'] }
    const near = { ...far, url: hook.url }
    writeFileSync(file, stringify({ data: './data', feeds: { bundled: [] }, destinations: { far, near } }))
    const env = { HTTP_PROXY: base, http_proxy: '', NO_PROXY: '', no_proxy: '' }
    const { code, stdout } = await detour(['alerts', 'test', '--config', file], { env })
    await close()
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/ok {4} far: 202 from hooks\.example\nok {4} near: 204 from 127/),
    ])
    expect(asked).toEqual(['POST http://hooks.example/x'])
  }, 60_000)
})
