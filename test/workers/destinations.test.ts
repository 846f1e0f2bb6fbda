import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { loadDestinations } from '../../workers/deliver/destinations.ts'

const knowledge = loadKnowledge()
const secret = `whsec_${'A'.repeat(43)}=`

function configOf(settings: object) {
  const file = join(mkdtempSync(join(tmpdir(), 'detour-config-')), 'detour.yaml')
  writeFileSync(file, stringify(settings))
  return loadConfig(file, {})
}

const load = (settings: object, env: Readonly<Record<string, string>> = {}) =>
  loadDestinations(configOf(settings), knowledge, env)

const hook = { channel: 'webhook', url: 'https://hooks.example/x', secrets: ['env:HOOK_SECRET'] }

describe('destinations', () => {
  it('are the console where nothing is configured, and told everything', async () => {
    const config = configOf({})
    expect([...(await loadDestinations(config, knowledge, {})).keys()]).toEqual(['console'])
    expect(config.alerts).toEqual([{ name: 'Every report', destinations: ['console'] }])
  })

  it('without a rule are each told everything', () => {
    expect(configOf({ destinations: { a: { channel: 'console' }, b: hook } }).alerts).toEqual([
      { name: 'Every report', destinations: ['a', 'b'] },
    ])
    expect(configOf({ destinations: {} }).alerts).toEqual([])
    expect(configOf({ alerts: [] }).alerts).toEqual([])
  })

  it('take secrets from the environment, wherever a setting is text', async () => {
    const found = await load({ destinations: { hook } }, { HOOK_SECRET: secret })
    expect(found.get('hook')?.settings).toMatchObject({ secrets: [secret], url: 'https://hooks.example/x' })
    const mail = {
      channel: 'email',
      host: 'smtp.example',
      from: 'a@b.example',
      to: ['c@d.example'],
      auth: { user: 'u', password: 'env:PASSWORD' },
    }
    const mails = await load({ destinations: { mail } }, { PASSWORD: 'x y' })
    expect(mails.get('mail')?.settings).toMatchObject({ auth: { user: 'u', password: 'x y' } })
  })

  it.each<[string, object, RegExp]>([
    [
      'a channel that is none',
      { destinations: { a: { channel: 'pigeon' } } },
      /destinations\.a: there is no channel "pigeon"; there are console, email, file, slack, teams, webhook\./,
    ],
    [
      'a secret that is not set',
      { destinations: { hook } },
      /destinations\.hook: the environment variable HOOK_SECRET that it names is not set\./,
    ],
    ['a missing setting', { destinations: { a: { channel: 'file' } } }, /destinations\.a\.path: /],
    [
      'an unknown setting',
      { destinations: { a: { channel: 'console', colour: 1 } } },
      /destinations\.a: unknown setting colour\./,
    ],
    ['a name that is none', { destinations: { 'A b': { channel: 'console' } } }, /a name is written in small letters/],
    ['a rule to nowhere', { alerts: [{ name: 'r', destinations: ['desk'] }] }, /“r”: there is no destination “desk”/],
    [
      'an unknown company',
      { alerts: [{ name: 'r', destinations: ['console'], companies: ['bytedanse'] }] },
      /“bytedanse”; perhaps “bytedance” is meant/,
    ],
    [
      'an unknown condition',
      { alerts: [{ name: 'r', destinations: ['console'], minscore: 1 }] },
      /unknown setting alerts\.0\.minscore/,
    ],
    [
      'a digest to nowhere',
      { digest: { destinations: ['desk'] } },
      /digest\.destinations: there is no destination "desk"\./,
    ],
    [
      'a format that is none',
      { digest: { formats: ['pdf'] } },
      /digest\.formats: there is no format "pdf"; there are csv, html, json, markdown\./,
    ],
    [
      'a zone that is none',
      { digest: { zone: 'Paris' } },
      /digest\.zone: "Paris" is no time zone; one is written as Europe\/Paris\./,
    ],
    ['a time that is none', { digest: { time: '7h' } }, /a time is written as 07:00/],
    ['a language without words', { language: 'tlh' }, /language: there are no words in "tlh"; there are en, fr\./],
  ])('say what is wrong with %s', async (_, settings, sentence) => {
    await expect((async () => load(settings))()).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(sentence),
    })
  })

  it('never tell a secret, however wrong it is', async () => {
    const wrong = { ...hook, secrets: ['hunter2-not-a-secret'], url: 'ftp://user:hunter2@hooks.example' }
    const error = await load({ destinations: { hook: wrong } }).catch((thrown: Error) => thrown)
    expect(String(error)).toMatch(/destinations\.hook\.secrets\.0: must be "whsec_"/)
    expect(String(error)).not.toMatch(/hunter2/)
  })

  it('say everything that is wrong at once', async () => {
    const settings = { destinations: { a: { channel: 'pigeon' }, b: { channel: 'file' } }, language: 'tlh' }
    const error = String(await load(settings).catch((thrown: Error) => thrown))
    expect(error).toMatch(/pigeon.*destinations\.b\.path.*tlh/s)
  })
})
