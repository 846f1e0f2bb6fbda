import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { detour } from '../workers/line.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'detour-init-'))

describe('init', () => {
  it.each([
    ['absolute', join(folder(), 'store'), (_: string, home: string) => home],
    ['relative to the file', './elsewhere', (dir: string) => join(dir, 'elsewhere')],
  ])('makes the data folder that DETOUR_HOME names (%s), writes it down and says so', async (_, home, place) => {
    const dir = folder()
    const { code, stdout } = await detour(['init', '--dir', dir], { env: { DETOUR_HOME: home } })
    const data = place(dir, home)
    expect([code, existsSync(data), existsSync(join(dir, 'detour-data'))]).toEqual([0, true, false])
    expect(stdout).toContain(`the data folder ${data}`)
    expect(stdout).toContain('DETOUR_HOME')
    expect(loadConfig(join(dir, 'detour.yaml'), {}).data).toBe(data)
    expect(loadConfig(join(dir, 'detour.yaml'), { DETOUR_HOME: home }).data).toBe(data)
  })

  it('on a full disk leaves nothing of a detour.yaml, or the one that was there', async (context) => {
    const dir = folder()
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir], { stdio: 'ignore' })
    } catch {
      return context.skip('mounting a small tmpfs needs root')
    }
    try {
      let rest = 65_536
      for (let part = 0; rest > 0; part++) {
        try {
          writeFileSync(join(dir, `ballast${part}`), Buffer.alloc(rest))
        } catch {
          rest = Math.floor(rest / 2)
        }
      }
      const full = await detour(['init', '--dir', dir])
      expect([full.code, full.stdout]).toEqual([1, ''])
      expect(full.stderr).toMatch(/^detour: The disk .* is full.*\n$/)
      expect(readdirSync(dir).filter((name) => !name.startsWith('ballast') && name !== 'detour-data')).toEqual([])
    } finally {
      execFileSync('umount', ['-l', dir])
    }
  })

  it('writes over an old file only when told to, and whole', async () => {
    const dir = folder()
    writeFileSync(join(dir, 'detour.yaml'), 'poll:\n  minutes: 30\n')
    expect((await detour(['init', '--dir', dir])).code).toBe(2)
    expect((await detour(['init', '--dir', dir, '--force'])).code).toBe(0)
    expect(readFileSync(join(dir, 'detour.yaml'), 'utf8')).toContain('minutes: 60')
    expect(readdirSync(dir).sort()).toEqual(['detour-data', 'detour.yaml'])
  })
})
