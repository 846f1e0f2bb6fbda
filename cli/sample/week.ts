/** The sample week as its files under sample/ describe it: the sites, their articles, the words around these. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const siteSchema = z.strictObject({
  outlet: z.string(),
  language: z.string(),
  format: z.enum(['rss', 'atom', 'rdf', 'json']),
  layout: z.enum(['paper', 'blog', 'plain']),
  charset: z.string().default('utf-8'),
  full: z.boolean().default(false),
  tracking: z.string().default(''),
  movedFrom: z.string().optional(),
  status: z.number().int().default(200),
  truncated: z.boolean().default(false),
  disallow: z.string().optional(),
  carries: z.array(z.string()).default([]),
})

const articleSchema = z
  .strictObject({
    feed: z.string(),
    path: z.string(),
    date: z.number().min(0),
    affair: z.string().nullable(),
    label: z.enum(['circumvention', 'related', 'unrelated']),
    posture: z.enum(['loophole', 'alleged', 'investigated', 'charged', 'convicted']).optional(),
    trap: z.string().optional(),
    author: z.string().optional(),
    repeats: z.string().optional(),
    summary: z.string().optional(),
    stub: z.boolean().default(false),
    missing: z.boolean().default(false),
    title: z.string().optional(),
    text: z.array(z.string()).optional(),
  })
  .refine((one) => one.repeats !== undefined || (one.title !== undefined && (one.text?.length ?? 0) > 0), {
    message: 'an article has a title and a text, or repeats another',
  })

const furnitureSchema = z.record(
  z.string(),
  z.strictObject({
    menu: z.array(z.string()),
    share: z.array(z.string()),
    by: z.string(),
    caption: z.string(),
    related: z.string(),
    links: z.array(z.string()),
    comments: z.string(),
    comment: z.string(),
    send: z.string(),
    adblock: z.string(),
    cookies: z.string(),
    accept: z.string(),
    newsletter: z.string(),
    top: z.string(),
  }),
)

/** One site: a host name of its own, a feed and pages. `id` is the host's first label. */
export type Site = Readonly<z.infer<typeof siteSchema>> & { readonly id: string }
export type Furniture = Readonly<z.infer<typeof furnitureSchema>[string]>

/** `date`: days before the moment the week is served. `affair`, `label`, `posture`, `trap`: for tests alone. */
export type SampleArticle = Omit<Readonly<z.infer<typeof articleSchema>>, 'title' | 'text'> & {
  readonly title: string
  readonly text: readonly string[]
}

export interface SampleWeek {
  readonly sites: readonly Site[]
  /** Newest first, as feeds list them. */
  readonly articles: readonly SampleArticle[]
  readonly furniture: Readonly<Record<string, Furniture>>
}

export function readWeek(folder: string): SampleWeek {
  const read = (...path: readonly string[]): unknown => parse(readFileSync(join(folder, ...path), 'utf8'))
  const sites = z.record(z.string().regex(/^[a-z-]+$/), siteSchema).parse(read('feeds.yaml'))
  const written = readdirSync(join(folder, 'articles'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => z.array(articleSchema).parse(read('articles', name)))
  return {
    sites: Object.entries(sites).map(([id, site]) => ({ ...site, id })),
    articles: written.map((one) => complete(one, written)).sort((a, b) => a.date - b.date),
    furniture: furnitureSchema.parse(read('furniture.yaml')),
  }
}

export function nameOf(article: { readonly feed: string; readonly path: string }): string {
  return `${article.feed}/${article.path}`
}

/** The article named "feed/path". */
export function articleNamed<One extends { readonly feed: string; readonly path: string }>(
  articles: readonly One[],
  name: string,
): One {
  const found = articles.find((one) => nameOf(one) === name)
  if (found === undefined) throw new Error(`There is no sample article ${name}.`)
  return found
}

/** An article that repeats another takes its words. */
function complete(
  article: z.infer<typeof articleSchema>,
  all: readonly z.infer<typeof articleSchema>[],
): SampleArticle {
  const { title, text } = article.repeats === undefined ? article : articleNamed(all, article.repeats)
  return { ...article, title: title ?? '', text: text ?? [] }
}
