/** A database of its own beside another on the same server, for what must not meet what is kept there. */

import { Kysely, sql } from 'kysely'
import { Fault } from '../types/fault.ts'
import { postgresDialect } from './dialect/postgres.ts'
import { explainPostgres } from './dialect/postgres-problem.ts'

/** Makes it and gives its address. Throws Fault store-unusable where that is not allowed. */
export async function makeDatabaseBeside(url: string, name: string): Promise<string> {
  const server = new Kysely<object>({ dialect: postgresDialect(url, 'writing') })
  try {
    await sql`create database ${sql.id(name)}`.execute(server)
  } catch (error) {
    if (/42501|permission denied to create database/.test(String((error as Error).message)))
      throw new Fault('store-unusable', `This role may not make a database: "alter role … createdb" lets it.`, {
        cause: error,
      })
    throw explainPostgres(error, url)
  } finally {
    await server.destroy()
  }
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}
