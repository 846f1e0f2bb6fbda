/** Types of servers.js, which is plain JavaScript because it runs before anything is installed. */

export type ServerName = 'postgres' | 'redis-server'
export function findServer(server: ServerName): string | null
export function missing(server: ServerName): string
export function isCI(env?: Readonly<Record<string, string | undefined>>): boolean
export function installServers(env?: Readonly<Record<string, string | undefined>>): string[]
