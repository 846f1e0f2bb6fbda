/** `detour demo`: the real line over bundled sample feeds, served on loopback; no other network is touched. */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configSchema } from '../../src/config.ts'
import { serveSample } from '../sample.ts'
import { workOnce } from './once.ts'

export async function command(): Promise<number> {
  const sample = await serveSample(Date.now())
  const data = mkdtempSync(join(tmpdir(), 'detour-demo-'))
  const file = join(data, 'detour.yaml')
  try {
    process.stdout.write(
      `Reading ${sample.feeds.length} sample feeds (RSS, RDF, Atom, JSON Feed) over HTTP on this machine …\n\n`,
    )
    const settings = configSchema.parse({
      feeds: { bundled: [], own: sample.feeds },
      fetch: { allowLoopback: true, hostPauseSeconds: 0 },
      log: { level: 'error' },
    })
    const { quarantined } = await workOnce({ ...settings, data, file }, false)
    process.stdout.write(
      `\nThe store of this demo is in ${data}. Look further:\n  DETOUR_HOME=${data} npx --no-install detour stories\n`,
    )
    // One site of the week is down for good: that a feed fails is part of the show. That a task is stuck is not.
    return quarantined === 0 ? 0 : 1
  } finally {
    await sample.close()
  }
}
