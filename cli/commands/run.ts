/** `detour run`: the daemon. */

import { runDaemon } from '../../daemon/daemon.ts'
import { runLeader } from '../../daemon/leader.ts'
import { environment, loadConfig } from '../../src/config.ts'
import { shownPlace } from '../../src/store/place.ts'
import { queueOf } from '../../workers/queue/redis.ts'

export async function command(_: readonly string[], options: { readonly config: string | null }): Promise<number> {
  const config = loadConfig(options.config)
  if (config.file === null)
    process.stderr.write('No detour.yaml here: using the bundled settings ("detour init" writes one to edit).\n')
  const onReady = (): void =>
    void process.stderr.write(
      `Detour runs; its store is in ${shownPlace(config.place)}. Stop it with Ctrl-C or SIGTERM.\n`,
    )
  const place = queueOf(config, environment())
  if (place === null)
    await runDaemon(config, { idleMs: null, onProgress: () => undefined, stdout: process.stdout, onReady })
  else await runLeader(config, place, { onReady, onLead: sayLead })
  process.stderr.write('Detour has stopped.\n')
  return 0
}

function sayLead(leads: boolean): void {
  process.stderr.write(
    leads ? 'This daemon leads: it sends what is due to the workers.\n' : 'This daemon leads no more.\n',
  )
}
