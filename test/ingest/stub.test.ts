import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPage } from '../../src/ingest/page.ts'
import { withoutTeaser } from '../../src/ingest/page-words.ts'
import { readChecked } from '../../src/knowledge/load.ts'
import { projectRoot } from '../../src/knowledge/project.ts'
import { furnitureSchema } from '../../src/knowledge/schema.ts'
import type { Page } from '../../src/types/feed.ts'

const furniture = readChecked(join(projectRoot, 'knowledge', 'furniture.yaml'), furnitureSchema)
const page = (title: string, paragraphs: readonly string[], extra = ''): Page =>
  readPage(
    Buffer.from(
      `<!doctype html><html><head><title>${title}</title></head><body><main><h1>${title}</h1>${paragraphs
        .map((text) => `<p>${text}</p>`)
        .join('')}${extra}</main></body></html>`,
    ),
    { contentType: 'text/html; charset=utf-8', url: 'https://news.example/a', furniture },
  )
const html = (body: string): Page =>
  readPage(Buffer.from(`<html><head><title>News</title></head><body>${body}</body></html>`), {
    contentType: null,
    url: null,
    furniture,
  })

const teaser =
  'Prosecutors in Singapore charged three men on Monday with fraud, saying that servers with restricted chips were sold on to buyers whose names were hidden.'
const debut =
  'Le parquet de Singapour a inculpé trois hommes lundi, selon plusieurs sources, pour avoir caché le destinataire final de serveurs.'

describe('a stub', () => {
  it.each([
    ['a paywall', page('Three men charged', [teaser, 'Subscribe to continue reading.'])],
    ['a meter', page('Three men charged', [teaser, 'You have reached your article limit. Sign in to read on.'])],
    ['a login wall', page('Three men charged', [teaser, 'Log in to continue. It takes a minute and is free.'])],
    ['French', page('Trois hommes inculpés', [debut, 'Cet article est réservé aux abonnés.'])],
    ['what is left to read', page('Trois hommes inculpés', [debut, 'Il vous reste 82,1 % de cet article à lire.'])],
    ['German', page('Drei Männer angeklagt', [teaser, 'Dieser Artikel ist nur für Abonnenten. Jetzt testen.'])],
    ['Spanish', page('Tres hombres acusados', [teaser, 'Para seguir leyendo, hazte suscriptor.'])],
    ['Italian', page('Tre uomini accusati', [teaser, 'Contenuto riservato agli abbonati'])],
    [
      'Japanese',
      page('三人を起訴', [
        'シンガポールの検察は月曜日、サーバーの最終的な受取人を隠したとして三人を起訴した。',
        'この記事は会員限定です。残り1200文字',
      ]),
    ],
    ['Chinese', page('三人被起诉', ['新加坡检方周一起诉三人，指其隐瞒服务器的最终收货人。', '登录后阅读全文'])],
    [
      'Korean',
      page('세 명 기소', [
        '싱가포르 검찰은 월요일 서버의 최종 수취인을 숨긴 혐의로 세 명을 기소했다.',
        '로그인 후 이용하실 수 있습니다.',
      ]),
    ],
    [
      'Russian',
      page('Трое обвиняемых', [
        'Прокуратура Сингапура предъявила обвинения троим мужчинам.',
        'Материал доступен только подписчикам',
      ]),
    ],
    [
      'a cookie wall',
      page('News', [
        'We use cookies and similar technologies to show you advertising. Choose what you allow.',
        'Accept all cookies',
      ]),
    ],
    [
      'a cookie wall in German',
      page('News', ['Wir und unsere Partner verarbeiten Daten, um Werbung zu zeigen und Reichweite zu messen.']),
    ],
    [
      'a cookie wall in French',
      page('News', ['Avec votre accord, nous et nos partenaires utilisons des cookies pour mesurer l’audience.']),
    ],
    ['scripts that are missing', page('News', ['Please enable JavaScript to view this page.'])],
    [
      'a check for robots',
      page('Just a moment...', [
        'news.example needs to review the security of your connection before proceeding, please wait a little.',
      ]),
    ],
    [
      'denied',
      page('Access Denied', [
        'You don’t have permission to access this server. Reference #18.2d351ab8.1700000000.a4e16ab',
      ]),
    ],
    [
      'a page that is not there',
      page('Page not found | Example News', [
        'Perhaps one of these stories interests you, or you can use the search to find the one that you wanted.',
      ]),
    ],
    [
      'in French',
      page('Page introuvable', [
        'Vous pouvez revenir à l’accueil, ou chercher l’article dans nos archives depuis le menu.',
      ]),
    ],
    [
      'in Spanish',
      page('404 - Página no encontrada', [
        'Puede volver a la portada, o buscar el artículo en nuestra hemeroteca desde el menú.',
      ]),
    ],
    [
      'a shell for scripts',
      html(
        '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="a.js"></script>',
      ),
    ],
    ['an empty page', html('')],
    ['a text that is cut off', page('Three men charged', [`${teaser} The court heard that […]`])],
  ])('%s', (_, { stub }) => {
    expect(stub).toBe(true)
  })
})

const more =
  'The court set bail at 800,000 dollars each. The men, who are 41, 49 and 51 years old, have not yet entered a plea, and their lawyers declined to speak to reporters outside.'

describe('no stub', () => {
  it.each([
    ['a short article', page('Three men charged', [teaser, more])],
    [
      'a short one in Japanese',
      page('三人を起訴', [
        'シンガポールの検察は月曜日、サーバーの最終的な受取人を隠したとして三人を起訴した。',
        '裁判所はそれぞれに80万ドルの保釈金を定めた。三人は罪状認否をまだしておらず、弁護士は取材に応じなかった。',
      ]),
    ],
    [
      'about cookies',
      page('Cookies limited', [
        'Cookies are small files that sites leave in a browser; a law now limits for how long they may be kept there.',
        'Regulators in Paris said that many sites still ask in ways that leave no choice. Fines will follow in spring.',
      ]),
    ],
    [
      'about paywalls',
      page('Paper drops its paywall', [
        'The paper said on Monday that readers will no longer see “Subscribe to continue reading” under its articles from March.',
        more,
      ]),
    ],
    [
      'with a call quoted at its start',
      page('Paper drops its paywall', [
        '“Subscribe to continue reading”: that line is gone, said the publisher, who wants more readers and more advertisers, too.',
        more,
      ]),
    ],
    [
      'about subscribers',
      page('Le journal gagne des abonnés', [
        'Le journal compte désormais un million d’abonnés, a dit son directeur lundi, soit le double d’il y a deux ans.',
        debut,
      ]),
    ],
    [
      'about a page that was not found',
      page('Page not found: why links rot', [teaser, more, more, more, `${more} ${teaser}`]),
    ],
    [
      'with a call in its middle, and much beside',
      page('Three men charged', [
        teaser,
        more,
        'Subscribe to read our newsletter on chips.',
        more,
        teaser,
        more,
        teaser,
        more,
      ]),
    ],
    [
      'about logging in',
      page('Banks change logins', [
        'Customers of three banks can no longer log in to continue with payments that they began, the banks said on Monday.',
        more,
      ]),
    ],
  ])('%s', (_, { stub, text }) => {
    expect([text === '', stub]).toEqual([false, false])
  })
})

describe('knowledge/furniture.yaml', () => {
  it.each(Object.entries(furniture.examples.teasers))('leaves of %j', (summary, left) => {
    expect(withoutTeaser(summary, furniture)).toBe(left)
  })

  it.each(furniture.examples.walls)('takes for a wall: %s', (text) => {
    expect(page('News', [text]).stub).toBe(true)
  })

  it.each(furniture.examples.not)('takes for no wall: %s', (text) => {
    expect(page('News', [text, more]).stub).toBe(false)
  })
})
