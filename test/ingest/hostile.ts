/** Inputs made to hang, bloat or crash a reader. */

export interface Hostile {
  readonly name: string
  readonly kind: 'feed' | 'page'
  readonly make: () => Uint8Array
}

const million = 1_000_000
const bytes = (text: string): Uint8Array => Buffer.from(text)
const rss = (inner: string): Uint8Array => bytes(`<rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`)
const item = '<item><title>t</title><link>https://a.example/</link></item>'

/** "Billion laughs": each entity is ten of the one before. */
const laughs = Array.from({ length: 10 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join(
  '',
)

const entries: readonly (readonly [string, 'feed' | 'page', () => Uint8Array])[] = [
  ['elements nested 10⁶ deep', 'page', () => bytes('<div>'.repeat(million))],
  ['elements nested 10⁶ deep, closed', 'page', () => bytes(`${'<b>'.repeat(million)}x${'</b>'.repeat(million)}`)],
  ['end tags without start tags', 'page', () => bytes(`<p>x${'</div>'.repeat(million)}`)],
  ['unclosed deep tags and stray end tags', 'page', () => bytes(`${'<i>'.repeat(900)}${'</q>'.repeat(million)}`)],
  ['tables in tables', 'page', () => bytes('<table><tr><td>'.repeat(200_000))],
  ['10⁶ paragraphs', 'page', () => bytes('<p>words, more words, and some more of them.</p>'.repeat(300_000))],
  ['10⁶ tags that are never closed', 'page', () => bytes('<p><a href=x>y'.repeat(million))],
  ['half tags', 'page', () => bytes('<a '.repeat(3 * million))],
  [
    '10⁵ attributes',
    'page',
    () => bytes(`<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}=1`).join(' ')}>x</p>`),
  ],
  ['an attribute of 10 MB', 'page', () => bytes(`<p class="${'ad '.repeat(3 * million)}">x</p>`)],
  ['comments that never end', 'page', () => bytes('<!--'.repeat(2 * million))],
  ['scripts that never end', 'page', () => bytes('<script>'.repeat(million))],
  ['a line of 10 MB', 'page', () => bytes(`<p>${'word, '.repeat(1_700_000)}</p>`)],
  ['10⁶ line breaks', 'page', () => bytes(`<p>${'a<br>'.repeat(million)}</p>`)],
  ['white space of 10 MB', 'page', () => bytes(`<p>a${' \n'.repeat(5 * million)}b</p>`)],
  ['entities of 10 MB', 'page', () => bytes(`<p>${'&amp;'.repeat(2 * million)}</p>`)],
  ['50 MB', 'page', () => Buffer.alloc(50 * million, '<p>a</p>')],
  ['deep JSON-LD', 'page', () => bytes(`<script type="application/ld+json">${'['.repeat(million)}</script><p>x</p>`)],
  [
    '10⁴ scripts of JSON-LD',
    'page',
    () => bytes('<script type="application/ld+json">{"@type":"WebPage"}</script>'.repeat(10_000)),
  ],
  [
    'bytes of every kind',
    'page',
    () => Uint8Array.from({ length: 5 * million }, (_, at) => (at * 2_654_435_761) >>> 24),
  ],
  ['elements nested 10⁶ deep', 'feed', () => rss('<a>'.repeat(million))],
  ['items nested 10⁶ deep', 'feed', () => rss('<item>'.repeat(million))],
  ['10⁶ items', 'feed', () => rss('<item></item>'.repeat(million))],
  ['items of 14 MB', 'feed', () => rss(item.repeat(220_000))],
  ['10⁶ items of JSON Feed', 'feed', () => bytes(`{"items":[${'{"id":"1"},'.repeat(million)}{"id":"2"}]}`)],
  ['deep JSON', 'feed', () => bytes('['.repeat(5 * million))],
  [
    '10⁵ attributes',
    'feed',
    () => rss(`<item ${Array.from({ length: 100_000 }, (_, at) => `a${at}="1"`).join(' ')}/>`),
  ],
  [
    '10⁵ namespaces',
    'feed',
    () =>
      rss(
        `<item ${Array.from({ length: 100_000 }, (_, at) => `xmlns:a${at}="b"`).join(' ')}>${Array.from({ length: 1_000 }, (_, at) => `<a${at}:x/>`).join('')}</item>`,
      ),
  ],
  [
    'laughing entities',
    'feed',
    () =>
      bytes(
        `<!DOCTYPE r [<!ENTITY l0 "ha">${laughs}]><rss version="2.0"><channel><item><title>${'&l10;'.repeat(1_000)}</title></item></channel></rss>`,
      ),
  ],
  [
    'one large entity, often',
    'feed',
    () =>
      bytes(
        `<!DOCTYPE r [<!ENTITY a "${'a'.repeat(15_000)}">]><rss version="2.0"><channel><item><title>${'&a;'.repeat(million)}</title></item></channel></rss>`,
      ),
  ],
  ['entities half declared', 'feed', () => bytes(`<!DOCTYPE r [${'<!ENTITY a "'.repeat(100_000)}]><rss/>`)],
  ['CDATA that never ends', 'feed', () => rss(`<item><title>${'<![CDATA['.repeat(million)}`)],
  ['half tags', 'feed', () => rss('<a '.repeat(3 * million))],
  ['a title of 10 MB of half tags', 'feed', () => rss(`<item><title>${'&lt;a '.repeat(1_700_000)}</title></item>`)],
  [
    'a text of 1 MB of half tags',
    'feed',
    () => rss(`<item><description>${'&lt;a '.repeat(170_000)}</description></item>`),
  ],
  ['deep HTML in a text', 'feed', () => rss(`<item><description>${'&lt;b>'.repeat(million)}</description></item>`)],
  [
    '10⁴ texts in base64',
    'feed',
    () => bytes(`<feed>${'<entry><title mode="base64">QUFB</title></entry>'.repeat(10_000)}</feed>`),
  ],
  ['50 MB', 'feed', () => Buffer.alloc(50 * million, '<item>')],
  ['zero bytes', 'feed', () => new Uint8Array(14 * million)],
]

export const hostile: readonly Hostile[] = entries.map(([name, kind, make]) => ({ name, kind, make }))
