/** What can go wrong at the edges: every code with its meaning and whether trying again can help. */

export type Retry = 'soon' | 'later' | 'never'

/** Code → [may it be tried again, what it means]. docs/faults.md is kept equal to this table by a test. */
export const faults = {
  'fetch-timeout': ['soon', 'The server did not deliver the whole answer within the time limit.'],
  'fetch-network': ['soon', 'No connection: the name does not resolve, or the server refuses or drops it.'],
  'fetch-status': ['later', 'The server answered with an error status (5xx, 429).'],
  'fetch-gone': ['never', 'The server says that the address is not there, or not for us (4xx).'],
  'fetch-too-large': ['never', 'The answer is longer, once decoded, than the limit.'],
  'fetch-private-address': ['never', 'The address leads into a private network, which feeds and pages may not.'],
  'fetch-redirects': ['never', 'Too many redirects, or one to an address that is not HTTP.'],
  'fetch-robots': ['never', "The site's robots.txt does not allow this page to be fetched."],
  'feed-empty': ['later', 'The feed answered with no bytes at all.'],
  'feed-not-a-feed': ['later', 'The bytes are not RSS, Atom, RDF or JSON Feed: often a web page in its place.'],
  'feed-unreadable': ['later', 'The feed is broken beyond what the lenient reader can mend.'],
  'page-unreadable': ['never', 'The page cannot be read: not HTML, nested too deep, or too large.'],
  'reader-timeout': ['never', 'Reading one input took longer than its time limit and was stopped.'],
  'reader-crashed': ['never', 'The worker thread that read this input died of it.'],
  'input-invalid': ['never', 'A line or file is not what the command reads.'],
  'input-too-large': ['never', 'A line or file is longer than the limit.'],
  'config-invalid': ['never', 'A setting is unknown, of the wrong type or out of range.'],
  'knowledge-invalid': ['never', 'A knowledge file does not follow its schema.'],
  'store-locked': ['never', 'Another daemon holds this store.'],
  'store-full': ['later', 'The disk that holds the store is full.'],
  'store-unusable': [
    'never',
    'The store cannot be opened or written: a missing or read-only folder, a damaged file, a server that does not answer.',
  ],
  'queue-unusable': ['soon', 'Redis cannot be reached, does not take the login, or does not do what it is asked.'],
  'output-unwritable': ['later', 'A file of results cannot be written: a missing right, or a folder that is none.'],
  'delivery-refused': [
    'never',
    'The receiver does not take this notice: an unknown address, a refused login, a 4xx answer.',
  ],
  'delivery-failed': ['later', 'The receiver cannot be reached, or answers with an error that may pass.'],
  'lease-lost': ['soon', 'The task was taken over by another worker, so this result is discarded.'],
  usage: ['never', 'The command was called with arguments it does not take.'],
  internal: ['later', 'A fault in Detour itself.'],
} as const satisfies Record<string, readonly [Retry, string]>

export type FaultCode = keyof typeof faults

/** A sentence without the passwords and tokens that addresses in it may carry: it goes to logs, rows and screens. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/(\b(?:https?|postgres(?:ql)?|rediss?):\/\/)[^\s/?#"<>]*@/gi, '$1')
    .replace(secretParameter, '$1=…')
}

/** A parameter of an address that gives access, by its name. */
const secretParameter =
  /([?&;](?:[\w-]*(?:token|key|secret|password|passwd|auth|signature)[\w-]*|sig|pw))=[^&;#\s"']+/gi

/** An address as it may be shown: it can be told which one is meant, and that it holds a secret, but not which. */
export function maskedUrl(url: string): string {
  return url
    .replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i, (_, scheme: string, user: string) => {
      const colon = user.indexOf(':')
      return `${scheme}${colon === -1 ? '' : user.slice(0, colon + 1)}***@`
    })
    .replace(secretParameter, '$1=***')
}

/** An address without what gives access: it can be passed on. */
export function openUrl(url: string): string {
  const bare = url.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
  return bare
    .replace(secretParameter, (found) => found.charAt(0))
    .replace(/([?&;])[&;]+/g, '$1')
    .replace(/[?&;](?=#|$)/, '')
}

/** An error that a person can act on: `message` says what was wrong, where, and what to do, and holds no secret. */
export class Fault extends Error {
  readonly code: FaultCode
  readonly retry: Retry
  /** Seconds after which the other side asked us to come back, if it did (Retry-After). */
  readonly retryAfter: number | null

  constructor(
    code: FaultCode,
    message: string,
    options: { readonly cause?: unknown; readonly retry?: Retry; readonly retryAfter?: number | null } = {},
  ) {
    super(withoutSecrets(message), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Fault'
    this.code = code
    this.retry = options.retry ?? faults[code][0]
    this.retryAfter = options.retryAfter ?? null
  }
}

/** The fault behind anything thrown; what is not a Fault is one of ours: `internal`. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  const message = error instanceof Error ? error.message : String(error)
  return new Fault('internal', message, { cause: error })
}
