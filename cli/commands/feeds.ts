/** `detour feeds`: the feeds watched and how each is doing; adding, removing, checking, OPML. */

import { readFileSync } from 'node:fs'
import { configuredFeeds } from '../../daemon/daemon.ts'
import { createFetcherFor } from '../../daemon/fetcher.ts'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { parseFeed } from '../../src/ingest/feed.ts'
import { readOpml, writeOpml } from '../../src/ingest/opml.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { feedIdOf, foreseeSync, type ListedFeed, listFeeds, syncFeeds, unwatch, watch } from '../../src/store/feed.ts'
import { hasStore, readStore } from '../../src/store/read.ts'
import { Fault } from '../../src/types/fault.ts'
import { inert, painter, table } from '../output.ts'

interface Options {
  readonly config: string | null
  readonly json?: boolean
  readonly outlet?: string
  readonly lang?: string
}

type Action = (target: string | undefined, config: Config, options: Options) => Promise<number>

const actions: Readonly<Record<string, Action>> = { list, add, remove, check, import: importOpml, export: exportOpml }

export async function command([action = '', target]: readonly string[], options: Options): Promise<number> {
  const run = actions[action]
  if (run === undefined)
    throw new Fault('usage', `feeds takes ${Object.keys(actions).join(', ')}; "${action}" is none of them.`)
  return run(target, loadConfig(options.config), options)
}

/** Opens the store with the configured feeds in it; the store is closed after. */
async function withStore<Result>(config: Config, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore(config.data, { create: true })
  try {
    await syncFeeds(store, configuredFeeds(config))
    return await work(store)
  } finally {
    await store.destroy()
  }
}

/**
 * The feeds as the store and the configuration have them, read without writing: what the next start of the daemon will
 * take up or drop is shown as if it had.
 */
async function readFeeds(config: Config): Promise<ListedFeed[]> {
  const stored = hasStore(config.data) ? await readStore(config.data, listFeeds) : []
  return foreseeSync(stored, configuredFeeds(config))
}

function needUrl(target: string | undefined, action: string): string {
  if (target !== undefined && /^https?:\/\/[^\s/]+/.test(target)) return target
  throw new Fault(
    'usage',
    `feeds ${action} needs the address of a feed (http or https)${target === undefined ? '' : `; "${target}" is none`}.`,
  )
}

async function list(_: string | undefined, config: Config, { json }: Options): Promise<number> {
  const feeds = await readFeeds(config)
  if (json === true) {
    process.stdout.write(`${JSON.stringify(feeds, null, 2)}\n`)
    return 0
  }
  const rows = feeds.map((feed) => [
    feed.outlet,
    feed.language ?? '',
    healthOf(feed),
    String(feed.entries),
    when(feed.last_ok),
    when(feed.next_poll),
    feed.url,
  ])
  process.stdout.write(
    table(
      ['outlet', 'lang', 'health', 'entries', 'last read', 'next poll', 'address'],
      rows,
      painter(process.stdout, environment()),
    ),
  )
  return 0
}

function healthOf(feed: {
  readonly stopped: number
  readonly problem: string | null
  readonly last_poll: number | null
  readonly last_status: number | null
}): string {
  if (feed.stopped === 1) return feed.problem === 'removed' ? 'removed' : 'gone'
  if (feed.problem !== null) return `broken: ${feed.problem}`
  if (feed.last_poll === null) return 'not polled yet'
  return feed.last_status === 304 ? 'not modified' : 'ok'
}

function when(ms: number | null): string {
  return ms === null ? '' : new Date(Number(ms)).toISOString().slice(0, 16).replace('T', ' ')
}

async function add(target: string | undefined, config: Config, { outlet, lang }: Options): Promise<number> {
  const url = needUrl(target, 'add')
  await withStore(config, (store) =>
    watch(store, {
      id: feedIdOf(url),
      url,
      outlet: outlet ?? new URL(url).hostname,
      language: lang ?? null,
      source: 'cli',
    }),
  )
  process.stdout.write(`Watching ${url}. "detour feeds check ${url}" shows what it reads.\n`)
  return 0
}

async function remove(target: string | undefined, config: Config): Promise<number> {
  if (target === undefined) throw new Fault('usage', 'feeds remove needs an address or an id from "detour feeds list".')
  return withStore(config, async (store) => {
    const feed = (await listFeeds(store)).find((one) => one.url === target || one.id === target)
    if (feed === undefined)
      throw new Fault('input-invalid', `No feed is watched under "${target}"; "detour feeds list" shows them.`)
    await unwatch(store, feed.id)
    process.stdout.write(
      `No longer watching ${feed.outlet} (${feed.url}). What it brought stays.${feed.source === 'cli' ? '' : ' It is in the configuration: take it out there too, or it comes back.'}\n`,
    )
    return 0
  })
}

async function check(target: string | undefined, config: Config, { json }: Options): Promise<number> {
  const url = needUrl(target, 'check')
  const fetcher = createFetcherFor(config)
  try {
    const answer = await fetcher.fetch(url)
    const feed = parseFeed(answer.bytes ?? new Uint8Array(), { contentType: answer.contentType, url: answer.url })
    if (json === true) process.stdout.write(`${JSON.stringify({ url: answer.url, ...feed }, null, 2)}\n`)
    else {
      process.stdout.write(
        `${inert(feed.title ?? url)}: ${feed.format}, ${feed.entries.length} entries, language ${feed.language ?? 'not declared'}\n`,
      )
      const rows = feed.entries
        .slice(0, 20)
        .map((entry) => [
          (entry.published ?? entry.updated ?? '').slice(0, 16),
          entry.title ?? '',
          entry.link ?? '(no link)',
        ])
      process.stdout.write(table(['date', 'title', 'link'], rows, painter(process.stdout, environment())))
    }
    return 0
  } finally {
    await fetcher.close()
  }
}

async function importOpml(target: string | undefined, config: Config): Promise<number> {
  if (target === undefined) throw new Fault('usage', 'feeds import needs an OPML file.')
  let text: string
  try {
    text = readFileSync(target, 'utf8')
  } catch (error) {
    throw new Fault('input-invalid', `${target} cannot be read (${(error as Error).message}).`)
  }
  const feeds = readOpml(text)
  if (feeds.length === 0) throw new Fault('input-invalid', `${target} names no feeds: no outline has an xmlUrl.`)
  await withStore(config, async (store) => {
    for (const { url, outlet, language } of feeds)
      await watch(store, { id: feedIdOf(url), url, outlet, language, source: 'cli' })
  })
  process.stdout.write(`Watching ${feeds.length} feeds from ${target}.\n`)
  return 0
}

async function exportOpml(_: string | undefined, config: Config): Promise<number> {
  const feeds = await readFeeds(config)
  process.stdout.write(writeOpml(feeds.filter((feed) => feed.stopped === 0)))
  return 0
}
