import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Store } from '../../src/store/database.ts'
import { listNotices, retryNotices } from '../../src/store/outbox.ts'
import { configFor, type HookReceiver, openIn, type Posted, type Report, receiveHooks, save, work } from './telling.ts'

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
  config = configFor(hook)
  store = await openIn(config)
  return () => store.destroy()
})

const first: Report = {
  id: 'first',
  title: 'Broker Pelican Lattice Ltd smuggled 1,440 Nvidia H100 chips to China through Malaysia',
  text: 'The Singapore broker Pelican Lattice Ltd allegedly smuggled 1,440 Nvidia H100 chips worth $96.4 million to China through Penang despite US export controls, according to documents.',
}
const second: Report = {
  ...first,
  id: 'second',
  outlet: 'The Circuit Gazette',
  title: 'Two charged over the 1,440 Nvidia H100 chips of Pelican Lattice Ltd',
  text: 'Prosecutors in Singapore charged two directors of Pelican Lattice Ltd with smuggling 1,440 Nvidia H100 chips worth $96.4 million to China through Penang in breach of US export controls.',
}
/** The same affair in other words, without anything new. */
const repeated: Report = { ...first, id: 'repeated', outlet: 'Evening Post' }

const told = (): string[] => hook.posted.map(({ type, body }) => `${type} ${body.data.data.news.join('+')}`)
const states = async (): Promise<string[]> =>
  (await listNotices(store, { limit: 100 })).map(({ state, kind, attempts }) => `${state} ${kind} ${attempts}`)
const makeDue = (): Promise<unknown> => sql`update task set due = 0 where kind = 'deliver-alert'`.execute(store)

async function come(...reports: readonly Report[]): Promise<void> {
  for (const report of reports) await save(store, report)
  await work(store, config)
}

describe('an affair', () => {
  it('is told once, under a key of its story, its revision and its destination', async () => {
    await come(first)
    await work(store, config)
    expect(told()).toEqual(['story.alert new'])
    expect(hook.posted[0]?.id).toMatch(/^s[0-9a-f]{12}\.1\.hook$/)
    expect(await states()).toEqual(['sent alert 1'])
  })

  it('is told again when it has news, and not when one more paper has the same', async () => {
    await come(first)
    await come(repeated)
    expect(told()).toEqual(['story.alert new'])
    await come(second)
    expect(told().length).toBe(2)
    expect(told()[1]).toMatch(/^story\.alert .*posture/)
    expect(new Set(hook.posted.map(({ id }) => id)).size).toBe(2)
  })

  it('that comes in a burst is told once', async () => {
    config = { ...config, settleSeconds: 60 }
    await come(first)
    expect(await states()).toEqual(['due alert 0'])
    await come(second)
    expect((await states()).sort()).toEqual(['dropped alert 0', 'due alert 0'])
    await makeDue()
    await work(store, config)
    expect(told()).toEqual(['story.alert new'])
    expect(hook.posted[0]?.body.data.title).toMatch(/^Charges /)
  })

  it('of back-fill alone is told to nobody; a live report of it is', async () => {
    await come({ ...first, backfill: true })
    expect(told()).toEqual([])
    await come({ ...second, backfill: true })
    expect(told()).toEqual([])
    await come(repeated)
    expect(told()).toEqual(['story.alert new'])
  })

  it('keeps still within its cool-down, then tells what came meanwhile by itself', async () => {
    const [rule] = config.alerts
    config = { ...config, alerts: [{ ...rule!, coolDownHours: 1 }] }
    await come(first)
    await come(second)
    expect(told()).toEqual(['story.alert new'])
    await sql`update alert set created = created - 3600000`.execute(store)
    await sql`update story set recheck_at = 1 where recheck_at is not null`.execute(store)
    await sql`update task set due = 0 where kind = 'assign-story'`.execute(store)
    await work(store, config)
    expect(told().length).toBe(2)
    expect(told()[1]).toMatch(/posture/)
  })
})

describe('a new analysis that withdraws the last report', () => {
  const withdrawn: Report = { ...first, analysis: 'later', label: 'related' }

  it('sends a correction where the alert went, once', async () => {
    await come(first)
    await come(withdrawn)
    await work(store, config)
    expect(told()).toEqual(['story.alert new', 'story.correction withdrawn'])
    await come({ ...first, analysis: 'third' })
    expect(told()[2]).toBe('story.alert new')
  })

  it('takes back what has not gone out, and corrects nothing then', async () => {
    config = { ...config, settleSeconds: 60 }
    await come(first)
    await come(withdrawn)
    await makeDue()
    await work(store, config)
    expect(told()).toEqual([])
    expect(await states()).toEqual(['dropped alert 0'])
  })

  it('stops what was tried without an answer, and corrects it, for it may have come in', async () => {
    hook.answers.push(503)
    await come(first)
    expect(await states()).toEqual(['due alert 1'])
    await come(withdrawn)
    await makeDue()
    await work(store, config)
    expect(told()).toEqual(['story.alert new', 'story.correction withdrawn'])
    expect((await states()).sort()).toEqual(['dropped alert 1', 'sent correction 1'])
  })
})

describe('a receiver', () => {
  it('that fails is tried again under the same key, with the same words', async () => {
    hook.answers.push(503, 429)
    await come(first)
    const [waiting] = await listNotices(store, { limit: 1 })
    expect(waiting).toMatchObject({ state: 'due', attempts: 1, problem: expect.stringContaining('answered 503') })
    expect(waiting?.next).toBeGreaterThan(Date.now())
    for (let i = 0; i < 2; i++) {
      await makeDue()
      await work(store, config)
    }
    expect(await states()).toEqual(['sent alert 3'])
    expect(new Set(hook.posted.map(({ id }) => id)).size).toBe(1)
    expect(new Set(hook.posted.map(({ body }) => JSON.stringify(body.data))).size).toBe(1)
  })

  it('that refuses puts the notice into quarantine with a sentence, from which it can be tried anew', async () => {
    hook.answers.push(400)
    await come(first)
    const [stuck] = await listNotices(store, { limit: 1, state: 'quarantined' })
    expect(stuck).toMatchObject({
      attempts: 1,
      problem: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 400/),
      next: null,
    })
    expect(await retryNotices(store, stuck!.key)).toEqual([stuck!.key])
    await work(store, config)
    expect(await states()).toEqual(['sent alert 2'])
  })

  it('is told what others refuse', async () => {
    const { hook: settings } = config.destinations
    config = { ...config, destinations: { hook: settings!, wall: { channel: 'file', path: '/nowhere/at/all' } } }
    config = { ...config, alerts: [{ name: 'r', destinations: ['wall', 'hook'] }] }
    await come(first)
    expect(told()).toEqual(['story.alert new'])
    expect((await states()).sort()).toEqual(['due alert 1', 'sent alert 1'])
  })

  it('that the configuration names no more is said to be gone', async () => {
    config = { ...config, settleSeconds: 60 }
    await come(first)
    await makeDue()
    await work(store, { ...config, destinations: { other: { channel: 'console' } }, alerts: [] })
    const [stuck] = await listNotices(store, { limit: 1 })
    expect(stuck).toMatchObject({
      state: 'quarantined',
      problem: expect.stringContaining('no destination "hook" any more'),
    })
  })
})

describe('an article that cannot be given its place', () => {
  const broken = 'broken by the test'
  /** The finding as it stands in the store is no JSON any more. */
  const spoil = (): Promise<unknown> =>
    sql`update finding set json = ${broken} where json like '%Pelican%' and id in (select id from finding limit 1)`.execute(
      store,
    )
  const soon = (): Promise<unknown> => sql`update task set due = 0 where state = 'due'`.execute(store)

  it('is set aside after a few tries with what was wrong, and keeps no other from its own', async () => {
    await save(store, first)
    await spoil()
    await save(store, {
      ...second,
      title: second.title.replace('Pelican Lattice', 'Grebe Foundry'),
      text: second.text.replaceAll('Pelican Lattice', 'Grebe Foundry'),
    })
    for (let i = 0; i < 6; i++) {
      await work(store, config)
      await soon()
    }
    expect(told()).toEqual(['story.alert new'])
    const stuck = await store
      .selectFrom('task')
      .select(['kind', 'state', 'last_error'])
      .where('state', '=', 'quarantined')
      .execute()
    expect(stuck).toEqual([
      { kind: 'assign-story', state: 'quarantined', last_error: expect.stringContaining(broken.slice(0, 6)) },
    ])
  })
})
