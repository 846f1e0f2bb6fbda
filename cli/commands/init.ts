/** `detour init`: a commented detour.yaml and the data folder. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { configSchema } from '../../src/config.ts'
import { Fault } from '../../src/types/fault.ts'

export async function command(
  _: readonly string[],
  options: { readonly dir?: string; readonly force?: boolean },
): Promise<number> {
  const folder = resolve(options.dir ?? '.')
  const path = join(folder, 'detour.yaml')
  if (existsSync(path) && options.force !== true)
    throw new Fault('usage', `${path} is there already; --force writes over it.`)
  try {
    mkdirSync(join(folder, 'detour-data'), { recursive: true })
    writeFileSync(path, commentedConfig())
  } catch (error) {
    throw new Fault('config-invalid', `${path} cannot be written: ${(error as Error).message}.`)
  }
  process.stdout.write(
    `Wrote ${path} and the data folder ${join(folder, 'detour-data')}.\nNext: edit it, then "detour once" to try, "detour run" to stay.\n`,
  )
  return 0
}

type Shape = {
  readonly description?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
}

/** Every setting with its meaning and its default, written from the schema that checks it. */
export function commentedConfig(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as Shape
  const head =
    '# Settings of Detour. Each stands here with its default; what is left out keeps it.\n# Unknown or misspelt settings are refused at start, with the name of the key.\n\n'
  return head + section(schema.properties ?? {}, '')
}

function section(properties: Readonly<Record<string, Shape>>, indent: string): string {
  return Object.entries(properties)
    .map(([key, shape]) => {
      const comment = (shape.description ?? '').split('\n').map((line) => `${indent}# ${line}\n`)
      if (shape.properties !== undefined) return `${indent}${key}:\n${section(shape.properties, `${indent}  `)}\n`
      return `${shape.description === undefined ? '' : comment.join('')}${setting(key, shape.default, indent)}`
    })
    .join('')
}

/** Lists of words on one line, everything else below its key. */
function setting(key: string, value: unknown, indent: string): string {
  const flat = Array.isArray(value) && value.every((one) => typeof one === 'string')
  const written = flat
    ? `${key}: ${stringify(value, { collectionStyle: 'flow' }).trim()}\n`
    : stringify({ [key]: value })
  return written.replace(/^(?=.)/gm, indent)
}
