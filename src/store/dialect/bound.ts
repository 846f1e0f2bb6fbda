/** What may be bound to a statement, in either database. */

/**
 * libsql aborts the process on a boolean, which nothing could catch, and reads a string back only up to its first NUL,
 * which nobody would notice; PostgreSQL refuses both in our columns. They are refused here: they are faults of ours.
 */
export function checkParameters(parameters: readonly unknown[], source: string): unknown[] {
  for (const value of parameters) {
    if (typeof value === 'boolean') throw new TypeError(`A boolean was bound in: ${source}`)
    if (typeof value === 'string' && value.includes('\0'))
      throw new TypeError(`A text with NUL was bound in: ${source}`)
  }
  return [...parameters]
}
