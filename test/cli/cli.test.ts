import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commentedConfig } from '../../cli/commands/init.ts'
import { answerLines } from '../../cli/jsonl.ts'
import { nameOf, readWeek } from '../../cli/sample/week.ts'
import { serveSample } from '../../cli/sample.ts'
import { loadConfig } from '../../src/config.ts'
import { recordSchema } from '../../src/record-schema.ts'
import { reference } from '../fixtures/reference.ts'
import { detour } from '../workers/line.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = (): string => mkdtempSync(join(tmpdir(), 'detour-cli-'))
const shared = join(root, '..', 'shared')

function file(name: string, content: string | Buffer): string {
  const path = join(folder(), name)
  writeFileSync(path, content)
  return path
}

const line = (value: object): string => `${JSON.stringify(value)}\n`

describe('wrong usage', () => {
  it.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['analyze', '--jsonl', 'x.txt'], /--jsonl reads standard input/],
    [['findings', '--label', 'guilty'], /--label is one of circumvention, related, unrelated/],
    [['findings', '--since', 'yesterday'], /--since takes a day/],
    [['findings', '--min-score', '7'], /--min-score takes a number from 0 to 1/],
    [['findings', '--route', 'teleport'], /--route is one of/],
    [['feeds', 'dance'], /feeds takes list, add/],
    [['feeds', 'add', 'nowhere'], /needs the address of a feed/],
    [['read-robots'], /needs --agent and --url/],
    [['score'], /missing required argument/],
    [['once', '--config', '/nowhere/detour.yaml'], /There is no configuration file/],
  ])('detour %j exits 2 with a sentence', async (args, message) => {
    const { code, stderr } = await detour(args, { cwd: folder() })
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('without arguments shows help, and help has examples', async () => {
    expect((await detour([])).stdout).toMatch(/analyze/)
    const help = await detour(['findings', '--help'])
    expect([help.code, help.stdout.includes('Examples:')]).toEqual([0, true])
  })
})

describe('bad input', () => {
  it.each([
    ['an empty file', 'empty.txt', '', /is empty/],
    ['binary noise', 'noise.txt', Buffer.from([0, 1, 2, 255, 0, 7]), /is not text/],
    ['invalid JSON', 'broken.json', '{"id": ', /is not JSON/],
    ['JSON of another shape', 'other.json', '{"a": 1}', /An article is/],
    ['a page without an article', 'page.html', '<html><body></body></html>', /no article/],
  ])('%s is refused in a sentence', async (_, name, content, message) => {
    const path = file(name, content)
    const { code, stderr, stdout } = await detour([
      'analyze',
      path,
      file('good.txt', `${reference.title}\n\n${reference.text}`),
    ])
    expect([code, stdout.trim().split('\n').length]).toEqual([1, 1])
    expect(stderr).toMatch(message)
    expect(stderr).toContain(path)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('in one line never loses the others', async () => {
    const long = `{"id":"long","text":"${'x'.repeat(50_000_000)}"}\n`
    const input = [
      'not json\n',
      line({ id: 'a', title: '', text: 'Nvidia H100' }),
      long,
      line({ id: 'b' }),
      '\r\n',
      line({ id: 7, title: null, text: '' }),
      JSON.stringify({ id: 'last', title: 't', text: 'x' }),
    ].join('')
    const { code, stdout } = await detour(['analyze', '--jsonl'], { input })
    const answers = stdout
      .trim()
      .split('\n')
      .map((answer) => JSON.parse(answer))
    expect(code).toBe(0)
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [null, 'input-invalid'],
      ['a', undefined],
      [null, 'input-too-large'],
      ['b', 'input-invalid'],
      [null, 'input-invalid'],
      ['7', undefined],
      ['last', undefined],
    ])
  })

  it('to read-feed: a web page in its place is named as such, in a line too', async () => {
    const page = file('page.html', '<!doctype html><html><body>x</body></html>')
    const alone = await detour(['read-feed'], { input: readFileSync(page) })
    expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining('it is a web page')])
    const lines = await detour(['read-feed', '--jsonl'], {
      input: line({ id: '1', path: page }) + line({ id: '2', path: '/nowhere' }),
    })
    expect(
      lines.stdout
        .trim()
        .split('\n')
        .map((answer) => JSON.parse(answer).error.code),
    ).toEqual(['feed-not-a-feed', 'input-invalid'])
  })
})

describe('--jsonl', () => {
  it('keeps the order and waits for a slow reader', async () => {
    const written: string[] = []
    const output = { write: (text: string) => written.push(text) > 0, once: () => undefined } as never
    async function* input() {
      for (let i = 0; i < 50; i++) yield Buffer.from(`{"id":${i}}\n`)
    }
    await answerLines(input(), output, (value) => value)
    expect(written.map((text) => JSON.parse(text).id)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })
})

describe('settings', () => {
  it('as init writes them are the defaults', async () => {
    const dir = folder()
    const { code, stdout } = await detour(['init', '--dir', dir])
    expect([code, existsSync(join(dir, 'detour-data'))]).toEqual([0, true])
    expect(stdout).toContain('detour once')
    const { file: _, data: __, place: _p, ...written } = loadConfig(join(dir, 'detour.yaml'), {})
    const { file: ___, data: ____, place: _q, ...defaults } = loadConfig(null, {})
    expect(written).toEqual(defaults)
    expect((await detour(['init', '--dir', dir])).code).toBe(2)
    expect(
      commentedConfig()
        .split('\n')
        .filter((text) => text.trim().startsWith('#')).length,
    ).toBeGreaterThan(12)
  })

  it.each([
    ['pol:\n  minutes: 60', /unknown setting pol \(did you mean poll\?\)/],
    ['poll:\n  minuts: 60', /unknown setting poll\.minuts \(did you mean poll\.minutes\?\)/],
    ['minutes: 60', /unknown setting minutes \(did you mean poll\.minutes\?\)/],
    ['fetch:\n  usragent: x', /did you mean fetch\.userAgent\?/],
    [
      'feeds:\n  own:\n    - { url: "https://x", outlet: A, lang: fr }',
      /feeds\.own\.0\.lang \(did you mean feeds\.own\.0\.language\?\)/,
    ],
    ['zzzzqqq: 1', /unknown setting zzzzqqq\.$/],
    ['poll:\n  minutes: often', /poll\.minutes: .*number.* \(found "often"\)/],
    ['poll:\n  minutes: 3', /poll\.minutes: .*15 \(found 3\)/],
    ['poll: 7', /poll: .*object.* \(found 7\)/],
    ['feeds:\n  bundled: [fr, 3]', /feeds\.bundled\.1: .*string.* \(found 3\)/],
    ['log:\n  level: loud', /log\.level: .*"debug".* \(found "loud"\)/],
    [
      'feeds:\n  own:\n    - { url: "ftp://me:s3cret@x", outlet: A }',
      /^(?!.*s3cret).*feeds\.own\.0\.url: .*http:\/\/ or https:\/\//,
    ],
    ['feeds:\n  own:\n    - { url: "http://[", outlet: A }', /feeds\.own\.0\.url: .*http:\/\/ or https:\/\//],
    ['feeds:\n  own:\n    - { url: 7, outlet: A }', /feeds\.own\.0\.url/],
    ['fetch:\n  userAgent: "Detour\\nX: y"', /fetch\.userAgent: .*header/],
    ['fetch:\n  userAgent: Détour ☃', /fetch\.userAgent: .*header/],
    ['a: [', /not valid YAML/],
  ])('%j are explained', (text, message) => {
    const path = file('detour.yaml', text)
    expect(() => loadConfig(path, {})).toThrow(message)
    expect(() => loadConfig(path, {})).toThrow(expect.objectContaining({ code: 'config-invalid' }))
    expect(() => loadConfig(path, {})).toThrow(path)
  })

  it('that are a folder, too long or a bomb end every command with a sentence', async () => {
    const dir = folder()
    const long = file('detour.yaml', `# ${'x'.repeat(1_000_001)}`)
    const bomb = file('detour.yaml', `a: &a [x]\nb: &b [${Array(200).fill('*a')}]\nc: [${Array(200).fill('*b')}]\n`)
    for (const [path, message] of [
      [dir, /is a folder/],
      [long, /longer than 1 MB/],
      [bomb, /aliases/],
    ] as const) {
      const { code, stderr } = await detour(['feeds', 'list', '--config', path])
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
      expect(stderr).toContain(path)
      expect(stderr.trim().split('\n').length).toBe(1)
    }
  })
})

describe('the launcher', () => {
  it('is committed as an executable', () => {
    expect(statSync(join(root, 'bin', 'detour.js')).mode & 0o777).toBe(0o755)
    expect(execFileSync('git', ['ls-files', '-s', 'bin/detour.js'], { cwd: root, encoding: 'utf8' })).toMatch(/^100755/)
  })
})

describe('the published schema', () => {
  it('is the one the records are checked with', () => {
    const published = JSON.parse(readFileSync(join(root, 'schema', 'analysis-record.json'), 'utf8'))
    expect(published).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(recordSchema, { target: 'draft-2020-12', io: 'input' }))),
    )
  })
})

describe('feeds of all four formats over HTTP', () => {
  it('end as findings', async () => {
    const sample = await serveSample(Date.now())
    const dir = folder()
    const config = join(dir, 'detour.yaml')
    writeFileSync(
      config,
      JSON.stringify({
        data: './data',
        feeds: { bundled: [], own: sample.feeds },
        fetch: { allowLoopback: true, hostPauseSeconds: 0 },
        log: { level: 'silent' },
      }),
    )
    const once = await detour(['once', '--config', config])
    const findings = JSON.parse(
      (await detour(['findings', '--config', config, '--limit', '1000', '--json'])).stdout,
    ) as {
      label: string
      outlet: string
      from: string
      url: string
      title: string
      backfill: boolean
      copyOf: string | null
    }[]
    const fed = findings.filter(({ from }) => from === 'feed')
    await sample.close()
    const { articles, sites } = readWeek(join(root, 'sample'))
    // One site is down and says so by the exit code; another only carries what others publish beside its own article.
    expect([once.code, findings.length, new Set(findings.map(({ outlet }) => outlet)).size]).toEqual([
      1,
      articles.length,
      sites.length - 1,
    ])
    expect(once.stdout).toMatch(/Feeds that could not be read\n.*\nSilizium heute /)
    expect(once.stdout).toContain('Nothing in quarantine.')
    expect(once.stdout).toContain('ByteDance contourne les restrictions')
    expect(once.stdout).toContain(`${sites.length} feeds polled, 62 pages fetched (2 more could not be had`)
    const accused = findings.filter(({ label }) => label === 'circumvention')
    expect(accused.length).toBeGreaterThanOrEqual(10)
    const pathOf = (url: string): string => url.replace(/^http:\/\/([\w-]+)\.localhost:\d+/, '$1')
    const lookalikes = new Set(articles.filter((one) => one.label !== 'circumvention').map(nameOf))
    expect(accused.map(({ url }) => pathOf(url)).filter((name) => lookalikes.has(name))).toEqual([])
    expect(new Set(findings.map(({ url }) => pathOf(url)))).toEqual(new Set(articles.map(nameOf)))
    expect(findings.filter(({ backfill }) => backfill).length).toBe(articles.filter(({ date }) => date > 3).length)
    expect(findings.filter(({ copyOf }) => copyOf !== null).map(({ title }) => title)).toEqual([
      'ByteDance contourne les restrictions américaines pour s’offrir des puces Nvidia',
    ])
    const titles = articles.map(({ title }) => title.replace(/\s+/g, ' ')).sort()
    expect(findings.map(({ title }) => title).sort()).toEqual(titles)
    expect(fed.map(({ url }) => url.split('/').at(-1))).toEqual(['paywalled', 'quarter', 'chip-nacional'])
    const explained = await detour(['explain', '--config', config, findings[0]!.url])
    expect([explained.code, explained.stdout]).toEqual([0, expect.stringContaining('Mentions')])
    expect((await detour(['doctor', '--config', config])).code).toBe(0)
  }, 120_000)
})

describe.skipIf(!existsSync(shared))('the measures beside the project', () => {
  const gold = join(shared, 'gold', 'examples.jsonl')

  it('find nothing to say of the records, and agree with our own score', async () => {
    const { stdout } = await detour(['analyze', '--jsonl'], { input: readFileSync(gold) })
    const records = file('records.jsonl', stdout)
    expect(
      execFileSync(process.execPath, [join(shared, 'suites', 'check-record.mjs'), gold, records], { encoding: 'utf8' }),
    ).toMatch(/ 0 problems/)
    const theirs = execFileSync(process.execPath, [join(shared, 'suites', 'score.mjs'), gold, records, '--json'], {
      encoding: 'utf8',
    })
    const wanted = JSON.parse(theirs.trim().split('\n').at(-1) ?? '') as Record<string, number>
    const ours = JSON.parse((await detour(['score', gold, '--records', records, '--json'])).stdout).all
    const f1 = ({ tp, fp, fn }: { tp: number; fp: number; fn: number }): number =>
      tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn)
    const share = ({ ok, of }: { ok: number; of: number }): number => ok / (of || 1)
    for (const field of ['companies', 'chips', 'amounts', 'quantities', 'regions', 'routes'])
      expect(f1(ours.fields[field]), field).toBeCloseTo(wanted[field] ?? -1, 9)
    expect(f1(ours.circumvention)).toBeCloseTo(wanted.circF1 ?? -1, 9)
    for (const [name, key] of [
      ['label', 'label'],
      ['posture', 'posture'],
      ['denied', 'denied'],
      ['role', 'role'],
      ['language', 'lang'],
    ] as const)
      expect(share(ours.shares[name]), name).toBeCloseTo(wanted[key] ?? -1, 9)
  }, 60_000)
})
