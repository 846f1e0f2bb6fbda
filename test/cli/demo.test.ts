import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { detour } from '../workers/line.ts'

describe('detour demo', () => {
  it('shows findings, a story across languages with its reasons, an alert as it came in, and where the digest is', async () => {
    const { code, stdout, stderr } = await detour(['demo'])
    expect([code, stderr]).toEqual([0, ''])
    const [findings, stories, alerts, digest] = stdout.split(/^[1-4]\. /m).slice(1) as [string, string, string, string]
    expect(findings).toMatch(/16 feeds polled, 62 pages fetched .* 64 articles analysed\./)
    expect(findings).toMatch(/Silizium heute .* answers 500/)
    expect(stories).toMatch(/^s[0-9a-f]{12} .* charged .* de en fr zh-Hans /m)
    expect(stories).toMatch(/Shares the name.* “meridian lattice”/)
    expect(alerts).toMatch(/│ From: detour@demo\.example/)
    expect(alerts).toMatch(/│ Message-ID: <s[0-9a-f]{12}\.\d+\.desk@demo\.example>/)
    expect(alerts).toMatch(/webhook s[0-9a-f]{12}\.\d+\.hook: story\.alert, signature verified: /)
    expect(alerts).not.toMatch(/WRONG SIGNATURE/)
    const paths = digest.match(/^ {2}\/\S+\.(?:md|html|json|csv)$/gm) ?? []
    expect(paths).toHaveLength(4)
    for (const path of paths) expect(readFileSync(path.trim(), 'utf8').length).toBeGreaterThan(1_000)
  }, 300_000)
})
