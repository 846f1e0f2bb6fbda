/** Pieces of inline SVG: drawn in the reader's own colours, so that they are readable on light and on dark. */

import { escapeHtml, shorten } from '../../text/escape.ts'

/** Units of every picture's viewBox. At 360 px wide a page shows them at about 0.8 px, so 12 is the smallest type that can be read. */
export const width = 420
export const typeSize = 12

/** Colours are custom properties that the page sets for dark screens; the fallbacks are those of light ones. */
export const colour = {
  ink: 'currentColor',
  faint: 'var(--faint,#57606a)',
  line: 'var(--line,#d5dae1)',
  from: 'var(--from,#2f5fb3)',
  through: 'var(--through,#b7791f)',
  to: 'var(--to,#b4325a)',
  unsaid: 'var(--unsaid,#8b949e)',
  loophole: 'var(--loophole,#1f5fa8)',
  alleged: 'var(--alleged,#8a6100)',
  investigated: 'var(--investigated,#a8480a)',
  charged: 'var(--charged,#b42318)',
  convicted: 'var(--convicted,#7a1010)',
} as const

export interface Drawing {
  /** Begins the ids within, so that two pictures of a page share none. */
  readonly id: string
  readonly height: number
  readonly title: string
  /** Says in words what the picture shows. */
  readonly description: string
  readonly body: readonly string[]
}

export function svgOf({ id, height, title, description, body }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-labelledby="${id}-title ${id}-description"`,
    ` viewBox="0 0 ${width} ${height}" width="100%" font-family="inherit" font-size="${typeSize}"`,
    ' style="display:block;max-width:560px;height:auto;margin:8px auto 12px">',
    `<title id="${id}-title">${escapeHtml(title)}</title>`,
    `<desc id="${id}-description">${escapeHtml(description)}</desc>`,
    ...body,
    '</svg>',
  ].join('')
}

/** To a tenth of a unit: the same digest draws the same bytes everywhere. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}

export interface Label {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly fill?: string
  readonly weight?: number
  readonly size?: number
}

export function label({ x, y, text, anchor = 'start', fill = colour.ink, weight, size }: Label): string {
  const bold = weight === undefined ? '' : ` font-weight="${weight}"`
  const sized = size === undefined ? '' : ` font-size="${size}"`
  const at = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${bold}${sized}`
  return `<text ${at} style="fill:${fill}">${escapeHtml(text)}</text>`
}

const wide = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/

/** About how wide a text is in units: nothing here can ask a font. */
function breadthOf(text: string): number {
  let ems = 0
  for (const sign of text) ems += wide.test(sign) ? 1 : /[\p{Lu}\d@%&]/u.test(sign) ? 0.68 : 0.54
  return ems * typeSize
}

/** Cut so that it keeps within so many units. */
export function fitted(text: string, units: number): string {
  let length = text.length
  while (length > 2 && breadthOf(shorten(text, length)) > units) length--
  return shorten(text, length)
}
