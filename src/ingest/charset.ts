/** Bytes → text: the charset that the bytes, the server or the document itself declares, else the likeliest one. */

import { isUtf8 } from 'node:buffer'
import { createRequire } from 'node:module'
import iconv from 'iconv-lite'
import type { detect as Detect } from 'jschardet'

export interface Decoded {
  readonly text: string
  /** As decoded with: "utf-8", "windows-1252". */
  readonly charset: string
}

/** How much of a document is looked at for its declaration and its likeliest charset, in bytes. */
const sniffed = 4_096
const detected = 60_000

/**
 * Labels, without case and punctuation, that the web uses for another charset than their own, mostly a wider one
 * (WHATWG Encoding Standard), or that iconv-lite does not know.
 */
const meant: Readonly<Record<string, string>> = {
  iso88591: 'windows-1252',
  iso885911987: 'windows-1252',
  latin1: 'windows-1252',
  l1: 'windows-1252',
  ascii: 'windows-1252',
  usascii: 'windows-1252',
  ansix341968: 'windows-1252',
  cp819: 'windows-1252',
  ansi: 'windows-1252',
  xcp1252: 'windows-1252',
  xcp1251: 'windows-1251',
  xcp1250: 'windows-1250',
  iso88599: 'windows-1254',
  latin5: 'windows-1254',
  l5: 'windows-1254',
  iso885911: 'windows-874',
  tis620: 'windows-874',
  iso88598i: 'iso-8859-8',
  logical: 'iso-8859-8',
  gb2312: 'gb18030',
  gb231280: 'gb18030',
  csgb2312: 'gb18030',
  chinese: 'gb18030',
  euccn: 'gb18030',
  cp936: 'gb18030',
  gbk: 'gb18030',
  xgbk: 'gb18030',
  sjis: 'shift_jis',
  xsjis: 'shift_jis',
  shiftjis: 'shift_jis',
  mskanji: 'shift_jis',
  windows31j: 'shift_jis',
  csshiftjis: 'shift_jis',
  cp932: 'shift_jis',
  xeucjp: 'euc-jp',
  ksc56011987: 'euc-kr',
  ksc5601: 'euc-kr',
  korean: 'euc-kr',
  windows949: 'euc-kr',
  cp949: 'euc-kr',
  big5hkscs: 'big5',
  cnbig5: 'big5',
  xxbig5: 'big5',
  csbig5: 'big5',
  koi8: 'koi8-r',
  koi: 'koi8-r',
  koi8ru: 'koi8-u',
  unicode11utf8: 'utf-8',
  xunicode20utf8: 'utf-8',
  utf8mb4: 'utf-8',
}

/** Charsets that iconv-lite does not have and Node's own decoder has. */
const byNode = new Set(['iso-2022-jp'])

/**
 * Decodes by byte order mark, pattern of zero bytes, `Content-Type`, declaration, then detection; UTF-8 where the
 * bytes are UTF-8 and nothing, or only Latin-1's label, which many servers put on everything, says otherwise.
 * Never throws; what cannot be decoded becomes U+FFFD.
 */
export function decodeBytes(bytes: Uint8Array, contentType: string | null): Decoded {
  const known = byMark(bytes) ?? byZeros(bytes)
  if (known !== null) return finish(bytes, known)
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, sniffed)).toString('latin1')
  const declared = usable(fromHeader(contentType)) ?? usable(fromDeclaration(head))
  const isOther = declared !== null && declared !== 'utf-8'
  if (isOther ? isUtf8Anyhow(bytes, declared) : isMostlyUtf8(bytes)) return finish(bytes, 'utf-8')
  return finish(bytes, isOther ? declared : detect(bytes))
}

/** Bytes beyond ASCII that are never all well-formed UTF-8 by chance, whatever the declaration says. */
const surelyUtf8 = 40

/** Many servers put Latin-1's label on everything, and many saved pages keep the label of the charset they once had. */
function isUtf8Anyhow(bytes: Uint8Array, declared: string): boolean {
  return isUtf8(bytes) && beyondAscii(bytes, surelyUtf8) >= (declared === 'windows-1252' ? 1 : surelyUtf8)
}

/** Bytes outside ASCII, counted up to `enough`. */
function beyondAscii(bytes: Uint8Array, enough: number): number {
  let beyond = 0
  for (let at = 0; at < bytes.length && beyond < enough; at++) if ((bytes[at] ?? 0) > 0x7f) beyond += 1
  return beyond
}

/** Of the characters outside ASCII, the share that may be broken in UTF-8 that was cut or pasted together. */
const mostBroken = 0.1

function isMostlyUtf8(bytes: Uint8Array): boolean {
  if (isUtf8(bytes)) return true
  const text = asBuffer(bytes).toString('utf8')
  let broken = 0
  let beyond = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) beyond += 1
    if (code === 0xfffd) broken += 1
  }
  return broken <= beyond * mostBroken
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function finish(bytes: Uint8Array, charset: string): Decoded {
  const text = byNode.has(charset)
    ? new TextDecoder(charset).decode(bytes)
    : charset === 'utf-8'
      ? asBuffer(bytes).toString('utf8')
      : iconv.decode(asBuffer(bytes), charset)
  return { text: text.replace(/^\uFEFF+/, ''), charset }
}

function byMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'utf-32be' : null
}

/** A document begins with an ASCII character: where the zero bytes beside it stand tells the width and order. */
function byZeros(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0 && b === 0 && c === 0 && d !== 0) return 'utf-32be'
  if (a !== 0 && b === 0 && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b !== 0 && c === 0) return 'utf-16be'
  return a !== 0 && b === 0 && c !== 0 && d === 0 ? 'utf-16le' : null
}

function fromHeader(contentType: string | null): string | null {
  return /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? null
}

function fromDeclaration(head: string): string | null {
  const xml = /<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head)?.[1]
  const meta = /<meta[^>]{1,500}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1]
  return xml ?? meta ?? null
}

/** The name to decode with; null for none, an unknown one, or a wide one (whose zero bytes would have shown). */
function usable(label: string | null): string | null {
  if (label === null) return null
  const name = label.toLowerCase()
  const bare = name.replace(/[^a-z0-9]/g, '')
  if (bare === 'utf8') return 'utf-8'
  if (byNode.has(name)) return name
  const charset = meant[bare] ?? name
  return iconv.encodingExists(charset) && !/^(?:x-)?(?:utf-?(?:16|32|7)|ucs|base64|hex|binary|internal)/.test(charset)
    ? charset
    : null
}

/** Loaded when first needed: its tables take as long as reading some twenty pages, and few documents need it. */
let detector: typeof Detect | null = null

function detect(bytes: Uint8Array): string {
  detector ??= createRequire(import.meta.url)('jschardet').detect as typeof Detect
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, detected))
  const { encoding, confidence } = detector(sample)
  return confidence > 0.2 ? (usable(encoding) ?? 'windows-1252') : 'windows-1252'
}
