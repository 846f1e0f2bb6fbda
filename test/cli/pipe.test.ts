import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'detour.js')

/** Runs the command line with a reader that goes away after the first bytes, as `head -1` does. */
function headed(
  args: readonly string[],
  input: string,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, ...args], { stdio: 'pipe' })
    let stderr = ''
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.stdout.once('data', () => child.stdout.destroy())
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.on('close', (code) => resolve({ code, stderr }))
  })
}

describe('a reader that goes away', () => {
  it.each([
    ['lines', ['read-robots', '--jsonl'], '{"id":1}\n'.repeat(50_000)],
    [
      'one long answer',
      ['read-feed'],
      `<rss><channel>${'<item><title>A</title><link>http://x.example/</link></item>'.repeat(20_000)}</channel></rss>`,
    ],
  ])('from %s ends the command quietly', async (_, args, input) => {
    expect(await headed(args, input)).toEqual({ code: 0, stderr: '' })
  })
})
