/** The analysis record that the command line writes: one zod source, from which schema/analysis-record.json is made. */

import { z } from 'zod'
import { labels, postures, roles } from './types/finding.ts'

const offset = z.number().int().min(0)

const quotation = z
  .object({
    start: offset,
    end: offset,
    text: z.string().min(1).describe('the author’s own characters: slice(start, end) of title + "\\n\\n" + text'),
    rule: z.string().min(1).describe('why it is here'),
  })
  .describe('half-open, in UTF-16 code units of the text')

const quotations = z.array(quotation)
const borneOut = quotations.min(1)
const probability = z.number().min(0).max(1)
const figure = z.number().nullable().describe('null: open-ended')

export const recordSchema = z
  .object({
    id: z.string().nullable(),
    lang: z.object({ code: z.string().describe('BCP 47; "und" where none fits'), confidence: probability }),
    classified: z
      .boolean()
      .describe('false: no language file for this language, so nothing is claimed beyond the names found'),
    partial: z
      .enum(['paywall', 'brief'])
      .nullable()
      .describe('why little is to be made of the text: a notice closes it, or it is a teaser; null: nothing says so'),
    label: z.enum(labels),
    score: probability.describe('probability of "circumvention"'),
    routes: z.array(z.object({ route: z.string(), score: probability, evidence: borneOut })),
    flags: z
      .array(z.object({ flag: z.string(), score: probability, evidence: borneOut }))
      .describe('red flags of knowledge/flags.yaml that the text bears out'),
    posture: z.enum(postures).nullable(),
    postureEvidence: quotations,
    denied: z.boolean(),
    denials: z.array(z.object({ by: z.string(), evidence: borneOut })),
    attribution: z
      .array(z.object({ source: z.string(), evidence: borneOut }))
      .describe('whose report this is, nearest first'),
    evidence: quotations.describe('what bears out the label; never empty for circumvention'),
    companies: z.array(
      z.object({
        id: z.string().nullable(),
        name: z.string(),
        known: z.boolean(),
        role: z.enum(roles),
        country: z.string().nullable(),
        listings: z.array(
          z.object({
            list: z.string(),
            listed: z.boolean(),
            since: z.string(),
            asOf: z.string().nullable(),
            match: z.string(),
            score: probability,
          }),
        ),
        mentions: borneOut,
      }),
    ),
    otherParties: z.array(z.object({ name: z.string(), kind: z.string(), mentions: borneOut })),
    chips: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        vendor: z.string(),
        control: z.array(
          z.object({
            destination: z.string(),
            status: z.enum(['controlled', 'licence', 'free', 'unknown']),
            rule: z.string().nullable(),
            policy: z.string().nullable(),
            since: z.string().nullable(),
            asOf: z.string().nullable().describe('the article’s date; null, never today, without one'),
          }),
        ),
        mentions: borneOut,
      }),
    ),
    amounts: z.array(
      z.object({
        value: z.number(),
        min: figure,
        max: figure,
        approx: z.boolean(),
        currency: z.string().describe('ISO 4217'),
        assumed: z.boolean(),
        equivalentOf: z.number().int().optional().describe('index of the amount given here again in another currency'),
        mentions: borneOut,
      }),
    ),
    quantities: z.array(
      z.object({
        value: z.number(),
        min: figure,
        max: figure,
        approx: z.boolean(),
        unit: z.enum(['chip', 'server', 'wafer']),
        of: z.string().nullable(),
        mentions: borneOut,
      }),
    ),
    regions: z.array(z.object({ code: z.string(), name: z.string(), mentions: borneOut })),
    analysis: z.string().min(1).describe('digest of the built code, knowledge, weights and lists used'),
  })
  .describe('What Detour reads in one article')

export type AnalysisRecord = z.infer<typeof recordSchema>
export type RecordQuotation = z.infer<typeof quotation>
