/** How the page looks: inline, for mail programs that read no style sheet; and a sheet for dark screens, narrow ones and paper. */

import type { Tone } from '../page/blocks.ts'

/** Text and ground of a badge, on light and on dark: each pair with a contrast of 4.5 or more. */
const tones: Readonly<Record<Tone, readonly [string, string, string, string]>> = {
  loophole: ['#164a85', '#e6f0fb', '#a9cdf7', '#17304d'],
  alleged: ['#6b4a00', '#fcf0cc', '#f3d77a', '#3a2f0b'],
  investigated: ['#8a3a06', '#fde8d8', '#f9be92', '#432710'],
  charged: ['#9c1c1c', '#fde5e5', '#f9b1b1', '#4a1a1a'],
  convicted: ['#ffffff', '#8c1515', '#ffffff', '#a32222'],
  new: ['#0f5c36', '#def4e7', '#8fe0b3', '#12382a'],
  continuing: ['#45505e', '#eaedf1', '#c3cad4', '#2c333d'],
  withdrawn: ['#ffffff', '#57606a', '#ffffff', '#57606a'],
}

const sans = 'system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif'

export const style = {
  body: `margin:0;padding:0;background:#f4f6f8;color:#1b1f24;font:16px/1.55 ${sans}`,
  page: 'max-width:760px;margin:0 auto;padding:28px 20px 40px;background:#ffffff;overflow-wrap:break-word',
  brand: 'margin:0 0 6px;font-size:13px;font-weight:700;letter-spacing:.12em;text-transform:uppercase;color:#2f5fb3',
  h1: 'margin:0 0 6px;font-size:26px;line-height:1.25;font-weight:700',
  h2: 'margin:40px 0 12px;padding:0 0 6px;border-bottom:1px solid #d5dae1;font-size:20px;line-height:1.3;font-weight:700',
  h3: 'margin:8px 0 8px;font-size:18px;line-height:1.35;font-weight:650',
  h4: 'margin:16px 0 4px;font-size:13px;font-weight:600;color:#57606a',
  p: 'margin:0 0 12px',
  small: 'margin:0 0 12px;font-size:14px;color:#57606a',
  link: 'color:#2456a6',
  story: 'margin:0 0 20px;padding:16px 18px 12px;border:1px solid #d5dae1;border-top-width:4px;border-radius:8px',
  rank: 'display:inline-block;margin:0 8px 0 0;font-size:14px;font-weight:600;color:#57606a',
  badge:
    'display:inline-block;margin:0 6px 2px 0;padding:1px 9px;border-radius:10px;font-size:13px;line-height:1.5;font-weight:600',
  quote:
    'margin:0 0 4px;padding:10px 14px;background:#f3f5f8;border:0 solid #2f5fb3;border-inline-start-width:4px;font-size:17px',
  source: 'margin:0 0 14px;font-size:14px;color:#57606a',
  facts: 'width:100%;margin:0 0 8px;border-collapse:collapse;font-size:15px',
  label: 'padding:4px 14px 4px 0;width:27%;text-align:start;font-weight:400;color:#57606a',
  fact: 'padding:4px 0',
  factRow: 'vertical-align:top',
  list: 'margin:0 0 12px;padding:0 0 0 20px;font-size:15px',
  item: 'margin:0 0 4px',
  table: 'width:100%;margin:0 0 12px;border-collapse:collapse;font-size:15px',
  caption: 'padding:0 0 6px;text-align:start;font-size:14px;color:#57606a',
  th: 'padding:6px 14px 6px 0;text-align:start;vertical-align:bottom;font-size:13px;font-weight:600',
  rowHead: 'padding:6px 14px 6px 0;text-align:start;font-weight:400',
  td: 'padding:6px 14px 6px 0',
  headRow: 'border-bottom:1px solid #8b949e;color:#57606a',
  row: 'border-bottom:1px solid #e4e8ed;vertical-align:top',
  end: 'text-align:end',
  last: 'padding-inline-end:0',
  number: 'font-variant-numeric:tabular-nums;white-space:nowrap',
  total: 'font-weight:700',
  tiles: 'margin:0 0 14px;font-size:0',
  tile: 'display:inline-block;box-sizing:border-box;width:25%;min-width:150px;padding:0 12px 10px 0;vertical-align:top;font-size:14px',
  value: 'display:block;font-size:32px;line-height:1.15;font-weight:700;font-variant-numeric:tabular-nums',
  tileLabel: 'display:block;line-height:1.35',
  against: 'display:block;font-size:13px;color:#57606a',
  footer: 'margin:36px 0 0;padding:12px 0 0;border-top:1px solid #d5dae1;font-size:13px;color:#57606a',
} as const

export function badgeStyle(tone: Tone): string {
  const [ink, ground] = tones[tone]
  return `${style.badge};color:${ink};background:${ground}`
}

/** The colour along the top of a story. */
export function edgeStyle(tone: Tone | undefined): string {
  if (tone === undefined) return style.story
  const [ink, ground] = tones[tone]
  return `${style.story};border-top-color:${ink === '#ffffff' ? ground : ink}`
}

const darkTones = Object.entries(tones).map(([tone, [, , ink, ground]]) => {
  const edge = `var(--${tone},${ink === '#ffffff' ? ground : ink})`
  return `.b-${tone}{color:${ink}!important;background:${ground}!important}.e-${tone}{border-top-color:${edge}!important}`
})

const dark = [
  ':root{--faint:#a3acb8;--line:#3a414c;--from:#7aa7ee;--through:#e0a84e;--to:#ee86a6;--unsaid:#7d8590;--loophole:#7db4f2',
  ';--alleged:#e5c34f;--investigated:#f0965a;--charged:#f27d7d;--convicted:#ff5c5c}',
  '.d-body{background:#0f1115!important;color:#e6e8eb!important}.d-page{background:#171a20!important}',
  '.d-small{color:#a3acb8!important}.d-brand{color:#8ab4f8!important}.d-line{border-color:#3a414c!important}',
  '.d-quote{background:#20252e!important;border-color:#8ab4f8!important}a{color:#9cc0fa!important}',
  ...darkTones,
].join('')

export const sheet = [
  ':root{color-scheme:light dark}',
  `@media (prefers-color-scheme:dark){${dark}}`,
  '@media (max-width:480px){.d-page{padding:18px 14px 28px!important}.d-story{padding:12px 12px 8px!important}',
  '.d-h1{font-size:22px!important}.d-tile{width:50%!important;min-width:0!important}',
  '.d-facts,.d-facts tbody,.d-facts tr,.d-facts th,.d-facts td{display:block!important;width:auto!important}',
  '.d-facts th{padding:4px 0 0!important}.d-facts td{padding:0 0 4px!important}.d-table{font-size:14px!important}}',
  '@media print{@page{margin:16mm}.d-body,.d-page{background:#ffffff!important;color:#000000!important}',
  '.d-page{max-width:none!important;padding:0!important}.d-quote,.d-row,svg,.d-tile{break-inside:avoid}h2,h3,h4{break-after:avoid}}',
].join('')
