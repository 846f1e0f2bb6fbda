/** Inputs made to hang, bloat or crash a reader. */

export interface Hostile {
  readonly name: string
  readonly kind: 'feed' | 'page'
  readonly make: () => Uint8Array
}

const million = 1_000_000
const bytes = (text: string): Buffer => Buffer.from(text)
const rss = (inner: string): Buffer => bytes(`<rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`)
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
  ['elements nested 10⁶ deep, closed', 'feed', () => rss(`${'<a>'.repeat(million)}x${'</a>'.repeat(million)}`)],
  ['a comment that never ends', 'feed', () => rss(`${item}<!-- ${'- '.repeat(6 * million)}`)],
  [
    'a line of 10 MB',
    'feed',
    () => rss(`<item><title>t</title><description>${'word, '.repeat(1_700_000)}</description></item>`),
  ],
  ['UTF-16 without a mark', 'feed', () => Buffer.from(rss(item.repeat(100_000)).toString(), 'utf16le')],
  ['zero bytes between letters', 'feed', () => bytes('<\u0000r\u0000s\u0000s>'.repeat(million))],
  [
    '10⁵ links of one entry',
    'feed',
    () => bytes(`<feed><entry>${'<link rel="related" href="/a"/>'.repeat(100_000)}</entry></feed>`),
  ],
  [
    'bases upon bases',
    'feed',
    () =>
      bytes(
        `<feed xml:base="a/">${'<div xml:base="b/">'.repeat(190)}${'<entry><link href="c"/></entry>'.repeat(5_000)}</feed>`,
      ),
  ],
  [
    '10⁵ names in one entry',
    'feed',
    () => rss(`<item>${Array.from({ length: 100_000 }, (_, at) => `<n${at}/>`).join('')}</item>`),
  ],
  ['10⁵ authors of one entry', 'feed', () => rss(`<item>${'<author>a (b)</author>'.repeat(100_000)}</item>`)],
  [
    '10⁵ dates of one entry',
    'feed',
    () => rss(`<item>${'<pubDate>31 Foo 99999 25:61</pubDate>'.repeat(100_000)}</item>`),
  ],
  ['a date of 10 MB', 'feed', () => rss(`<item><pubDate>${'1 jan '.repeat(1_700_000)}</pubDate></item>`)],
  [
    'JSON nested within an item',
    'feed',
    () => bytes(`{"items":[{"id":"1","_x":${'{"a":'.repeat(million)}1${'}'.repeat(million)}}]}`),
  ],
  [
    'JSON that breaks off after 10 MB',
    'feed',
    () => bytes(`{"items":[${'{"id":"1","content_text":"{[[["},'.repeat(300_000)}{"id`),
  ],
  [
    'bidi marks and joiners',
    'feed',
    () => rss(`<item><title>${'\u202e\u2066\u200d\u0301'.repeat(million)}</title></item>`),
  ],
  [
    'broken gb18030',
    'feed',
    () =>
      Buffer.concat([
        bytes('<?xml version="1.0" encoding="gb18030"?><rss><channel><item><title>'),
        Buffer.alloc(12 * million, 0x81),
      ]),
  ],
  [
    'escapes of iso-2022-jp',
    'feed',
    () =>
      bytes(
        `<?xml version="1.0" encoding="iso-2022-jp"?><rss><channel><item><title>${'\u001b$B\u001b(B'.repeat(million)}`,
      ),
  ],
  [
    'HTML tables in 5,000 texts',
    'feed',
    () =>
      rss(
        `<item><guid>1</guid><description>${'&lt;table>&lt;tr>&lt;td>'.repeat(90)}</description></item>`.repeat(5_000),
      ),
  ],
  [
    'menus in menus, 150,000 elements',
    'page',
    () => bytes(`${'<div class="menu">'.repeat(190)}${'<i>word</i>'.repeat(70_000)}`),
  ],
  [
    'articles in menus, 150,000 elements',
    'page',
    () =>
      bytes(
        `${'<div class="menu">'.repeat(190)}${'<p>words of a text, some more of them, and more, and yet more of them</p>'.repeat(70_000)}`,
      ),
  ],
  ['10⁵ elements named a date', 'page', () => bytes('<b class="date">32 foo 2026</b>'.repeat(100_000))],
  [
    '10⁵ links to other pages',
    'page',
    () => bytes(`<head>${'<link rel="alternate" href="/a">'.repeat(100_000)}</head><p>x</p>`),
  ],
  [
    '10⁵ descriptions',
    'page',
    () =>
      bytes(`${Array.from({ length: 100_000 }, (_, at) => `<meta name="n${at}" content="words">`).join('')}<p>x</p>`),
  ],
  ['10⁵ headings', 'page', () => bytes('<h1>A heading of some words</h1>'.repeat(70_000))],
  ['a title of 10 MB', 'page', () => bytes(`<title>${'a - b | '.repeat(1_300_000)}</title><p>x</p>`)],
  [
    'JSON-LD of 10 MB',
    'page',
    () =>
      bytes(
        `<script type="application/ld+json">[${'{"@type":"NewsArticle","author":{"name":"a"}},'.repeat(200_000)}{}]</script><p>x</p>`,
      ),
  ],
  ['references of 10 MB', 'page', () => bytes(`<p>${'&#x41;'.repeat(1_700_000)}</p>`)],
  ['half references of 10 MB', 'page', () => bytes(`<p>${'&#'.repeat(5 * million)}</p>`)],
  ['UTF-16 without a mark', 'page', () => Buffer.from('<p>words, words and words</p>'.repeat(200_000), 'utf16le')],
  ['zero bytes between letters', 'page', () => bytes('<\u0000p\u0000>w\u0000o'.repeat(million))],
  ['bidi marks and joiners', 'page', () => bytes(`<p>${'\u202e\u2066\u200d\u0301'.repeat(million)}</p>`)],
  ['CDATA that never ends', 'page', () => bytes(`<p>x${'<![CDATA['.repeat(million)}`)],
  ['drawings in drawings', 'page', () => bytes('<svg><title><math>'.repeat(300_000))],
  ['options without end', 'page', () => bytes('<select><option>a'.repeat(500_000))],
  ['half a tag of 14 MB', 'page', () => bytes(`<p a='${'x'.repeat(14 * million)}`)],
]

export const hostile: readonly Hostile[] = entries.map(([name, kind, make]) => ({ name, kind, make }))
