import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/database.ts'
import { detour } from './line.ts'
import { install, rss, serve } from './served.ts'

describe('a redirect to another host', () => {
  it.each([
    ['forbids', 'User-agent: *\nDisallow: /closed/', ['/robots.txt'], /does not allow/],
    ['allows', 'User-agent: *\nDisallow: /other/', ['/robots.txt', '/closed/story'], null],
  ])(
    'is followed only as its robots.txt says: one that %s',
    async (_, robots, wanted, problem) => {
      const asked: string[] = []
      const there = await serve((request, response) => {
        asked.push(request.url ?? '')
        response.end(request.url === '/robots.txt' ? robots : '<p>Nvidia</p>')
      })
      const here = await serve((request, response) => {
        if (request.url === '/feed')
          return response.end(rss([{ link: `${here.base}/go`, title: 'Moved', summary: 'Nvidia sold H100.' }]))
        if (request.url === '/robots.txt') return response.writeHead(404).end()
        return response.writeHead(302, { location: `${there.base}/closed/story` }).end()
      })
      const { config, data } = install([`${here.base}/feed`])
      const { code } = await detour(['once', '--config', config])
      await Promise.all([here.close(), there.close()])
      expect([code, asked]).toEqual([0, wanted])
      const store = await openStore(data, { create: false })
      const page = await store.selectFrom('page').select('problem').executeTakeFirstOrThrow()
      await store.destroy()
      if (problem === null) expect(page.problem).toBeNull()
      else expect(page.problem).toMatch(problem)
    },
    120_000,
  )
})
