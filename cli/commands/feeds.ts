/** `detour feeds`: the feeds watched and how each is doing; adding, removing, checking, OPML. */

import { readFileSync } from 'node:fs'
import { configuredFeeds } from '../../daemon/daemon.ts'
import { createFetcherFor } from '../../daemon/fetcher.ts'
import { type Config, environment, loadConfig } from '../../src/config.ts'
import { parseFeed } from '../../src/ingest/feed.ts'
import { readOpml, writeOpml } from '../../src/ingest/opml.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import {
  feedIdOf,
  foreseeSync,
  type ListedFeed,
  listFeeds,
  syncFeeds,
  unwatch,
  type WatchedFeed,
  watch,
} from '../../src/store/feed.ts'
import { hasStore, readStore } from '../../src/store/read.ts'
import { Fault, maskedUrl, openUrl } from '../../src/types/fault.ts'
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
  const store = await openStore(config.place, { create: true })
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
  const stored = (await hasStore(config.place)) ? await readStore(config.place, listFeeds) : []
  return foreseeSync(stored, configuredFeeds(config))
}

/** The address as it was given, for it is what the feed is known by. */
function needUrl(target: string | undefined, action: string): string {
  const url = target?.trim() ?? ''
  if (!/\s/.test(url) && URL.canParse(url) && /^https?:\/\/[^/]/i.test(url)) return url
  const found = target === undefined ? '' : `; "${inert(maskedUrl(target))}" is none`
  throw new Fault('usage', `feeds ${action} needs the address of a feed (http or https)${found}.`)
}

/** What scripts are told of one feed. */
function feedJson({ id, url, outlet, language, source }: Named, watched: boolean): string {
  return `${JSON.stringify({ id, url: maskedUrl(url), outlet, language, source, watched }, null, 2)}\n`
}

type Named = Omit<WatchedFeed, 'source'> & { readonly source: string }

async function list(_: string | undefined, config: Config, { json }: Options): Promise<number> {
  const feeds = await readFeeds(config)
  if (json === true) {
    const shown = feeds.map((feed) => ({ ...feed, url: maskedUrl(feed.url) }))
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
    return 0
  }
  const rows = feeds.map((feed) => [
    feed.outlet,
    feed.language ?? '',
    healthOf(feed),
    String(feed.entries),
    when(feed.last_ok),
    when(feed.next_poll),
    maskedUrl(feed.url),
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
  if (feed.stopped !== 0) return feed.problem === 'removed' ? 'removed' : 'gone'
  if (feed.problem !== null) return `broken: ${feed.problem}`
  if (feed.last_poll === null) return 'not polled yet'
  return feed.last_status === 304 ? 'not modified' : 'ok'
}

function when(ms: number | null): string {
  return ms === null ? '' : new Date(Number(ms)).toISOString().slice(0, 16).replace('T', ' ')
}

async function add(target: string | undefined, config: Config, { outlet, lang, json }: Options): Promise<number> {
  const url = needUrl(target, 'add')
  const feed = await withStore(config, async (store) => {
    const known = (await listFeeds(store)).find((one) => one.url === url)
    const named = {
      id: feedIdOf(url),
      url,
      outlet: outlet ?? known?.outlet ?? new URL(url).hostname,
      language: lang ?? known?.language ?? null,
      source: 'cli' as const,
    }
    return { ...named, id: await store.transaction().execute((db) => watch(db, named, { byHand: true })) }
  })
  const shown = maskedUrl(url)
  process.stdout.write(
    json === true ? feedJson(feed, true) : `Watching ${shown}. "detour feeds check ${shown}" shows what it reads.\n`,
  )
  return 0
}

async function remove(target: string | undefined, config: Config, { json }: Options): Promise<number> {
  if (target === undefined) throw new Fault('usage', 'feeds remove needs an address or an id from "detour feeds list".')
  return withStore(config, async (store) => {
    const feeds = await listFeeds(store)
    const shown = feeds.filter((one) => maskedUrl(one.url) === target)
    const feed =
      feeds.find((one) => one.url === target || one.id === target) ?? (shown.length === 1 ? shown[0] : undefined)
    if (feed === undefined)
      throw new Fault(
        'input-invalid',
        `No feed is watched under "${maskedUrl(target)}"; "detour feeds list" shows them.`,
      )
    const byHand = configuredFeeds(config).some(({ id, url }) => url === feed.url || id === feed.id)
    await unwatch(store, feed.id, { byHand })
    const address = maskedUrl(feed.url)
    const stays = byHand ? ` The configuration names it, yet it stays removed until "detour feeds add ${address}".` : ''
    process.stdout.write(
      json === true
        ? feedJson(feed, false)
        : `No longer watching ${feed.outlet} (${address}). What it brought stays.${stays}\n`,
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
    if (json === true) process.stdout.write(`${JSON.stringify({ url: maskedUrl(answer.url), ...feed }, null, 2)}\n`)
    else {
      process.stdout.write(
        `${inert(feed.title ?? maskedUrl(url))}: ${feed.format}, ${feed.entries.length} entries${feed.dropped === 0 ? '' : ` (${feed.dropped} more are not read)`}, language ${feed.language ?? 'not declared'}\n`,
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

async function importOpml(target: string | undefined, config: Config, { json }: Options): Promise<number> {
  if (target === undefined) throw new Fault('usage', 'feeds import needs an OPML file.')
  let text: string
  try {
    text = readFileSync(target, 'utf8')
  } catch (error) {
    throw new Fault('input-invalid', `${target} cannot be read (${(error as Error).message}).`)
  }
  const feeds = readOpml(text)
  if (feeds.length === 0) throw new Fault('input-invalid', `${target} names no feeds: no outline has an xmlUrl.`)
  await withStore(config, (store) =>
    store.transaction().execute(async (db) => {
      for (const { url, outlet, language } of feeds)
        await watch(db, { id: feedIdOf(url), url, outlet, language, source: 'cli' }, { byHand: true })
    }),
  )
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ file: target, feeds: feeds.length })}\n`
      : `Watching ${feeds.length} feeds from ${target}.\n`,
  )
  return 0
}

async function exportOpml(_: string | undefined, config: Config): Promise<number> {
  const feeds = await readFeeds(config)
  const watched = feeds.filter((feed) => feed.stopped === 0)
  const closed = watched.filter((feed) => openUrl(feed.url) !== feed.url).length
  process.stdout.write(writeOpml(watched.map((feed) => ({ ...feed, url: openUrl(feed.url) }))))
  if (closed > 0)
    process.stderr.write(
      `detour: ${closed} of these addresses carry${closed === 1 ? 's' : ''} a password or token, which was left out: put it in again where the list is read.\n`,
    )
  return 0
}
