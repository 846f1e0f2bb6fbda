/** `detour init`: a commented detour.yaml and the data folder. */

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { configSchema, environment } from '../../src/config.ts'
import { Fault } from '../../src/types/fault.ts'

/** DETOUR_HOME is written down as the data folder, so that a daemon started without it finds the same store. */
export async function command(
  _: readonly string[],
  options: { readonly dir?: string; readonly force?: boolean },
): Promise<number> {
  const folder = resolve(options.dir ?? '.')
  const path = join(folder, 'detour.yaml')
  const home = environment().DETOUR_HOME || null
  const data = resolve(folder, home ?? 'detour-data')
  if (existsSync(path) && options.force !== true)
    throw new Fault('usage', `${path} is there already; --force writes over it.`)
  try {
    mkdirSync(folder, { recursive: true })
    mkdirSync(data, { recursive: true })
    writeWhole(path, commentedConfig(home === null ? {} : { data }))
  } catch (error) {
    throw explainWrite(error as NodeJS.ErrnoException, path)
  }
  process.stdout.write(
    `Wrote ${path} and the data folder ${data}${home === null ? '' : ' (from DETOUR_HOME; the file names it too)'}.\nNext: edit it, then "detour once" to try, "detour run" to stay.\n`,
  )
  return 0
}

/** All of it or nothing: written beside it, on the disk before it takes the name. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.tmp`
  try {
    const file = openSync(beside, 'wx')
    try {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

function explainWrite(error: NodeJS.ErrnoException, path: string): Fault {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new Fault('store-full', `The disk that is to hold ${path} is full: make room, then try again.`)
  return new Fault('config-invalid', `${path} cannot be written: ${error.message}.`)
}

type Shape = {
  readonly description?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
}

/** Every setting with its meaning and its default, or what is `known` of it, written from the schema that checks it. */
export function commentedConfig(known: Readonly<Record<string, unknown>> = {}): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as Shape
  const head =
    '# Settings of Detour. Each stands here with its default; what is left out keeps it.\n# Unknown or misspelt settings are refused at start, with the name of the key.\n\n'
  const properties = Object.entries(schema.properties ?? {}).map(([key, shape]): [string, Shape] =>
    key in known ? [key, { ...shape, default: known[key] }] : [key, shape],
  )
  return head + section(Object.fromEntries(properties), '')
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
