/** Pages of the sample week: an article amid what newsrooms put around it, in three layouts. */

import { escapeHtml } from '../../src/ingest/markup.ts'
import type { Item } from './feed.ts'
import type { Furniture, SampleArticle, Site } from './week.ts'

interface Parts {
  readonly heading: string
  readonly byline: string
  readonly paragraphs: readonly string[]
  readonly links: string
  readonly words: Furniture
}

type Layout = (parts: Parts, site: Site) => string

export function writePage(site: Site, article: SampleArticle, item: Item, words: Furniture): string {
  const date = item.date.toISOString()
  const parts: Parts = {
    heading: `<h1>${escapeHtml(article.title)}</h1>`,
    byline: `${escapeHtml(`${words.by} ${article.author ?? site.outlet}`)} · <time datetime="${date}">${date.slice(0, 10)}</time>`,
    paragraphs: article.text.map((text) => `<p>${escapeHtml(text)}</p>`),
    links: list(words.links),
    words,
  }
  const right = /^(?:ar|fa|he|ur)\b/.test(site.language) ? ' dir="rtl"' : ''
  return `<!doctype html>
<html lang="${site.language}"${right}><head><meta charset="${site.charset}">
<title>${escapeHtml(`${article.title} | ${site.outlet}`)}</title>
<meta property="og:site_name" content="${attribute(site.outlet)}"><meta property="og:title" content="${attribute(article.title)}">
<link rel="canonical" href="${attribute(item.url)}">
<script type="application/ld+json">${linkedData(site, article, date)}</script>
<style>body { font: 1rem serif } .cookie-banner { position: fixed; bottom: 0 }</style></head>
<body>
${layouts[site.layout](parts, site)}
<script>window.ads = window.ads || []; ads.push({ slot: 'top' })</script></body></html>`
}

function attribute(text: string): string {
  return escapeHtml(text).replaceAll('"', '&quot;')
}

function linkedData(site: Site, article: SampleArticle, date: string): string {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    datePublished: date,
    inLanguage: site.language,
    author: { '@type': 'Person', name: article.author ?? site.outlet },
    publisher: { '@type': 'Organization', name: site.outlet },
    isAccessibleForFree: !article.stub,
  }
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}

function list(texts: readonly string[]): string {
  return `<ul>${texts.map((text, at) => `<li><a href="/x/${at}">${escapeHtml(text)}</a></li>`).join('')}</ul>`
}

function buttons(texts: readonly string[]): string {
  return texts.map((text) => `<a href="#">${escapeHtml(text)}</a>`).join(' ')
}

function commentForm({ comments, comment, send }: Furniture): string {
  return `<h3>${escapeHtml(comments)}</h3><form><p>${escapeHtml(comment)}</p><textarea></textarea><button>${escapeHtml(send)}</button></form>`
}

function cookieBanner({ cookies, accept }: Furniture): string {
  return `<div class="cookie-banner" role="dialog"><p>${escapeHtml(cookies)}</p><button>${escapeHtml(accept)}</button></div>`
}

/** The first half of the paragraphs, then something, then the rest: boxes stand in the middle of texts. */
function around(paragraphs: readonly string[], box: string): string {
  const half = Math.ceil(paragraphs.length / 2)
  return [...paragraphs.slice(0, half), box, ...paragraphs.slice(half)].join('\n')
}

/** A newspaper: elements named for what they hold. */
const paper: Layout = ({ heading, byline, paragraphs, links, words }, site) => `${cookieBanner(words)}
<header><a href="/">${escapeHtml(site.outlet)}</a><nav>${list(words.menu)}</nav></header>
<main><article><header>${heading}<p class="byline">${byline}</p></header>
<figure><img src="/servers.jpg" alt=""><figcaption>${escapeHtml(words.caption)}</figcaption></figure>
<div class="share-bar">${buttons(words.share)}</div>
<div class="article-body">
${around(paragraphs, `<aside class="newsletter-box"><p>${escapeHtml(words.newsletter)}</p></aside>`)}
</div></article>
<section class="related"><h2>${escapeHtml(words.related)}</h2>${links}</section>
<section id="comments">${commentForm(words)}</section></main>
<footer><p>© ${escapeHtml(site.outlet)}</p><a href="#">${escapeHtml(words.top)}</a></footer>`

/** A blog engine: boxes within boxes, told by their class names, some of them amid the text. */
const blog: Layout = ({ heading, byline, paragraphs, links, words }, site) => `<div id="page" class="site">
<div id="masthead" class="site-header"><div class="site-title"><a href="/">${escapeHtml(site.outlet)}</a></div><div class="menu-main">${list(words.menu)}</div></div>
<div id="content"><div id="primary"><div class="post type-post hentry">
<div class="entry-header">${heading}<div class="entry-meta">${byline}</div></div>
<div class="entry-content">
<div class="adblock-notice" style="display:none"><p>${escapeHtml(words.adblock)}</p></div>
${around(paragraphs, `<div class="newsletter-signup"><p>${escapeHtml(words.newsletter)}</p></div>`)}
<div class="sharedaddy social-share"><h3>${escapeHtml(words.share[0] ?? '')}</h3>${list(words.share)}</div>
<div id="related-posts" class="related-posts"><h3>${escapeHtml(words.related)}</h3>${links}</div>
</div></div>
<div id="comments" class="comments-area">${commentForm(words)}</div></div>
<div id="secondary" class="sidebar widget-area"><h3>${escapeHtml(words.related)}</h3>${links}</div></div>
<div class="site-footer" role="contentinfo"><p>© ${escapeHtml(site.outlet)}</p></div></div>
${cookieBanner(words)}`

/** A home-made site: hardly a name on anything, and all of it in one column; the words themselves tell what is what. */
const plain: Layout = (
  { heading, byline, paragraphs, links, words },
  site,
) => `<center><b>${escapeHtml(site.outlet)}</b></center>
<div>${buttons(words.menu)}</div><hr>
<div id="col1">
${heading}
<div class="byline">${byline}</div>
${paragraphs.join('\n')}
<p>${escapeHtml(words.share[0] ?? '')}</p>
<h3>${escapeHtml(words.related)}</h3>
${links}
<p>${escapeHtml(words.links[0] ?? '')}</p>
${commentForm(words)}
</div><hr><div>${buttons([words.top])}</div>
${cookieBanner(words)}`

const layouts: Readonly<Record<Site['layout'], Layout>> = { paper, blog, plain }
