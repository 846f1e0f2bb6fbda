/** Where a store is: the folder of a SQLite file, or the address of a PostgreSQL database. */

import { join } from 'node:path'
import { Fault, openUrl } from '../types/fault.ts'
import { shownAddress } from './dialect/postgres-problem.ts'

export function isPostgres(place: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(place)
}

/** File of the store of a data folder. */
export function storePath(data: string): string {
  return join(data, 'detour.db')
}

/** As people are told of it: without user and password. */
export function shownPlace(place: string): string {
  return isPostgres(place) ? `PostgreSQL at ${shownAddress(place)}` : openUrl(place)
}

export function noStore(place: string): Fault {
  return new Fault(
    'store-unusable',
    `There is no store in ${shownPlace(place)} yet: "detour once" or "detour run" makes one.`,
  )
}
