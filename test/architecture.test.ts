import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faults } from '../src/types/fault.ts'
import { readImports, violations } from './architecture.ts'

const root = join(import.meta.dirname, '..')

describe('who may import whom', () => {
  it('holds for every file', () => {
    const { imports, outside } = readImports(root)
    expect(imports.size).toBeGreaterThan(50)
    expect(violations(imports, outside)).toEqual([])
  })

  it.each([
    [
      'a stage imports a stage',
      { 'src/extract/money.ts': ['src/classify/label.ts'] },
      {},
      'src/extract/money.ts (extract) imports src/classify/label.ts (classify)',
    ],
    [
      'types import anything',
      { 'src/types/text.ts': ['src/text/words.ts'] },
      {},
      'src/types/text.ts (types) imports src/text/words.ts (text)',
    ],
    [
      'the store imports a stage',
      { 'src/store/task.ts': ['src/ingest/feed.ts'] },
      {},
      'src/store/task.ts (store) imports src/ingest/feed.ts (ingest)',
    ],
    [
      'src imports a worker',
      { 'src/analyse.ts': ['workers/jobs.ts'] },
      {},
      'src/analyse.ts imports workers/jobs.ts from outside src/',
    ],
    [
      'a cycle',
      { 'src/text/a.ts': ['src/text/b.ts'], 'src/text/b.ts': ['src/text/a.ts'] },
      {},
      'cycle: src/text/a.ts → src/text/b.ts → src/text/a.ts',
    ],
    [
      'pure code reads a file',
      { 'src/extract/chip.ts': [] },
      { 'src/extract/chip.ts': ['node:fs'] },
      'src/extract/chip.ts imports node:fs: only the edges touch the world',
    ],
  ])('sees a planted violation: %s', (_, imports, outside, wanted) => {
    expect(violations(new Map(Object.entries(imports)), new Map(Object.entries(outside)))).toContain(wanted)
  })

  it('reads the environment in one place only', () => {
    const found = execFileSync('git', ['grep', '-ln', 'process\\.env', '--', 'src', 'workers', 'daemon'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(found.trim().split('\n')).toEqual(['src/config.ts'])
  })
})

describe('docs/faults.md', () => {
  it('lists every fault code with its meaning, and no other', () => {
    const text = readFileSync(join(root, 'docs', 'faults.md'), 'utf8')
    const rows = [...text.matchAll(/^\| `([\w-]+)` \| (\w+) \| (.*) \|$/gm)].map(([, code, retry, meaning]) => [
      code,
      [retry, meaning],
    ])
    expect(Object.fromEntries(rows)).toEqual(faults)
  })
})
