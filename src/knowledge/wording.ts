/** The words in which people are told things, one file for each language of ours: shape, and how a template is filled. */

import { z } from 'zod'
import { digestMessages } from './digest-messages.ts'

const text = z.string().min(1)
const counted = z.strictObject({
  one: text,
  other: text,
  zero: text.optional(),
  two: text.optional(),
  few: text.optional(),
  many: text.optional(),
})

/** Every message that alerts and digests share, with the {placeholders} that its template may use. `count` also chooses the plural form. */
export const sharedMessages = {
  'goods-unknown': [],
  'who-unknown': [],
  party: ['name', 'role'],
  'party-country': ['name', 'role', 'country'],
  more: ['count'],
  none: [],
  'figure-about': ['figure'],
  'figure-range': ['low', 'high'],
  'figure-least': ['figure'],
  'figure-most': ['figure'],
  'quantity-of': ['figure', 'chip'],
  control: ['chip', 'destination', 'status', 'asOf'],
  'control-undated': ['chip', 'destination', 'status'],
  'control-rule': ['status', 'rule', 'since'],
  'control-since': ['status', 'since'],
  'path-unknown': [],
  'count-sources': ['count'],
  'count-articles': ['count'],
  'source-articles': ['origin', 'articles'],
  'posture-step': ['posture', 'date'],
  'quote-source': ['outlet', 'date'],
  'quote-undated': ['outlet'],
  'outlet-unknown': [],
  'denier-unknown': [],
} as const satisfies Record<string, readonly string[]>

/** Every message of alerts alone. */
export const alertMessages = {
  'title-loophole': ['who', 'goods'],
  'title-alleged': ['who', 'goods'],
  'title-investigated': ['named', 'goods'],
  'title-charged': ['named', 'goods'],
  'title-convicted': ['named', 'goods'],
  'title-news': ['title', 'news'],
  'title-correction': ['title'],
  'title-test': ['destination'],
  'sentence-loophole': ['who', 'goods', 'means', 'count'],
  'sentence-loophole-unknown': ['goods', 'means'],
  'sentence-alleged': ['who', 'goods', 'means', 'count'],
  'sentence-alleged-unknown': ['goods', 'means'],
  'sentence-investigated': ['goods', 'means'],
  'sentence-charged': ['goods', 'means'],
  'sentence-convicted': ['goods', 'means'],
  'sentence-test': ['destination'],
  'affair-names': ['who'],
  'affair-names-nobody': [],
  named: ['parties', 'count'],
  'named-nobody': [],
  'named-besides': ['parties'],
  withdrawn: ['count'],
  'withdrawn-names': ['who'],
  means: ['routes', 'count'],
  path: ['from', 'through', 'to'],
  sources: ['sources', 'articles', 'list'],
  'quote-denial': ['by', 'source'],
  article: ['title', 'outlet', 'language'],
  'story-id': ['story', 'revision'],
  'rule-fired': ['rule'],
  'rule-tightest': ['margin'],
  'rule-other': ['margins'],
  'rule-always': [],
  'how-to-read': [],
  'margin-score': ['have', 'need'],
  'margin-sources': ['have', 'need', 'count'],
  'margin-posture': ['have', 'need'],
  'margin-languages': ['have', 'count'],
  'margin-companies': ['have', 'count'],
  'margin-chips': ['have', 'count'],
  'margin-regions': ['have', 'count'],
  'margin-routes': ['have', 'count'],
  'label-new': [],
  'label-who': [],
  'label-what': [],
  'label-quantity': [],
  'label-amount': [],
  'label-route': [],
  'label-path': [],
  'label-control': [],
  'label-denial': [],
  'label-sources': [],
  'label-stages': [],
  'label-article': [],
} as const satisfies Record<string, readonly string[]>

const hole = /\{([^{}]*)\}/g

/** Placeholders of a template, over all its plural forms. */
export function placeholdersOf(template: Template): string[] {
  const forms = typeof template === 'string' ? [template] : Object.values(template).filter((form) => form !== undefined)
  return [...new Set(forms.flatMap((form) => [...form.matchAll(hole)].map((found) => found[1] ?? '')))]
}

/** A template that uses no other placeholder than these. */
function template(allowed: readonly string[]) {
  return z.union([text, counted]).superRefine((value, context) => {
    for (const name of placeholdersOf(value)) {
      if (allowed.includes(name)) continue
      const known = allowed.length > 0 ? allowed.map((one) => `{${one}}`).join(', ') : 'none'
      context.addIssue({ code: 'custom', message: `{${name}} is no placeholder of this message; it has: ${known}` })
    }
    if (typeof value !== 'string' && !allowed.includes('count'))
      context.addIssue({ code: 'custom', message: 'this message has no {count}, so it has one form only' })
  })
}

/** A zod shape of templates from a table of messages, so that a missing or a misspelt key is a fault when it is read. */
function messagesSchema<Key extends string>(table: Readonly<Record<Key, readonly string[]>>) {
  const shape = Object.fromEntries(
    Object.entries<readonly string[]>(table).map(([key, names]) => [key, template(names)]),
  )
  return z.strictObject(shape as Record<Key, ReturnType<typeof template>>)
}

/** knowledge/wording/<tag>.yaml: what alerts and digests say, in one language. */
export const wordingSchema = z.strictObject({
  language: text.describe('BCP 47; numbers, dates, money, regions and languages are written by its rules'),
  name: text.describe('what the language is called in itself'),
  postures: z
    .strictObject({ loophole: text, alleged: text, investigated: text, charged: text, convicted: text })
    .describe('stages of an affair, as labels: "under investigation"'),
  routes: z.record(z.string(), text).describe('each id of routes.yaml as a noun phrase without an article'),
  roles: z.strictObject({ acquirer: text, supplier: text, intermediary: text, source: text, other: text }),
  controls: z.strictObject({ controlled: text, licence: text, free: text, unknown: text }),
  news: z.strictObject({
    new: text,
    posture: text,
    party: text,
    route: text,
    amount: text,
    denial: text,
    withdrawn: text,
  }),
  units: z
    .strictObject({ chip: counted, server: counted, wafer: counted })
    .describe('a quantity: {figure} stands for the number'),
  regions: z
    .record(z.string(), text)
    .default({})
    .describe('region codes whose everyday name is not the one that Unicode gives'),
  shared: messagesSchema(sharedMessages),
  alert: messagesSchema(alertMessages),
  digest: messagesSchema(digestMessages),
})

export type Wording = z.infer<typeof wordingSchema>
export type Template = string | z.infer<typeof counted>

/** The template with its placeholders replaced, once: what a value holds is never read as a placeholder. */
export function fill(
  template: Template,
  language: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const count = values.count
  const form = typeof template === 'string' ? template : (template[pluralOf(language, count)] ?? template.other)
  return form.replace(hole, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? value.toLocaleString(language) : value
  })
}

function pluralOf(language: string, count: string | number | undefined): Intl.LDMLPluralRule {
  return typeof count === 'number' ? new Intl.PluralRules(language).select(count) : 'other'
}
