import { mkdirSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { articleFromLine } from '../../cli/commands/analyze.ts'
import { command } from '../../cli/commands/judge.ts'
import { readLabelled } from '../../cli/commands/score.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { listJudgements } from '../../src/store/judgement.ts'
import { keepArticle, smuggled } from '../fixtures/kept.ts'
import { detour } from '../workers/line.ts'
import { install } from '../workers/served.ts'

const { folder, data, config } = install([])
const on = (...args: string[]): ReturnType<typeof detour> => detour(['judge', ...args, '--config', config])
const url = (name: string): string => `https://x.example/${name}`
const hostile = 'Chips \u001b[31msmuggled\u202e to China\u0007'

/** Held open throughout, as a daemon holds it. */
let store: Store
const ids = new Map<string, string>()

beforeAll(async () => {
  mkdirSync(data, { recursive: true })
  store = await openStore(data, { create: true })
  const knowledge = loadKnowledge()
  const kept = [
    ['a', 'circumvention', '1', { text: smuggled }],
    ['b', 'circumvention', '2', { text: `${smuggled} It is in court.`, title: hostile }],
    ['c', 'related', '3', { text: `${smuggled} So much for the rules.`, title: '' }],
    ['d', 'circumvention', '4', { text: `${smuggled} All of this is alleged.` }],
  ] as const
  for (const [name, label, analysis, change] of kept) {
    const { finding } = await keepArticle(store, knowledge, { url: url(name), ...change }, label, analysis)
    ids.set(name, finding.id)
  }
}, 120_000)

afterAll(() => store.destroy())

describe('wrong usage', () => {
  const id = '0123456789ab'
  it.each<[string[], object, RegExp]>([
    [[], {}, /judge needs a finding: .* none was given.*"detour findings"/],
    [['abc12', 'yes'], {}, /"abc12" is neither/],
    [['nonsense', 'yes'], {}, /"nonsense" is neither/],
    [['ftp://x.example/a', 'yes'], {}, /is neither/],
    [[id], {}, /judge needs a verdict, yes, no, unsure; none was given/],
    [[id, 'maybe'], {}, /"maybe" is none/],
    [[id, 'yes'], { field: 'chips' }, /--field is one of label, routes, posture, denied; "chips" is none/],
    [[id, 'no'], { value: 'guilty' }, /--value of label is one of circumvention, related, unrelated; "guilty" is none/],
    [[id, 'no'], { field: 'routes', value: 'teleport' }, /offshore-compute, .*"teleport" is none/],
    [[id, 'yes'], { by: ' ' }, /name them with --by/],
    [[id, 'yes'], { json: true }, /--json goes with --list/],
    [[id, 'yes'], { list: true }, /either judges a finding, or lists/],
    [[], { list: true, export: 'x.jsonl' }, /either judges/],
    [[], { list: true, note: 'x' }, /either judges/],
    [[], { export: '' }, /--export needs the name of a file/],
  ])('judge %j %j is told in a sentence', async (args, options, message) => {
    const failing = command(args, { config, ...options })
    await expect(failing).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(message) })
  })

  it.each<[string, string[], RegExp]>([
    ['a', ['no'], /no needs --value with the right label: "not circumvention" alone teaches nothing/],
    ['a', ['no', '--value', 'circumvention'], /is what was found: say yes/],
    ['a', ['yes', '--value', 'related'], /say no --value related/],
    ['a', ['unsure', '--value', 'related'], /unsure takes no --value/],
  ])('%s %j, against what was found, exits 2 and keeps nothing', async (name, args, message) => {
    const { code, stdout, stderr } = await on(ids.get(name) ?? '', ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
    expect(await listJudgements(store)).toEqual([])
  })
})

describe('what is not there', () => {
  it.each([
    ['000000', /No finding's id begins with "000000".*"detour findings"/],
    [url('none'), /no finding for an article from https:\/\/x\.example\/none.*"detour findings"/],
  ])('%s exits 1 and says what to run', async (target, message) => {
    const { code, stdout, stderr } = await on(target, 'yes')
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(message)])
  })

  it('a store, exits 1 and says what to run', async () => {
    const other = install([])
    for (const args of [['0123456789ab', 'yes'], ['--list'], ['--export', join(other.folder, 'x')]]) {
      const { code, stderr } = await detour(['judge', ...args, '--config', other.config])
      expect([code, stderr]).toEqual([1, expect.stringMatching(/no store in .*"detour once"/)])
    }
  })
})

describe('judgements', () => {
  it('are kept beside a daemon, listed, and written as labelled articles', async () => {
    const file = join(folder, 'judged.jsonl')
    const none = await on('--export', file)
    expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/No article's label has been judged/)])
    expect((await on('--list')).stdout).toMatch(/Nothing has been judged yet/)

    const said = [
      await on(ids.get('a')?.slice(0, 6) ?? '', 'yes'),
      await on(`${url('a')}?utm_source=feed`, 'no', '--field', 'posture', '--value', 'loophole', '--by', 'bo'),
      await on(ids.get('b')?.toUpperCase() ?? '', 'no', '--value', 'unrelated', '--note', 'a \u001b[2Jgame'),
      await on(ids.get('c') ?? '', 'unsure', '--by', 'bo'),
      await on(ids.get('d') ?? '', 'yes', '--field', 'denied'),
    ]
    for (const { code, stderr, stdout } of said)
      expect([code, stderr, stdout]).toEqual([0, '', expect.stringMatching(/^Kept: /)])
    expect(said[2]?.stdout).toMatch(/"circumvention" of finding .*: no, unrelated is right/)

    const listed = await on('--list')
    expect(listed.stdout.split('\n')).toHaveLength(7)
    for (const { stdout } of [...said, listed]) expect(stdout).not.toMatch(/[\u001b\u202e\u0007]/)

    const all = JSON.parse((await on('--list', '--json')).stdout)
    const me = userInfo().username
    expect(all.map((one: Record<string, unknown>) => [one.by, one.field, one.verdict, one.value, one.counts])).toEqual([
      [me, 'denied', 'yes', 'true', true],
      ['bo', 'label', 'unsure', null, false],
      [me, 'label', 'no', 'unrelated', true],
      ['bo', 'posture', 'no', 'loophole', true],
      [me, 'label', 'yes', 'circumvention', true],
    ])
    expect(all[0]).toMatchObject({ finding: ids.get('d'), language: 'en', label: 'circumvention', note: null })
    expect(Math.abs(Date.parse(all[0].at) - Date.now())).toBeLessThan(300_000)

    const written = await on('--export', file)
    expect([written.code, written.stdout]).toEqual([0, `2 labelled articles written to ${file}.\n`])
    const articles = readLabelled(file)
    const gold = articles.map(({ text, gold: { label, posture } }) => [text, label, posture])
    expect(gold).toContainEqual([smuggled, 'circumvention', 'loophole'])
    expect(gold).toContainEqual([`${smuggled} It is in court.`, 'unrelated', null])
    for (const one of articles) expect(articleFromLine(one).article.published).toBe('2026-03-10')
    expect((await detour(['score', file])).stdout).toMatch(/^en +2 /m)
  }, 120_000)

  it('go to a file that can be written', async () => {
    const { code, stderr } = await on('--export', join(folder, 'nowhere', 'x.jsonl'))
    expect([code, stderr]).toEqual([1, expect.stringMatching(/cannot be written/)])
    expect(() => readFileSync(join(folder, 'nowhere', 'x.jsonl'))).toThrow()
  })

  it('are asked for by the beginning of an id that is one finding alone', async () => {
    const twin = `${ids.get('a')?.slice(0, 12)}${'0'.repeat(52)}`
    await store
      .insertInto('finding')
      .columns(['id', 'document', 'analysis', 'label', 'score', 'language', 'backfill', 'first_seen', 'json'])
      .expression((from) =>
        from
          .selectFrom('finding')
          .select((one) => [one.val(twin).as('id'), 'document', one.val('twin').as('analysis')])
          .select(['label', 'score', 'language', 'backfill', 'first_seen', 'json'])
          .where('id', '=', ids.get('a') ?? ''),
      )
      .execute()
    const { code, stderr } = await on(ids.get('a')?.slice(0, 12) ?? '', 'yes')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/several findings.*give more of it/)])
    expect((await on(ids.get('a') ?? '', 'yes')).code).toBe(0)
  })
})
