/** Quotations: made here only, so that none can differ from the text it cites. */

import type { Document, Evidence, Id, Span } from '../types/text.ts'
import { cut } from './units.ts'

/** The author's words at `span`. Throws RangeError for a span outside the text: a fault in our code, never in the input. */
export function quote(document: Document, span: Span, rule: string): Evidence {
  if (!(0 <= span.start && span.start < span.end && span.end <= document.text.length)) {
    throw new RangeError(
      `span ${span.start}-${span.end} is not in document ${document.id} (${document.text.length} units)`,
    )
  }
  return { document: document.id, span, quote: cut(document.text, span.start, span.end), rule: rule as Id<'Rule'> }
}
