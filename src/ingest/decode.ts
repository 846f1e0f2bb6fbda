/** Bodies as they were before they were packed for the way (Content-Encoding). */

import { PassThrough, pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, gunzipSync } from 'node:zlib'
import { Fault } from '../types/fault.ts'

type Source = AsyncIterable<Uint8Array>
type Unpack = (source: Source) => Source

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: (source) => through(source, createGunzip()),
  'x-gzip': (source) => through(source, createGunzip()),
  br: (source) => through(source, createBrotliDecompress()),
  deflate: inflateEither,
}

/** Encodings upon one another that are unpacked: more are no server's honest answer. */
const most = 3

/** The decoded body, as it streams. Encodings that we did not ask for are left as they are. */
export function decodeBody(body: Readable, encoding: string | null, url: string): Source {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length > most)
    throw new Fault('fetch-network', `${url} packs its answer ${names.length} times over.`, { retry: 'never' })
  if (names.some((name) => unpackers[name] === undefined)) return body
  return names.reduceRight<Source>((source, name) => unpackers[name]?.(source) ?? source, body)
}

function through(source: Source, decoder: NodeJS.ReadWriteStream): Source {
  return pipeline(source, decoder, new PassThrough(), () => undefined)
}

/** "deflate" means zlib's format; many servers send the bare stream. The first bytes tell which. */
async function* inflateEither(source: Source): Source {
  const chunks = source[Symbol.asyncIterator]()
  const head = await chunks.next()
  if (head.done === true) return
  const first = head.value
  async function* all(): Source {
    yield first
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  yield* through(all(), hasZlibHeader(first) ? createInflate() : createInflateRaw())
}

/** RFC 1950, 2.2: method 8, window of at most 32 KiB, and both bytes together a multiple of 31. */
function hasZlibHeader([method = 0, flags]: Uint8Array): boolean {
  return (method & 0x0f) === 8 && method >> 4 <= 7 && (flags === undefined || (method * 256 + flags) % 31 === 0)
}

/** By its first two bytes (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** A whole file unpacked; null where it is broken, or more than `most` bytes come out. */
export function gunzip(bytes: Uint8Array, most: number): Uint8Array | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: most })
  } catch {
    // Why it cannot be unpacked tells nobody more than that it cannot.
    return null
  }
}
