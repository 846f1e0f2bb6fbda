import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Store } from '../../src/store/database.ts'
import { indexDocument } from '../../src/store/index-document.ts'
import { searchArticles } from '../../src/store/search.ts'
import { phrasesOf, snippetOf, wordsOf } from '../../src/store/words.ts'
import { keepArticle } from '../fixtures/kept.ts'
import { useStores } from '../fixtures/stores.ts'

const knowledge = loadKnowledge()

/** Key → title, text, day, language told beforehand. */
const articles = {
  en: ['Nvidia H100s smuggled to China', 'A front company hid 800 chips. Nothing of the H20 here.', '2026-03-01', 'en'],
  enOld: [
    'H200 servers in Penang',
    'The front of a company. Smuggling is denied by Acme_Corp; 50% was paid.',
    '2025-03-01',
    'en',
  ],
  fr: [
    'Des puces détournées',
    'Nvidia : les puces ont été déclarées comme imprimantes à l’étranger.',
    '2026-03-02',
    'fr',
  ],
  zhHans: ['英伟达H100芯片走私案', '检方称，空壳公司向中国转运服务器。', '2026-03-03', 'zh-Hans'],
  zhHant: ['輝達伺服器轉運', '新竹檢方搜索三地，H100伺服器繞道日本。走私者被捕。', '2026-03-04', 'zh-Hant'],
  ja: ['エヌビディア製ＧＰＵを密輸か', '東京の会社がＨ１００を輸出規制に反して中国へ密輸した。', '2026-03-05', 'ja'],
  ko: ['엔비디아 반도체를 밀수한 혐의', '서울의 한 회사가 H100 서버를 중국으로 보냈다.', '2026-03-06', 'ko'],
} as const
type Key = keyof typeof articles

describe.each(await useStores())('search, $name', ({ open }) => {
  let store: Store
  const keys = new Map<string, Key>()
  beforeAll(async () => {
    store = await open()
    for (const [key, [title, text, day, languageHint]] of Object.entries(articles)) {
      const article = { title, text, published: `${day}T08:00:00.000Z`, languageHint, url: `https://x.example/${key}` }
      const { document } = await keepArticle(store, knowledge, article)
      await sql`update document set language = ${languageHint} where id = ${document.id}`.execute(store)
      await sql`update search_document set language = ${languageHint} where document = ${document.id}`.execute(store)
      keys.set(document.id, key as Key)
    }
  }, 60_000)
  afterAll(() => store.destroy())

  const found = async (query: string, more = {}): Promise<(Key | undefined)[] | null> =>
    (await searchArticles(store, query, { limit: 20, ...more }))?.map(({ document }) => keys.get(document)) ?? null

  it.each<[string, string, readonly Key[]]>([
    ['a word, in the title first, then the newest', 'nvidia', ['en', 'fr']],
    ['in any case', 'NVIDIA', ['en', 'fr']],
    ['words that go on', 'smuggl', ['en', 'enOld']],
    ['every word of several', 'smuggl company', ['en', 'enOld']],
    ['but not one where another is missing', 'smuggl imprimantes', []],
    ['no word that goes on from its middle', 'muggled', []],
    ['what is quoted, as it stands', '"front company"', ['en']],
    ['and not where it goes on', '"smuggl"', []],
    ['a chip in any script', 'H100', ['zhHans', 'en', 'ko', 'ja', 'zhHant']],
    ['a chip that is no longer one', 'H20', ['en']],
    ['nor a shorter one', 'H2', []],
    ['accents or none', 'detournees', ['fr']],
    ['accents where there are none', 'éxport', []],
    ['a word behind an apostrophe', 'étranger', ['fr']],
    ['two characters', '走私', ['zhHans', 'zhHant']],
    ['two characters in the middle of a word', '伟达', ['zhHans']],
    ['a name of three', '英伟达', ['zhHans']],
    ['no characters that only stand near each other', '英达', []],
    ['characters and a chip side by side', '英伟达H100', ['zhHans']],
    ['one character', '案', ['zhHans']],
    ['one character at the end of a run', '地', ['zhHant']],
    ['two kanji', '密輸', ['ja']],
    ['kana', 'エヌビディア', ['ja']],
    ['halfwidth kana', 'ｴﾇﾋﾞﾃﾞｨｱ', ['ja']],
    ['fullwidth letters', 'ＧＰＵ', ['ja']],
    ['what stands in corner brackets', '「輸出規制」', ['ja']],
    ['hangul of two', '밀수', ['ko']],
    ['hangul with an ending in the text', '반도체', ['ko']],
    ['two of them', '엔비디아 서버', ['ko']],
    ['nothing that nobody wrote', 'zzzz', []],
  ])('finds %s: %s', async (_, query, wanted) => {
    expect(await found(query)).toEqual(wanted)
  })

  it.each<[string, readonly Key[] | null]>([
    ['', null],
    ['   ', null],
    ['""', null],
    ['%', null],
    ['_', null],
    ['*', null],
    ["'; drop table document; --", []],
    ['%%', null],
    ['acme_corp', ['enOld']],
    ['50%', ['enOld']],
    ['a_me', []],
    ['H100 OR zzzz', []],
    ['nvidia NOT smuggled', ['en']], // "not" goes on in "Nothing"
    ['title:nvidia', []],
    ['{title} : nvidia', []],
    ['nvidia*', ['en', 'fr']],
    ['^nvidia', ['en', 'fr']],
    ['"nvidia', ['en', 'fr']],
    ["nvidia'", ['en', 'fr']],
    ['nvidia & !', ['en', 'fr']],
    ['nvidia <-> h100', ['en']],
    ['(nvidia | ((', ['en', 'fr']],
    ['NEAR(nvidia h100, 2)', []],
    ['nvidia\0', ['en', 'fr']],
    ['nvidia \ud800', ['en', 'fr']],
    ['nvidia \\', ['en', 'fr']],
    ['😀', null],
    [`${'nvidia '.repeat(5_000)}`, ['en', 'fr']],
    ['x'.repeat(50_000), []],
  ])('takes nothing for an operator: %j', async (query, wanted) => {
    expect(await found(query)).toEqual(wanted)
  })

  it.each<[string, Readonly<Record<string, unknown>>, readonly Key[]]>([
    ['one language', { language: 'ko' }, ['ko']],
    ['one script', { language: 'zh-Hant' }, ['zhHant']],
    ['both scripts', { language: 'zh' }, ['zhHans', 'zhHant']],
    ['no language that there is', { language: '%' }, []],
    ['from a day on', { since: '2026-03-05' }, ['ko', 'ja']],
    ['up to a day, which counts', { until: '2026-03-03' }, ['zhHans', 'en']],
    ['at most', { limit: 2 }, ['zhHans', 'en']],
  ])('keeps to %s', async (_, filter, wanted) => {
    expect(await found('H100', filter)).toEqual(wanted)
  })

  it('shows where it is, when, in which language, and what was made of it', async () => {
    expect(await searchArticles(store, '"front company"', { limit: 1 })).toEqual([
      {
        document: expect.stringMatching(/^[0-9a-f]{64}$/),
        url: 'https://x.example/en',
        outlet: 'Harbour Wire',
        language: 'en',
        day: '2026-03-01',
        title: 'Nvidia H100s smuggled to China',
        inTitle: false,
        snippet: 'A front company hid 800 chips. Nothing of the H20 here.',
        finding: expect.stringMatching(/^0/),
        label: 'circumvention',
        story: null,
      },
    ])
  })

  it('finds what an earlier version stored', async () => {
    const [id = ''] = keys.keys()
    const { text, title_length } = await store
      .selectFrom('document')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await indexDocument(store, id, text, title_length)
    expect(await found('"front company"')).toEqual(['en'])
  })
})

describe('words', () => {
  it.each([
    ['Nvidia’s H100s, GB200-NVL72', 'nvidia s h100 s gb200 nvl72'],
    ['Café déclaré ÉTRANGER', 'cafe declare etranger'],
    ['英伟达A100', '英伟 伟达 达 a100'],
    ['ガード', 'ガー ード ド'],
    ['x_y%z', 'x y z'],
    ['', ''],
  ])('of %s', (text, wanted) => {
    expect(wordsOf(text).join(' ')).toBe(wanted)
  })

  it('of a text have at most sixty letters, for a database takes no longer ones', () => {
    expect(wordsOf('x'.repeat(5_000)).map(({ length }) => length)).toEqual([60])
  })
})

describe('a snippet', () => {
  const long = (word: string): string => `${word} `.repeat(100)

  it.each([
    ['short text, whole', 'The chips were smuggled.', 'smuggl', 'The chips were smuggled.'],
    ['the beginning where nothing stands', `Begins here. ${long('word')}`, 'absent', /^Begins here\. word.*…$/],
    ['the place', `${long('before')}they Smuggled it ${long('after')}`, 'smuggl', /^….*they Smuggled it after.*…$/],
    ['a phrase', `${long('front')}front company ${long('x')}`, '"front company"', /front company x/],
    ['a name in characters', `${'前'.repeat(300)}英伟达${'后'.repeat(300)}`, '英伟达', /^…前+英伟达后+…$/],
    ['behind what is longer once folded', `${'ﬃ㌦'.repeat(200)} smuggled ${long('x')}`, 'smuggl', /smuggled/],
  ])('is %s', (_, text, query, wanted) => {
    const made = snippetOf(text, phrasesOf(query), 80)
    if (typeof wanted === 'string') expect(made).toBe(wanted)
    else expect(made).toMatch(wanted)
    expect([...made].length).toBeLessThanOrEqual(84)
  })
})
