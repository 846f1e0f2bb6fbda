/** The bundled feeds of a language: knowledge/feeds/<tag>.yaml. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../types/fault.ts'
import { readChecked } from './load.ts'
import { projectRoot } from './project.ts'
import { feedsSchema } from './schema.ts'

/** Throws Fault config-invalid for a language without bundled feeds. */
export function loadFeeds(language: string): { readonly id: string; readonly url: string; readonly outlet: string }[] {
  const path = join(projectRoot, 'knowledge', 'feeds', `${language}.yaml`)
  if (!existsSync(path))
    throw new Fault('config-invalid', `feeds.bundled: there are no bundled feeds for "${language}".`)
  return readChecked(path, feedsSchema).map(({ id, url, outlet }) => ({ id, url, outlet }))
}
