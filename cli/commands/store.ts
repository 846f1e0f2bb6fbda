/** `detour store copy`: moves an installation to another database, such as from a SQLite file to PostgreSQL. */

import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { environment } from '../../src/config.ts'
import { copyStore } from '../../src/store/copy.ts'
import { isPostgres, shownPlace } from '../../src/store/place.ts'
import { Fault } from '../../src/types/fault.ts'
import { painter, table } from '../output.ts'

interface StoreOptions {
  readonly json?: boolean
  readonly from?: string
  readonly to?: string
}

export async function command([verb]: readonly string[], options: StoreOptions): Promise<number> {
  if (verb !== 'copy') throw new Fault('usage', `store takes copy; "${verb ?? ''}" is something else.`)
  const [from, to] = [placeOf('from', options.from), placeOf('to', options.to)]
  const live = process.stderr.isTTY === true
  const copied = await copyStore(from, to, (name, rows, of) => {
    if (live) process.stderr.write(`\r\u001b[K${name}: ${rows} of ${of}`)
  }).finally(() => live && process.stderr.write('\r\u001b[K'))
  if (options.json === true) process.stdout.write(`${JSON.stringify(copied, null, 2)}\n`)
  else {
    const rows = copied.map((one) => [one.table, String(one.rows)])
    process.stdout.write(table(['table', 'rows'], rows, painter(process.stdout, environment())))
    process.stdout.write(
      `\nAll of ${shownPlace(from)} is in ${shownPlace(to)} now, counted on both sides; the source is as it was.\n`,
    )
  }
  return 0
}

/** A postgres:// address (env:NAME takes it from the environment, where no list of processes shows it), or a data folder. */
function placeOf(option: string, given: string | undefined): string {
  const named = /^env:(.+)$/.exec(given ?? '')?.[1]
  const value = named === undefined ? given : environment()[named]
  if (value === undefined || value === '')
    throw new Fault(
      'usage',
      named === undefined
        ? `store copy needs --${option}: a data folder, or an address that begins with postgres://.`
        : `--${option} names the variable ${named}, which is not set.`,
    )
  if (isPostgres(value)) return value
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    throw new Fault('usage', `--${option} takes a data folder or an address that begins with postgres://.`)
  const path = resolve(value)
  return existsSync(path) && statSync(path).isFile() ? dirname(path) : path
}
