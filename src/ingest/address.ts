/** Which network addresses a reader of the public web may connect to. */

import { isIP, isIPv4 } from 'node:net'

/** IPv4 blocks that are not the public internet (IANA special-purpose registry): first address, prefix length. */
const blocks: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function isPrivate4(address: string): boolean {
  const value = toNumber(address)
  return blocks.some(
    ([first, bits]) => Math.floor(value / 2 ** (32 - bits)) === Math.floor(toNumber(first) / 2 ** (32 - bits)),
  )
}

/** The eight groups of an IPv6 address, `::` filled in and an IPv4 tail turned into two groups. */
function groupsOf(address: string): number[] {
  const bare = address.replace(/%.*$/, '').replace(/(\d+\.\d+\.\d+\.\d+)$/, (tail) => {
    const value = toNumber(tail)
    return `${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`
  })
  const [head = '', tail] = bare.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const fill = tail === undefined ? [] : new Array(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...fill, ...right].map((group) => Number.parseInt(group, 16))
}

function isPrivate6(address: string): boolean {
  const groups = groupsOf(address)
  const first = groups[0] ?? 0
  const embeds4 = groups.slice(0, 5).every((group) => group === 0) && (groups[5] === 0xffff || groups[5] === 0)
  const nat64 = first === 0x64 && groups[1] === 0xff9b
  if (embeds4 || nat64) {
    const [high = 0, low = 0] = groups.slice(6)
    return isPrivate4([high >> 8, high & 255, low >> 8, low & 255].join('.'))
  }
  if (first === 0x2002)
    return isPrivate4([groups[1]! >> 8, groups[1]! & 255, groups[2]! >> 8, groups[2]! & 255].join('.'))
  return (
    first < 0x2000 ||
    first > 0x3fff ||
    (first === 0x2001 && (groups[1] ?? 0) < 0x200) ||
    (first === 0x2001 && groups[1] === 0xdb8)
  )
}

/** Private, loopback, link-local, carrier-grade NAT, documentation, multicast, reserved; IPv4 inside IPv6 too. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  return isIPv4(address) ? isPrivate4(address) : isPrivate6(address)
}

/** 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return address.startsWith('127.')
  const groups = isIP(address) === 6 ? groupsOf(address) : []
  const mapped = groups[5] === 0xffff && (groups[6] ?? 0) >> 8 === 127
  return groups.length === 8 && (mapped || (groups.slice(0, 7).every((group) => group === 0) && groups[7] === 1))
}

/** Names below "localhost" are this machine and no name server is asked for them (RFC 6761, 6.3). */
export function isLoopbackName(host: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(host)
}
