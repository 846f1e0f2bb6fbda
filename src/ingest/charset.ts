/** Bytes → text: the charset that the bytes, the server or the document itself declares, else the likeliest one. */

import iconv from 'iconv-lite'
import jschardet from 'jschardet'

export interface Decoded {
  readonly text: string
  /** As decoded with: "utf-8", "windows-1252". */
  readonly charset: string
}

/** How much of a document is looked at for its declaration and its likeliest charset, in bytes. */
const sniffed = 4_096
const detected = 60_000

/** Labels that the web uses for a wider charset (WHATWG Encoding Standard). */
const wider: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  ascii: 'windows-1252',
  'us-ascii': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  'shift-jis': 'shift_jis',
  'x-sjis': 'shift_jis',
  'ks_c_5601-1987': 'euc-kr',
  'big5-hkscs': 'big5',
  utf8: 'utf-8',
  unicode: 'utf-16le',
  'iso-10646-ucs-2': 'utf-16le',
}

/**
 * Decodes by byte order mark, `Content-Type`, pattern of zero bytes, declaration, then detection; UTF-8 where the
 * bytes are valid UTF-8 and nothing says otherwise. Never throws; what cannot be decoded becomes U+FFFD.
 */
export function decodeBytes(bytes: Uint8Array, contentType: string | null): Decoded {
  const marked = byMark(bytes)
  if (marked !== null) return finish(bytes, marked)
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, sniffed)).toString('latin1')
  const wide = byZeros(bytes)
  if (wide !== null) return finish(bytes, wide)
  const declared = [fromHeader(contentType), fromDeclaration(head)].map(usable).find((charset) => charset !== null)
  if (declared !== undefined && declared !== null && !(declared === 'utf-8' && !isUtf8(bytes)))
    return finish(bytes, declared)
  return finish(bytes, isUtf8(bytes) ? 'utf-8' : detect(bytes))
}

function finish(bytes: Uint8Array, charset: string): Decoded {
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), charset)
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
  const xml = /<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head)?.[1]
  const meta = /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1]
  return xml ?? meta ?? null
}

/** The name to decode with; null for none, an unknown one, or a wide one (whose zero bytes would have shown). */
function usable(label: string | null): string | null {
  if (label === null) return null
  const name = label.toLowerCase()
  const charset = wider[name] ?? name
  return iconv.encodingExists(charset) && !/^(utf-?(16|32)|ucs)/.test(charset) ? charset : null
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function detect(bytes: Uint8Array): string {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, detected))
  const { encoding, confidence } = jschardet.detect(sample)
  return confidence > 0.2 ? (usable(encoding) ?? 'windows-1252') : 'windows-1252'
}
