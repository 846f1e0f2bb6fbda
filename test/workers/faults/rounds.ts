/** One round: news come, something is done to the installation, and all that should come of them is counted. */

import { sql } from 'kysely'
import { clock } from '../../../src/store/dialect/portable.ts'
import type { FaultCase, Injected, Pace } from './faults.ts'
import { pollNow, type Stack, sleep } from './stack.ts'

export interface Round {
  /** Articles without a finding or a sent alert, and tasks that stand in quarantine; those given up as expected do not count. */
  readonly lost: number
  /** Findings too many of one article and analysis, and alerts told under a second key. */
  readonly doubled: number
  /** Deliveries repeated under the same key, by which the receiver knows them again. */
  readonly repeated: number
  /** From the news to the last of what came of them, in ms. */
  readonly wholeMs: number
  /** From the end of what was done until then; 0: nothing was held up. */
  readonly recoveryMs: number
  /** Longest from the last sign of life of a worker that left a task in hand to the task's next claim, in ms; 0: none did. */
  readonly resumedMs: number
}

/** Articles of one site in a round; there are four. */
const each = 2
/** A bound that catches a hang. */
const hangMs = 240_000

export async function runRound(stack: Stack, fault: FaultCase, pace: Pace): Promise<Round> {
  const links = stack.news.publish(each)
  const posted = stack.hook.posted.length
  const prepared = (await fault.prepare?.(stack, links)) ?? {}
  const began = Date.now()
  const leases = watchLeases(stack)
  await pollNow(stack)
  const injected = (await fault.inject?.(stack, pace)) ?? {}
  const struck = Date.now()
  const given = [...(prepared.given ?? []), ...(injected.given ?? [])]
  const wanted = links.filter((link) => !given.includes(link))
  await untilDone(stack, wanted, given.length)
  const done = Date.now()
  const resumedMs = await leases.stop()
  await mend(prepared, injected)
  const told = await tally(stack, wanted, given.length)
  const keys = stack.hook.posted.slice(posted).map(({ id }) => id)
  return {
    ...told,
    doubled: told.doubled + countStray(keys, await keysOf(stack)),
    repeated: keys.length - new Set(keys).size,
    wholeMs: done - began,
    recoveryMs: Math.max(0, done - struck),
    resumedMs,
  }
}

/**
 * Looks at what is in hand until it is stopped: a lease is moved on at each sign of life, and the token rises with each claim.
 * Both are of the database's clock.
 */
function watchLeases({ store }: Stack): { readonly stop: () => Promise<number> } {
  const held = new Map<number, { readonly token: number; readonly until: number }>()
  let longest = 0
  let watching = true
  const look = async (): Promise<void> => {
    const rows = await store
      .selectFrom('task')
      .select(['id', 'token', 'lease_until'])
      .where('state', '=', 'claimed')
      .execute()
      // The database is being restarted: what was in hand is looked at again afterwards.
      .catch(() => null)
    if (rows === null) return
    const seen = rows.map((row) => ({ id: row.id, token: Number(row.token), until: Number(row.lease_until) }))
    for (const { id, token, until } of seen) {
      const before = held.get(id)
      if (before !== undefined && token === before.token + 1) longest = Math.max(longest, until - before.until)
    }
    const abandoned = (id: number): boolean => (held.get(id)?.until ?? 0) <= Date.now()
    const now = new Map(seen.map(({ id, token, until }) => [id, { token, until }]))
    // What was given back before its lease ended was not left by a dead worker.
    for (const id of held.keys()) if (!now.has(id) && !abandoned(id)) held.delete(id)
    for (const [id, one] of now) held.set(id, one)
  }
  const watch = (async () => {
    for (; watching; await sleep(50)) await look()
  })()
  return {
    stop: async () => {
      watching = false
      await watch
      return longest
    },
  }
}

async function mend(...all: readonly Injected[]): Promise<void> {
  for (const { prove, mend } of all) {
    prove?.()
    await mend?.()
  }
}

/** Waits until nothing is due or in hand any more and every article has been told of; a hang is counted as lost. */
async function untilDone(stack: Stack, links: readonly string[], given: number): Promise<void> {
  const until = Date.now() + hangMs
  for (;;) {
    const busy = await stack.store
      .selectFrom('task')
      .select('id')
      .where((one) => one.or([one('state', '=', 'claimed'), one('due', '<=', sql<number>`${clock} + 600000`)]))
      .where('state', '!=', 'quarantined')
      .execute()
      .catch(() => [{ id: 0 }])
    if (busy.length === 0 && (await tally(stack, links, given)).lost === 0) return
    if (Date.now() > until) return
    await sleep(100)
  }
}

/** The store's side: each article → its findings → its story → what was told of it: a story of two articles may be told twice. */
async function tally(
  { store }: Stack,
  links: readonly string[],
  given: number,
): Promise<{ readonly lost: number; readonly doubled: number }> {
  const { rows } = await sql<{ url: string; findings: number; articles: number; sent: number }>`
    select page.url,
      (select count(*) from finding join document on document.id = finding.document where document.page = page.id) as findings,
      (select count(*) from story_document where story in (select story from story_document
        join document on document.id = story_document.document where document.page = page.id)) as articles,
      (select count(*) from alert where state = 'sent' and story in (select story from story_document
        join document on document.id = story_document.document where document.page = page.id)) as sent
    from page where url in (${sql.join(links)})`.execute(store)
  const quarantined = await store
    .selectFrom('task')
    .select((one) => one.fn.countAll<number>().as('count'))
    .where('state', '=', 'quarantined')
    .executeTakeFirstOrThrow()
  const whole = rows.filter(({ findings, sent }) => Number(findings) > 0 && Number(sent) > 0)
  return {
    lost: links.length - whole.length + Math.max(0, Number(quarantined.count) - given),
    doubled: rows.reduce(
      (sum, row) =>
        sum + Math.max(0, Number(row.findings) - 1) + Math.max(0, Number(row.sent) - Math.max(1, Number(row.articles))),
      0,
    ),
  }
}

async function keysOf({ store }: Stack): Promise<ReadonlySet<string>> {
  return new Set((await store.selectFrom('alert').select('key').execute()).map(({ key }) => key))
}

/** Keys that the receiver was told and the outbox does not know. */
function countStray(keys: readonly string[], known: ReadonlySet<string>): number {
  return new Set(keys.filter((key) => !known.has(key))).size
}

/** Quarantined tasks are deleted between rounds, as an analyst would who has seen them. */
export async function clearQuarantine({ store }: Stack): Promise<void> {
  await store.deleteFrom('task').where('state', '=', 'quarantined').execute()
}
