import { describe, expect, it } from 'vitest'
import { checkRules } from '../../src/alert/check-rules.ts'
import { type AlertRule, alertRuleSchema, insideRegion, matchRule } from '../../src/alert/rule.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { StorySummary } from '../../src/types/story.ts'
import { posture, summaryOf, withdrawn } from '../fixtures/story.ts'

const { sources } = loadKnowledge()
const inside = insideRegion(sources.regions)

function ruleOf(conditions: Partial<AlertRule>): AlertRule {
  return alertRuleSchema.parse({ name: 'r', destinations: ['desk'], ...conditions })
}

describe('matchRule', () => {
  it.each<[string, Partial<AlertRule>, Partial<StorySummary>, boolean]>([
    ['no condition', {}, {}, true],
    ['a withdrawn story', {}, withdrawn, false],
    ['score reached exactly', { minScore: 0.97 }, {}, true],
    ['score just missed', { minScore: 0.971 }, {}, false],
    ['sources reached exactly', { minSources: 2 }, {}, true],
    ['one source short', { minSources: 3 }, {}, false],
    ['stage reached', { posture: 'alleged' }, {}, true],
    ['a stage further', { posture: 'alleged' }, { posture: posture('charged') }, true],
    ['a stage short', { posture: 'investigated' }, {}, false],
    ['one of the companies', { companies: ['tencent', 'bytedance'] }, {}, true],
    ['none of the companies', { companies: ['tencent'] }, {}, false],
    ['a name is no id', { companies: ['ByteDance'] }, {}, false],
    ['a chip', { chips: ['nvidia-h100'] }, {}, true],
    ['another chip', { chips: ['nvidia-a100'] }, {}, false],
    ['a route', { routes: ['smuggling'] }, {}, true],
    ['another route', { routes: ['stockpiling'] }, {}, false],
    ['a region', { regions: ['MY'] }, {}, true],
    ['a region that contains it', { regions: ['035'] }, {}, true],
    ['a region two levels up', { regions: ['142'] }, {}, true],
    ['a region elsewhere', { regions: ['150'] }, {}, false],
    ['a language', { languages: ['fr'] }, {}, true],
    ['a language without its script', { languages: ['zh'] }, {}, true],
    ['another script', { languages: ['zh-Hant'] }, {}, false],
    ['a tag that only begins alike', { languages: ['z'] }, {}, false],
    ['all of several conditions', { languages: ['fr'], minSources: 2, routes: ['smuggling'] }, {}, true],
    ['all but one', { languages: ['fr'], minSources: 2, routes: ['stockpiling'] }, {}, false],
    ['no stage', { posture: 'loophole' }, { posture: null }, false],
  ])('%s', (_, conditions, change, fires) => {
    expect(matchRule(ruleOf(conditions), summaryOf(change), inside).fires).toBe(fires)
  })

  it('gives the tightest condition first, and those that were missed apart', () => {
    const rule = ruleOf({ minScore: 0.5, minSources: 2, posture: 'loophole', companies: ['tencent'] })
    const { margins, lacking } = matchRule(rule, summaryOf())
    expect(margins.map(({ condition }) => condition)).toEqual(['minSources', 'posture', 'minScore'])
    expect(margins[0]).toEqual({ condition: 'minSources', have: 2, need: 2, met: true, slack: 0 })
    expect(lacking.map(({ condition }) => condition)).toEqual(['companies'])
  })

  it.each([
    [{ name: 'r' }],
    [{ name: 'r', destinations: [] }],
    [{ name: 'r', destinations: ['a'], minScore: 2 }],
    [{ name: 'r', destinations: ['a'], chip: ['h100'] }],
    [{ name: 'r', destinations: ['a'], companies: [] }],
  ])('the schema refuses %j', (wrong) => {
    expect(alertRuleSchema.safeParse(wrong).success).toBe(false)
  })
})

describe('checkRules', () => {
  it('says nothing of good rules', () => {
    const rule = ruleOf({ companies: ['bytedance'], routes: ['smuggling'], regions: ['035', 'EU'], languages: ['fr'] })
    expect(checkRules([rule], ['desk'], sources)).toEqual([])
  })

  it.each<[Partial<AlertRule>, string]>([
    [{ destinations: ['dsk'] }, 'Alert rule “r”: there is no destination “dsk”; perhaps “desk” is meant.'],
    [
      { companies: ['ByteDance'] },
      'Alert rule “r”: knowledge/companies has no “ByteDance”; perhaps “bytedance” is meant.',
    ],
    [
      { routes: ['smugling'] },
      'Alert rule “r”: knowledge/routes.yaml has no “smugling”; perhaps “smuggling” is meant.',
    ],
    [{ regions: ['XX'] }, 'Alert rule “r”: knowledge/regions.yaml has no “XX”.'],
    [{ languages: ['tlh'] }, 'Alert rule “r”: knowledge/languages has no “tlh”.'],
  ])('%j', (conditions, sentence) => {
    expect(checkRules([ruleOf(conditions)], ['desk'], sources)).toEqual([sentence])
  })

  it('sees a name used twice', () => {
    expect(checkRules([ruleOf({}), ruleOf({})], ['desk'], sources)).toEqual([
      'Alert rule “r” stands twice: give each rule a name of its own.',
    ])
  })
})
