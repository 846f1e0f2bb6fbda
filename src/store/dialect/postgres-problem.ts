/** What went wrong with a PostgreSQL server, in sentences that never show the password. */

import { Fault } from '../../types/fault.ts'

type Sentence = (place: string, says: string) => readonly [text: string, retry: 'soon' | 'later' | 'never']

/** What the error's SQLSTATE, code and message look like → what it means and what to do. The first that fits is taken. */
const known: readonly (readonly [RegExp, Sentence])[] = [
  [
    /^(?:28|ERR_PASSWORD)|client password must be a string/,
    (place, says) => [
      `${place} refuses the login (${says}): check user and password in DATABASE_URL, and pg_hba.conf on the server.`,
      'never',
    ],
  ],
  [
    /^3D000/,
    (place) => [`There is no such database at ${place}: make it with "createdb", or correct DATABASE_URL.`, 'never'],
  ],
  [
    /^(?:42501|3F000)/,
    (place, says) => [
      `The role that logs in to ${place} lacks a right (${says}): docs/operations.md says which it needs.`,
      'never',
    ],
  ],
  [/^25006/, (place) => [`${place} takes no writing: it is a stand-by, or this role may only read there.`, 'soon']],
  [
    /^53300/,
    (place) => [
      `${place} has no connection left: raise max_connections, or run fewer workers; each takes up to ten.`,
      'soon',
    ],
  ],
  [
    /^(?:40001|40P01|55P03|57014)/,
    (place, says) => [`Others were in the way at ${place} (${says}): it is tried again.`, 'soon'],
  ],
  [
    /^(?:57P0|25P03|08)|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|EAI_AGAIN|Connection terminated|timeout expired|timeout exceeded|Client was closed|not queryable/,
    (place, says) => [
      `${place} does not answer (${says}): see that the server runs and can be reached; work goes on once it answers.`,
      'soon',
    ],
  ],
  [/^ENOTFOUND/, (place) => [`The host of ${place} is not known: check its name in DATABASE_URL.`, 'soon']],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|SSL|^EPROTO/,
    (place, says) => [
      `No safe connection to ${place} (${says}): check sslmode and sslrootcert in DATABASE_URL.`,
      'never',
    ],
  ],
  [/^(?:53200|53)/, (place, says) => [`${place} is short of memory or room (${says}).`, 'soon']],
  [/^(?:58|XX)/, (place, says) => [`${place} is damaged or its disk fails (${says}): see the server's log.`, 'never']],
  [
    /^ERR_INVALID_URL|URI malformed/,
    (place) => [
      `The address of the database cannot be read (${place}): special characters in its password are written as %40 and so on.`,
      'never',
    ],
  ],
]

/** The Fault behind an error of pg; null where the statement itself was wrong, which is a fault of ours. */
export function postgresFault(error: unknown, url: string): Fault | null {
  if (error instanceof Fault) return error
  const { code = '', message = '' } = error as { readonly code?: string; readonly message?: string }
  const place = `PostgreSQL at ${shownAddress(url)}`
  if (/^53100|could not extend file|No space left/.test(`${code} ${message}`))
    return new Fault('store-full', `The disk of ${place} is full: make room there; nothing finished is lost.`, {
      cause: error,
    })
  const fits = known.find(([pattern]) => pattern.test(code) || (!isSqlState(code) && pattern.test(message)))
  if (fits === undefined) return null
  const [text, retry] = fits[1](place, saying(code, message))
  return new Fault('store-unusable', text, { cause: error, retry })
}

/** The Fault behind whatever opening a store there threw: always one of the store's. */
export function explainPostgres(error: unknown, url: string): Fault {
  const { message = String(error) } = error as { readonly message?: string }
  return (
    postgresFault(error, url) ??
    new Fault('store-unusable', `PostgreSQL at ${shownAddress(url)} cannot be used: ${message}.`, { cause: error })
  )
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code)
}

function saying(code: string, message: string): string {
  return (message.split('\n')[0] || code).replace(/[.:]$/, '')
}

/** Host, port and name of the database; neither user nor password. */
export function shownAddress(url: string): string {
  // To the last "@": a password that is not encoded as it should be may hold anything.
  return url
    .replace(/^postgres(?:ql)?:\/\//, '')
    .replace(/^.*@/s, '')
    .replace(/[?#].*$/s, '')
}
