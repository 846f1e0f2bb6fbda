import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()

/** Firm → what the text calls it, in order. */
function firmsOf(lang: string, text: string, title = ''): Record<string, string[]> {
  const { id, article } = articleFromLine({ id: 'x', title, text, lang })
  const { companies } = recordOf(id, article, knowledge)
  return Object.fromEntries(
    companies.filter(({ known }) => !known).map(({ name, mentions }) => [name, mentions.map((one) => one.text)]),
  )
}

describe('one firm under several names', () => {
  it.each([
    [
      'en',
      'Meridian Lattice Pte Ltd bought the servers. The broker Meridian Lattice paid in cash, and Meridian shipped them. Meridian’s owner fled.',
      { 'Meridian Lattice Pte Ltd': ['Meridian Lattice Pte Ltd', 'Meridian Lattice', 'Meridian', 'Meridian'] },
    ],
    [
      'fr',
      'La société Calder Négoce SARL a livré les puces. Selon le parquet, Calder a menti.',
      { 'Calder Négoce SARL': ['Calder Négoce SARL', 'Calder'] },
    ],
    [
      'es',
      'La fiscalía acusa a Norvia Logística, S.A. de C.V. de reenviar servidores. Según el juez, Norvia mintió.',
      { 'Norvia Logística': ['Norvia Logística', 'Norvia'] },
    ],
    [
      'de',
      'Die Falkenberg Mikrosysteme GmbH lieferte die Chips. Im März durchsuchten Fahnder Falkenberg. Später zahlte Falkenberg eine Strafe.',
      { 'Falkenberg Mikrosysteme GmbH': ['Falkenberg Mikrosysteme GmbH', 'Falkenberg'] },
    ],
    [
      'zh-Hans',
      '东莞市恒锐达电子有限公司购入服务器。恒锐达电子随后转卖，恒锐达称不知情。',
      { 东莞市恒锐达电子有限公司: ['东莞市恒锐达电子有限公司', '恒锐达电子', '恒锐达'] },
    ],
    [
      'zh-Hans',
      '苏州菱川智算科技有限公司购入服务器。菱川智算否认上述说法，菱川表示遵守规定。',
      { 苏州菱川智算科技有限公司: ['苏州菱川智算科技有限公司', '菱川智算', '菱川'] },
    ],
    [
      'zh-Hant',
      '蘇州菱川智算科技有限公司購入伺服器。菱川智算否認上述說法。',
      { 蘇州菱川智算科技有限公司: ['蘇州菱川智算科技有限公司', '菱川智算'] },
    ],
    [
      'ja',
      '株式会社タカミネ通商がサーバーを購入した。タカミネ通商は転売したとされ、タカミネは否定した。',
      { タカミネ通商: ['タカミネ通商', 'タカミネ通商', 'タカミネ'] },
    ],
  ])('%s: %s', (lang, text, wanted) => {
    expect(firmsOf(lang, text)).toEqual(wanted)
  })

  it('is linked in the headline too, once the text bears the short name out', () => {
    const text = 'Meridian Lattice Pte Ltd bought the servers. Police say Meridian paid in cash.'
    expect(firmsOf('en', text, 'Meridian Sold Chips To China')).toEqual({
      'Meridian Lattice Pte Ltd': ['Meridian', 'Meridian Lattice Pte Ltd', 'Meridian'],
    })
  })

  it.each([
    [
      'a person',
      'en',
      'Kestrel Lattice LLC bought the servers. Alan Kestrel Hsu ran it, and Kestrel fled.',
      ['Kestrel Lattice LLC'],
    ],
    [
      'a titled person',
      'en',
      'Calder Imports Ltd bought the servers. Mr Calder fled, and Calder lied.',
      ['Calder Imports Ltd'],
    ],
    [
      'a known company',
      'en',
      'Apple Orchard Trading Ltd bought the servers. Later Apple sold phones.',
      ['Apple Orchard Trading Ltd'],
    ],
    ['a place', 'en', 'Singapore Lattice Ltd bought the servers, which left Singapore.', ['Singapore Lattice Ltd']],
    [
      'a common word',
      'en',
      'Bright Lattice Ltd bought the servers. Bright lights burned. A bright idea, and Bright.',
      ['Bright Lattice Ltd'],
    ],
    [
      'a capital at the beginning',
      'en',
      'Summit Lattice Ltd bought the servers. Summit talks begin.',
      ['Summit Lattice Ltd'],
    ],
    [
      'another firm',
      'en',
      'Meridian Lattice Ltd bought the servers. Meridian Cloudworks Ltd paid. Later Meridian fled.',
      ['Meridian Lattice Ltd', 'Meridian Cloudworks Ltd'],
    ],
    [
      'another name',
      'en',
      'Meridian Lattice Ltd bought the servers near Meridian Bridge. Later Meridian fled.',
      ['Meridian Lattice Ltd'],
    ],
    [
      'an ordinary noun',
      'de',
      'Die Handlung Mikrosysteme GmbH lieferte. Die Handlung war strafbar, so Handlung und Folge.',
      ['Handlung Mikrosysteme GmbH'],
    ],
    [
      'a word of another word',
      'zh-Hans',
      '深圳市东方科技有限公司购入服务器。他在东方学院就读。',
      ['深圳市东方科技有限公司'],
    ],
  ])('is not linked to %s (%s)', (_, lang, text, wanted) => {
    expect(Object.values(firmsOf(lang, text)).flat()).toEqual(wanted)
  })
})

describe('what is no firm', () => {
  it.each([
    ['es', 'La policía bautizó el caso como Operación Cobalto y detuvo a tres empresarios.'],
    ['es', 'La investigación, denominada Operación Cobalto, empezó en mayo.'],
    ['es', 'Una operación llamada Cobalto desmanteló la red.'],
    ['es', 'El buque llamado Estrella del Sur llevaba los chips.'],
    ['es', 'Una ley llamada Ley de Seguridad de Chips entró en vigor.'],
    ['es', 'El programa denominado Chips Europa financia la empresa.'],
    ['es', 'Un hombre llamado Juan Pérez vendió los chips.'],
    ['es', 'El grupo Operación Cobalto fue citado.'],
    ['es', 'El proyecto bautizado Prometeo usa chips Nvidia.'],
    ['es', 'La empresa Tribunal Supremo no existe.'],
    ['es', 'Una herramienta llamada Rastreador localiza chips.'],
    ['es', 'La empresa, según el Ministerio de Comercio, la Operación Cobalto y la Ley Orgánica, vendió chips.'],
    ['es', 'La investigación, bautizada como Operación Gatekeeper, un proveedor del FBI.'],
    ['en', 'The case, named Operation Gatekeeper, began in May.'],
    ['en', 'An investigation known as Operation Gatekeeper uncovered the ring.'],
    ['en', 'A ship named Ocean Star carried the chips.'],
    ['en', 'A bill known as Chip Security Act would require trackers.'],
    ['en', 'A man named Brian Raymond sold the chips.'],
    ['en', 'A programme named Chips for America funds the company.'],
    ['en', 'The tool, known as ChipTracker, finds chips.'],
    ['en', 'The company Operation Gatekeeper targeted sold GPUs.'],
    ['en', 'A unit named Strike Force tracked the company.'],
    ['en', 'Operation Gatekeeper, a unit of the FBI, found chips.'],
    ['en', 'A court named Southern District heard it.'],
    ['en', 'A model named Qwen runs on chips.'],
    ['en', 'The cargo vessel, known as Ever Bright, left Penang.'],
    ['en', 'The Chip Security Act, a bill, and Export Control Reform Act, a law, a firm said.'],
    ['en', 'The company Supreme Court justices heard about sold chips.'],
    ['fr', 'L’enquête, baptisée Opération Gatekeeper, a commencé en mai.'],
    ['fr', 'Une opération baptisée Cobalt a permis de démanteler le réseau.'],
    ['fr', 'Le cargo baptisé Étoile du Sud transportait les puces.'],
    ['fr', 'Une loi baptisée Chip Security Act impose un traçage.'],
    ['fr', 'Un homme nommé Jean Dupont a vendu les puces.'],
    ['fr', 'Le programme baptisé Horizon Puces finance la société.'],
    ['fr', 'Un modèle baptisé Qwen tourne sur ces puces.'],
    ['fr', 'La juge, nommée Marie Durand, a entendu la société.'],
    ['fr', 'Une unité appelée Cobalt traque la société.'],
    ['fr', 'Le projet dénommé Prométhée utilise des puces Nvidia.'],
    ['de', 'Die Ermittlung namens Operation Gatekeeper begann im Mai.'],
    ['de', 'Ein Frachter namens Ocean Star brachte die Chips.'],
    ['de', 'Das Gesetz namens Chip Security Act verlangt Ortung.'],
    ['de', 'Ein Mann namens Brian Raymond verkaufte die Chips.'],
    ['de', 'Die Gruppe Operation Gatekeeper verhaftete Händler.'],
    ['de', 'Das Unternehmen, die Operation Gatekeeper im Visier hatte, verkaufte Chips.'],
    ['de', 'Ein Programm namens Chips Act fördert die Firma.'],
    ['de', 'Der Anbieter Bundesgerichtshof ist keiner.'],
    ['zh-Hans', '司法部代号“守门人行动”的调查涉及多家公司。'],
    ['zh-Hans', '企业“芯片安全法案”受到讨论。'],
    ['zh-Hans', '一艘名为远洋之星的货船运走芯片。'],
    ['zh-Hans', '这家公司“守门人行动”中被查。'],
    ['zh-Hans', '名为守门人行动的调查针对公司。'],
    ['zh-Hant', '代號「守門人行動」的調查涉及多家公司。'],
    ['zh-Hant', '企業「晶片安全法案」受到討論。'],
    ['zh-Hant', '一艘名為遠洋之星的貨船運走晶片。'],
    ['zh-Hant', '公司「守門人行動」中被查。'],
    ['ja', '「ゲートキーパー作戦」と名付けた捜査で会社が摘発された。'],
    ['ja', '企業「チップ安全保障法」が議論された。'],
    ['ja', '貨物船「オーシャンスター号」がチップを運んだ。'],
    ['ja', '子会社オペレーションゲートキーパー作戦が摘発された。'],
    ['ja', '会社「ゲートキーパー作戦」の捜査'],
  ])('%s: %s', (lang, text) => {
    expect(firmsOf(lang, text)).toEqual({})
  })

  it.each([
    ['en', 'An exporter in Dubai, registered in May and named Ocean Star, shipped the chips.', ['Ocean Star']],
    ['en', 'Operation Lattice Ltd bought the chips.', ['Operation Lattice Ltd']],
    ['en', 'The ship belonged to a company named Ocean Star.', ['Ocean Star']],
    ['fr', 'Une société de Bichkek, baptisée Calder Imports, a livré les puces.', ['Calder Imports']],
    ['fr', 'Selon l’enquête, un revendeur baptisé Calder Imports a livré les puces.', ['Calder Imports']],
    ['es', 'Una empresa de Tijuana denominada Andes Lattice vendió los chips.', ['Andes Lattice']],
    ['es', 'La operación fue obra de una importadora llamada Norvia.', ['Norvia']],
    ['de', 'Die Ermittlung gilt einer Firma namens Calder Imports.', ['Calder Imports']],
    ['zh-Hans', '一家名为里海数据的公司充当收货人。', ['里海数据']],
    ['zh-Hans', '俄罗斯企业“涅瓦计算”买到服务器。', ['涅瓦计算']],
    ['zh-Hant', '俄國業者「涅瓦計算」買到伺服器。', ['涅瓦計算']],
    ['ja', '販売会社ネオラティスが出荷した。', ['ネオラティス']],
  ])('and what is one, %s: %s', (lang, text, wanted) => {
    expect(Object.keys(firmsOf(lang, text))).toEqual(wanted)
  })
})

describe('what stands beside a name makes it a firm', () => {
  it.each([
    ['en', 'The tenant was Zagro Data, registered above a pharmacy in Erbil.', ['Zagro Data']],
    ['en', 'The servers went to Brandolar, which makes power controllers in Telford.', ['Brandolar']],
    ['en', 'Officials visited the site run by Dholar Compute near Muscat.', ['Dholar Compute']],
    ['en', 'A call to Virellon’s chief executive was not returned.', ['Virellon']],
    ['en', 'She bought shares of Tavistone on Monday.', ['Tavistone']],
    [
      'en',
      'Resellers such as Kelmar, Ostrel Micro and Pendrick sell them openly.',
      ['Kelmar', 'Ostrel Micro', 'Pendrick'],
    ],
    ['en', 'RIGA, May 14 (Boreal Wire) - Prosecutors charged two men on Wednesday.', ['Boreal Wire']],
    ['en', 'Two units of Halden Nord, a five-person outfit in the port, were searched.', ['Halden Nord']],
    ['fr', 'Les cartes ont été livrées à Verdane, immatriculée à Chypre en mars.', ['Verdane']],
    ['fr', 'Des revendeurs comme Kelmar et Pendrick les proposent.', ['Kelmar', 'Pendrick']],
    ['es', 'Los servidores llegaron a Norvalia, con sede en Panamá.', ['Norvalia']],
    ['de', 'Anbieter wie Kelmar und Pendrick verkaufen sie offen.', ['Kelmar', 'Pendrick']],
  ])('%s: %s', (lang, text, wanted) => {
    expect(Object.keys(firmsOf(lang, text)).sort()).toEqual([...wanted].sort())
  })

  it.each([
    ['en', 'Artificial Intelligence and Advanced Computing were discussed.'],
    ['en', 'The Department of Information Technology sent a letter.'],
    ['en', 'Nation’s Chip Smugglers All Same Guy In Different Hats, Think Tank Finds'],
    ['en', 'Mr Haldon, which makes no difference, left.'],
    ['en', 'Shares of the group fell in New York.'],
    ['en', 'Countries such as Malaysia and Singapore host them.'],
    ['en', 'Quantum Computing, which makes headlines, is no company.'],
    ['en', 'Singapore’s headquarters of the court were closed.'],
    ['en', 'PARIS, May 14 (two days after the vote) - Ministers met.'],
    ['fr', 'Le Conseil de la Défense, établie à Paris, se réunit. Des pays comme la Malaisie et Singapour.'],
    ['es', 'El Ministerio de Comercio, con sede en Madrid, habló. Países como Malasia.'],
    ['de', 'Länder wie Malaysia und Händler wie Kaufleute sind betroffen.'],
  ])('no firm in %s: %s', (lang, text) => {
    expect(firmsOf(lang, text)).toEqual({})
  })
})

it('a name that opens thousands of sentences is looked for in few of them', () => {
  const intro = 'The group said in a statement that it had sold all of the chips to a company in the town.\n'
  const text = intro + Array.from({ length: 9_000 }, (_, line) => `Zorbel Data fell ${line}.\n`).join('')
  const started = performance.now()
  expect(firmsOf('en', text)).toEqual({})
  // 20 s before there was a bound, under one second since.
  expect(performance.now() - started).toBeLessThan(8_000)
}, 60_000)

describe('a reader knows a firm by what the text does with it', () => {
  it.each([
    ['en', 'The middleman, Zellmark, kept 4%.', ['Zellmark']],
    ['en', 'Records name Zellmark as the importer.', ['Zellmark']],
    ['en', 'Two firms, Zellmark and Brionics, shared an address.', ['Zellmark', 'Brionics']],
    ['en', 'He had sold them to a customer that nobody knew: Almaz Dental Imaging, of Osh.', ['Almaz Dental Imaging']],
    ['en', 'Prosecutors say Zellmark’s managing director lied.', ['Zellmark']],
    ['en', 'They did not expect Olympia Hall of Lanterns Inc. to win.', ['Olympia Hall of Lanterns Inc']],
    ['en', 'Zellmark charged $2m for the racks.', ['Zellmark']],
    ['en', 'Zellmark, the Austin-based maker of server racks, closed.', ['Zellmark']],
    ['fr', 'Le fabricant grenoblois de substrats Zellmark a perdu 14 %.', ['Zellmark']],
    ['fr', 'Un entrepôt loué par Outillage Lacustre inc. a été fouillé.', ['Outillage Lacustre inc']],
    ['fr', 'Zellmark n’a pas répondu à nos questions.', ['Zellmark']],
    ['es', 'El intermediario, Fletes Altiplano, comparte domicilio con una peluquería.', ['Fletes Altiplano']],
    ['es', 'La planta de Electrónica Zumaya cerró.', ['Electrónica Zumaya']],
    ['es', 'Zellmark pagó 2 millones de euros.', ['Zellmark']],
    ['de', 'Der Beschichtungsspezialist Zellmark verdient weniger.', ['Zellmark']],
    ['de', 'Es hieß, die Augsburger Zellmark Datentechnik habe geliefert.', ['Zellmark Datentechnik']],
    ['de', 'Die Zellmark-Aktie verlor acht Prozent.', ['Zellmark']],
    ['zh-Hans', '合同由泽朗维实业签署。', ['泽朗维实业']],
    ['zh-Hans', '澳洲基金旗下的Zellmark Digital宣布投资。', ['Zellmark Digital']],
    ['zh-Hans', '泽朗维公司的律师称指控荒唐。', ['泽朗维']],
    ['zh-Hans', '本地运营商海屿枢纽启用机房。海屿枢纽称，客户不便透露。', ['海屿枢纽']],
    ['zh-Hant', '供應鏈人士告訴《鉅晨週刊》，訂單已取消。', ['鉅晨週刊']],
    ['zh-Hant', '上櫃公司澤朗維（6543）公布財報。', ['澤朗維']],
    ['ja', '東京都内の商社、泉谷電子が輸入した。', ['泉谷電子']],
    ['ja', '昨年稼働した「津軽グリーンコンピュート」のデータセンターだ。', ['津軽グリーンコンピュート']],
    ['ja', '仲介したのはゼルマークという会社だ。', ['ゼルマーク']],
  ])('%s: %s', (lang, text, wanted) => {
    expect(Object.keys(firmsOf(lang, text)).sort()).toEqual([...wanted].sort())
  })

  it.each([
    ['en', 'Company CEO Andy Vesey said so. The owner, Moira Standish, sold her house; later Standish sold the car.'],
    ['en', 'The plant stands outside Glenrothes, and the firm in Glenrothes which sells fish closed.'],
    ['en', 'The Freedom Front Plus and MEC for Cooperative Governance met.'],
    ['en', 'Prosecutors sold nothing. Officials leased a hall.'],
    ['fr', 'Le président de l’entreprise, Guillaume Morvan, 37 ans, se tait.'],
    ['fr', 'Personne n’a acheté ces cartes. Il se fait appeler Brother Jiang.'],
    ['es', 'Según la empresa, Donald Rivas pidió explicaciones. Nadie compró nada.'],
    ['de', 'Verurteilt wurde der Elektronikhändler Jürgen W. am Mittwoch.'],
    ['de', 'Im Bereich Elektronik und im Ressort Technologie wird gespart. Millionen Chips fehlen.'],
    ['zh-Hans', '车用电子和消费级电子需求回暖，第三代半导体、开源软件、金融科技发展迅速。'],
    ['zh-Hans', '截至目前，没有人提供芯片。大型科技公司受影响。'],
    ['zh-Hant', '兩岸貿易、冷鏈物流、生成式人工智慧與車用半導體。'],
    ['ja', '規制のかかった半導体、微細な半導体、車載半導体が出回る。経済産業省が調べる。'],
  ])('no firm in %s: %s', (lang, text) => {
    expect(firmsOf(lang, text)).toEqual({})
  })
})
