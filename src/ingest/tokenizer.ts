/**
 * htmlparser2's tokenizer for documents that are whole in memory: the same tokens, but it looks for the next mark with
 * indexOf where the original looks at each character, and passes over attributes that nobody asks for.
 * `test/ingest/tokenizer.test.ts` holds the two equal.
 */

import { DecodingMode, EntityDecoder, htmlDecodeTree } from 'entities/decode'
import { QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2'

/** Elements of HTML whose content is text whatever marks stand in it; entities count in the title alone. */
const rawElements: ReadonlySet<string> = new Set(['script', 'style', 'title', 'textarea', 'xmp'])
const longestRaw = 8

const [slash, equals, greater, quote, apostrophe] = [0x2f, 0x3d, 0x3e, 0x22, 0x27]

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c
}

function endsName(code: number): boolean {
  return code === greater || code === slash || isSpace(code)
}

function isLetter(code: number): boolean {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

/** Attributes that are told of: their names, and by the first letter's code a bit for each length, where most others fail. */
export interface Wanted {
  readonly names: ReadonlySet<string>
  readonly lengths: Int32Array
}

export function wantedOf(names: readonly string[]): Wanted {
  const lengths = new Int32Array(128)
  for (const name of names) lengths[name.charCodeAt(0)]! |= 1 << name.length
  return { names: new Set(names), lengths }
}

interface Options {
  readonly xmlMode?: boolean
  /** In HTML only: what our XML means by an entity differs by element. */
  readonly decodeEntities?: boolean
  /** None: every attribute is told of. */
  readonly wanted?: Wanted
}

/** Takes one document in one `write`. Linear: no search goes over the same text twice. */
export class WholeTokenizer extends Tokenizer {
  private readonly options: Options
  private readonly to: TokenizerCallbacks
  private readonly decoder: EntityDecoder
  private text = ''
  /** Where the text begins that is not yet told. */
  private section = 0
  /** The next "&" at or after where it was last looked for; the length of the text: there is none. */
  private ampersand = -1
  private inAttribute = false

  constructor(options: Options, to: TokenizerCallbacks) {
    super({}, to)
    this.options = options
    this.to = to
    this.decoder = new EntityDecoder(htmlDecodeTree, (code, consumed) => this.tellEntity(code, consumed))
  }

  override write(text: string): void {
    this.text = text
    this.section = 0
    this.ampersand = -1
    let at = 0
    for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
      this.tellText(open)
      at = this.mark(open + 1)
    }
    this.tellText(text.length)
  }

  override end(): void {
    this.to.onend()
  }

  /** What begins with "<": gives where to go on. */
  private mark(at: number): number {
    const code = this.text.charCodeAt(at)
    if (code === slash) return this.endTag(at + 1)
    if (code === 0x21) return this.declaration(at + 1)
    if (code === 0x3f) return this.upTo(at + 1, at + 1, (end) => this.to.onprocessinginstruction(at + 1, end))
    return this.startsName(code) ? this.openTag(at) : at
  }

  private startsName(code: number): boolean {
    return this.options.xmlMode === true ? code >= 0 && !endsName(code) : isLetter(code)
  }

  /** Goes on after what was just told of, which ends before `at`. */
  private after(at: number): number {
    this.section = at
    return at
  }

  /** A tag or the like that never ends: it is left out. */
  private lost(): number {
    return this.after(this.text.length)
  }

  /** Tells where the next ">" from `at` is; where there is none, what stands from `start` was text. */
  private upTo(start: number, at: number, tell: (end: number) => void): number {
    const end = this.text.indexOf('>', at)
    if (end >= 0) {
      tell(end)
      return this.after(end + 1)
    }
    if (start < this.text.length) this.to.ontext(start, this.text.length)
    return this.lost()
  }

  private declaration(at: number): number {
    const { text } = this
    const code = text.charCodeAt(at)
    const isDash = code === 0x2d
    if (isDash && text.charCodeAt(at + 1) === 0x2d) return this.comment(at + 2)
    if (code === 0x5b && text.startsWith('CDATA[', at + 1)) return this.cdata(at + 7)
    return this.upTo(at, isDash ? at + 2 : at + 1, (end) => this.to.ondeclaration(at, end))
  }

  /** The dashes that open a comment may close it too: "<!-->". */
  private comment(start: number): number {
    const end = this.text.indexOf('-->', start - 2)
    if (end >= 0) {
      this.to.oncomment(start, end + 2, 2)
      return this.after(end + 3)
    }
    if (start < this.text.length) this.to.oncomment(start, this.text.length, 0)
    return this.lost()
  }

  private cdata(start: number): number {
    const end = this.text.indexOf(']]>', start)
    if (end >= 0) {
      this.to.oncdata(start, end + 2, 2)
      return this.after(end + 3)
    }
    if (start < this.text.length) this.to.oncdata(start, this.text.length, 0)
    return this.lost()
  }

  private endTag(from: number): number {
    const { text } = this
    const at = this.pastSpace(from)
    if (at >= text.length) return at
    const code = text.charCodeAt(at)
    if (code === greater) return at + 1
    if (!this.startsName(code)) return this.upTo(at, at + 1, (end) => this.to.oncomment(at, end, 0))
    let end = at + 1
    while (end < text.length && text.charCodeAt(end) !== greater && !isSpace(text.charCodeAt(end))) end++
    if (end >= text.length) return this.lost()
    this.to.onclosetag(at, end)
    const close = text.indexOf('>', end)
    return close < 0 ? this.lost() : this.after(close + 1)
  }

  private pastSpace(at: number): number {
    let next = at
    while (isSpace(this.text.charCodeAt(next))) next++
    return next
  }

  private openTag(start: number): number {
    const { text } = this
    let end = start + 1
    while (end < text.length && !endsName(text.charCodeAt(end))) end++
    if (end >= text.length) return this.lost()
    this.to.onopentagname(start, end)
    for (let at = end; ; ) {
      at = this.pastSpace(at)
      if (at >= text.length) return this.lost()
      const code = text.charCodeAt(at)
      if (code === greater) {
        this.to.onopentagend(at)
        return this.inside(start, end, this.after(at + 1))
      }
      if (code !== slash) at = this.attribute(at)
      else {
        at = this.pastSpace(at + 1)
        if (text.charCodeAt(at) !== greater) continue
        this.to.onselfclosingtag(at)
        return this.after(at + 1)
      }
    }
  }

  /** After an open tag: the content of elements that hold text alone is told at once, up to their end tag. */
  private inside(start: number, end: number, at: number): number {
    if (this.options.xmlMode === true || end - start > longestRaw || end - start < 3) return at
    const name = this.text.slice(start, end).toLowerCase()
    return rawElements.has(name) ? this.rawContent(name, at) : at
  }

  private rawContent(name: string, start: number): number {
    const { text } = this
    let end = text.indexOf('</', start)
    for (; end >= 0; end = text.indexOf('</', end + 2)) {
      const after = text.charCodeAt(end + 2 + name.length)
      if ((after === greater || isSpace(after)) && this.isNamed(name, end + 2)) break
    }
    const stop = end < 0 ? text.length : end
    if (name === 'title') this.tellText(stop)
    else if (stop > start) this.to.ontext(start, stop)
    return end < 0 ? this.lost() : this.endTag(this.after(end + 2))
  }

  private isNamed(name: string, at: number): boolean {
    return this.text.slice(at, at + name.length).toLowerCase() === name
  }

  /** From the first letter of an attribute's name to behind its value. */
  private attribute(start: number): number {
    const { text } = this
    let end = start + 1
    while (end < text.length && text.charCodeAt(end) !== equals && !endsName(text.charCodeAt(end))) end++
    const isWanted = this.isWanted(start, end)
    if (isWanted) this.to.onattribname(start, end)
    const next = this.pastSpace(end)
    if (text.charCodeAt(next) === equals) return this.value(this.pastSpace(next + 1), isWanted)
    if (isWanted) this.to.onattribend(QuoteType.NoValue, end)
    return next
  }

  private isWanted(start: number, end: number): boolean {
    const { wanted } = this.options
    if (wanted === undefined) return true
    const code = this.text.charCodeAt(start)
    const lengths = wanted.lengths[isLetter(code) ? code | 0x20 : code] ?? 0
    if (end - start > 31 || (lengths & (1 << (end - start))) === 0) return false
    return wanted.names.has(this.text.slice(start, end).toLowerCase())
  }

  private value(start: number, isWanted: boolean): number {
    const { text } = this
    const code = text.charCodeAt(start)
    if (code === quote || code === apostrophe) {
      const end = text.indexOf(code === quote ? '"' : "'", start + 1)
      if (end < 0) return text.length
      if (isWanted) this.tellValue(start + 1, end, code === quote ? QuoteType.Double : QuoteType.Single)
      return end + 1
    }
    let end = start
    while (end < text.length && text.charCodeAt(end) !== greater && !isSpace(text.charCodeAt(end))) end++
    if (isWanted && end < text.length) this.tellValue(start, end, QuoteType.Unquoted)
    return end
  }

  private tellValue(start: number, end: number, kind: QuoteType): void {
    this.section = start
    this.inAttribute = true
    this.tellEntities(end)
    this.inAttribute = false
    this.to.onattribdata(this.section, end)
    this.to.onattribend(kind, kind === QuoteType.Unquoted ? end : end + 1)
  }

  /** Tells the text from where the last telling ended. */
  private tellText(end: number): void {
    this.tellEntities(end)
    if (this.section < end) this.to.ontext(this.section, end)
    this.section = end
  }

  /** Tells all entities up to `end`, and the text before each. */
  private tellEntities(end: number): void {
    if (this.options.decodeEntities !== true) return
    for (let at = this.nextAmpersand(this.section); at < end; at = this.nextAmpersand(Math.max(at + 1, this.section))) {
      this.decoder.startEntity(this.inAttribute ? DecodingMode.Attribute : DecodingMode.Legacy)
      if (this.decoder.write(this.text, at + 1) < 0) this.decoder.end()
    }
  }

  private nextAmpersand(from: number): number {
    if (this.ampersand < from) {
      const found = this.text.indexOf('&', from)
      this.ampersand = found < 0 ? this.text.length : found
    }
    return this.ampersand
  }

  private tellEntity(code: number, consumed: number): void {
    const start = this.ampersand
    if (this.section < start) {
      if (this.inAttribute) this.to.onattribdata(this.section, start)
      else this.to.ontext(this.section, start)
    }
    this.section = start + consumed
    if (this.inAttribute) this.to.onattribentity(code)
    else this.to.ontextentity(code, this.section)
  }
}
