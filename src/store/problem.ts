/** What went wrong with the store, in sentences: errors of SQLite and of the file system become Faults. */

import { Fault } from '../types/fault.ts'

type Sentence = (path: string) => Fault

/** What the error's code and message look like → what it means and what to do. The first that fits is taken. */
const known: readonly (readonly [RegExp, (cause: unknown) => Sentence])[] = [
  [
    /SQLITE_FULL|ENOSPC|disk is full/i,
    (cause) => (path) =>
      new Fault(
        'store-full',
        `The disk that holds ${path} is full: make room, then start again; nothing finished is lost.`,
        { cause },
      ),
  ],
  [
    /SQLITE_BUSY|SQLITE_LOCKED|database is locked/i,
    (cause) => (path) =>
      new Fault(
        'store-unusable',
        `The store ${path} was kept busy by another process for more than 5 s: try again; see that no back-up or database tool holds it open for writing.`,
        { cause, retry: 'soon' },
      ),
  ],
  [
    /NOTADB|CORRUPT|malformed|not a database/i,
    (cause) => (path) =>
      new Fault(
        'store-unusable',
        `The store ${path} is damaged or no Detour store: put a back-up in its place, or move it away to begin anew.`,
        { cause },
      ),
  ],
  [
    /EACCES|EROFS|EPERM|READONLY|CANTOPEN|unable to open|read-only/i,
    (cause) => (path) =>
      new Fault(
        'store-unusable',
        `The store ${path} cannot be opened for writing: check that the folder exists and that this user may write to it.`,
        { cause },
      ),
  ],
  [
    /ENOTDIR|EEXIST/,
    (cause) => (path) =>
      new Fault('store-unusable', `${path} cannot be made: a file stands where its folder should be.`, { cause }),
  ],
  [
    /SQLITE_IOERR|EIO|disk I\/O error/i,
    (cause) => (path) =>
      new Fault(
        'store-unusable',
        `The disk does not read or write ${path} (${textOf(cause)}): check the disk and what the system's log says of it.`,
        { cause },
      ),
  ],
]

function textOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return [code, message ?? String(error)].filter((part) => part !== undefined && part !== '').join(' ')
}

/** The Fault behind an error of one statement; null where the statement itself was wrong, which is a fault of ours. */
export function statementFault(error: unknown, path: string): Fault | null {
  if (error instanceof Fault) return error
  const text = textOf(error)
  return known.find(([pattern]) => pattern.test(text))?.[1](error)(path) ?? null
}

/** The Fault behind whatever opening a store threw: always one of the store's. */
export function explainStore(error: unknown, path: string): Fault {
  return (
    statementFault(error, path) ??
    new Fault('store-unusable', `The store ${path} cannot be used: ${textOf(error)}.`, { cause: error })
  )
}
