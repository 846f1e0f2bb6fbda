import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/database.ts'
import { listFindings } from '../../src/store/finding.ts'
import { usePostgres } from '../fixtures/postgres.ts'
import { useRedis } from '../fixtures/redis.ts'
import { detour } from '../workers/line.ts'

const postgres = await usePostgres()
const redis = await useRedis()

/** What does not hang on the port at which the sample is served, nor on the minute. */
async function findingsAt(place: string): Promise<string[]> {
  const store = await openStore(place, { create: false })
  try {
    const all = await listFindings(store, { limit: 1_000 })
    return all
      .map(({ document, finding }) => {
        const path = document.url === null ? '' : document.url.replace(/:\d+\//, '/')
        const claims = finding.claims.map(({ kind, value, evidence }) => [
          kind,
          value,
          evidence.map(({ quote }) => quote),
        ])
        const parties = finding.parties.map(({ name, role }) => `${name} ${role}`)
        return JSON.stringify([path, document.text, finding.label, finding.score, claims, parties])
      })
      .sort()
  } finally {
    await store.destroy()
  }
}

describe.skipIf(postgres === null || redis === null)('detour demo', () => {
  it('finds the same in its own file and on servers, where it touches nothing else', async () => {
    const url = await postgres!.database()
    const [file, servers] = [
      await detour(['demo']),
      await detour(['demo'], { env: { DATABASE_URL: url, REDIS_URL: redis!.url } }),
    ]
    expect([file.code, servers.code, servers.stderr]).toEqual([0, 0, ''])
    const folder = /Everything of this demo is in (\S+)\. /.exec(file.stdout)?.[1] ?? ''
    const database = /and PostgreSQL at \S+\/(detour_demo_\w+)\. /.exec(servers.stdout)?.[1] ?? ''
    const own = new URL(url)
    own.pathname = `/${database}`
    const found = await findingsAt(folder)
    expect(found.length).toBe(64)
    expect(await findingsAt(own.href)).toEqual(found)
    await expect(openStore(url, { create: false })).rejects.toThrow(/There is no store in/)
    expect(servers.stdout).not.toContain(own.password)
  }, 600_000)
})
