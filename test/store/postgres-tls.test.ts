import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/database.ts'
import { certificates } from '../fixtures/certificates.ts'
import { usePostgres } from '../fixtures/postgres.ts'
import { unprivileged } from '../fixtures/server.ts'

const { ca, cert, key } = certificates(unprivileged('postgres', 'nobody'))
const postgres = await usePostgres(['ssl=on', `ssl_cert_file=${cert}`, `ssl_key_file=${key}`])
const other = certificates(null).ca

/** Another's server, that of DATABASE_URL, has a certificate of its own. */
describe.skipIf(postgres === null || postgres.own === null)('a PostgreSQL that speaks TLS', () => {
  const address = async (host: string, search: string): Promise<string> => {
    const url = new URL(await postgres!.database())
    url.hostname = host
    url.search = search
    return url.href
  }

  it.each([
    ['localhost', '', false],
    ['localhost', '?sslmode=disable', false],
    ['localhost', '?sslmode=require', true],
    ['localhost', `?sslmode=verify-ca&sslrootcert=${ca}`, true],
    ['127.0.0.1', `?sslmode=verify-full&sslrootcert=${ca}`, true],
    ['localhost', `?sslmode=verify-full&sslrootcert=${ca}`, true],
  ])('at %s%s takes the store, safely: %s', async (host, search, safely) => {
    const store = await openStore(await address(host, search), { create: true })
    const { rows } = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(
      store,
    )
    await store.destroy()
    expect(rows).toEqual([{ ssl: safely }])
  })

  it.each([
    ['whose authority is not known', 'localhost', '?sslmode=verify-full'],
    ['whose authority is another', 'localhost', `?sslmode=verify-ca&sslrootcert=${other}`],
  ])('%s is not trusted', async (_, host, search) => {
    const opened = address(host, search).then((url) => openStore(url, { create: true }))
    await expect(opened).rejects.toThrow(/^No safe connection to .*: check sslmode and sslrootcert in DATABASE_URL\.$/)
  })
})
