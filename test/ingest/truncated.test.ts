import { describe, expect, it } from 'vitest'
import { parseFeed } from '../../src/ingest/feed.ts'
import type { ParsedFeed } from '../../src/types/feed.ts'

const read = (text: string): ParsedFeed =>
  parseFeed(Buffer.from(text), { contentType: null, url: 'https://news.example/feed' })

const head = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
const item = (id: string): string =>
  `<item><guid>${id}</guid><title>${id}</title><link>/${id}</link><description>Text of ${id}</description></item>`
const entry = (id: string): string => `<entry><id>${id}</id><title>${id}</title><link href="/${id}"/></entry>`
const rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>T</title></channel>'
const json = (id: string): string => `{"id":"${id}","title":"{[\\"${id}"}`

describe('a feed that breaks off', () => {
  it.each([
    ['after an item', `${head}${item('a')}${item('b')}`, ['a', 'b']],
    ['in an address', `${head}${item('a')}<item><title>b</title><link>https://news.exa`, ['a']],
    ['in a title, before any address', `${head}${item('a')}<item><title>The court he`, ['a']],
    [
      'in a text, after the address',
      `${head}${item('a')}<item><guid>b</guid><link>/b</link><description>Tex`,
      ['a', 'b'],
    ],
    ['in CDATA', `${head}${item('a')}<item><guid>b</guid><description><![CDATA[<p>Tex`, ['a', 'b']],
    ['in a tag', `${head}${item('a')}<item><guid>b</guid><link`, ['a', 'b']],
    ['with the server’s complaint', `${head}${item('a')}<br />\n<b>Fatal error</b>: Out of memory in feed.php`, ['a']],
    ['in Atom', `<feed xmlns="http://www.w3.org/2005/Atom">${entry('a')}<entry><id>b</id><title>c`, ['a', 'b']],
    ['in RDF', `${rdf}${item('a')}<item><title>b`, ['a']],
    ['in JSON', `{"version":"1.1","title":"T","items":[${json('a')},${json('b')},{"id":"c","title":"d`, ['a', 'b']],
    ['in JSON, after an item', `{"items":[${json('a')}`, ['a']],
  ])('%s gives what stands before the break, and says so', (_, text, wanted) => {
    const { entries, truncated } = read(text)
    expect([entries.map(({ id }) => id), truncated]).toEqual([wanted, true])
  })

  it.each([
    ['a whole feed', `${head}${item('a')}</channel></rss>`],
    ['what follows the end', `${head}${item('a')}</channel></rss>\n<!-- 0.2 s --><script>x</script>`],
    ['a channel without its end', `${head}${item('a')}</rss>`],
    ['an item without its end', `${head}<item><guid>a</guid><title>b</channel></rss>`],
    ['no entries at all', '<rss version="2.0"/>'],
    ['an empty Atom feed', '<feed xmlns="http://www.w3.org/2005/Atom"/>'],
    ['prefixes', `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>a</a:id></a:entry></a:feed>`],
    ['JSON', `{"items":[${json('a')}]}`],
  ])('is not: %s', (_, text) => {
    expect(read(text).truncated).toBe(false)
  })

  it.each([
    ['before the first whole item', '{"items":[{"id":"c","title":"d'],
    ['and is broken before', '{"items":[{"id":}, {"id":"a"}, {"id"'],
  ])('in JSON %s is refused', (_, text) => {
    expect(() => read(text)).toThrowError(expect.objectContaining({ code: 'feed-unreadable' }))
  })
})
