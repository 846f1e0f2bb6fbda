/** `detour read-robots`: may this agent fetch this URL under this robots.txt? */

import { isAllowed, parseRobots } from '../../src/ingest/robots.ts'
import { Fault } from '../../src/types/fault.ts'
import { fieldsOf, readInput, readNamed } from '../input.ts'
import { answerLines } from '../jsonl.ts'

export async function command(
  _: readonly string[],
  options: { readonly jsonl?: boolean; readonly agent?: string; readonly url?: string },
): Promise<number> {
  if (options.jsonl === true) {
    await answerLines(process.stdin, process.stdout, (value) => {
      const { id, path, agent, url } = fieldsOf(value, ['id', 'path', 'agent', 'url'])
      return { id, result: { allowed: isAllowed(parseRobots(readNamed(path).toString('utf8')), agent, url) } }
    })
    return 0
  }
  if (options.agent === undefined || options.url === undefined)
    throw new Fault('usage', 'read-robots needs --agent and --url, and robots.txt on standard input.')
  const robots = parseRobots((await readInput()).toString('utf8'))
  process.stdout.write(`${JSON.stringify({ allowed: isAllowed(robots, options.agent, options.url) })}\n`)
  return 0
}
