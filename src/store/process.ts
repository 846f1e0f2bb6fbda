/** Which process this is, so that another that was given the same id (in a container: 1) is not taken for it. */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** "<random> <boot id> <start time>": the last two only where the system tells them. */
export function ownName(): string {
  return [randomUUID(), bootId(), startTime(process.pid)].join(' ')
}

/** Whether the process with this id and name is gone; false where that cannot be told. */
export function isGone(pid: number, name: string): boolean {
  const [, boot = '', start = ''] = name.split(' ')
  if (differ(boot, bootId())) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true
  }
  return differ(start, startTime(pid))
}

/** What is not known differs from nothing. */
function differ(one: string, other: string): boolean {
  return one !== '' && other !== '' && one !== other
}

/** Another after each start of the machine. */
function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id').trim()
}

/** When a process began, in ticks since the machine's start: field 22; the second, its name, may hold spaces and brackets. */
function startTime(pid: number): string {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
