import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { detour } from '../workers/line.ts'

function file(name: string, content: string | Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'detour-analyze-')), name)
  writeFileSync(path, content)
  return path
}

interface Answer {
  readonly id: string | null
  readonly error?: { readonly code: string; readonly message: string }
  readonly lang?: { readonly code: string }
  readonly companies?: readonly { readonly name: string }[]
  readonly regions?: readonly { readonly code: string; readonly mentions: readonly { readonly text: string }[] }[]
}

const answersOf = (stdout: string): Answer[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer)

const french =
  'Des puces détournées vers l’Algérie\n\nUne société a expédié des serveurs équipés de puces Nvidia vers l’Algérie et la Corée du Sud, malgré les règles américaines, a déclaré le ministère.'
const chinese =
  '英伟达芯片流入俄罗斯\n\n据知情人士透露，一家公司经由新加坡把英伟达H100芯片运往俄罗斯，违反了美国的出口管制规定。该公司拒绝置评。'
const japanese =
  'エヌビディアの半導体がロシアへ\n\n関係者によると、ある会社がシンガポール経由でエヌビディアのH100をロシアに輸出した。米国の輸出規制に違反する疑いがある。'

/** Text, encoding, language and a region with the characters that name it. */
const encoded = [
  ['UTF-8', french, 'utf8', 'fr', 'DZ', 'Algérie'],
  ['Latin-1', french.replace(/’/g, "'"), 'latin1', 'fr', 'DZ', 'Algérie'],
  ['Windows-1252', french, 'windows-1252', 'fr', 'DZ', 'Algérie'],
  ['GB 18030', chinese, 'gb18030', 'zh-Hans', 'RU', '俄罗斯'],
  ['Shift JIS', japanese, 'shift_jis', 'ja', 'RU', 'ロシア'],
  ['UTF-16 LE with its mark', french, 'utf-16le', 'fr', 'DZ', 'Algérie'],
  ['UTF-16 BE with its mark', japanese, 'utf-16be', 'ja', 'RU', 'ロシア'],
] as const

describe('a text', () => {
  const bytesOf = (text: string, charset: string): Buffer =>
    iconv.encode(text, charset, { addBOM: charset.startsWith('utf-16') })
  const named = ({ lang, regions }: Answer, region: string): unknown => [
    lang?.code,
    regions?.find(({ code }) => code === region)?.mentions[0]?.text,
  ]

  it('is read in its own charset, from a file and from JSON', async () => {
    const files = encoded.flatMap(([, text, charset]) => [
      file('a.txt', bytesOf(text, charset)),
      file('a.json', bytesOf(JSON.stringify({ id: 'json', title: '', text }), charset)),
    ])
    const { code, stdout } = await detour(['analyze', ...files])
    const answers = answersOf(stdout)
    expect([code, answers.length]).toEqual([0, files.length])
    encoded.forEach(([name, , , language, region, surface], at) => {
      for (const answer of answers.slice(2 * at, 2 * at + 2))
        expect([name, ...(named(answer, region) as unknown[])]).toEqual([name, language, surface])
    })
  }, 60_000)

  it.each(encoded.slice(2, 6))('is read in its own charset from standard input: %s', async (...row) => {
    const [, text, charset, language, region, surface] = row
    const { stdout } = await detour(['analyze'], { input: bytesOf(text, charset) })
    expect(answersOf(stdout).map((answer) => named(answer, region))).toEqual([[language, surface]])
  })

  it.each([
    ['blank.txt', ' \n\t\r\n ', /white space/],
    ['mark.txt', '\ufeff\n', /white space/],
    ['blank.jsonl', '\n\n', /white space/],
    ['blank.html', '  \n', /white space/],
    ['nul.txt', 'Nvidia\0H100', /is not text/],
  ])('that is none is refused by its name: %s', async (name, content, message) => {
    const path = file(name, content)
    const { code, stderr, stdout } = await detour(['analyze', path])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
    expect(stderr).toContain(path)
  })

  it('that is white space alone is refused on standard input too', async () => {
    const { code, stderr, stdout } = await detour(['analyze'], { input: ' \n \n' })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/Standard input .*white space/)
  })

  it('of more than 16 MB is refused in a sentence; what else was named is answered', async () => {
    const long = file('long.txt', 'Nvidia H100 '.repeat(1_400_000))
    const { code, stderr, stdout } = await detour(['analyze', long, file('good.txt', french)])
    expect([code, answersOf(stdout).map(({ id }) => id)]).toEqual([1, ['good.txt']])
    expect(stderr).toContain(long)
    expect(stderr).toMatch(/longer than 16 MB/)
    const input = await detour(['analyze'], { input: Buffer.alloc(17_000_000, 'x ') })
    expect([input.code, input.stdout]).toEqual([1, ''])
    expect(input.stderr).toMatch(/Standard input is longer than 16 MB/)
  }, 120_000)
})

describe('--jsonl', () => {
  it.each(['analyze', 'read-feed', 'read-page', 'read-robots'])('%s answers every line', async (verb) => {
    const lines = ['', ' \t', '\r', '[]', 'null', '7', '"text"', '{}', '{"id":"a"']
    const { code, stdout } = await detour([verb, '--jsonl'], { input: `${lines.join('\n')}\n` })
    expect(code).toBe(0)
    expect(answersOf(stdout).map(({ id, error }) => [id, error?.code, typeof error?.message])).toEqual(
      lines.map(() => [null, 'input-invalid', 'string']),
    )
  })

  it.each([
    ['', 0],
    ['\n', 1],
    ['[]', 1],
    ['[]\n', 1],
    ['[]\n\n', 2],
    ['[]\n ', 2],
  ])('a final newline makes no line: %j has %i', async (input, count) => {
    const { stdout } = await detour(['read-robots', '--jsonl'], { input })
    expect(answersOf(stdout).length).toBe(count)
  })
})
