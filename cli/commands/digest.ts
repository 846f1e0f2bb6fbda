/** `detour digest`: the digest of a week, on demand, in the formats asked for. Reads beside a daemon; sends nothing. */

import { resolve } from 'node:path'
import { type Config, loadConfig } from '../../src/config.ts'
import { boundsOf, isZone, weekBefore, weekOf } from '../../src/digest/week.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { programVersion } from '../../src/knowledge/project.ts'
import { tellerOf } from '../../src/knowledge/telling.ts'
import { databaseTime, type Store } from '../../src/store/database.ts'
import { readStore } from '../../src/store/read.ts'
import type { Digest } from '../../src/types/digest.ts'
import { Fault } from '../../src/types/fault.ts'
import { wordingFor } from '../../workers/deliver/notice.ts'
import { digestFor } from '../../workers/digest/gather.ts'
import { saveDigest, type Written, writeDigest } from '../../workers/digest/write.ts'
import { digestFolder } from '../../workers/publish-digest.ts'

interface DigestOptions {
  readonly config: string | null
  readonly week?: string
  readonly format?: string
  readonly out?: string
  readonly lang?: string
}

/** One format alone and no --out: to stdout. Else files, and their paths on stdout. */
export async function command(_: readonly string[], options: DigestOptions): Promise<number> {
  const config = withLanguage(loadConfig(options.config), options.lang)
  const formats = (options.format?.split(',') ?? config.digest.formats).map((name) => name.trim()).filter(Boolean)
  if (formats.length === 0) throw new Fault('usage', '--format names no format; there are markdown, html, json, csv.')
  const { digest, written } = await readStore(config.place, (store) =>
    makeDigest(store, config, options.week ?? 'last', formats),
  )
  const [first] = written
  if (options.out === undefined && options.format !== undefined && written.length === 1 && first !== undefined) {
    process.stdout.write(first.text)
    return 0
  }
  const paths = await saveDigest(written, options.out === undefined ? digestFolder(config) : resolve(options.out))
  process.stderr.write(`${inShort(digest)}\n`)
  process.stdout.write(paths.map((path) => `${path}\n`).join(''))
  return 0
}

/** `week`: "2026-W47", "last" (the last whole week) or "current". Throws Fault usage. */
export async function makeDigest(
  store: Store,
  config: Config,
  week: string,
  formats: readonly string[],
): Promise<{ readonly digest: Digest; readonly written: readonly Written[] }> {
  const knowledge = loadKnowledge()
  const { zone } = config.digest
  if (!isZone(zone))
    throw new Fault('config-invalid', `digest.zone: "${zone}" is no time zone; one is written as Europe/Paris.`)
  const teller = tellerOf(wordingFor({ config, knowledge: () => knowledge }))
  const wanted = {
    week: weekNamed(week, await databaseTime(store), zone),
    zone,
    language: config.language,
    version: programVersion(),
  }
  const digest = await digestFor(store, wanted, knowledge)
  return { digest, written: await writeDigest(digest, formats, teller) }
}

function weekNamed(week: string, now: number, zone: string): string {
  if (week === 'last') return weekBefore(now, zone)
  if (week === 'current') return weekOf(now, zone)
  if (boundsOf(week, zone) === null)
    throw new Fault('usage', `--week is written as 2026-W47, or as last or current; "${week}" is none of these.`)
  return week
}

function withLanguage(config: Config, language: string | undefined): Config {
  return language === undefined ? config : { ...config, language }
}

/** For stderr: which week, and that it is an empty one, so that nobody takes a wrong week for a quiet one. */
function inShort({ week, zone, figures, made, until }: Digest): string {
  const { articles, storiesNew, storiesContinuing } = figures
  const told = `Week ${week} (${zone}): ${articles.now} articles, ${storiesNew.now} new and ${storiesContinuing.now} continuing stories.`
  if (articles.now > 0) return told
  const over = Date.parse(made) >= Date.parse(until)
  return `${told}${over ? ' No article was first seen in it; --week current tells the week that runs.' : ''}`
}
