import { describe, expect, it } from 'vitest'
import { articleFromLine, recordOf } from '../../cli/commands/analyze.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const analyse = (lang: string, text: string) => {
  const { id, article } = articleFromLine({ id: 'x', title: '', text, lang })
  return recordOf(id, article, knowledge)
}

describe('money in positional numbers', () => {
  it.each([
    ['zh-Hans', '合同金额约70亿美元。', [[7e9, 7e9, 'USD']]],
    ['zh-Hans', '公司估值70多亿美元。', [[7e9, null, 'USD']]],
    ['zh-Hans', '订单总额为２０亿至３０亿美元。', [[2e9, 3e9, 'USD']]],
    ['zh-Hans', '投资20至30亿元。', [[2e9, 3e9, 'CNY']]],
    ['zh-Hans', '总价逾三千五百万欧元。', [[3.5e7, null, 'EUR']]],
    ['zh-Hans', '人民币20亿元的订单', [[2e9, 2e9, 'CNY']]],
    ['zh-Hans', '斥资1.2万亿日元', [[1.2e12, 1.2e12, 'JPY']]],
    ['zh-Hans', '罚款50亿美元以上', [[5e9, null, 'USD']]],
    ['zh-Hant', '營收達1.2兆元。', [[1.2e12, 1.2e12, 'TWD']]],
    ['zh-Hant', '市值百二十億元', [[1.2e10, 1.2e10, 'TWD']]],
    ['zh-Hant', '逃漏稅1億2千萬元', [[1.2e8, 1.2e8, 'TWD']]],
    ['zh-Hant', '罰款港幣三百萬元', [[3e6, 3e6, 'HKD']]],
    ['zh-Hans', '损失数十亿美元，或两三亿元，或二三十亿元，或十几亿元。', []],
    ['zh-Hans', '模型有1750亿参数，数据中心300兆瓦。', []],
    ['zh-Hans', '二〇二五年的产量为一。', []],
  ])('%s: %s', (lang, text, wanted) => {
    expect(analyse(lang, text).amounts.map(({ min, max, currency }) => [min, max, currency])).toEqual(wanted)
  })
})

describe('quantities by counting word', () => {
  it.each([
    ['zh-Hans', '字节部署了约3.6万颗英伟达B200芯片。', [[36000, 'chip']]],
    ['zh-Hans', '三千五百台搭载英伟达H100的服务器', [[3500, 'server']]],
    ['zh-Hans', '英伟达B200涨价，客户追加2000多颗。', [[2000, 'chip']]],
    ['zh-Hans', '共生产晶圆5700片。', [[5700, 'wafer']]],
    ['zh-Hans', '英伟达2024张H100显卡', [[2024, 'chip']]],
    ['zh-Hant', '約50台美超微伺服器', [[50, 'server']]],
    ['zh-Hant', '出貨一萬二千櫃GB300', []],
    ['zh-Hans', '两三千颗芯片和数千张显卡', []],
    ['zh-Hans', '汽车交付三千五百台，门票一万余张。', []],
    ['zh-Hans', 'RTX 5090显卡评测', []],
    ['zh-Hans', '两家芯片公司', []],
  ])('%s: %s', (lang, text, wanted) => {
    expect(analyse(lang, text).quantities.map(({ value, unit }) => [value, unit])).toEqual(wanted)
  })
})

describe('names without spaces', () => {
  it.each([
    ['zh-Hans', '东京电子股价下跌，美国银行下调评级。', ['Tokyo Electron', 'Bank of America'], []],
    ['zh-Hans', '英伟达A100被禁止出口。', ['Nvidia'], []],
    ['zh-Hans', '美国商务部展开调查，马里兰州上海地区。', [], ['US', 'CN']],
    ['zh-Hans', '国防科大“马甲”公司', [], []],
    ['zh-Hans', '苏州菱川智算科技有限公司涉嫌走私芯片', ['苏州菱川智算科技有限公司'], []],
    ['zh-Hans', '一家名为里海数据的公司充当收货人', ['里海数据'], []],
    ['zh-Hant', '俄國業者「涅瓦計算」買到伺服器', ['涅瓦計算'], ['RU']],
    ['zh-Hans', '企业“出海”成为趋势', [], []],
  ])('%s: %s', (lang, text, companies, regions) => {
    const record = analyse(lang, text)
    expect(record.companies.map(({ name }) => name)).toEqual(companies)
    expect(record.regions.map(({ code }) => code)).toEqual(regions)
  })
})

describe('which Chinese', () => {
  it.each([
    [null, '英伟达芯片被禁', 'zh-Hans'],
    [null, '輝達晶片遭禁', 'zh-Hant'],
    ['zh-TW', '台北', 'zh-Hant'],
    ['zh', '台北', 'zh-Hans'],
    ['zh', '¥70', 'zh-Hans'],
    ['zh', '1.5億 英鎊', 'zh-Hant'],
    ['zh-CN', '輝達晶片遭禁', 'zh-Hant'],
    ['ja', '7万円', 'ja'],
  ])('%s: %s', (hint, text, wanted) => {
    const { id, article } = articleFromLine({ id: 'x', title: '', text, ...(hint === null ? {} : { lang: hint }) })
    expect(recordOf(id, article, knowledge).lang).toMatchObject({ code: wanted })
  })
})
