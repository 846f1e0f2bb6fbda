import { describe, expect, it } from 'vitest'
import { claim } from '../../src/store/claim.ts'
import { openStore } from '../../src/store/database.ts'
import { enqueue, finish } from '../../src/store/task.ts'
import { usePostgres } from '../fixtures/postgres.ts'

const postgres = await usePostgres()

describe.skipIf(postgres === null)('a store on PostgreSQL', () => {
  it('is made and claimed from', async () => {
    const store = await openStore(await postgres!.database(), { create: true })
    await enqueue(store, { kind: 'fetch-page', key: 'a', host: 'x' })
    const task = await claim(store, { leaseMs: 1000, attempts: 3, hostPauseMs: 5 })
    expect(task).toMatchObject({ key: 'a', attempts: 1, token: 1 })
    await finish(store, task!, async () => undefined)
    expect(await claim(store, { leaseMs: 1000, attempts: 3, hostPauseMs: 5 })).toBe(null)
    await store.destroy()
  })
})
