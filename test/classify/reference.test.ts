import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { projectRoot } from '../../src/knowledge/project.ts'
import { recordSchema } from '../../src/record-schema.ts'
import { reference } from '../fixtures/reference.ts'

const knowledge = loadKnowledge()
const analyse = (line: object) => {
  const { id, article } = articleFromLine(line)
  return recordOf(id, article, knowledge)
}

/** The owner's own article, where it lies beside the project: its headline as title, the rest as text. */
function seedArticle(): object | null {
  const folder = join(projectRoot, '..', 'shared', 'seed')
  if (!existsSync(folder)) return null
  const lines = readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8').split('\n')
  const at = lines.findIndex((line) => line.startsWith('ByteDance contourne'))
  return {
    id: 'seed',
    title: lines[at],
    text: lines
      .slice(at + 1)
      .join('\n')
      .trim(),
    published: '2025-01-02',
  }
}

const seed = seedArticle()
const told: readonly (readonly [string, object])[] = [
  ['as retold here', reference],
  ...(seed === null ? [] : [['as it stands beside the project', seed] as const]),
]

describe.each(told)('the reference article, %s,', (_, article) => {
  const record = analyse(article)

  it('is read as what it is', () => {
    expect(record.lang.code).toBe('fr')
    expect(record.label).toBe('circumvention')
    expect(record.score).toBeGreaterThan(0.5)
    expect(record.routes.map(({ route }) => route)).toContain('offshore-compute')
    expect(record.posture).toBe('loophole')
    expect(record.denials.map(({ by }) => by)).toEqual(['ByteDance'])
    expect(record.attribution.map(({ source }) => source)).toEqual(['The Information'])
  })

  it('names its companies with their roles', () => {
    expect(record.companies.map(({ name, role }) => [name, role])).toEqual([
      ['ByteDance', 'acquirer'],
      ['Nvidia', 'supplier'],
      ['The Information', 'source'],
      ['TechCrunch', 'source'],
    ])
  })

  it('names one chip, one amount, three regions, and counts no users', () => {
    expect(record.chips.map(({ name }) => name)).toEqual(['Nvidia H100'])
    expect(record.chips[0]?.control.find(({ destination }) => destination === 'CN')).toMatchObject({
      status: 'controlled',
      asOf: '2025-01-02',
    })
    expect(record.amounts.map(({ value, currency }) => [value, currency])).toEqual([[7e9, 'USD']])
    expect(record.quantities).toEqual([])
    expect(record.regions.map(({ code }) => code).sort()).toEqual(['035', 'CN', 'US'])
  })

  it('follows the published schema and gives the same bytes twice', () => {
    expect(recordSchema.safeParse(record).error).toBeUndefined()
    expect(JSON.stringify(analyse(article))).toBe(JSON.stringify(record))
  })
})

describe('any text', () => {
  const text = `${reference.title}\n\n${reference.text}`

  it('gives quotations that slice back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...text.split(/(?<=[ .])/)), fc.string({ unit: 'binary', maxLength: 12 })), {
          maxLength: 60,
        }),
        fc.string({ maxLength: 20 }),
        (parts, title) => {
          const article = { id: 'x', title, text: parts.join(' ') }
          const record = analyse(article)
          const whole = title === '' ? article.text : `${title}\n\n${article.text}`
          const visit = (node: unknown): void => {
            if (typeof node !== 'object' || node === null) return
            const { start, end, text: quoted } = node as { start?: number; end?: number; text?: string }
            if (start !== undefined && end !== undefined) expect(whole.slice(start, end)).toBe(quoted)
            for (const value of Object.values(node)) visit(value)
          }
          visit(record)
          expect(recordSchema.safeParse(record).error).toBeUndefined()
          if (record.label === 'circumvention') expect(record.evidence.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it.each([['선전 상인들이 말레이시아를 거쳐 엔비디아 H100 칩을 들여와 미국의 수출 통제를 피했다.', 'ko']])(
    'in a language without a file is detected and not classified: %s',
    (body, code) => {
      const record = analyse({ id: 'x', title: '', text: body })
      expect(record).toMatchObject({
        lang: { code },
        classified: false,
        label: 'unrelated',
        score: 0,
        routes: [],
        posture: null,
      })
      expect(record.chips.map(({ name }) => name)).toEqual(['Nvidia H100'])
    },
  )

  it('tells control by the date of the article, and not at all without one', () => {
    const statusOn = (published: string | undefined) =>
      analyse({
        id: 'x',
        title: '',
        text: 'Nvidia sells the A800 chip to Chinese buyers.',
        published,
      }).chips[0]?.control.find(({ destination }) => destination === 'CN')?.status
    expect([statusOn('2023-01-10'), statusOn('2023-12-01'), statusOn('2020-01-01'), statusOn(undefined)]).toEqual([
      'free',
      'controlled',
      'unknown',
      'unknown',
    ])
  })
})
