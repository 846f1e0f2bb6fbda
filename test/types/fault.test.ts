import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/types/fault.ts'

describe('a fault', () => {
  it.each([
    ['https://user:pass@x.example/feed failed', 'https://x.example/feed failed'],
    ['https://x.example/feed?token=abc&n=1', 'https://x.example/feed?token=…&n=1'],
    ['https://x.example/?api_key=abc', 'https://x.example/?api_key=…'],
    ['write to a@b.example: monkey=1', 'write to a@b.example: monkey=1'],
  ])('%j is told without its secrets', (text, told) => {
    expect(new Fault('fetch-network', text).message).toBe(told)
  })
})
