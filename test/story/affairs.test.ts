import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const filled = z.string().trim().min(1)
const itemSchema = z.strictObject({
  id: filled,
  set: z.enum(['tune', 'golden']),
  affair: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  outlet: filled,
  origin: filled,
  feed: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  published: z.iso.datetime(),
  url: z.url(),
  lang: z.enum(['fr', 'en', 'de', 'es', 'zh-Hans', 'zh-Hant', 'ja', 'ru', 'ar', 'ko']),
  title: filled,
  text: filled,
})
type Item = z.infer<typeof itemSchema>

const path = fileURLToPath(new URL('../golden/affairs.jsonl', import.meta.url))
const items: readonly Item[] = readFileSync(path, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => itemSchema.parse(JSON.parse(line)))

const distinct = (values: readonly string[]): number => new Set(values).size
const ofSet = (set: Item['set']): readonly Item[] => items.filter((item) => item.set === set)

describe('the test set of affairs', () => {
  it.each(['tune', 'golden'] as const)('%s is large and mixed enough to measure with', (set) => {
    const chosen = ofSet(set)
    expect(chosen.length).toBeGreaterThanOrEqual(40)
    expect(distinct(chosen.map((item) => item.affair))).toBeGreaterThanOrEqual(12)
    expect(distinct(chosen.map((item) => item.lang))).toBeGreaterThanOrEqual(5)
  })

  it('gives every item its own id and address', () => {
    expect(distinct(items.map((item) => item.id))).toBe(items.length)
    expect(distinct(items.map((item) => item.url))).toBe(items.length)
  })

  it('keeps each affair on one side, so that nothing tuned to is measured', () => {
    const tuned = new Set(ofSet('tune').map((item) => item.affair))
    expect(ofSet('golden').filter((item) => tuned.has(item.affair))).toEqual([])
  })

  it('holds copies, and copies rest on one source', () => {
    const firstOf = new Map([...items].reverse().map((item) => [item.text, item]))
    const copies = items.filter((item) => firstOf.get(item.text)!.id !== item.id)
    expect(copies.length).toBeGreaterThanOrEqual(3)
    for (const copy of copies) expect(firstOf.get(copy.text)!.origin, copy.id).toBe(copy.origin)
  })
})
