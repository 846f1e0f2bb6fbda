/**
 * Characters of strings, read fast. V8 keeps a string in one of a dozen shapes (one byte or two, flat, sliced, joined …), and
 * a call `text.charCodeAt(at)` that has seen more than four of them looks the method up anew each time: 16 ns in place of 2.
 * Called by its own name there is nothing to look up.
 */

const { charCodeAt, slice } = String.prototype

/** What `text.charCodeAt(at)` is. */
export function unitAt(text: string, at: number): number {
  return charCodeAt.call(text, at)
}

/** What `text.slice(from, to)` is. */
export function cut(text: string, from: number | undefined, to?: number): string {
  return slice.call(text, from, to)
}
