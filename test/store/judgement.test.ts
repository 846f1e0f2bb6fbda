import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { foundValue, labelledArticle, readValue, rightValue } from '../../src/judged.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Store } from '../../src/store/database.ts'
import {
  findingByUrl,
  findingsById,
  judgedByLanguage,
  latestFindings,
  listJudgements,
  saveJudgement,
  thatCount,
} from '../../src/store/judgement.ts'
import { Fault } from '../../src/types/fault.ts'
import type { Label } from '../../src/types/finding.ts'
import type { JudgedField, Judgement, Verdict } from '../../src/types/judgement.ts'
import { keepArticle, smuggled } from '../fixtures/kept.ts'
import { type StoreKind, useStores } from '../fixtures/stores.ts'

const knowledge = loadKnowledge()
const kinds = await useStores()
let store: Store

/** A store for each test. */
const withStore = (open: StoreKind['open']): void =>
  beforeEach(async () => {
    store = await open()
    return () => store.destroy()
  })

const keep = (url: string, label: Label = 'circumvention', analysis = '0') =>
  keepArticle(store, knowledge, { url }, label, analysis)

type Word = readonly [by: string, verdict: Verdict, value: string | null, field?: JudgedField]

const judgement = ([by, verdict, value, field = 'label']: Word, change: Partial<Judgement> = {}): Judgement => ({
  finding: 'f',
  document: 'd',
  verdict,
  field,
  value,
  note: null,
  by,
  at: 0,
  ...change,
})

describe('what counts', () => {
  it.each<[string, readonly Word[], readonly (string | null)[]]>([
    ['the only word', [['ana', 'yes', 'circumvention']], ['circumvention']],
    [
      "a person's latest",
      [
        ['ana', 'yes', 'circumvention'],
        ['ana', 'no', 'related'],
      ],
      ['related'],
    ],
    [
      'the latest of several persons',
      [
        ['ana', 'no', 'related'],
        ['bo', 'yes', 'circumvention'],
      ],
      ['circumvention'],
    ],
    [
      'the latest of several persons, said before',
      [
        ['bo', 'yes', 'circumvention'],
        ['ana', 'no', 'related'],
        ['bo', 'yes', 'circumvention'],
      ],
      ['circumvention'],
    ],
    ['nothing of who is unsure', [['ana', 'unsure', null]], []],
    [
      'nothing of who has become unsure',
      [
        ['ana', 'yes', 'circumvention'],
        ['ana', 'unsure', null],
      ],
      [],
    ],
    [
      'what is known, whoever else doubts it',
      [
        ['ana', 'no', 'related'],
        ['bo', 'unsure', null],
      ],
      ['related'],
    ],
    [
      'each field by itself',
      [
        ['ana', 'yes', 'circumvention'],
        ['ana', 'no', 'charged', 'posture'],
        ['bo', 'no', 'alleged', 'posture'],
      ],
      ['circumvention', 'alleged'],
    ],
  ])('%s', (_, words, values) => {
    expect(thatCount(words.map((word) => judgement(word))).map(({ value }) => value)).toEqual(values)
  })

  it('holds for the document, whichever of its findings was judged; not for another', () => {
    const first = judgement(['ana', 'yes', 'circumvention'])
    const anew = judgement(['ana', 'no', 'related'], { finding: 'g' })
    const other = judgement(['ana', 'no', 'unrelated'], { finding: 'h', document: 'e' })
    expect(thatCount([first, anew, other])).toEqual([anew, other])
  })
})

describe('the right value', () => {
  it.each<[Verdict, JudgedField, string | null, string, string | null | RegExp]>([
    ['yes', 'label', null, 'circumvention', 'circumvention'],
    ['yes', 'label', 'circumvention', 'circumvention', 'circumvention'],
    ['yes', 'label', 'related', 'circumvention', /say no --value related/],
    ['no', 'label', 'related', 'circumvention', 'related'],
    ['no', 'label', null, 'circumvention', /needs --value with the right label/],
    ['no', 'label', 'circumvention', 'circumvention', /is what was found/],
    ['no', 'posture', null, 'alleged', /needs --value/],
    ['no', 'routes', 'smuggling', 'none', 'smuggling'],
    ['no', 'denied', null, 'true', 'false'],
    ['no', 'denied', null, 'false', 'true'],
    ['no', 'denied', 'true', 'true', /is what was found/],
    ['unsure', 'label', null, 'circumvention', null],
    ['unsure', 'label', 'related', 'circumvention', /takes no --value/],
  ])('%s on %s with %s where %s was found', (verdict, field, given, found, right) => {
    const answer = (): string | null => rightValue(verdict, field, given, found)
    if (right instanceof RegExp) expect(answer).toThrow(right)
    else expect(answer()).toBe(right)
  })

  it.each<[JudgedField, string, string | RegExp]>([
    ['label', 'Related ', 'related'],
    ['label', 'guilty', /one of circumvention, related, unrelated; "guilty" is none/],
    ['label', 'related,unrelated', /is none/],
    ['posture', 'charged', 'charged'],
    ['posture', 'none', 'none'],
    ['posture', 'accused', /loophole, alleged, .* none; "accused" is none/],
    ['denied', 'true', 'true'],
    ['denied', 'yes', /true, false; "yes" is none/],
    ['routes', 'smuggling, front-company,smuggling', 'front-company,smuggling'],
    ['routes', 'none', 'none'],
    ['routes', 'none,smuggling', /either none or routes/],
    ['routes', 'teleport', /"teleport" is none/],
    ['routes', '', /"" is none/],
  ])('%s typed as "%s"', (field, typed, value) => {
    const answer = (): string => readValue(field, typed, knowledge)
    if (value instanceof RegExp) expect(answer).toThrow(value)
    else expect(answer()).toBe(value)
    if (value instanceof RegExp) expect(answer).toThrow(Fault)
  })
})

describe.each(kinds)('a store, $name', ({ open }) => {
  withStore(open)

  it('keeps every judgement, with when by its own clock', async () => {
    const { document, finding } = await keep('https://x.example/a')
    const said = { finding: finding.id, document: document.id, field: 'label', value: null, by: 'ana' } as const
    await saveJudgement(store, { ...said, verdict: 'unsure', note: 'too \0short' })
    await saveJudgement(store, { ...said, verdict: 'yes', value: 'circumvention', note: null })
    const all = await listJudgements(store)
    expect(all.map(({ verdict, note, language, label }) => [verdict, note, language, label])).toEqual([
      ['unsure', 'too short', 'en', 'circumvention'],
      ['yes', null, 'en', 'circumvention'],
    ])
    expect(Math.abs(Date.now() - (all[0]?.at ?? 0))).toBeLessThan(60_000)
    expect(await listJudgements(store, 1_000)).toEqual([])
  })

  it('keeps none on a finding that it does not have', async () => {
    await expect(saveJudgement(store, judgement(['ana', 'yes', 'circumvention']))).rejects.toThrow(/FOREIGN KEY/i)
  })

  it('finds findings by the beginning of an id and by address', async () => {
    const a = await keep('https://x.example/a', 'circumvention', 'a')
    const anew = await keep('https://x.example/a', 'related', 'b')
    await sql`update finding set first_seen = first_seen + 5 where id = ${anew.finding.id}`.execute(store)
    const ids = async (prefix: string): Promise<string[]> =>
      (await findingsById(store, prefix)).map(({ finding }) => finding.id)
    expect(await ids(a.finding.id.slice(0, 6))).toEqual([a.finding.id])
    expect(await ids(a.finding.id)).toEqual([a.finding.id])
    expect(await ids('000000')).toEqual([])
    expect(await ids('')).toEqual([a.finding.id, anew.finding.id])
    expect((await findingByUrl(store, 'https://x.example/a'))?.finding.id).toBe(anew.finding.id)
    expect(await findingByUrl(store, 'https://x.example/b')).toBeNull()
  })

  it('counts by language how often what it said to be circumvention was', async () => {
    const until = Date.now() + 60_000
    const words: readonly (readonly [url: string, found: Label, ...words: Word[]])[] = [
      ['https://x.example/1', 'circumvention', ['ana', 'yes', 'circumvention']],
      ['https://x.example/2', 'circumvention', ['ana', 'no', 'related']],
      ['https://x.example/3', 'circumvention', ['ana', 'no', 'related'], ['bo', 'yes', 'circumvention']],
      ['https://x.example/4', 'circumvention', ['ana', 'unsure', null]],
      ['https://x.example/5', 'circumvention', ['ana', 'no', 'alleged', 'posture']],
      ['https://x.example/6', 'related', ['ana', 'no', 'circumvention']],
      ['https://x.example/7', 'unrelated', ['ana', 'yes', 'unrelated']],
    ]
    for (const [url, label, ...said] of words) {
      const { document, finding } = await keep(url, label)
      for (const word of said)
        await saveJudgement(store, judgement(word, { finding: finding.id, document: document.id }))
    }
    expect(await judgedByLanguage(store, until)).toEqual({ en: { right: 2, wrong: 1 } })
    expect(await judgedByLanguage(store, 1_000)).toEqual({})
  })

  it('counts an article once, however often it was analysed', async () => {
    const first = await keep('https://x.example/a')
    const word = { finding: first.finding.id, document: first.document.id }
    await saveJudgement(store, judgement(['ana', 'no', 'related'], word))
    const { finding } = await keep('https://x.example/a', 'related', 'b')
    await saveJudgement(store, judgement(['bo', 'yes', 'related'], { ...word, finding: finding.id }))
    expect(await judgedByLanguage(store, Date.now() + 60_000)).toEqual({ en: { right: 0, wrong: 1 } })
  })
})

describe.each(kinds)('a labelled article, $name', ({ open }) => {
  withStore(open)

  const labelled = async (label: Label, ...words: Word[]) => {
    const { document } = await keep('https://x.example/a', label)
    const [stored] = await latestFindings(store, [document.id])
    return labelledArticle(stored!, thatCount(words.map((word) => judgement(word))), knowledge)
  }

  it('says what was found, corrected', async () => {
    const made = await labelled('circumvention', ['ana', 'yes', 'circumvention'], ['ana', 'no', 'loophole', 'posture'])
    expect(made).toMatchObject({
      id: expect.stringMatching(/^en-[0-9a-f]{12}$/),
      lang: 'en',
      published: '2026-03-10',
      title: 'Three charged over chips smuggled to China',
      text: smuggled,
      gold: {
        label: 'circumvention',
        routes: expect.arrayContaining(['smuggling']),
        posture: 'loophole',
        denied: true,
        chips: ['Nvidia H100'],
        amounts: [{ surface: '$40 million', value: 40_000_000, currency: 'USD' }],
        quantities: [{ value: 800, unit: 'chip' }],
        regions: expect.arrayContaining(['SG', 'CN', 'US']),
      },
    })
  })

  it.each<[string, Label, readonly Word[], unknown]>([
    [
      'whose routes are others',
      'circumvention',
      [
        ['a', 'yes', 'circumvention'],
        ['a', 'no', 'grey-market,smuggling', 'routes'],
      ],
      { routes: ['grey-market', 'smuggling'] },
    ],
    [
      'without routes',
      'circumvention',
      [
        ['a', 'yes', 'circumvention'],
        ['a', 'no', 'none', 'routes'],
      ],
      { routes: [] },
    ],
    [
      'that denies nothing',
      'circumvention',
      [
        ['a', 'yes', 'circumvention'],
        ['a', 'no', 'false', 'denied'],
      ],
      { denied: false },
    ],
    [
      'that is none',
      'circumvention',
      [
        ['a', 'no', 'related'],
        ['a', 'no', 'charged', 'posture'],
      ],
      { label: 'related', routes: [], posture: null },
    ],
    [
      'that was missed',
      'related',
      [
        ['a', 'no', 'circumvention'],
        ['a', 'no', 'charged', 'posture'],
      ],
      { label: 'circumvention', posture: 'charged' },
    ],
  ])('%s', async (_, label, words, gold) => {
    expect((await labelled(label, ...words))?.gold).toMatchObject(gold as object)
  })

  it.each<[string, readonly Word[]]>([
    ['nothing was judged', []],
    ['something else was judged', [['ana', 'no', 'charged', 'posture']]],
    ['nobody is sure of the label', [['ana', 'unsure', null]]],
  ])('is none where %s', async (_, words) => {
    expect(await labelled('circumvention', ...words)).toBeNull()
  })

  it('names what was found of each field', async () => {
    const { finding } = await keep('https://x.example/a')
    expect([foundValue(finding, 'label'), foundValue(finding, 'denied')]).toEqual(['circumvention', 'true'])
    expect(foundValue({ ...finding, claims: [] }, 'routes')).toBe('none')
    expect(foundValue({ ...finding, claims: [] }, 'posture')).toBe('none')
    expect(foundValue({ ...finding, claims: [] }, 'denied')).toBe('false')
  })
})
