import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { weekBefore } from '../../src/digest/week.ts'
import type { Store } from '../../src/store/database.ts'
import { listNotices } from '../../src/store/outbox.ts'
import type { Digest } from '../../src/types/digest.ts'
import { scheduleDigest } from '../../workers/publish-digest.ts'
import { configFor, type HookReceiver, openIn, type Posted, receiveHooks, save, work } from './telling.ts'

const weekMs = 7 * 86_400_000

let hook: HookReceiver
let config: Config
let store: Store

beforeAll(async () => {
  hook = await receiveHooks()
})
afterAll(() => hook.close())
beforeEach(async () => {
  ;(hook.posted as Posted[]).length = 0
  hook.answers.length = 0
  config = configFor(hook, { alerts: [], digest: { destinations: ['hook'], zone: 'Europe/Paris', time: '07:00' } })
  store = await openIn(config)
  return () => store.destroy()
})

const dueOf = async (): Promise<number[]> =>
  (await store.selectFrom('task').select('due').where('kind', '=', 'publish-digest').execute()).map(({ due }) =>
    Number(due),
  )

/** As if the time of the digest had come, and the report had been seen a week ago. */
async function letItBeDue(): Promise<void> {
  await scheduleDigest(store, config)
  await sql`update task set due = 1 where kind = 'publish-digest'`.execute(store)
}

async function reportLastWeek(): Promise<void> {
  await save(store, {
    id: 'one',
    title: 'Broker Pelican Lattice Ltd smuggled Nvidia H100 chips to China',
    text: 'The broker Pelican Lattice Ltd allegedly smuggled 1,440 Nvidia H100 chips to China through Penang despite US export controls, according to documents.',
  })
  await work(store, config)
  for (const table of ['document', 'story'] as const)
    await sql`update ${sql.table(table)} set first_seen = first_seen - ${weekMs}`.execute(store)
  await sql`update story_event set at = at - ${weekMs}`.execute(store)
}

describe('the weekly digest', () => {
  it('is scheduled for the day, time and zone of the configuration', async () => {
    await scheduleDigest(store, config)
    const [due] = await dueOf()
    const shown = new Intl.DateTimeFormat('en-GB', {
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Paris',
    }).format(due)
    expect(shown).toMatch(/^Monday.* 07:00$/)
    expect(due).toBeGreaterThan(Date.now())
  })

  it('moves when the configuration does, unless it is overdue', async () => {
    await scheduleDigest(store, config)
    const friday = { ...config, digest: { ...config.digest, weekday: 'friday' as const, time: '18:30' } }
    await scheduleDigest(store, friday)
    const [due] = await dueOf()
    expect(new Date(due!).getUTCDay()).toBe(5)
    await letItBeDue()
    await scheduleDigest(store, friday)
    expect(await dueOf()).toEqual([1])
  })

  it('writes the last whole week in every format, sends it once, and schedules the next', async () => {
    await reportLastWeek()
    await letItBeDue()
    await work(store, config)
    const week = weekBefore(Date.now(), 'Europe/Paris')
    const folder = join(config.data, 'digests')
    expect(readdirSync(folder).sort()).toEqual(['csv', 'html', 'json', 'md'].map((end) => `detour-${week}.${end}`))
    const digest = JSON.parse(readFileSync(join(folder, `detour-${week}.json`), 'utf8')) as Digest
    expect(digest.stories.map(({ summary }) => summary.title)).toEqual([
      'Broker Pelican Lattice Ltd smuggled Nvidia H100 chips to China',
    ])
    expect(hook.posted.map(({ id, type }) => [id, type])).toEqual([[`digest.${week}.hook`, 'detour.digest']])
    expect((await dueOf())[0]).toBeGreaterThan(Date.now())
    await letItBeDue()
    await work(store, config)
    expect(hook.posted).toHaveLength(1)
  })

  it('says the same at a second attempt, whatever happened meanwhile', async () => {
    await reportLastWeek()
    await letItBeDue()
    hook.answers.push(503)
    await work(store, config)
    await sql`delete from story_document`.execute(store)
    await sql`update task set due = 0 where kind = 'deliver-alert'`.execute(store)
    await work(store, config)
    expect(hook.posted).toHaveLength(2)
    expect(hook.posted[1]?.body.data).toEqual(hook.posted[0]?.body.data)
    expect((await listNotices(store, { limit: 1 }))[0]).toMatchObject({ kind: 'digest', state: 'sent', attempts: 2 })
  })
})
