/** The channels there are: every file of channels/. */

import { readdirSync } from 'node:fs'
import { Fault } from '../types/fault.ts'
import type { Channel } from './channel.ts'

/** By name, in its order. */
export async function loadChannels(): Promise<ReadonlyMap<string, Channel>> {
  const folder = new URL('./channels/', import.meta.url)
  const files = readdirSync(folder)
    .filter((file) => /^[a-z][a-z0-9-]*\.(?:ts|js)$/.test(file))
    .sort()
  const channels = new Map<string, Channel>()
  for (const file of files) {
    const channel = ((await import(new URL(file, folder).href)) as { readonly default?: Channel }).default
    const name = file.replace(/\.\w+$/, '')
    if (channel?.name !== name)
      throw new Fault('internal', `src/alert/channels/${file} does not export a channel named "${name}".`)
    channels.set(name, channel)
  }
  return channels
}
