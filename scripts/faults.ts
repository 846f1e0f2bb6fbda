/** `npm run faults -- --rounds N [--only NAME]`: what an installation makes of faults, on real processes; prints a table. */

import { parseArgs } from 'node:util'
import { type FaultCase, faultCases, undisturbed } from '../test/workers/faults/faults.ts'
import { clearQuarantine, type Round, runRound } from '../test/workers/faults/rounds.ts'
import { startStack } from '../test/workers/faults/stack.ts'
import { fillDisk, serveFilling, undisturbedRun } from '../test/workers/filling.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    lease: { type: 'string', default: '10' },
    silence: { type: 'string', default: '20' },
  },
})
const rounds = Number(values.rounds)
const pace = { silenceMs: Number(values.silence) * 1_000 }

const stack = await startStack({ leaseSeconds: Number(values.lease), attempts: 3 })
if (stack === null) throw new Error('PostgreSQL and Redis are needed: "node scripts/setup.js --servers" installs them.')

const seconds = (ms: number): string => (ms / 1_000).toFixed(1)
const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
const sum = (all: readonly Round[], of: 'lost' | 'doubled' | 'repeated'): number =>
  all.reduce((total, round) => total + round[of], 0)

function row(name: string, done: readonly Round[]): string {
  const whole = done.map(({ wholeMs }) => wholeMs)
  const recovery = done.map(({ recoveryMs }) => recoveryMs)
  const resumed = Math.max(...done.map(({ resumedMs }) => resumedMs))
  const times = [seconds(median(whole)), seconds(median(recovery)), seconds(Math.max(...recovery))]
  times.push(resumed === 0 ? '–' : seconds(resumed))
  return `| ${name} | ${done.length} | ${sum(done, 'lost')} | ${sum(done, 'doubled')} | ${sum(done, 'repeated')} | ${times.join(' | ')} |`
}

async function runCase(fault: FaultCase): Promise<void> {
  if (stack === null) return
  const done: Round[] = []
  for (let round = 0; round < rounds; round++) {
    done.push(await runRound(stack, fault, pace))
    await clearQuarantine(stack)
  }
  process.stdout.write(`${row(fault.name, done)}\n`)
}

const diskFull = 'SQLite: disk full'

/** One machine over SQLite, whose disk fills at another point of the work in each round. Deliveries under kills: test/workers/deliver-kill.test.ts. */
async function runDiskFull(): Promise<void> {
  const filling = await serveFilling()
  const done: Round[] = []
  try {
    const undisturbed = await undisturbedRun(filling)
    for (let round = 0; round < rounds; round++) {
      const full = await fillDisk(filling, 700 + ((round * 300) % 1_500), 1 + (round % 3))
      if (full === null) return void process.stdout.write(`${diskFull}: mounting a small disk needs root\n`)
      const { after, wholeMs, recoveryMs } = full
      const missing = (undisturbed.findings ?? 0) - (after.findings ?? 0)
      const lost = Math.max(0, missing) + (after.quarantined ?? 0) + (after.claimed ?? 0)
      done.push({ lost, doubled: after.doubled ?? 0, repeated: 0, wholeMs, recoveryMs, resumedMs: 0 })
    }
    process.stdout.write(`${row(diskFull, done)}\n`)
  } finally {
    await filling.close()
  }
}

try {
  process.stdout.write(
    '| fault | rounds | lost | doubled | repeated under one key | whole s, median | after the fault s, median | most | work left in hand resumed after s, most |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n',
  )
  for (const fault of [undisturbed, ...faultCases].filter(({ name }) => name.includes(values.only)))
    await runCase(fault)
  if (diskFull.includes(values.only)) await runDiskFull()
} finally {
  await stack.stop()
}
