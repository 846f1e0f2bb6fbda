import { describe, expect, it } from 'vitest'
import { detour } from '../workers/line.ts'
import { install } from '../workers/served.ts'

describe('a broken proxy setting', () => {
  it.each([
    ['once', ['once'], { HTTP_PROXY: 'garbage' }, /HTTP_PROXY/],
    ['run', ['run'], { HTTPS_PROXY: 'socks5://127.0.0.1:1' }, /HTTPS_PROXY.*SOCKS/],
    ['feeds check', ['feeds', 'check', 'http://x.example/'], { http_proxy: 'garbage' }, /http_proxy/],
  ])('ends %s at once with a sentence', async (_, args, env, message) => {
    const none = { HTTP_PROXY: '', HTTPS_PROXY: '', http_proxy: '', https_proxy: '' }
    const { config } = install(['http://127.0.0.1:9/feed'])
    const { code, signal, stderr } = await detour([...args, '--config', config], {
      env: { ...none, ...env },
      killAfterMs: 25_000,
    })
    expect([code, signal]).toEqual([2, null])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at |Warning/)
  })
})
