/** The digest for programs: as it is, with the version of its shape. */

import { inertJson } from '../../text/escape.ts'
import type { Format } from '../format.ts'

/** Raised when a field changes its meaning or goes; fields may be added at any time. */
const schema = 1

export default {
  name: 'json',
  extension: 'json',
  mime: 'application/json',
  write(digest) {
    const laidOut = JSON.stringify({ schema, ...digest }, null, 2)
    // What acts on a screen can stand in strings only: each is written again, so that reading it gives the exact text back.
    return `${laidOut.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => inertJson(JSON.parse(literal)))}\n`
  },
} satisfies Format
