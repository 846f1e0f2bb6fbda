import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { openStore } from '../../src/store/database.ts'
import { keepArticle } from '../fixtures/kept.ts'
import { usePostgres } from '../fixtures/postgres.ts'
import { detour, makeInstallation } from '../workers/line.ts'

const postgres = await usePostgres()

/** An installation with two articles. */
async function installed(): Promise<ReturnType<typeof makeInstallation>> {
  const made = makeInstallation([])
  const store = await openStore(made.data, { create: true })
  const knowledge = loadKnowledge()
  await keepArticle(store, knowledge, { url: 'https://x.example/en' })
  await keepArticle(store, knowledge, {
    url: 'https://x.example/zh',
    title: '英伟达芯片走私',
    text: '检方称，芯片被走私到中国。',
  })
  await store.destroy()
  return made
}

describe('search', () => {
  it('prints what it finds, for people and for programs', async () => {
    const { config } = await installed()
    const text = await detour(['search', '走私', '--config', config])
    expect([text.code, text.stderr]).toEqual([0, ''])
    expect(text.stdout).toMatch(
      /2026-03-10 {2}zh-Hans +Harbour Wire: 英伟达芯片走私\n.*检方称[\s\S]*circumvention, 0.*https:\/\/x\.example\/zh/,
    )
    const json = await detour(['search', '"front company"', '--lang', 'en', '--json', '--config', config])
    expect(JSON.parse(json.stdout)).toMatchObject([{ url: 'https://x.example/en', language: 'en', inTitle: false }])
  }, 60_000)

  it.each([
    ['no word', ['search', '%%'], 2, /no word to search for/],
    ['nothing to be found', ['search', 'zzzz'], 0, /^$/],
  ])(
    'says so where there is %s',
    async (_, args, code, message) => {
      const { config } = await installed()
      const ended = await detour([...args, '--config', config])
      expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(message)])
    },
    60_000,
  )
})

describe('DATABASE_URL', () => {
  it.each(['mysql://u:s3cret@h/d', 'nonsense s3cret'])(
    'that names no PostgreSQL is refused without being shown: %s',
    (url) => {
      expect(() => loadConfig(null, { DATABASE_URL: url })).toThrow(/DATABASE_URL is not the address/)
      expect(() => loadConfig(null, { DATABASE_URL: url })).not.toThrow(/s3cret/)
    },
  )

  it('goes before the data folder; empty, it is none', () => {
    const url = 'postgres://u@h/d'
    expect(loadConfig(null, { DATABASE_URL: url }).place).toBe(url)
    expect(loadConfig(null, { DATABASE_URL: '', DETOUR_HOME: '/x' }).place).toBe('/x')
  })
})

describe.skipIf(postgres === null)('store copy', () => {
  it('moves an installation, on which the commands go on; a second time it refuses', async () => {
    const { config, data } = await installed()
    const url = await postgres!.database()
    const env = { DATABASE_URL: url }
    const copied = await detour(['store', 'copy', '--from', data, '--to', 'env:DATABASE_URL'], { env })
    expect([copied.code, copied.stderr]).toEqual([0, ''])
    expect(copied.stdout).toMatch(/document +2\n/)
    for (const [args, says] of [
      [['findings'], /Three charged/],
      [['search', '走私'], /英伟达芯片走私/],
      [['doctor'], /store +PostgreSQL at 127\.0\.0\.1:\d+\/\w+; no daemon runs/],
    ] as const) {
      const ended = await detour([...args, '--config', config], { env })
      expect([args, ended.stderr, ended.stdout]).toEqual([args, '', expect.stringMatching(says)])
      expect(ended.stdout).not.toContain(new URL(url).password)
    }
    const again = await detour(['store', 'copy', '--from', data, '--to', url])
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/is not empty/)])
  }, 120_000)

  it.each([
    [['store', 'copy', '--to', 'x'], /needs --from/],
    [['store', 'copy', '--from', 'mysql://h', '--to', 'x'], /--from takes a data folder/],
    [['store', 'copy', '--from', 'env:DETOUR_NOT_SET', '--to', 'x'], /DETOUR_NOT_SET, which is not set/],
    [['store', 'move'], /store takes copy/],
  ])(
    'says what it takes: %s',
    async (args, message) => {
      const ended = await detour(args, { cwd: mkdtempSync(join(tmpdir(), 'detour-copy-')) })
      expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(message)])
    },
    60_000,
  )
})
