import { describe, expect, it } from 'vitest'
import { fuzz } from '../../scripts/fuzz.ts'
import { parseFeed } from '../../src/ingest/feed.ts'
import { readPage } from '../../src/ingest/page.ts'
import { Fault } from '../../src/types/fault.ts'
import { hostile } from './hostile.ts'

/** Far above what it takes (2 s at most), since tests share a busy machine; what hangs takes minutes or for ever. */
const mostMs = 20_000

describe('hostile input is answered or refused', () => {
  it.each(hostile)('$kind: $name', { timeout: 60_000 }, ({ kind, make }) => {
    const bytes = make()
    const before = process.cpuUsage()
    try {
      if (kind === 'feed') parseFeed(bytes, { contentType: null, url: 'https://a.example/' })
      else readPage(bytes, { contentType: null, url: null })
    } catch (error) {
      expect(error).toBeInstanceOf(Fault)
    }
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(mostMs)
  })

  it('leaves the next input unharmed', () => {
    const page = readPage(Buffer.from(`<p>${'Words of an article, several of them. '.repeat(20)}</p>`), {
      contentType: null,
      url: null,
    })
    expect(page.text).toContain('Words of an article')
  })
})

describe('mutated input', () => {
  it('never throws anything but a fault', { timeout: 120_000 }, () => {
    expect(fuzz({ seed: 7, runs: 400, slowMs: 10_000 }).failures).toEqual([])
  })

  it('is the same for the same seed', () => {
    const once = fuzz({ seed: 3, runs: 20, slowMs: 10_000 }).digest
    expect(fuzz({ seed: 3, runs: 20, slowMs: 10_000 }).digest).toBe(once)
    expect(fuzz({ seed: 4, runs: 20, slowMs: 10_000 }).digest).not.toBe(once)
  })
})
