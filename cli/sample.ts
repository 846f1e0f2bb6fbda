/** The sample week of `detour demo`, served on loopback: sites with host names of their own, feeds and pages. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { projectRoot } from '../src/knowledge/project.ts'
import { answerTo, homeOf } from './sample/site.ts'
import { readWeek } from './sample/week.ts'

export interface SampleServer {
  readonly feeds: readonly { readonly url: string; readonly outlet: string; readonly language: string }[]
  readonly close: () => Promise<void>
}

/** Serves the sample on a free port of 127.0.0.1. `now` in ms: the articles are dated in days before it. `path`: the sample's folder. */
export async function serveSample(now: number, path: string = join(projectRoot, 'sample')): Promise<SampleServer> {
  const week = readWeek(path)
  const server = createServer((request, response) => {
    const { status, headers, body } = answerTo(request.headers.host ?? '', request.url ?? '/', { week, now, port })
    const known = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag
    response.writeHead(known ? 304 : status, headers)
    response.end(known ? undefined : body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    feeds: week.sites.map(({ id, movedFrom, outlet, language }) => ({
      url: `${homeOf(movedFrom ?? id, port)}feed`,
      outlet,
      language,
    })),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
