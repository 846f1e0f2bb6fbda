import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const analyse = (lang: string, text: string) => {
  const { id, article } = articleFromLine({ id: 'x', title: '', text, lang })
  return recordOf(id, article, knowledge)
}

describe('money', () => {
  it.each([
    ['en', 'The firm paid between $12 billion and $15 billion to the bank.', [[1.2e10, 1.5e10, 'USD']]],
    ['en', 'The order was worth more than $1bn, officials said on Monday.', [[1e9, null, 'USD']]],
    ['fr', 'Le groupe a versé entre 2 et 3 milliards de dollars à ses fournisseurs.', [[2e9, 3e9, 'USD']]],
    ['fr', 'La facture dépasse 2,5 milliards de dollars, selon le ministère.', [[2.5e9, null, 'USD']]],
    ['fr', 'Le robot compte 51 millions d’utilisateurs et 175 milliards de paramètres.', []],
    [
      'es',
      'La obra costará 4 mil 800 mdd, anunció la firma, y 12,500 dólares por día.',
      [
        [4.8e9, 4.8e9, 'USD'],
        [12500, 12500, 'USD'],
      ],
    ],
    ['es', 'La chilena debe siete mil millones de pesos a un banco de Chile.', [[7e9, 7e9, 'CLP']]],
    [
      'es',
      'Ingresó 900 millones de euros y ganó 70 millones; tiene 3 millones de usuarios, 2 millones más.',
      [
        [9e8, 9e8, 'EUR'],
        [7e7, 7e7, 'EUR'],
      ],
    ],
    [
      'fr',
      'Le groupe vaut 5 milliards de dollars et compte 2 milliards de clients, dont 1 milliard en Chine.',
      [[5e9, 5e9, 'USD']],
    ],
    [
      'en',
      'They placed orders worth $5 billion, of which 1 billion is due now.',
      [
        [5e9, 5e9, 'USD'],
        [1e9, 1e9, 'USD'],
      ],
    ],
    [
      'en',
      'A shop in Shanghai, China, charges up to ¥20,000; the yen rose against the ringgit 3 percent.',
      [[null, 20000, 'CNY']],
    ],
    [
      'en',
      'The trader from Bern paid 90 EUR million and 1,200 francs 50.',
      [
        [9e7, 9e7, 'EUR'],
        [1200.5, 1200.5, 'CHF'],
      ],
    ],
    ['en', 'The broker shipped 320 AMD accelerators and paid 320 AED for each.', [[320, 320, 'AED']]],
    ['en', 'The trader from Bern paid 1,200 francs 50 times over.', [[1200, 1200, 'CHF']]],
    [
      'ja',
      '36億インド ルピーの契約で、1バレル70ドル25セントだった。',
      [
        [3.6e9, 3.6e9, 'INR'],
        [70.25, 70.25, 'USD'],
      ],
    ],
    ['zh-Hant', '每股一美元，推動一元化管理。', [[1, 1, 'USD']]],
    ['fr', 'Le groupe a dépensé trois mille milliards de yens, et recense 800 millions.', [[3e12, 3e12, 'JPY']]],
    ['en', 'The model has 175 billion parameters and runs at 1,000 TOPS.', []],
    [
      'de',
      'Der Umsatz stieg auf 2,4 Mrd. € und der Gewinn auf 310 Mio. Euro.',
      [
        [2.4e9, 2.4e9, 'EUR'],
        [3.1e8, 3.1e8, 'EUR'],
      ],
    ],
    ['en', 'The plan covers 3 billion. $5 million went to the firm in the end.', [[5e6, 5e6, 'USD']]],
  ])('%s: %s', (lang, text, wanted) => {
    expect(analyse(lang, text).amounts.map(({ min, max, currency }) => [min, max, currency])).toEqual(wanted)
  })

  it('links the same sum given again in another currency', () => {
    expect(
      analyse('fr', 'Elle a payé 200 000 yuans (environ 28 000 dollars) pour ce compte.').amounts[1],
    ).toMatchObject({ currency: 'USD', equivalentOf: 0 })
  })
})

describe('chips', () => {
  it.each([
    ['fr', 'Les H100, H200 et B200 de Nvidia sont interdits.', ['Nvidia H100', 'Nvidia H200', 'Nvidia B200']],
    ['en', 'They shipped A100/A800 cards and a DGX H100.', ['Nvidia A100', 'Nvidia A800', 'Nvidia H100']],
    ['fr', 'Un accident sur l’autoroute A100 à Berlin a bloqué la circulation.', []],
    ['en', 'Sales rose in H1 2025 after an L4 licence was granted to the bus operator.', []],
    ['en', 'The H100X prototype of the GPU maker was shown.', []],
  ])('%s: %s', (lang, text, wanted) => {
    expect(analyse(lang, text).chips.map(({ name }) => name)).toEqual(wanted)
  })
})

describe('quantities', () => {
  it.each([
    ['de', 'Die Firma kaufte 12 500 Grafikkarten und zwei Dutzend Server.', [12500, 24]],
    ['de', 'Der 71-jährige Händler soll Server verkauft haben.', []],
    ['de', 'Der 71-Jährige KI-Server-Händler schweigt seit Montag.', []],
    ['en', 'The hall holds 485 servers, of which some 60 contained banned processors.', [485, 60]],
    ['en', 'Police seized 300 servers and arrested four men. Two of them were charged.', [300]],
    ['en', 'One lab bought 48,500 chips; its rival 22,400, a third 19,600.', [48500, 22400, 19600]],
    ['en', 'It bought 5,000 GPUs for its 1,200 engineers in March 2024.', [5000]],
    ['en', 'The lorry spilt 22 tonnes of chips on the road near the server hall.', []],
    ['en', 'The hotel group has 150 units and a server room.', []],
    ['en', 'It bought 320 AMD MI325X accelerators and half a dozen servers.', [320, 6]],
    ['en', 'The dealer in Yerevan took 320,000 AMD for a chip.', []],
    ['fr', 'La société a 100 serveurs à Johor et en a loué 40.', [100, 40]],
    ['fr', 'La police a saisi 300 serveurs et arrêté quatre hommes, dont deux ingénieurs.', [300]],
    ['fr', 'Le système Altair 950 réunira 6 144 processeurs, son successeur 12 288.', [6144, 12288]],
    ['fr', 'Le courtier attend 150 unités de la puce et trois générations de serveurs.', [150]],
    ['es', 'La carga llevaba 40 servidores, de ellos 12 averiados, y 22 toneladas de chips.', [40, 12]],
    ['ja', '「H200」をそれぞれ8基組み込んだサーバー4台を押収した。', [8, 4]],
    ['zh-Hans', '这家公司有300台服务器和20台打印机。', [300]],
  ])('%s: %s', (lang, text, wanted) => {
    expect(analyse(lang, text).quantities.map(({ value }) => value)).toEqual(wanted)
  })
})

describe('companies', () => {
  it.each([
    [
      'en',
      'Prosecutors say Hao Global LLC and Brightwave Components Pte Ltd bought the cards.',
      ['Hao Global', 'Brightwave Components Pte Ltd'],
    ],
    ['fr', 'Le parquet vise Cortiva Systems, un intégrateur informatique de Nivelles.', ['Cortiva Systems']],
    ['fr', 'Un courtier japonais, NowNaw, a réservé la capacité.', ['NowNaw']],
    ['es', 'La fiscalía acusa a Norvia Digital, S.A. de C.V., según la española Azkora.', ['Norvia Digital', 'Azkora']],
    ['es', 'La alemana Angela Merkel visitó la española Barcelona con la ministra.', []],
    ['en', 'She ate an apple near the amazon river and kept her arm in a sling.', []],
    ['en', 'Apple and Oracle rose while Arm fell.', ['Apple', 'Oracle', 'Arm']],
    ['ja', 'メタとデルは新しいサーバーを購入したと述べた。', ['Meta', 'Dell']],
    ['ja', '最新のAIモデルとメタデータの管理をサンフランシスコで学んだ。', []],
    ['de', 'Ermittelt wird gegen die Kölner Rheindata GmbH.', ['Rheindata GmbH']],
    ['de', 'Weil das Unternehmen Kunden verliert, gibt der Konzern, Partner und Händler ihre Ware ab.', []],
    ['de', 'Laut Standard liefern Nvidias Partner nicht mehr nach China.', ['Der Standard', 'Nvidia']],
    ['de', 'Der neue Standard für die Karten ist nach langem Streit beschlossen.', []],
    ['de', 'Das meldet die dpa aus dem Kanton Zug.', ['dpa']],
    ['en', 'Sales rose to 1.1 million cards, and 1-1 was the score.', []],
    ['de', 'Die 1&1 AG kaufte 1.1 Millionen Karten.', ['1&1']],
    ['en', 'The House Foreign Affairs Committee and the Ministry of Foreign Affairs said they would vote.', []],
    ['en', 'The paper appeared in the magazine Foreign Affairs on Monday.', ['Foreign Affairs']],
    ['en', 'A block of shares, a slack line, an RTX 4090 and a UPS battery fell in the zoom.', []],
    [
      'en',
      'Block Inc and the company Apollo rose, said HP, Petronas and Gazprom Neft.',
      ['Block', 'Apollo Global Management', 'HP', 'Petronas', 'Gazprom Neft'],
    ],
    [
      'en',
      'Yahoo Finance reported that Google DeepMind and Samsung SDI agreed.',
      ['Yahoo Finance', 'DeepMind', 'Samsung SDI'],
    ],
    ['zh-Hans', '措施乐观，上海信息，崛起亚洲，表达能力，适宜家长，千万科研人员管理光刻机。', []],
    ['zh-Hans', '贵州茅台、中国平安与中信银行表示将采购服务器。', ['Kweichow Moutai', 'Ping An', 'China CITIC Bank']],
  ])('%s: %s', (lang, text, wanted) => {
    expect(analyse(lang, text).companies.map(({ name }) => name)).toEqual(wanted)
  })
})

describe('regions', () => {
  it.each([
    ['ja', '日米韓の協議はタイで開かれ、米中の対立が議題となった。', ['JP', 'US', 'KR', 'TH', 'CN']],
    ['ja', '公開のタイミングとスタイルについてアドバイスを受けた。', []],
  ])('%s: %s', (lang, text, wanted) => {
    expect(analyse(lang, text).regions.map(({ code }) => code)).toEqual(wanted)
  })
})

describe('hostile text', () => {
  it.each([
    ['digits', '9'.repeat(300_000)],
    ['brackets', '('.repeat(100_000)],
    ['brackets that close', `${'('.repeat(50_000)}${')'.repeat(50_000)}`],
    ['brackets in pairs', '（「[{}]」）'.repeat(12_500)],
    ['lone surrogates', '\ud800'.repeat(50_000)],
    ['surrogates the wrong way round', '\udc00\ud800'.repeat(25_000)],
    ['lone surrogates among words', 'Nvidia \ud83d H100 chips \udc00 China. '.repeat(3_000)],
    ['names without end', 'Nvidia H100 '.repeat(20_000)],
    ['sums without end', '$5 million and '.repeat(20_000)],
    ['one line of firms', 'Alpha Beta Ltd, '.repeat(10_000)],
    ['five scripts', 'Nvidia 英伟达 エヌビディア 엔비디아 Нвидиа إنفيديا. '.repeat(3_000)],
    ['cues without end', 'smuggled H100 chips to China despite the export ban '.repeat(4_000)],
  ])('of %s is answered', (_, text) => {
    expect(analyse('en', text).label).toBeDefined()
  })

  it('that is 10 MB of digits takes time in proportion, not by its square', { timeout: 300_000 }, () => {
    const took = (length: number): number => {
      const started = performance.now()
      analyse('en', '9'.repeat(length))
      return performance.now() - started
    }
    took(100_000)
    // Ten times the digits; by the square it would be a hundred times as long.
    expect(took(10_000_000)).toBeLessThan(5 * 10 * took(1_000_000) + 1_000)
  })

  it('keeps every quotation whole where surrogates stand alone', () => {
    const text =
      'Prosecutors charged \ud83d two men who smuggled Nvidia H100 chips to China \udc00 past the export ban.'
    const { companies, chips, regions } = analyse('en', text)
    for (const { start, end, text: quoted } of [...companies, ...chips, ...regions].flatMap(({ mentions }) => mentions))
      expect(text.slice(start, end)).toBe(quoted)
    expect(chips.map(({ name }) => name)).toEqual(['Nvidia H100'])
  })

  it('in five languages is read in the one it has most of, and its names are found in all', () => {
    const { lang, companies, regions } = analyse(
      'en',
      [
        'The Singapore reseller bought Nvidia servers and sold them on, according to the court papers seen by reporters.',
        'Le parquet de Paris a ouvert une enquête.',
        'Die Behörde in Berlin prüft den Fall.',
        '英伟达公司没有回应。',
        'エヌビディアはコメントを控えた。',
      ].join('\n\n'),
    )
    expect(lang.code).toBe('en')
    expect(companies.filter(({ id }) => id === 'nvidia')[0]?.mentions.map(({ text }) => text)).toEqual([
      'Nvidia',
      '英伟达',
      'エヌビディア',
    ])
    expect(regions.map(({ code }) => code)).toContain('SG')
  })
})

describe('an empty title', () => {
  it.each([null, '', undefined])('(%j) leaves the text as it is, and its first sentence no headline', (title) => {
    const text = 'Two men smuggled Nvidia H100 chips to China, prosecutors said.'
    const { id, article } = articleFromLine({ id: 'x', title, text, lang: 'en' })
    const [mention] = recordOf(id, article, knowledge).chips.flatMap(({ mentions }) => mentions)
    expect(text.slice(mention?.start, mention?.end)).toBe(mention?.text)
    expect(mention?.text).toContain('H100')
  })

  it('and an empty text are no article of anything', () => {
    expect(analyse('en', '')).toMatchObject({ label: 'unrelated', companies: [], evidence: [] })
  })
})
