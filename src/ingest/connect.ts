/** Connections to the public internet only: the address really connected to is checked, however it was come by. */

import { type LookupAddress, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { Fault } from '../types/fault.ts'
import { isLoopback, isLoopbackName, isPrivateAddress } from './address.ts'

export interface ConnectOptions {
  readonly timeoutSeconds: number
  /** Connect to this machine too: tests and the demo. */
  readonly allowLoopback: boolean
}

/** Checks literals here, names after they are resolved. */
export function guardedConnector(options: ConnectOptions): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, settings, done) => {
    resolveName(hostname, settings, (error, addresses) => {
      if (error !== null) return done(error, '', 0)
      const refused = addresses.find(({ address }) => !mayConnect(address, options))
      if (refused !== undefined) return done(privateFault(hostname, refused.address), '', 0)
      if (settings.all === true)
        return (done as unknown as (error: null, all: typeof addresses) => void)(null, addresses)
      return done(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4)
    })
  }
  const connect = buildConnector({ lookup: guardedLookup, timeout: options.timeoutSeconds * 1_000 })
  return (target, done) => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !mayConnect(host, options)) return done(privateFault(host, host), null)
    return connect(target, done)
  }
}

/** As the system's resolver does; many send names below "localhost" to a name server, which does not know them. */
function resolveName(
  hostname: string,
  settings: Parameters<LookupFunction>[1],
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
): void {
  if (hostname.includes('.') && isLoopbackName(hostname)) done(null, [{ address: '127.0.0.1', family: 4 }])
  else lookup(hostname, { ...settings, all: true }, done)
}

export function mayConnect(address: string, { allowLoopback }: ConnectOptions): boolean {
  return !isPrivateAddress(address) || (allowLoopback && isLoopback(address))
}

export function privateFault(host: string, address: string): Fault {
  return new Fault(
    'fetch-private-address',
    `${host} leads to ${address}, which is no address of the public internet; feeds and pages may not lead there.`,
  )
}
