/** What went wrong with the store, in sentences: errors of SQLite and of the file system become Faults. */

import { accessSync, constants, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../types/fault.ts'

/** What the store was opened for. */
export type Purpose = 'writing' | 'reading'

type Sentence = (cause: unknown, path: string, purpose: Purpose) => Fault

/** What the error's code and message look like → what it means and what to do. The first that fits is taken. */
const known: readonly (readonly [RegExp, Sentence])[] = [
  [/SQLITE_FULL|ENOSPC|disk is full/i, full],
  [
    /SQLITE_BUSY|SQLITE_LOCKED|database is locked/i,
    (cause, path) =>
      new Fault(
        'store-unusable',
        `The store ${path} was kept busy by another process for more than 5 s: try again; see that no back-up or database tool holds it open for writing.`,
        { cause, retry: 'soon' },
      ),
  ],
  [
    /NOTADB|CORRUPT|malformed|not a database/i,
    (cause, path) =>
      new Fault(
        'store-unusable',
        `The store ${path} is damaged or no Detour store: put a back-up in its place, or move it away to begin anew.`,
        { cause },
      ),
  ],
  [/EACCES|EROFS|EPERM|READONLY|CANTOPEN|unable to open|read-only/i, orFull(closed)],
  [
    /ENOTDIR|EEXIST/,
    (cause, path) =>
      new Fault('store-unusable', `${path} cannot be made: a file stands where its folder should be.`, { cause }),
  ],
  [
    /SQLITE_IOERR|EIO|disk I\/O error/i,
    orFull(
      (cause, path) =>
        new Fault(
          'store-unusable',
          `The disk does not read or write ${path} (${textOf(cause)}): check the disk and what the system's log says of it.`,
          { cause },
        ),
    ),
  ],
]

function full(cause: unknown, path: string): Fault {
  return new Fault(
    'store-full',
    `The disk that holds ${path} is full: make room, then start again; nothing finished is lost.`,
    { cause },
  )
}

function closed(cause: unknown, path: string, purpose: Purpose): Fault {
  const why =
    purpose === 'writing'
      ? 'cannot be opened for writing: check that the folder exists and that this user may write to it'
      : 'cannot be read: check that this user may enter its folder and read its files'
  return new Fault('store-unusable', `The store ${path} ${why}.`, { cause })
}

/** Room that SQLite needs to open a store at all, in bytes. */
const leastRoom = 65_536

/** SQLite says "I/O error" or "cannot open" when it is the files beside the database that find no room. */
function orFull(sentence: Sentence): Sentence {
  return (cause, path, purpose) => {
    if (purpose === 'writing' && roomFor(path) < leastRoom) return full(cause, path)
    return sentence(cause, path, purpose)
  }
}

/** Bytes that are free; infinite where nobody can tell, and on a disk that takes no writing at all. */
function roomFor(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    accessSync(dirname(path), constants.W_OK)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

function textOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return [code, message ?? String(error)].filter((part) => part !== undefined && part !== '').join(' ')
}

/** The Fault behind an error of one statement; null where the statement itself was wrong, which is a fault of ours. */
export function statementFault(error: unknown, path: string, purpose: Purpose = 'writing'): Fault | null {
  if (error instanceof Fault) return error
  const text = textOf(error)
  return known.find(([pattern]) => pattern.test(text))?.[1](error, path, purpose) ?? null
}

/** The Fault behind whatever opening a store threw: always one of the store's. */
export function explainStore(error: unknown, path: string, purpose: Purpose = 'writing'): Fault {
  return (
    statementFault(error, path, purpose) ??
    new Fault('store-unusable', `The store ${path} cannot be used: ${textOf(error)}.`, { cause: error })
  )
}

/** Whether the store is to blame, and not what was to be done with it. */
export function isOfStore({ code }: Fault): boolean {
  return code === 'store-full' || code === 'store-unusable'
}
