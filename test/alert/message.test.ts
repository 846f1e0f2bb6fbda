import { describe, expect, it } from 'vitest'
import { describeMargins } from '../../src/alert/margins.ts'
import { noticeOf, testNotice } from '../../src/alert/message.ts'
import { alertRuleSchema, matchRule } from '../../src/alert/rule.ts'
import { digestMessages } from '../../src/knowledge/digest-messages.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { tellerOf } from '../../src/knowledge/telling.ts'
import {
  alertMessages,
  fill,
  placeholdersOf,
  sharedMessages,
  type Template,
  wordingSchema,
} from '../../src/knowledge/wording.ts'
import { postures } from '../../src/types/finding.ts'
import type { StorySummary } from '../../src/types/story.ts'
import { agent, alert, article, buyer, citation, contentOf, posture, summaryOf, withdrawn } from '../fixtures/story.ts'

const { wording } = loadKnowledge().sources
const en = wording.en!
const fr = wording.fr!

function told(language: string, change: Partial<StorySummary>) {
  return noticeOf(contentOf(summaryOf(change)), alert, wording[language]!, 'alert')
}

describe('the sentence of an alert', () => {
  it.each<[string, Partial<StorySummary>, string]>([
    [
      'en',
      { posture: posture('loophole'), routes: [] },
      'ByteDance reportedly obtained, or sought to obtain, Nvidia H100 by a way round export rules that is told as legal.',
    ],
    [
      'en',
      {},
      'ByteDance reportedly obtained, or sought to obtain, Nvidia H100 in spite of export rules (route: smuggling).',
    ],
    [
      'en',
      { parties: [agent] },
      'A buyer or user whom the articles do not name reportedly obtained, or sought to obtain, Nvidia H100 in spite of export rules (route: smuggling). Named in another part: Helvidata (intermediary; Singapore).',
    ],
    [
      'en',
      { parties: [], chips: [], routes: [] },
      'A buyer or user whom the articles do not name reportedly obtained, or sought to obtain, restricted chips, computing power or chip-making equipment in spite of export rules.',
    ],
    [
      'en',
      { posture: posture('investigated') },
      'Somebody is under investigation over Nvidia H100 in an affair of getting round export rules (route: smuggling). The articles name ByteDance (buyer or user; China) and Helvidata (intermediary; Singapore); which of them this stage concerns, if any, is for the quotation to say.',
    ],
    [
      'en',
      { posture: posture('charged'), parties: [buyer] },
      'Somebody is charged with an offence over Nvidia H100 in an affair of getting round export rules (route: smuggling). The articles name ByteDance (buyer or user; China); whether this stage concerns that party is for the quotation to say.',
    ],
    [
      'en',
      { posture: posture('convicted'), parties: [] },
      'Somebody admitted or was convicted of an offence, was fined, or settled, over Nvidia H100 in an affair of getting round export rules (route: smuggling). The articles name no party.',
    ],
    [
      'fr',
      { posture: posture('loophole') },
      'Selon la presse, ByteDance aurait obtenu, ou cherché à obtenir, par un contournement des règles d’exportation présenté comme légal : Nvidia H100 (voie : contrebande).',
    ],
    [
      'fr',
      { parties: [buyer, { ...buyer, company: 'tencent', name: 'Tencent' }] },
      'Selon la presse, ByteDance et Tencent auraient obtenu, ou cherché à obtenir, malgré les règles d’exportation : Nvidia H100 (voie : contrebande).',
    ],
    [
      'fr',
      { parties: [] },
      'Selon la presse, un acheteur ou utilisateur que les articles ne nomment pas aurait obtenu, ou cherché à obtenir, malgré les règles d’exportation : Nvidia H100 (voie : contrebande).',
    ],
    [
      'fr',
      { posture: posture('investigated'), parties: [] },
      'Quelqu’un est visé par une enquête dans une affaire de contournement des règles d’exportation qui concerne : Nvidia H100 (voie : contrebande). Les articles ne nomment aucune partie.',
    ],
    [
      'fr',
      { posture: posture('charged'), parties: [agent] },
      'Quelqu’un est poursuivi pour une infraction dans une affaire de contournement des règles d’exportation qui concerne : Nvidia H100 (voie : contrebande). Les articles citent Helvidata (intermédiaire ; Singapour) ; si cette étape concerne cette partie, c’est à la citation de le dire.',
    ],
    [
      'fr',
      { posture: posture('convicted'), parties: [] },
      'Quelqu’un a reconnu une infraction, a été condamné ou mis à l’amende, ou a transigé, dans une affaire de contournement des règles d’exportation qui concerne : Nvidia H100 (voie : contrebande). Les articles ne nomment aucune partie.',
    ],
  ])('%s %#', (language, change, sentence) => {
    expect(told(language, change).sentence).toBe(sentence)
  })

  it.each(postures.filter((one) => one !== 'loophole' && one !== 'alleged'))(
    'never makes a party the subject of “%s”',
    (stage) => {
      for (const language of ['en', 'fr']) {
        const { title, sentence } = told(language, { posture: posture(stage), parties: [buyer] })
        expect(sentence).toMatch(/^(?:Somebody|Quelqu’un) /)
        expect(title).toMatch(/(?:affair that names|affaire qui cite) ByteDance/)
      }
    },
  )

  it('is never stronger than the stage', () => {
    const strong = /charge|convict|admit|guilty|fine|settle|investigat|poursuiv|condamn|reconn|amende|transig|enquête/i
    for (const language of ['en', 'fr'])
      for (const stage of ['loophole', 'alleged'] as const)
        expect(told(language, { posture: posture(stage) }).sentence).not.toMatch(strong)
  })
})

describe('the rest of an alert', () => {
  const line = (label: string, language = 'en', change: Partial<StorySummary> = {}) =>
    told(language, change).fields.find((field) => field.label === label)?.values

  it.each<[string, string, readonly string[], Partial<StorySummary>?]>([
    ['en', 'Who', ['ByteDance (buyer or user; China)', 'Helvidata (intermediary; Singapore)']],
    ['en', 'Route', ['smuggling']],
    ['en', 'From → through → to', ['United States → Helvidata and Malaysia → China']],
    ['en', 'How much', ['about US$120m (1 article)']],
    ['en', 'How many', ['800 chips (Nvidia H100) (1 article)']],
    [
      'en',
      'Under export control',
      ['Nvidia H100, to China, on 2 January 2025: controlled since 7 October 2022 (87 FR 62186)'],
    ],
    ['en', 'Denied by', ['ByteDance (1 article)']],
    [
      'en',
      'Sources',
      ['2 independent sources behind 2 articles: Le Courrier des Puces (1 article) and Caixin (1 article)'],
    ],
    [
      'fr',
      'Contrôle à l’exportation',
      ['Nvidia H100, vers : Chine, le 2 janvier 2025 : sous contrôle depuis le 7 octobre 2022 (87 FR 62186)'],
    ],
    [
      'fr',
      'Sources',
      ['2 sources indépendantes pour 2 articles : Le Courrier des Puces (1 article) et Caixin (1 article)'],
    ],
  ])('%s %s', (language, label, values) => {
    expect(line(label, language)).toEqual(values)
  })

  it('says of a chip without a source that it is not sourced', () => {
    const control = [{ destination: 'CN', status: 'unknown', rule: null, since: null, asOf: '2025-01-02' }] as const
    const chips = [{ id: 'x', name: 'Biren BR100', vendor: 'Biren', control }]
    expect(line('Under export control', 'en', { chips })).toEqual([
      'Biren BR100, to China, on 2 January 2025: not sourced',
    ])
  })

  it('tells the stages once there is more than one', () => {
    expect(line('Stages so far')).toBeUndefined()
    const later = article({ posture: 'charged', published: '2025-03-04', firstSeen: '2025-03-04T10:00:00Z' })
    const back = article({ posture: 'alleged', firstSeen: '2025-04-01T00:00:00Z' })
    expect(line('Stages so far', 'en', { articles: [article(), later, back], posture: posture('charged') })).toEqual([
      'reported (2 January 2025)',
      'charges brought (4 March 2025)',
    ])
  })

  it('quotes in the own language, with outlet, date and link, no words twice', () => {
    const { quotes } = told('en', {})
    expect(quotes).toEqual([
      {
        text: 'Huit cents H100 étaient dissimulées sous des homards vivants.',
        language: 'fr',
        source: 'Le Courrier des Puces, 2 January 2025',
        url: 'https://courrier.example/a?x=1&y=2',
      },
      expect.objectContaining({ source: 'ByteDance denies – Le Courrier des Puces, 2 January 2025' }),
    ])
  })

  it('links to http and https only', () => {
    const wrong = citation('x', { url: 'javascript:alert(1)', published: null, outlet: null })
    const notice = told('en', { lead: wrong, articles: [article({ url: 'data:text/html,x' })] })
    expect(notice.quotes[0]).toMatchObject({ url: null, source: 'outlet unknown, undated' })
    expect(notice.links).toEqual([])
  })

  it('says which rule fired and what it nearly lacked, and what is new', () => {
    const content = contentOf(summaryOf(), { news: ['posture', 'denial'], margins: ['a', 'b', 'c'] })
    const notice = noticeOf(content, alert, en, 'alert', '1.2.3')
    expect(notice.footer[0]).toBe(
      'Rule “Hong Kong” fired. What it came closest to lacking: a. Its other conditions: b; c.',
    )
    expect(notice.footer.at(-1)).toBe('Story s1, revision 1. Detour 1.2.3.')
    expect(notice.title).toBe('Reported: ByteDance – Nvidia H100 – news: a further stage and a denial')
    expect(notice.data).not.toHaveProperty('story.history')
  })

  it('writes margins out in both languages', () => {
    const rule = alertRuleSchema.parse({
      name: 'r',
      destinations: ['d'],
      minSources: 2,
      minScore: 0.9,
      posture: 'loophole',
      companies: ['bytedance', 'tencent'],
      chips: ['nvidia-h100'],
      regions: ['MY'],
      routes: ['smuggling'],
      languages: ['fr', 'zh-Hans'],
    })
    const { margins } = matchRule(rule, summaryOf())
    expect(describeMargins(margins, summaryOf(), tellerOf(en))).toEqual([
      '2 independent sources, 2 asked for',
      'one of the chips asked for: Nvidia H100',
      'one of the regions asked for: Malaysia',
      'stage “reported”, at least “told as legal” asked for',
      'one of the companies asked for: ByteDance',
      'one of the routes asked for: smuggling',
      '2 of the languages asked for: French and Simplified Chinese',
      'score 0.97, 0.9 asked for',
    ])
    expect(describeMargins(margins, summaryOf(), tellerOf(fr))).toContain('une des entreprises demandées : ByteDance')
  })

  it('tells a withdrawal, names whom it concerns, and repeats no accusation', () => {
    const notice = noticeOf(contentOf(summaryOf(withdrawn), { news: ['withdrawn'] }), alert, en, 'correction')
    expect(notice.kind).toBe('correction')
    expect(notice.sentence).toBe(
      'Withdrawn: after a new reading, none of the 2 articles of this story reports that anybody got round export rules. Please disregard the earlier alerts on it. This withdraws what they said of ByteDance and Helvidata.',
    )
    expect([notice.quotes, notice.fields]).toEqual([[], []])
  })

  it('has no unfilled placeholder in any stage and language', () => {
    for (const words of Object.values(wording)) {
      const notices = [
        ...postures.map((one) => noticeOf(contentOf(summaryOf({ posture: posture(one) })), alert, words, 'alert')),
        noticeOf(contentOf(summaryOf(withdrawn)), alert, words, 'correction'),
        testNotice(alert.key, 'desk', words),
      ]
      for (const { data: _, ...notice } of notices)
        expect(JSON.stringify(notice)).not.toMatch(/\{\w+\}|undefined|null,null|NaN/)
    }
  })
})

describe('wording', () => {
  it.each(Object.entries(wording))('%s uses every placeholder that carries a fact', (_, words) => {
    const sections = [
      [sharedMessages, words.shared],
      [alertMessages, words.alert],
      [digestMessages, words.digest],
    ] as const
    for (const [table, section] of sections)
      for (const [key, names] of Object.entries<readonly string[]>(table)) {
        const used = placeholdersOf((section as Readonly<Record<string, Template>>)[key]!)
        expect([key, names.filter((name) => name !== 'count' && !used.includes(name))]).toEqual([key, []])
      }
  })

  it('refuses a placeholder that the message does not have', () => {
    const wrong = { ...en, alert: { ...en.alert, 'title-test': 'Test of {place}' } }
    expect(wordingSchema.safeParse(wrong).error?.issues[0]?.message).toContain('{place} is no placeholder')
  })

  it('reads no placeholder in a value', () => {
    expect(fill('{a} {b}', 'en', { a: '{b}', b: 'x' })).toBe('{b} x')
  })

  it.each([
    ['en', { low: 7e9, high: null, about: false, unit: 'USD', of: null }, 'at least US$7bn'],
    ['en', { low: 2e6, high: 3e6, about: true, unit: 'EUR', of: null }, '€2m to €3m'],
    ['en', { low: 1, high: 1, about: false, unit: 'server', of: null }, '1 server'],
    ['fr', { low: null, high: 36000, about: false, unit: 'chip', of: null }, 'au plus 36 000 puces'],
    ['fr', { low: 1_234_567, high: 1_234_567, about: false, unit: 'CNY', of: null }, '1,234567 M CNY'],
  ])('%s %j', (language, figure, said) => {
    expect(tellerOf(wording[language]!).figure(figure).replace(/\s/g, ' ')).toBe(said)
  })
})
