/** `detour run`: the daemon. */

import { runDaemon } from '../../daemon/daemon.ts'
import { environment, loadConfig } from '../../src/config.ts'
import { Fault } from '../../src/types/fault.ts'

export async function command(_: readonly string[], options: { readonly config: string | null }): Promise<number> {
  const env = environment()
  if (env.DATABASE_URL !== undefined || env.REDIS_URL !== undefined) {
    throw new Fault(
      'config-invalid',
      'DATABASE_URL and REDIS_URL are not read yet: this version runs on its own SQLite store. Unset them to go on.',
    )
  }
  const config = loadConfig(options.config)
  if (config.file === null)
    process.stderr.write('No detour.yaml here: using the bundled settings ("detour init" writes one to edit).\n')
  const onReady = (): void =>
    void process.stderr.write(`Detour runs; its store is in ${config.data}. Stop it with Ctrl-C or SIGTERM.\n`)
  await runDaemon(config, { idleMs: null, onProgress: () => undefined, stdout: process.stdout, onReady })
  process.stderr.write('Detour has stopped.\n')
  return 0
}
